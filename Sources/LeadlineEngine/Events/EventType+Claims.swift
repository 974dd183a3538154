// What happens to claims, credit and disputes.
extension EventType {
    static let claimExtended = EventType("claim.extended", fields: ["reason"])
    static let claimProved = EventType("claim.proved", fields: ["claim", "protected_until"])
    static let leadMerged = EventType("lead.merged", fields: ["into", "merged", "reason"])
    static let leadTransferred = EventType("lead.transferred", fields: ["credit", "reason"])
    static let leadTouched = EventType("lead.touched", fields: ["contributor", "at"])
    static let leadCredited = EventType("lead.credited", fields: ["credit"])
    static let leadAttributed = EventType("lead.attributed", fields: ["dispute", "credit"])
    static let leadDisputed = EventType("lead.disputed", fields: ["dispute"])
    static let disputeCreated = EventType("dispute.created")
    static let disputeNoted = EventType("dispute.noted", fields: ["n", "shared", "text"])
    static let disputeWithdrawn = EventType("dispute.withdrawn")
    static let disputeResolved = EventType("dispute.resolved")
}
