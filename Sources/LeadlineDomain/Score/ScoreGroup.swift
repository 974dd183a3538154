/// What a score's points say of a lead; each group may have a cap (`rules.md` 5).
package enum ScoreGroup: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// How well the customer suits us.
    case fit = 1
    /// What the customer has done; may fade.
    case engagement = 2
    /// What was found out about the need.
    case qualification = 3

    package var word: StaticString {
        switch self {
        case .fit: "fit"
        case .engagement: "engagement"
        case .qualification: "qualification"
        }
    }
}
