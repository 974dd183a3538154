/// How a lead came to its partner; decides where it goes when the partner declines.
package enum AssignmentKind: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// A person named the partner: a decline sends the lead back to `new`.
    case byHand = 1
    /// Routing chose the partner: a decline offers the next candidate.
    case automatic = 2

    package var word: StaticString {
        switch self {
        case .byHand: "hand"
        case .automatic: "auto"
        }
    }
}
