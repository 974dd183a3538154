import LeadlineDomain
import Testing

@Suite struct CivilDateTests {
    @Test(arguments: [
        ("0001-01-01", -719_162), ("1969-12-31", -1), ("1970-01-01", 0), ("1970-01-02", 1),
        ("2000-02-29", 11_016), ("2000-03-01", 11_017), ("2026-11-21", 20_778),
        ("9999-12-31", 2_932_896),
    ])
    func daysAreCountedFromTheEpoch(text: String, days: Int64) throws {
        let date = try #require(CivilDate(slice(text)))
        #expect(date.daysSinceEpoch == days)
        #expect(CivilDate(daysSinceEpoch: days) == date)
        #expect(date.text == Text(text))
    }

    @Test(arguments: [
        "2026-02-29", "1900-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-10",
        "2026-01-00", "2026-01-32", "0000-01-01", "10000-01-01", "2026-1-01", "2026-01-1",
        "2026/01/01", "20260101", "2026-01-01 ", "-2026-01-01", "2026-01", "", "2026-+1-01",
    ])
    func aDayThatDoesNotExistIsNone(text: String) {
        #expect(CivilDate(slice(text)) == nil)
    }

    /// Every 13th day meets every month and every kind of year; the day after proves the step.
    @Test func theWholeCalendarGoesThereAndBack() throws {
        for days in stride(from: CivilDate.dayRange.lowerBound, to: 2_932_896, by: 13) {
            let date = try #require(CivilDate(daysSinceEpoch: days))
            let next =
                CivilDate(year: date.year, month: date.month, day: date.day + 1)
                ?? CivilDate(year: date.year, month: date.month + 1, day: 1)
                ?? CivilDate(year: date.year + 1, month: 1, day: 1)
            guard date.daysSinceEpoch == days, CivilDate(daysSinceEpoch: days + 1) == next else {
                Issue.record("day \(days) is \(date.text)")
                return
            }
        }
    }

    @Test func daysBeyondTheYears1To9999AreNone() {
        #expect(CivilDate(daysSinceEpoch: CivilDate.dayRange.lowerBound - 1) == nil)
        #expect(CivilDate(daysSinceEpoch: CivilDate.dayRange.upperBound + 1) == nil)
        #expect(CivilDate(daysSinceEpoch: .min) == nil)
        #expect(CivilDate(daysSinceEpoch: .max) == nil)
    }

    @Test(arguments: [
        ("0001-01-01", 0), ("1969-12-31", 2), ("1970-01-01", 3), ("2026-11-21", 5),
        ("2026-11-22", 6), ("2026-11-23", 0), ("9999-12-31", 4),
    ])
    func aWeekBeginsOnMonday(text: String, weekday: Int) {
        #expect(CivilDate(slice(text))?.weekday == weekday)
    }
}
