/// How long money has been due that was not paid: what accountants call ageing.
package enum AgeBand: Int, CaseIterable, Sendable {
    /// Due for at most thirty days.
    case upTo30
    /// For 31 to 60.
    case upTo60
    /// For 61 to 90.
    case upTo90
    /// For longer.
    case older

    /// The band of what has been due for so many whole days; what became due today for none.
    package init(days: Int64) {
        switch days {
        case ...30: self = .upTo30
        case ...60: self = .upTo60
        case ...90: self = .upTo90
        default: self = .older
        }
    }
}
