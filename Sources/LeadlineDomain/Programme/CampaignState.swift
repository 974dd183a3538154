/// Whether a campaign runs.
package enum CampaignState: UInt8, Vocabulary {
    /// Begins later.
    case scheduled = 1
    /// Leads may name it and are matched by it.
    case running = 2
    /// Over, by its time or by hand.
    case ended = 3

    package var word: StaticString {
        switch self {
        case .scheduled: "scheduled"
        case .running: "running"
        case .ended: "ended"
        }
    }
}
