import LeadlineDomain
import Testing

@Suite("WorkingHours")
struct WorkingHoursTests {
    @Test(
        "Hours are kept in one form",
        arguments: [
            ("Mon-Fri 09:00-12:00,13:00-17:00", "Mon-Fri 09:00-12:00,13:00-17:00"),
            ("mon - fri  13:00-17:00 , 09:00-12:00", "Mon-Fri 09:00-12:00,13:00-17:00"),
            ("Sat 10:00-14:00; Mon-Fri 09:00-17:00", "Mon-Fri 09:00-17:00; Sat 10:00-14:00"),
            ("Mon,Wed,Fri 09:00-17:00", "Mon,Wed,Fri 09:00-17:00"),
            ("Fri-Mon 09:00-17:00", "Mon,Fri-Sun 09:00-17:00"),
            ("Mon 09:00-12:00,12:00-17:00", "Mon 09:00-17:00"),
            ("Mon 12:00-17:00,08:00-09:00,09:00-12:00", "Mon 08:00-17:00"),
            (
                "Mon-Fri 09:00-17:00; Mon 18:00-19:00",
                "Mon 09:00-17:00,18:00-19:00; Tue-Fri 09:00-17:00"
            ),
            ("Mon-Sun 00:00-24:00", "Mon-Sun 00:00-24:00"),
        ])
    func canonical(_ typed: String, _ kept: String) throws {
        let hours = try WorkingHours.parse(slice(typed))
        #expect(hours.text.description == kept)
        #expect(try WorkingHours.parse(hours.text.bytes) == hours)
    }

    @Test(
        "What is wrong with hours is said",
        arguments: [
            ("", "names no day"), ("09:00-17:00", "names no day"),
            ("Mon-Fri", "has no times"), ("Mon-Fri 09:00-17:00;", "names no day"),
            ("Mo 09:00-17:00", "'Mo' is not a day"), ("Mon-Tue-Wed 09:00-17:00", "not a day"),
            ("Mon, 09:00-17:00", "'' is not a day"), ("Mon 9:00-17:00", "not a span"),
            ("Mon 09:00", "not a span"), ("Mon 09:60-17:00", "not a span"),
            ("Mon 24:00-24:00", "not a span"), ("Mon 09:00-24:01", "not a span"),
            ("Mon 09:00-17:00,", "not a span"), ("Mon 09:00-18446744073709551615:00", "not a span"),
            ("Mon 22:00-06:00", "ends before it begins"),
            ("Mon 09:00-09:00", "ends before it begins"),
            ("Mon-Fri 09:00-12:00,11:59-17:00", "11:59-17:00 overlaps 09:00-12:00 on Mon"),
            ("Mon-Fri 09:00-12:00; Wed 10:00-11:00", "overlaps 09:00-12:00 on Wed"),
        ])
    func wrong(_ typed: String, _ reason: String) {
        let told = fault { () throws(ValueFault) in try WorkingHours.parse(slice(typed)) }
        #expect(told?.contains(reason) == true, "\(told ?? "none") of '\(typed)'")
    }

    @Test("A text and a day have their bounds")
    func bounds() throws {
        let most = WorkingHours.spansPerDayMax
        let spans = (0...most).map { "0\($0):00-0\($0):30" }
        let fitting = "Mon " + spans.dropLast().joined(separator: ",")
        #expect(fault { () throws(ValueFault) in try WorkingHours.parse(slice(fitting)) } == nil)
        let many = "Mon " + spans.joined(separator: ",")
        #expect(
            fault { () throws(ValueFault) in try WorkingHours.parse(slice(many)) }
                == "at most \(most) spans a day")
        let long = "Mon 09:00-17:00" + String(repeating: " ", count: WorkingHours.bytesMax)
        #expect(
            fault { () throws(ValueFault) in try WorkingHours.parse(slice(long)) }
                == "at most \(WorkingHours.bytesMax) bytes")
    }
}

/// How far from UTC the clocks of a place stand in 2026.
private enum Place: Sendable {
    case newYork
    case lordHowe
    case utc

    func offset(_ at: Timestamp) -> Int32 {
        switch self {
        case .utc: 0
        case .newYork:
            at >= instant("2026-03-08T07:00:00Z") && at < instant("2026-11-01T06:00:00Z")
                ? -14_400 : -18_000
        // Half an hour, in the other half of the year.
        case .lordHowe:
            at >= instant("2026-04-04T15:00:00Z") && at < instant("2026-10-03T15:30:00Z")
                ? 37_800 : 39_600
        }
    }
}

private let office = "Mon-Fri 09:00-12:00,13:00-17:00"
private let always = "Mon-Sun 00:00-24:00"
private let night = "Sat 22:00-24:00; Sun 00:00-06:00"
private let gap = "Sun 01:00-02:30"

private struct Due: Sendable {
    let place: Place
    let hours: String
    let start: String
    let minutes: Int64
    let due: String

    init(_ place: Place, _ hours: String, _ start: String, _ minutes: Int64, _ due: String) {
        self.place = place
        self.hours = hours
        self.start = start
        self.minutes = minutes
        self.due = due
    }
}

