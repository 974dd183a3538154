/// A remark on a lead; immutable.
package struct Note: Equatable, Sendable {
    /// The lead the note is on.
    package let lead: LeadID

    /// Counts the lead's notes from 1.
    package let number: UInt32

    /// When it was written.
    package let at: Timestamp

    /// The user who wrote it.
    package let author: Text

    /// Whether the lead's partner may read it.
    package let shared: Bool

    /// What it says.
    package let text: Text

    /// The partner that had the lead when it was written, told of it or not; nil when nobody had.
    package let partner: PartnerID?

    /// Makes a note of its parts.
    package init(
        lead: LeadID, number: UInt32, at: Timestamp, author: Text, shared: Bool, text: Text,
        partner: PartnerID? = nil
    ) {
        self.lead = lead
        self.number = number
        self.at = at
        self.author = author
        self.shared = shared
        self.text = text
        self.partner = partner
    }
}
