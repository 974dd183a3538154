/// An e-mail to or from a customer, as it was logged; immutable.
///
/// It belongs to the customer's address, not to a lead: what was logged before a lead existed is
/// attached to it by that alone, and nothing is moved.
package struct Mail: Equatable, Sendable {
    /// Counts all mail from 1.
    package let number: UInt64

    /// The customer's address as typed.
    package let email: Text

    /// The address that tells customers apart; see `EmailAddress.key`.
    package let emailKey: Text

    /// When it was written.
    package let at: Timestamp

    /// Who wrote it, as told; nil when nobody said.
    package let from: Text?

    /// Its subject line.
    package let subject: Text

    /// Its text.
    package let body: Text

    /// The user who logged it.
    package let author: Text

    /// The partner whose user that was; nil of the house.
    package let partner: PartnerID?

    /// When it was logged.
    package let logged: Timestamp

    /// Makes a mail of its parts.
    package init(
        number: UInt64, email: Text, emailKey: Text, at: Timestamp, from: Text?, subject: Text,
        body: Text, author: Text, partner: PartnerID?, logged: Timestamp
    ) {
        self.number = number
        self.email = email
        self.emailKey = emailKey
        self.at = at
        self.from = from
        self.subject = subject
        self.body = body
        self.author = author
        self.partner = partner
        self.logged = logged
    }
}
