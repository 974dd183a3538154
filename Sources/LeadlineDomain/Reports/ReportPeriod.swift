/// What stretches of the calendar a report is parted into.
package enum ReportPeriod: UInt8, Vocabulary {
    /// Each day.
    case day = 1
    /// Each week, beginning on Monday.
    case week = 2
    /// Each calendar month.
    case month = 3
    /// Each calendar quarter.
    case quarter = 4

    package var word: StaticString {
        switch self {
        case .day: "day"
        case .week: "week"
        case .month: "month"
        case .quarter: "quarter"
        }
    }

    /// The first day of the stretch that a day lies in, both counted from 1970-01-01.
    ///
    /// The week of the calendar's first days begins before it: then at its first day.
    package func start(of day: Int64) -> Int64 {
        guard let date = CivilDate(daysSinceEpoch: day) else { return day }
        switch self {
        case .day: return day
        case .week: return max(day - Int64(date.weekday), CivilDate.dayRange.lowerBound)
        case .month: return day - Int64(date.day - 1)
        case .quarter:
            let month = (date.month - 1) / 3 * 3 + 1
            return CivilDate(year: date.year, month: month, day: 1)?.daysSinceEpoch ?? day
        }
    }

    /// How a stretch is named that begins on a day: `2026-11-21`, a week by its Monday, `2026-11`
    /// or `2026-Q4`.
    package func text(_ start: Int64) -> Text {
        guard let date = CivilDate(daysSinceEpoch: start) else { return "" }
        switch self {
        case .day, .week: return date.text
        case .month: return Text(date.text.bytes.prefix(7))
        case .quarter: return Text("\(Text(date.text.bytes.prefix(4)))-Q\((date.month + 2) / 3)")
        }
    }
}
