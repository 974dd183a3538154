/// A stretch of the calendar as it was typed after `IN`.
///
/// `2026`, `2026-Q4`, `2026-11`, `2026-11-21`, or a word for a stretch around today; a week begins
/// on Monday, and `week`, `month`, `quarter`, `year` are the whole current ones.
package enum CalendarPeriod: Hashable, Sendable {
    /// The days from the first date up to and including the last one.
    case days(CivilDate, CivilDate)
    /// The day it is.
    case today
    /// The day before today.
    case yesterday
    /// Monday to Sunday around today.
    case week
    /// The calendar month it is.
    case month
    /// The calendar month before this one.
    case lastMonth
    /// The calendar quarter it is.
    case quarter
    /// The calendar year it is.
    case year

    /// Reads the word or the number after `IN`.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> CalendarPeriod {
        let words: [(StaticString, CalendarPeriod)] = [
            ("today", .today), ("yesterday", .yesterday), ("week", .week), ("month", .month),
            ("last-month", .lastMonth), ("quarter", .quarter), ("year", .year),
        ]
        if let word = words.first(where: { bytes.matches($0.0) }) { return word.1 }
        if let date = CivilDate(bytes) { return .days(date, date) }
        guard let numbered = numbered(bytes) else {
            throw ValueFault(
                """
                \(bytes.quoted) is not a period: 2026-11, 2026-Q4, 2026, today, yesterday, week, \
                month, last-month, quarter or year
                """)
        }
        return numbered
    }

    /// Reads `2026`, `2026-Q4` or `2026-11`.
    private static func numbered(_ bytes: ArraySlice<UInt8>) -> CalendarPeriod? {
        let suffix = bytes.dropFirst(5)
        guard let year = bytes.prefix(4).decimal.map(Int.init), bytes.count == 4 || bytes.count == 7
        else { return nil }
        if suffix.isEmpty { return bytes.count == 4 ? months(year, 1, 12) : nil }
        guard bytes.dropFirst(4).first == UInt8(ascii: "-") else { return nil }
        if let month = suffix.decimal.map(Int.init) { return months(year, month, month) }
        guard suffix.first?.uppercased == UInt8(ascii: "Q"),
            let quarter = suffix.dropFirst().decimal.map(Int.init), (1...4).contains(quarter)
        else { return nil }
        return months(year, quarter * 3 - 2, quarter * 3)
    }

    /// The whole months from one to another of a year; nil when there are no such months.
    private static func months(_ year: Int, _ first: Int, _ last: Int) -> CalendarPeriod? {
        guard let start = CivilDate(year: year, month: first, day: 1),
            let end = CivilDate(
                year: year, month: last, day: CivilDate.days(inMonth: last, of: year))
        else { return nil }
        return .days(start, end)
    }

    /// The span meant, with the days of the house's zone.
    package func span(now: Timestamp, zone: HouseZone) -> TimeSpan {
        guard let (first, last) = bounds(today: now.date(in: zone)) else { return .open }
        return TimeSpan(since: zone.start(of: first), until: zone.end(of: last))
    }

    /// The first and the last day meant.
    private func bounds(today: CivilDate?) -> (CivilDate, CivilDate)? {
        guard let today else { return nil }
        switch self {
        case .days(let first, let last): return (first, last)
        case .today: return (today, today)
        case .yesterday: return Self.run(from: today.daysSinceEpoch - 1, count: 1)
        case .week: return Self.run(from: today.daysSinceEpoch - Int64(today.weekday), count: 7)
        case .month: return Self.wholeMonths(today.year, today.month, today.month)
        case .lastMonth:
            return today.month == 1
                ? Self.wholeMonths(today.year - 1, 12, 12)
                : Self.wholeMonths(today.year, today.month - 1, today.month - 1)
        case .quarter:
            let last = (today.month + 2) / 3 * 3
            return Self.wholeMonths(today.year, last - 2, last)
        case .year: return Self.wholeMonths(today.year, 1, 12)
        }
    }

    private static func wholeMonths(
        _ year: Int, _ first: Int, _ last: Int
    ) -> (CivilDate, CivilDate)? {
        guard case .days(let start, let end)? = months(year, first, last) else { return nil }
        return (start, end)
    }

    private static func run(from first: Int64, count: Int64) -> (CivilDate, CivilDate)? {
        guard let start = CivilDate(daysSinceEpoch: first),
            let end = CivilDate(daysSinceEpoch: first + count - 1)
        else { return nil }
        return (start, end)
    }
}
