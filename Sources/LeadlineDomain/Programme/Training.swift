/// A course that somebody of a partner has finished.
package struct Training: Equatable, Sendable {
    /// Whose it is.
    package let partner: PartnerID

    /// What the course is called; unique for the partner, letter case apart.
    package let course: Text

    /// When it was finished.
    package let at: Timestamp

    /// The user who noted it.
    package let author: Text

    /// Makes a record of its parts.
    package init(partner: PartnerID, course: Text, at: Timestamp, author: Text) {
        self.partner = partner
        self.course = course
        self.at = at
        self.author = author
    }
}