@Suite("WorkingHours: the clock")
struct WorkingHoursClockTests {
    /// Counted minute by minute with Python's zoneinfo.
    private static let counted: [Due] = [
        Due(.newYork, night, "2026-03-06T04:05:00Z", 0, "2026-03-08T03:00:00Z"),
        Due(.newYork, gap, "2026-03-06T17:58:00Z", 60, "2026-03-08T07:00:00Z"),
        Due(.newYork, office, "2026-03-07T01:14:00Z", 480, "2026-03-10T14:00:00Z"),
        Due(.newYork, always, "2026-03-07T08:49:00Z", 1, "2026-03-07T08:50:00Z"),
        Due(.newYork, night, "2026-03-07T08:13:00Z", 0, "2026-03-08T03:00:00Z"),
        Due(.newYork, gap, "2026-03-07T08:51:00Z", 60, "2026-03-08T07:00:00Z"),
        Due(.newYork, always, "2026-03-08T20:55:00Z", 1440, "2026-03-09T20:55:00Z"),
        Due(.newYork, night, "2026-03-08T11:05:00Z", 2880, "2026-04-19T10:00:00Z"),
        Due(.newYork, gap, "2026-03-08T21:24:00Z", 90, "2026-03-15T06:30:00Z"),
        Due(.newYork, night, "2026-10-30T17:53:00Z", 60, "2026-11-01T03:00:00Z"),
        Due(.newYork, always, "2026-10-31T22:56:00Z", 60, "2026-10-31T23:56:00Z"),
        Due(.newYork, night, "2026-10-31T16:12:00Z", 240, "2026-11-01T06:00:00Z"),
        Due(.newYork, office, "2026-11-01T09:27:00Z", 240, "2026-11-02T19:00:00Z"),
        Due(.newYork, office, "2026-11-25T01:05:00Z", 0, "2026-11-25T14:00:00Z"),
        Due(.newYork, always, "2026-11-25T08:33:00Z", 480, "2026-11-25T16:33:00Z"),
        Due(.newYork, office, "2026-12-24T22:21:00Z", 1, "2026-12-28T14:01:00Z"),
        Due(.newYork, always, "2026-12-24T06:04:00Z", 240, "2026-12-24T10:04:00Z"),
        Due(.lordHowe, office, "2026-04-03T20:40:00Z", 240, "2026-04-06T03:30:00Z"),
        Due(.lordHowe, always, "2026-04-03T11:27:00Z", 1440, "2026-04-04T11:27:00Z"),
        Due(.lordHowe, night, "2026-04-03T20:35:00Z", 1, "2026-04-04T11:01:00Z"),
        Due(.lordHowe, office, "2026-04-04T03:53:00Z", 0, "2026-04-05T22:30:00Z"),
        Due(.lordHowe, always, "2026-04-04T08:48:00Z", 480, "2026-04-04T16:48:00Z"),
        Due(.lordHowe, night, "2026-04-04T07:07:00Z", 60, "2026-04-04T12:00:00Z"),
        Due(.lordHowe, office, "2026-10-02T09:29:00Z", 0, "2026-10-04T22:00:00Z"),
        Due(.lordHowe, night, "2026-10-02T09:47:00Z", 1440, "2026-10-24T11:30:00Z"),
        Due(.lordHowe, office, "2026-10-03T00:20:00Z", 60, "2026-10-04T23:00:00Z"),
        Due(.lordHowe, always, "2026-10-03T04:49:00Z", 1440, "2026-10-04T04:49:00Z"),
        Due(.lordHowe, night, "2026-10-03T19:43:00Z", 2880, "2026-11-14T19:00:00Z"),
    ]

    private static let edges: [Due] = [
        // The close itself is in time, and the next opening where nothing is to be worked.
        Due(.utc, office, "2026-11-23T16:00:00Z", 60, "2026-11-23T17:00:00Z"),
        Due(.utc, office, "2026-11-23T17:00:00Z", 0, "2026-11-24T09:00:00Z"),
        Due(.utc, office, "2026-11-23T11:30:15Z", 60, "2026-11-23T13:30:15Z"),
        Due(.utc, office, "2026-11-25T12:30:00Z", 420, "2026-11-27T12:00:00Z"),
        // A day of 23 hours and one of 25, the time that comes twice taken the first time.
        Due(.newYork, always, "2026-03-08T05:00:00Z", 1380, "2026-03-09T04:00:00Z"),
        Due(.newYork, "Sun 00:00-24:00", "2026-11-01T00:00:00Z", 1500, "2026-11-02T05:00:00Z"),
        Due(.newYork, "Sun 01:30-03:00", "2026-11-01T00:00:00Z", 0, "2026-11-01T05:30:00Z"),
        Due(.newYork, "Sun 02:30-04:00", "2026-03-08T00:00:00Z", 60, "2026-03-08T08:00:00Z"),
        Due(.newYork, "Sun 02:10-02:50", "2026-03-08T00:00:00Z", 0, "2026-03-15T06:10:00Z"),
    ]

    @Test("So many working minutes later", arguments: counted + edges)
    private func due(_ row: Due) throws {
        let hours = try WorkingHours.parse(slice(row.hours))
        let holidays = Set(["2026-12-25", "2026-11-26"].compactMap { CivilDate(slice($0)) })
        let found = hours.adding(
            seconds: row.minutes * 60, to: instant(row.start), holidays: holidays,
            offset: row.place.offset)
        #expect(found == instant(row.due), "\(found?.text.description ?? "never")")
    }

    @Test("What lies too far ahead, or beyond the calendar, is never")
    func never() throws {
        let hours = try WorkingHours.parse(slice("Sat 10:00-10:01"))
        let start = instant("2026-11-22T00:00:00Z")
        #expect(hours.adding(seconds: 60_000, to: start, offset: Place.utc.offset) == nil)
        #expect(hours.adding(seconds: .max, to: start, offset: Place.utc.offset) == nil)
        #expect(hours.adding(seconds: -1, to: start, offset: Place.utc.offset) == nil)
        #expect(hours.adding(seconds: 60, to: .latest, offset: Place.utc.offset) == nil)
        #expect(
            hours.adding(seconds: 60, to: .earliest) { _ in -64_800 } != nil,
            "the first days of the calendar have hours, too")
    }
}
