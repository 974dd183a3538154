/// What a lead's credit was made by.
package enum CreditSource: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// The first touch alone.
    case first = 1
    /// The last touch alone.
    case last = 2
    /// Every touch alike.
    case linear = 3
    /// 40 % the first touch, 40 % the last, and 20 % those between.
    case position = 4
    /// Shares that somebody agreed on.
    case shares = 5
    /// The lead's referrer, where nothing else was said.
    case referrer = 6
    /// The partner that brought the lead, where nothing else was said.
    case partner = 7

    package var word: StaticString {
        switch self {
        case .first: "first"
        case .last: "last"
        case .linear: "linear"
        case .position: "position"
        case .shares: "shares"
        case .referrer: "referrer"
        case .partner: "partner"
        }
    }
}
