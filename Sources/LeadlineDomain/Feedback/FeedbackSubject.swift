/// What feedback is about.
package enum FeedbackSubject: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// The lead, as its partner found it.
    case lead = 1
    /// The partner's work, as the house found it.
    case partner = 2

    package var word: StaticString {
        switch self {
        case .lead: "lead"
        case .partner: "partner"
        }
    }
}
