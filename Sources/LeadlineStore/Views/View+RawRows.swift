extension View {
    /// Shows rows as they are on disk, the store's own among them, in the order of their keys.
    ///
    /// All calls of one view of the mode `scan` see one moment, whatever is written in between.
    ///
    /// - Parameters:
    ///   - key: The key behind which to begin; nil for the first row.
    ///   - bytesMax: About how many bytes of keys and values to show.
    ///   - visit: Called with each row's key, lent for the call, and value.
    /// - Returns: The last key that was shown; nil when no row is left, or at a fault.
    package mutating func rawRows(
        behind key: [UInt8]?, bytesMax: Int, _ visit: (ArraySlice<UInt8>, [UInt8]) -> Void
    ) -> [UInt8]? {
        var range = KeyRange(prefix: [StoreTag.identity])
        range.upper = [UInt8.max]
        if let key { range.begin(after: key, .ascending) }
        var last: [UInt8]?
        reader.scan(range, .ascending, bytesMax) { key, value in
            let bytes = value()
            visit(key, bytes)
            last = Array(key)
            return key.count + bytes.count
        }
        return fault == nil ? last : nil
    }

    /// Where the log of entries ends in this view; nil at a fault.
    package mutating func commitHead() -> CommitHead? {
        reader.begin([StoreTag.commit].span)
        guard let value = reader.lookUp() else {
            reader.fail(.corrupt("the commit row"))
            return nil
        }
        guard let head = CommitHead(row: value) else {
            reader.fail(.corrupt("the commit row"))
            return nil
        }
        return head
    }
}

/// Where a store's log of entries ends.
package struct CommitHead: Hashable, Sendable {
    /// The last entry's position; 0 when there was none.
    package let position: UInt64
    /// The newest epoch.
    package let epoch: UInt64
    /// The last entry's chain digest.
    package let chain: UInt64

    /// What stands in a commit row; nil when it is not one.
    init?(row value: [UInt8]) {
        guard let head = StoreRows.head(value) else { return nil }
        position = head.position
        epoch = head.epoch
        chain = head.chain
    }
}
