/// An objection to who has a lead, raised by whoever thinks that it brought the customer.
///
/// It is about a lead, or about a customer by its address: who was refused knows no lead.
package struct Dispute: Equatable, Sendable {
    /// The number, never reused.
    package let id: DisputeID

    /// Counts the writes from 1.
    package var version: UInt32 = 1

    /// Where it stands.
    package var state: DisputeState = .open

    /// The lead that it is about, found by the server where only a customer was named; nil when
    /// there is none.
    package let lead: LeadID?

    /// The customer's address as it was typed; nil where a lead was named.
    package let email: Text?

    /// The customer's normalised address; nil where a lead was named.
    package let emailKey: Text?

    /// Who raised it, where that is somebody who earns; nil of the house's own.
    package let disputant: Payee?

    /// The user who raised it.
    package let author: Text

    /// Why it was raised.
    package let reason: Text

    /// For whom it was decided.
    package var winner: Payee?

    /// Why it was decided so, or withdrawn.
    package var resolution: Text?

    /// When it was raised.
    package let created: Timestamp

    /// When it was last written.
    package var updated: Timestamp

    /// When it was decided or withdrawn.
    package var closed: Timestamp?

    /// A new dispute.
    package init(
        id: DisputeID, lead: LeadID?, email: Text?, emailKey: Text?, disputant: Payee?,
        author: Text, reason: Text, created: Timestamp
    ) {
        self.id = id
        self.lead = lead
        self.email = email
        self.emailKey = emailKey
        self.disputant = disputant
        self.author = author
        self.reason = reason
        self.created = created
        updated = created
    }
}
