/// Adds ids to index rows and takes them out: 64 neighbours share a row, which is read, changed and
/// written back.
///
/// What records of the newest block share with each other is known without a read. A structure, so
/// that exclusive access is proven once per entry and not once per field.
struct IndexRows {
    /// What is known of each table's newest rows.
    private(set) var newest = NewestBlocks()
    private var row: [UInt8] = []
    private var value: [UInt8] = []

    /// Begins with the table's greatest id; nil when it has no record.
    mutating func begin(_ table: UInt8, greatest: UInt64?) {
        newest.begin(table, greatest: greatest)
    }

    /// Has the block of `id` be the table's newest, unless a newer one is.
    mutating func reach(_ table: UInt8, _ id: UInt64) { newest.reach(table, id) }

    /// Takes note of what was committed.
    mutating func keep(_ overlay: Overlay) { newest.keep(overlay) }

    /// Forgets what is known, as when another has written.
    mutating func forget() { newest.forget() }

    /// Adds an entry to its row, or takes it out; a row without any is deleted.
    mutating func mark(
        _ entry: ArraySlice<UInt8>, _ isEntering: Bool, of table: UInt8, _ overlay: Overlay,
        _ reader: Reader
    ) {
        let place = beginRow(of: entry)
        guard let (hash, before) = neighbours(of: table, overlay, reader) else { return }
        var after = before
        after[place] = isEntering
        guard after != before else { return }
        guard !after.isEmpty else { return overlay.set(row[...], hash, nil) }
        value.removeAll(keepingCapacity: true)
        after.append(to: &value)
        overlay.set(row[...], hash, value[...])
    }

    /// Begins the row that an entry belongs to; answers the entry's place there.
    private mutating func beginRow(of entry: ArraySlice<UInt8>) -> UInt8 {
        row.removeAll(keepingCapacity: true)
        row.append(contentsOf: entry)
        let last = row.popLast() ?? 0
        row.append(last & ~Neighbours.byteMask)
        return last & Neighbours.byteMask
    }

    /// The row's hash and its neighbours; nil at a fault.
    ///
    /// What the overlay lends is read here and let go: a write beside it would copy everything.
    private mutating func neighbours(
        of table: UInt8, _ overlay: Overlay, _ reader: Reader
    ) -> (hash: UInt64, neighbours: Neighbours)? {
        let pending = overlay.find(row[...])
        let value: ArraySlice<UInt8>?
        if pending.isThere {
            value = pending.value
        } else if let known = newest.neighbours(row[...], pending.hash, of: table) {
            return (pending.hash, known)
        } else {
            value = reader.committed(row)?[...]
        }
        guard let value else {
            return reader.fault == nil ? (pending.hash, Neighbours()) : nil
        }
        guard let neighbours = Neighbours(value) else {
            reader.fail(.corrupt("an index row of tag \(row.first ?? 0)"))
            return nil
        }
        return (pending.hash, neighbours)
    }
}
