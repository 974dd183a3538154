/// What somebody thinks of a lead, or of a partner's work on it: one of each user on each lead.
package struct Feedback: Equatable, Sendable {
    /// The lead.
    package let lead: LeadID

    /// The user who gives it.
    package let author: Text

    /// What is judged.
    package let about: FeedbackSubject

    /// The partner that judges the lead, or whose work is judged.
    package let partner: PartnerID

    /// From 1, the worst, to 5.
    package let rating: UInt8

    /// Why.
    package var text: Text?

    /// When it was given.
    package let at: Timestamp

    /// Makes it of its parts.
    package init(
        lead: LeadID, author: Text, about: FeedbackSubject, partner: PartnerID, rating: UInt8,
        text: Text?, at: Timestamp
    ) {
        self.lead = lead
        self.author = author
        self.about = about
        self.partner = partner
        self.rating = rating
        self.text = text
        self.at = at
    }

    /// What ratings there are.
    package static let ratings: ClosedRange<UInt8> = 1...5
}
