/// Where a lead stands in its flow, outbound or inbound.
package enum LeadStatus: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// Registered and waiting to be triaged.
    case new = 1
    /// Assigned to a partner that does not see it yet.
    case review = 2
    /// Released to the partner, which may accept or decline.
    case offered = 3
    /// Taken on.
    case accepted = 4
    /// The partner has reached the customer.
    case contacted = 5
    /// The customer has an offer.
    case quoted = 6
    /// The customer bought.
    case won = 7
    /// The customer did not buy.
    case lost = 8
    /// Turned down at triage.
    case rejected = 9
    /// Taken back by whoever registered it, or by staff.
    case withdrawn = 10
    /// Inbound and waiting for required fields; holds no claim.
    case needsinfo = 11
    /// Inbound and waiting for another claim on the customer to end.
    case queued = 12
    /// Inbound and found worth a meeting.
    case qualified = 13
    /// Inbound with a meeting agreed.
    case meeting = 14
    /// Inbound and being negotiated.
    case negotiation = 15
    /// Inbound and found not worth pursuing.
    case unqualified = 16
    /// Inbound, and its claim ended without progress.
    case expired = 17

    package var word: StaticString {
        switch self {
        case .new: "new"
        case .review: "review"
        case .offered: "offered"
        case .accepted: "accepted"
        case .contacted: "contacted"
        case .quoted: "quoted"
        case .won: "won"
        case .lost: "lost"
        case .rejected: "rejected"
        case .withdrawn: "withdrawn"
        case .needsinfo: "needsinfo"
        case .queued: "queued"
        case .qualified: "qualified"
        case .meeting: "meeting"
        case .negotiation: "negotiation"
        case .unqualified: "unqualified"
        case .expired: "expired"
        }
    }

    /// Whether work on the lead may still go on; the customer's key is free once it is closed.
    package var isOpen: Bool {
        switch self {
        case .new, .review, .offered, .accepted, .contacted, .quoted, .needsinfo, .queued,
            .qualified, .meeting, .negotiation:
            true
        case .won, .lost, .rejected, .withdrawn, .unqualified, .expired: false
        }
    }

    /// Whether the lead counts as load of the partner it is with: `review` to `quoted`.
    package var isPartnerLoad: Bool {
        switch self {
        case .review, .offered, .accepted, .contacted, .quoted: true
        case .new, .won, .lost, .rejected, .withdrawn, .needsinfo, .queued, .qualified, .meeting,
            .negotiation, .unqualified, .expired:
            false
        }
    }
}
