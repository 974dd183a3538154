/// The keys that a record stands under in two of its states, and how they differ, group by group.
struct KeyComparison {
    /// A key of only one of the states: its index there.
    enum Change {
        case enters(Int)
        case leaves(Int)
    }

    /// The keys of the state that was.
    var before = KeyList()
    /// The keys of the state that will be.
    var after = KeyList()
    private var old = 0..<0
    private var new = 0..<0

    /// Empties both states, keeping their memory.
    mutating func restart() {
        before.removeAll()
        after.removeAll()
    }

    /// Begins with a group that both states have, bringing it in order, each key once.
    mutating func begin(_ group: Int) {
        old = before.sortDistinct(before.group(group))
        new = after.sortDistinct(after.group(group))
    }

    /// Begins with a group that only the state has that was.
    mutating func beginLeaving(_ group: Int) {
        old = before.sortDistinct(before.group(group))
        new = 0..<0
    }

    /// The next key of the group that only one of the states has; nil when there is no more.
    mutating func next() -> Change? {
        while !old.isEmpty || !new.isEmpty {
            let order = order()
            let index = (old.lowerBound, new.lowerBound)
            if order <= 0 { old = old.dropFirst() }
            if order >= 0 { new = new.dropFirst() }
            if order < 0 { return .leaves(index.0) }
            if order > 0 { return .enters(index.1) }
        }
        return nil
    }

    private func order() -> Int {
        guard !old.isEmpty else { return 1 }
        guard !new.isEmpty else { return -1 }
        return KeyOrder.compare(before[old.lowerBound], after[new.lowerBound])
    }
}
