/// How far a lead has got, the same ladder for both directions: what a funnel is made of.
package enum LeadStage: UInt8, Vocabulary, Comparable {
    // Numbers are on disk: never reuse one, never renumber.
    /// Registered; an outbound lead is with nobody that knows of it.
    case registered = 0
    /// The other side was asked: a partner has the offer, or we have a complete inbound lead.
    case offered = 1
    /// Taken on.
    case accepted = 2
    /// The customer was reached, or found worth a meeting.
    case contacted = 3
    /// The customer has an offer, meets us or negotiates.
    case quoted = 4
    /// The customer bought.
    case won = 5

    package var word: StaticString {
        switch self {
        case .registered: "registered"
        case .offered: "offered"
        case .accepted: "accepted"
        case .contacted: "contacted"
        case .quoted: "quoted"
        case .won: "won"
        }
    }

    package static func < (left: LeadStage, right: LeadStage) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension LeadStatus {
    /// The stage that a lead with this status is at; nil where the status tells only of an end.
    package func stage(_ direction: Direction) -> LeadStage? {
        switch self {
        case .new: direction == .in ? .offered : .registered
        case .review, .needsinfo, .queued: .registered
        case .offered: .offered
        case .accepted: .accepted
        case .contacted, .qualified: .contacted
        case .quoted, .meeting, .negotiation: .quoted
        case .won: .won
        case .lost, .unqualified, .expired, .rejected, .withdrawn: nil
        }
    }
}
