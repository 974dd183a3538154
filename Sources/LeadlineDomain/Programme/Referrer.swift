/// Who brought a lead and is only paid for it: a contact, an employee or a vendor.
///
/// An unset field is nil. `version` begins at 1 and counts the writes.
package struct Referrer: Equatable, Sendable {
    /// The number, never reused.
    package let id: ReferrerID

    /// Counts the writes from 1.
    package var version: UInt32 = 1

    /// What sort of referrer it is.
    package var kind: ReferrerKind

    /// The person's or firm's name.
    package var name: Text

    /// Where to write to, as typed.
    package var email: Text?

    /// What it earns by the short form of its terms.
    package var terms: Commission?

    /// The currency of a fixed fee.
    package var currency: Currency

    /// The caller's own name for the referrer; unique among referrers.
    package var ref: Text?

    /// When it was registered.
    package let created: Timestamp

    /// When it was last written.
    package var updated: Timestamp

    /// A new referrer.
    package init(
        id: ReferrerID, kind: ReferrerKind, name: Text, currency: Currency, created: Timestamp
    ) {
        self.id = id
        self.kind = kind
        self.name = name
        self.currency = currency
        self.created = created
        updated = created
    }
}
