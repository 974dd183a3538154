package import LeadlineClient

/// What a live screen asks again and again; what the caller may not ask is asked once.
package struct Questions: Equatable, Sendable {
    private let all: [[String]]
    private var refused: Set<Int> = []

    /// Asks these.
    package init(_ all: [[String]]) { self.all = all }

    /// The questions that are worth asking.
    package var worthAsking: [[String]] {
        all.indices.filter { !refused.contains($0) }.map { all[$0] }
    }

    /// Puts the answers in the places of all the questions; nil for what was not asked.
    ///
    /// - Returns: Nil when these are not the answers to `worthAsking`.
    package mutating func sort(_ replies: [Reply]) -> [Reply?]? {
        let asked = all.indices.filter { !refused.contains($0) }
        guard replies.count == asked.count else { return nil }
        var result = [Reply?](repeating: nil, count: all.count)
        for (index, reply) in zip(asked, replies) {
            if case .error(let refusal) = reply, refusal.code == "NOPERM" { refused.insert(index) }
            result[index] = reply
        }
        return result
    }
}
