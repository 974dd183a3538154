// An index of records with numbers for ids: 64 neighbours share a row, which is read, changed and
// written back. What records of the newest block share with each other is known without a read.

extension Changes {
    /// Has the newest block of a table reach the id of the record that was begun.
    mutating func reachBlock<R>(of table: borrowing Table<R>) {
        if !draft.newest.knows(table.tag) {
            let greatest = view.ids(of: table, .descending, limit: 1).first
            guard view.fault == nil else { return }
            draft.newest.begin(table.tag, greatest: greatest?.number)
        }
        draft.newest.reach(table.tag, draft.number)
    }

    /// Adds an entry to its row, or takes it out; a row without any is deleted.
    mutating func mark(_ entry: ArraySlice<UInt8>, _ isEntering: Bool, of table: UInt8) {
        let place = draft.beginRow(of: entry)
        let row = draft.row
        let hash = draft.overlay.hash(row[...])
        guard let before = neighbours(row, hash, of: table) else { return }
        var after = before
        after[place] = isEntering
        guard after != before else { return }
        draft.set(row[...], hash, after)
    }

    /// The neighbours of a row; nil at a fault.
    private mutating func neighbours(
        _ row: [UInt8], _ hash: UInt64, of table: UInt8
    ) -> Neighbours? {
        let value: ArraySlice<UInt8>?
        if let latest = draft.overlay.latest(row[...], hash) {
            value = draft.overlay.slice(latest)
        } else if let known = draft.newest.neighbours(row[...], hash, of: table) {
            return known
        } else {
            value = view.reader.committed(row)?[...]
        }
        guard let value else { return view.fault == nil ? Neighbours() : nil }
        guard let neighbours = Neighbours(value) else {
            view.reader.fail(.corrupt("an index row of tag \(row.first ?? 0)"))
            return nil
        }
        return neighbours
    }
}
