/// The most that one earner gets by some terms in a period.
package struct Cap: Hashable, Sendable {
    /// How long a cap lasts before it begins anew.
    package enum Period: UInt8, Vocabulary {
        // Numbers are on disk: never reuse one, never renumber.
        /// A calendar month.
        case month = 1
        /// A calendar quarter.
        case quarter = 2
        /// A calendar year.
        case year = 3

        package var word: StaticString {
            switch self {
            case .month: "month"
            case .quarter: "quarter"
            case .year: "year"
            }
        }

        /// The number of the period that a day lies in; different periods of a kind differ.
        package func number(of date: CivilDate) -> UInt32 {
            switch self {
            case .month: UInt32(date.year * 12 + date.month - 1)
            case .quarter: UInt32(date.year * 4 + (date.month - 1) / 3)
            case .year: UInt32(date.year)
            }
        }
    }

    /// The most, in minor units.
    package let limit: Int64

    /// How long it lasts.
    package let period: Period

    /// Makes a cap of its parts.
    package init(limit: Int64, period: Period) {
        self.limit = limit
        self.period = period
    }

    /// What is left when so much was used in the period; never below 0.
    package func room(used: Int64) -> Int64 {
        let (rest, lost) = limit.subtractingReportingOverflow(used)
        return lost ? 0 : max(rest, 0)
    }
}
