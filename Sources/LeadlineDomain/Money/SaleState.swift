/// Where a sale stands.
package enum SaleState: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// Reported, nobody is paid for it yet.
    case new = 1
    /// Approved by somebody else, with its bonuses.
    case approved = 2
    /// All of it was given back.
    case refunded = 3
    /// It was none.
    case cancelled = 4

    package var word: StaticString {
        switch self {
        case .new: "new"
        case .approved: "approved"
        case .refunded: "refunded"
        case .cancelled: "cancelled"
        }
    }
}

/// What sort of sale it is.
package enum SaleType: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// What the lead was about.
    case new = 1
    /// Something further to the same customer.
    case addon = 2

    package var word: StaticString {
        switch self {
        case .new: "new"
        case .addon: "addon"
        }
    }
}
