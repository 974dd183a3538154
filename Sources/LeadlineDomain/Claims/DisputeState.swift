/// Where a dispute stands.
package enum DisputeState: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// Waits for a decision; holds what its lead would pay.
    case open = 1
    /// Taken back by whoever raised it, or by the desk.
    case withdrawn = 2
    /// Decided.
    case resolved = 3

    package var word: StaticString {
        switch self {
        case .open: "open"
        case .withdrawn: "withdrawn"
        case .resolved: "resolved"
        }
    }
}
