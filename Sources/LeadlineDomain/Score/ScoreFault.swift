/// What is wrong with a score rule, and in which part of it.
package struct ScoreFault: Error, Hashable, Sendable {
    /// The keyword at fault, in lower case.
    package let part: String

    /// What is wrong, without a full stop.
    package let reason: String

    init(_ part: String, _ reason: String) {
        self.part = part
        self.reason = reason
    }
}
