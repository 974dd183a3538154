extension Changes {
    /// Has the newest block of a table reach the id of the record that was begun.
    mutating func reachBlock<R>(of table: borrowing Table<R>) {
        if !draft.rows.newest.knows(table.tag) {
            let greatest = view.ids(of: table, .descending, limit: 1).first
            guard view.fault == nil else { return }
            draft.rows.begin(table.tag, greatest: greatest?.number)
        }
        draft.rows.reach(table.tag, draft.number)
    }

    /// Adds an entry to its index row, or takes it out.
    func mark(_ entry: ArraySlice<UInt8>, _ isEntering: Bool, of table: UInt8) {
        draft.rows.mark(entry, isEntering, of: table, draft.overlay, view.reader)
    }
}
