import LeadlineDomain

/// A kind of event, declared with the commands that cause it: `family.participle`.
package struct EventType: Hashable, Sendable {
    /// `family.participle`, lower case.
    package let name: String
    /// The name as events hold it, made once.
    let text: Text
    /// The fields that `data` may hold beside those of the record that changed.
    package let fields: [String]
    /// The version that first caused it.
    package let since: String

    init(_ name: String, fields: [String] = [], since: String = "0.1") {
        self.name = name
        text = Text(name)
        self.fields = fields
        self.since = since
    }
}

extension EventType {
    static let userCreated = EventType("user.created")
    static let userToken = EventType("user.token")
    static let userDisabled = EventType("user.disabled")
    static let userEnabled = EventType("user.enabled")
    static let partnerCreated = EventType("partner.created")
    static let partnerUpdated = EventType("partner.updated")
    static let partnerPaused = EventType("partner.paused")
    static let partnerResumed = EventType("partner.resumed")
    static let partnerApplied = EventType("partner.applied", fields: ["country"])
    static let partnerApproved = EventType("partner.approved")
    static let partnerDeclined = EventType("partner.declined", fields: ["reason"])
    static let partnerSuspended = EventType("partner.suspended", fields: ["reason"])
    static let serviceSet = EventType("service.set")
    static let coverAdded = EventType("cover.added", fields: ["service", "area"])
    static let coverDeleted = EventType("cover.deleted", fields: ["service", "area"])
    static let territorySet = EventType("territory.set", fields: ["partner"])
    static let territoryMoved = EventType("territory.moved", fields: ["partner", "force"])
    static let territoryDeleted = EventType("territory.deleted", fields: ["partner"])
    static let formSet = EventType("form.set", fields: ["field"])
    static let formDeleted = EventType("form.deleted", fields: ["field"])
    static let leadCreated = EventType("lead.created", fields: ["force"])
    static let leadUpdated = EventType("lead.updated", fields: ["reason", "credit"])
    static let leadTaken = EventType("lead.taken")
    static let leadOwned = EventType("lead.owned")
    static let leadNoted = EventType("lead.noted", fields: ["n", "shared", "text"])
    static let leadAssigned = EventType("lead.assigned", fields: ["how", "candidates", "force"])
    static let leadUnassigned = EventType("lead.unassigned")
    static let leadOffered = EventType("lead.offered")
    static let leadAccepted = EventType("lead.accepted")
    static let leadDeclined = EventType("lead.declined", fields: ["by"])
    static let leadRegistered = EventType("lead.registered", fields: ["reason"])
    static let leadAsked = EventType("lead.asked")
    static let leadPromoted = EventType("lead.promoted")
    static let leadQualified = EventType("lead.qualified")
    static let leadScheduled = EventType("lead.scheduled")
    static let leadNegotiated = EventType("lead.negotiated")
    static let leadUnqualified = EventType("lead.unqualified")
    static let leadLapsed = EventType("lead.lapsed")
    static let leadExpired = EventType("lead.expired")
    static let leadContacted = EventType("lead.contacted")
    static let leadQuoted = EventType("lead.quoted")
    static let leadWon = EventType("lead.won")
    static let leadLost = EventType("lead.lost")
    static let leadRejected = EventType("lead.rejected")
    static let leadWithdrawn = EventType("lead.withdrawn")
    static let leadReopened = EventType("lead.reopened")
}
