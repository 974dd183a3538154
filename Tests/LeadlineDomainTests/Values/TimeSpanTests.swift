import LeadlineDomain
import Testing

@Suite struct TimeSpanTests {
    /// A Saturday.
    private static let now = instant("2026-11-21T17:00:00Z")

    private static func text(_ span: TimeSpan) -> String {
        "\(span.since.map { "\($0.text)" } ?? "-") \(span.until.map { "\($0.text)" } ?? "-")"
    }

    @Test(arguments: [
        ("today", "2026-11-21", "2026-11-22"), ("yesterday", "2026-11-20", "2026-11-21"),
        ("week", "2026-11-16", "2026-11-23"), ("month", "2026-11-01", "2026-12-01"),
        ("last-month", "2026-10-01", "2026-11-01"), ("quarter", "2026-10-01", "2027-01-01"),
        ("year", "2026-01-01", "2027-01-01"), ("YEAR", "2026-01-01", "2027-01-01"),
        ("2026", "2026-01-01", "2027-01-01"), ("2026-Q4", "2026-10-01", "2027-01-01"),
        ("2026-q1", "2026-01-01", "2026-04-01"), ("2026-11", "2026-11-01", "2026-12-01"),
        ("2024-02", "2024-02-01", "2024-03-01"), ("2026-11-21", "2026-11-21", "2026-11-22"),
        ("0001", "0001-01-01", "0002-01-01"),
    ])
    func aPeriodIsHalfOpen(typed: String, since: String, until: String) throws {
        let span = try CalendarPeriod.parse(slice(typed)).span(now: Self.now, zone: .utc)
        #expect(Self.text(span) == "\(since)T00:00:00Z \(until)T00:00:00Z")
    }

    @Test(arguments: [
        ("last-month", "2026-01-15T00:00:00Z", "2025-12-01T00:00:00Z 2026-01-01T00:00:00Z"),
        ("yesterday", "2026-03-01T00:00:00Z", "2026-02-28T00:00:00Z 2026-03-01T00:00:00Z"),
        ("week", "2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z 2026-11-30T00:00:00Z"),
        ("week", "2026-11-22T23:59:59Z", "2026-11-16T00:00:00Z 2026-11-23T00:00:00Z"),
        ("quarter", "2026-03-31T23:59:59Z", "2026-01-01T00:00:00Z 2026-04-01T00:00:00Z"),
        ("yesterday", "0001-01-01T12:00:00Z", "- -"),
    ])
    func aWordMeansTheStretchAroundNow(typed: String, now: String, expected: String) throws {
        let span = try CalendarPeriod.parse(slice(typed)).span(now: instant(now), zone: .utc)
        #expect(Self.text(span) == expected)
    }

    @Test func todayIsTheHousesDay() throws {
        let tokyo = try #require(HouseZone(offsetSeconds: 9 * 3600))
        let span = try CalendarPeriod.parse(slice("today")).span(now: Self.now, zone: tokyo)
        #expect(Self.text(span) == "2026-11-21T15:00:00Z 2026-11-22T15:00:00Z")
    }

    @Test(arguments: [
        "", "tomorrow", "2026-Q0", "2026-Q5", "2026-Q", "2026-Q12", "2026-00", "2026-13", "0000",
        "26", "20260", "2026-1", "2026-", "2026Q4", "202-011", "2026-11-31", "lastmonth",
    ])
    func otherPeriodsAreRefused(typed: String) {
        #expect(fault { () throws(ValueFault) in try CalendarPeriod.parse(slice(typed)) } != nil)
    }

    @Test func untilADateIncludesThatDayAndAnInstantIsExclusive() throws {
        let since = try TimeInput.parse(slice("2026-11-01"))
        let day = try TimeInput.parse(slice("2026-11-20"))
        let noon = try TimeInput.parse(slice("2026-11-20T12:00:00Z"))
        let days = try TimeSpan.between(since, day, now: Self.now, zone: .utc)
        #expect(days.contains(instant("2026-11-01T00:00:00Z")))
        #expect(!days.contains(instant("2026-10-31T23:59:59.999Z")))
        #expect(days.contains(instant("2026-11-20T23:59:59.999Z")))
        #expect(!days.contains(instant("2026-11-21T00:00:00Z")))
        let half = try TimeSpan.between(nil, noon, now: Self.now, zone: .utc)
        #expect(half.since == nil)
        #expect(half.contains(instant("2026-11-20T11:59:59.999Z")))
        #expect(!half.contains(instant("2026-11-20T12:00:00Z")))
    }

    @Test func durationsLeadBackOnBothSides() throws {
        let week = try TimeInput.parse(slice("7d"))
        let hour = try TimeInput.parse(slice("1h"))
        let span = try TimeSpan.between(week, hour, now: Self.now, zone: .utc)
        #expect(Self.text(span) == "2026-11-14T17:00:00Z 2026-11-21T16:00:00Z")
        #expect(TimeSpan.open.contains(.earliest))
        #expect(TimeSpan.open.contains(.latest))
    }
}
