/// Adds ids to index rows and takes them out: 64 neighbours share a row, which is read, changed and
/// written back.
///
/// What records of the newest block share with each other is known without a read. A structure, so
/// that exclusive access is proven once per entry and not once per field.
struct IndexRows: ~Copyable {
    /// What is known of each table's newest rows.
    private(set) var newest = NewestBlocks()
    private var value = ByteArena()

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

    /// Adds the id of a place to the row that a list has, or takes it out.
    mutating func mark(
        _ rows: borrowing KeyList, _ index: Int, _ place: UInt8, _ isEntering: Bool,
        of table: UInt8, _ overlay: Overlay, _ reader: Reader
    ) {
        mark(rows[index], place, isEntering, of: table, overlay, reader)
    }

    /// Adds the id of a place to its row, or takes it out; a row without any is deleted.
    mutating func mark(
        _ row: Span<UInt8>, _ place: UInt8, _ isEntering: Bool, of table: UInt8,
        _ overlay: Overlay, _ reader: Reader
    ) {
        let hash = overlay.hash(row)
        guard let before = neighbours(row, hash, of: table, overlay, reader) else { return }
        var after = before
        after[place] = isEntering
        guard after != before else { return }
        guard !after.isEmpty else { return overlay.set(row, hash, nil) }
        value.removeAll()
        after.append(to: &value)
        overlay.set(row, hash, value.span)
    }

    /// The row's neighbours; nil at a fault.
    private mutating func neighbours(
        _ row: Span<UInt8>, _ hash: UInt64, of table: UInt8, _ overlay: Overlay, _ reader: Reader
    ) -> Neighbours? {
        let found: Neighbours?
        if let latest = overlay.latest(row, hash) {
            found = overlay.read(latest) { value in
                guard let value else { return Neighbours() }
                return Neighbours(value)
            }
        } else if let known = newest.neighbours(row, hash, of: table) {
            return known
        } else if let value = reader.committed(Array(copying: row)) {
            found = Neighbours(value.span)
        } else {
            return reader.fault == nil ? Neighbours() : nil
        }
        if found == nil {
            reader.fail(.corrupt("an index row of tag \(row.isEmpty ? 0 : row[0])"))
        }
        return found
    }
}
