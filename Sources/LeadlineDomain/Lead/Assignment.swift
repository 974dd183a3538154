/// One assignment of a lead to a partner, with the list it was chosen from; immutable.
package struct Assignment: Equatable, Sendable {
    /// Counts all assignments from 1.
    package let id: UInt64

    /// The lead that was assigned.
    package let lead: LeadID

    /// The partner it was assigned to.
    package let partner: PartnerID

    /// When it was assigned.
    package let at: Timestamp

    /// How the partner was chosen.
    package let how: AssignmentKind

    /// The user who assigned it.
    package let actor: Text

    /// Every candidate with the reason it was kept or dropped; empty when chosen by hand.
    package let candidates: [Candidate]

    /// Makes an assignment of its parts.
    package init(
        id: UInt64, lead: LeadID, partner: PartnerID, at: Timestamp, how: AssignmentKind,
        actor: Text, candidates: [Candidate]
    ) {
        self.id = id
        self.lead = lead
        self.partner = partner
        self.at = at
        self.how = how
        self.actor = actor
        self.candidates = candidates
    }
}
