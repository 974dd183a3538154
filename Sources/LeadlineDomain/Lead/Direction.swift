/// Which way a lead travels.
package enum Direction: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// A client's request that leaves for a partner.
    case out = 1
    /// A lead that a partner, advertiser or link brings to us.
    case `in` = 2

    package var word: StaticString {
        switch self {
        case .out: "out"
        case .in: "in"
        }
    }
}
