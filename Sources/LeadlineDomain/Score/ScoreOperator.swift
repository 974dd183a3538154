/// How a score rule compares what a lead has with the rule's value.
package enum ScoreOperator: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// Is the value, letter case apart.
    case equals = 1
    /// Has the value in it, letter case apart.
    case contains = 2
    /// Is more, or later.
    case above = 3
    /// Is less, or earlier.
    case below = 4

    package var word: StaticString {
        switch self {
        case .equals: "="
        case .contains: "~"
        case .above: ">"
        case .below: "<"
        }
    }
}
