/// Whether a partner takes part.
package enum PartnerState: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// Takes part.
    case active = 1
    /// Takes no new leads until it is resumed, by its own wish or ours.
    case paused = 2
    /// Shut out by us.
    case suspended = 3
    /// Signed up and not yet approved.
    case pending = 4
    /// Signed up and turned down.
    case declined = 5

    package var word: StaticString {
        switch self {
        case .active: "active"
        case .paused: "paused"
        case .suspended: "suspended"
        case .pending: "pending"
        case .declined: "declined"
        }
    }
}
