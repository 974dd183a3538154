/// Once that somebody or something influenced a lead's customer; immutable.
package struct Touch: Equatable, Sendable {
    /// The lead whose customer it was.
    package let lead: LeadID

    /// Counts the lead's touches from 1.
    package let number: UInt32

    /// Who or what it was.
    package let contributor: Contributor

    /// When it happened.
    package let at: Timestamp

    /// Makes a touch of its parts.
    package init(lead: LeadID, number: UInt32, contributor: Contributor, at: Timestamp) {
        self.lead = lead
        self.number = number
        self.contributor = contributor
        self.at = at
    }

    /// The most touches of one lead.
    package static let countMax = 256
}
