/// A firm or agent that works leads with us.
///
/// An unset field is nil. `version` begins at 1 and counts the writes.
package struct Partner: Equatable, Sendable {
    /// The number, never reused.
    package let id: PartnerID

    /// Counts the writes from 1.
    package var version: UInt32 = 1

    /// Whether the partner takes part.
    package var state: PartnerState = .active

    /// The firm's or agent's name.
    package var name: Text

    /// What sort of partner it is.
    package var kind: PartnerKind = .company

    /// Where to write to, as typed.
    package var email: Text?

    /// Where to call, as typed.
    package var phone: Text?

    /// The first person to talk to.
    package var contact: Text?

    /// The second person to talk to.
    package var contact2: Text?

    /// The user who looks after the partner.
    package var manager: Text?

    /// The level in the programme.
    package var tier: Text?

    /// Whether the tier is held against evaluation.
    package var tierPinned = false

    /// The partner that earns an override on this one.
    package var parent: PartnerID?

    /// The share of leads relative to other partners; 0 is never chosen automatically.
    package var weight: UInt32 = 1

    /// The most leads open at once; nil is unlimited.
    package var capacity: UInt32?

    /// The time zone that its business hours are in; nil is the house's.
    package var timezone: Text?

    /// Its business hours; nil is the house's.
    package var hours: Text?

    /// What it earns by the short form of its terms.
    package var terms: Commission?

    /// The currency it is paid in.
    package var currency: Currency

    /// Free text about it.
    package var profile: Text?

    /// The caller's own name for the partner; unique.
    package var ref: Text?

    /// When it was registered.
    package let created: Timestamp

    /// When it was last written.
    package var updated: Timestamp

    /// A new active partner.
    package init(id: PartnerID, name: Text, currency: Currency, created: Timestamp) {
        self.id = id
        self.name = name
        self.currency = currency
        self.created = created
        updated = created
    }
}
