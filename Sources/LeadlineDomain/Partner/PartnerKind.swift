/// What sort of partner it is.
package enum PartnerKind: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// A firm.
    case company = 1
    /// A single person.
    case agent = 2
    /// Brings leads for advertising and works none.
    case advertiser = 3

    package var word: StaticString {
        switch self {
        case .company: "company"
        case .agent: "agent"
        case .advertiser: "advertiser"
        }
    }
}
