/// What has become of a lead.
package enum LeadOutcome: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// Work on it may go on.
    case open = 0
    /// The customer bought.
    case won = 1
    /// It was worked on, and the customer did not buy.
    case lost = 2
    /// It was turned down or taken back.
    case dropped = 3

    package var word: StaticString {
        switch self {
        case .open: "open"
        case .won: "won"
        case .lost: "lost"
        case .dropped: "dropped"
        }
    }
}

extension LeadStatus {
    /// What has become of a lead with this status.
    package var outcome: LeadOutcome {
        switch self {
        case .new, .review, .offered, .accepted, .contacted, .quoted, .needsinfo, .queued,
            .qualified, .meeting, .negotiation:
            .open
        case .won: .won
        case .lost, .unqualified, .expired: .lost
        case .rejected, .withdrawn: .dropped
        }
    }
}
