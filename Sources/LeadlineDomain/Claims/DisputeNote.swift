/// A remark on a dispute; immutable.
package struct DisputeNote: Equatable, Sendable {
    /// The dispute the note is on.
    package let dispute: DisputeID

    /// Counts the dispute's notes from 1.
    package let number: UInt32

    /// When it was written.
    package let at: Timestamp

    /// The user who wrote it.
    package let author: Text

    /// Whether whoever raised the dispute may read it.
    package let shared: Bool

    /// What it says.
    package let text: Text

    /// Makes a note of its parts.
    package init(
        dispute: DisputeID, number: UInt32, at: Timestamp, author: Text, shared: Bool, text: Text
    ) {
        self.dispute = dispute
        self.number = number
        self.at = at
        self.author = author
        self.shared = shared
        self.text = text
    }

    /// The most notes on one dispute.
    package static let countMax = 256
}
