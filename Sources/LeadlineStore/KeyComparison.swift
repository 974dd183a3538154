/// The keys that a record stands under in two of its states, and how they differ.
struct KeyComparison {
    /// A key of only one of the states.
    enum Change {
        case enters(ArraySlice<UInt8>)
        case leaves(ArraySlice<UInt8>)
    }

    /// The keys of the state that was.
    var before = KeyList()
    /// The keys of the state that will be.
    var after = KeyList()
    private var beforeIndex = 0
    private var afterIndex = 0

    /// Empties both states, keeping their memory.
    mutating func restart() {
        before.removeAll()
        after.removeAll()
        beforeIndex = 0
        afterIndex = 0
    }

    /// Brings both states in order, each key once; before the first `next`.
    mutating func sort() {
        before.sortDistinct()
        after.sortDistinct()
    }

    /// The next key that only one of the states has; nil when there is no more.
    mutating func next() -> Change? {
        while beforeIndex < before.count || afterIndex < after.count {
            let order = order()
            if order <= 0 { beforeIndex += 1 }
            if order >= 0 { afterIndex += 1 }
            if order < 0 { return .leaves(before[beforeIndex - 1]) }
            if order > 0 { return .enters(after[afterIndex - 1]) }
        }
        return nil
    }

    private func order() -> Int {
        guard beforeIndex < before.count else { return 1 }
        guard afterIndex < after.count else { return -1 }
        return KeyOrder.compare(before[beforeIndex], after[afterIndex])
    }
}
