/// The pending mutations of one command over a view.
///
/// Records change only through here, and here indexes, unique keys and tallies follow them.
package struct Changes: ~Copyable {
    /// What the command reads: its own and the group's earlier writes over committed data.
    package var view: View
    let draft: Draft

    init(_ reader: Reader, _ draft: Draft) {
        view = View(reader)
        self.draft = draft
    }

    /// Writes a record over the one of its id, if any; nothing happens when they are equal.
    package mutating func put<R>(_ table: borrowing Table<R>, _ record: R) {
        let old = view.get(table, record.id)
        guard view.fault == nil else { return }
        guard let old else { return enter(table, record) }
        guard old != record else { return }
        beginRecord(of: table, record.id)
        var comparison = draft.lendComparison()
        for kept in table.maintained {
            comparison.restart()
            kept.collect(old, &comparison.before)
            kept.collect(record, &comparison.after)
            settle(&comparison, kept.kind, of: table.tag)
        }
        draft.keep(comparison)
        write(table, record)
    }

    /// Writes a record whose id was never used, as one fresh from `next` is: saves the look for an
    /// old one.
    package mutating func insert<R>(_ table: borrowing Table<R>, _ record: R) {
        assert(view.get(table, record.id) == nil, "\(table.name): inserted over a record")
        guard view.fault == nil else { return }
        enter(table, record)
    }

    /// Deletes the record of that name; false when there is none.
    @discardableResult
    package mutating func delete<R>(_ table: borrowing Table<R>, _ id: R.ID) -> Bool {
        guard let old = view.get(table, id) else { return false }
        beginRecord(of: table, id)
        var comparison = draft.lendComparison()
        for kept in table.maintained {
            comparison.restart()
            kept.collect(old, &comparison.before)
            settle(&comparison, kept.kind, of: table.tag)
        }
        draft.keep(comparison)
        view.reader.begin(table.tag, id)
        draft.overlay.set(view.reader.key[...], nil)
        return true
    }

    /// The next number of a sequence (1, 2, 3 …), never used before nor again.
    ///
    /// A command that is rolled back uses none up.
    package mutating func next(_ sequence: UInt8) -> UInt64 {
        let (number, overflow) = view.last(sequence).addingReportingOverflow(1)
        guard !overflow else {
            view.reader.fail(.corrupt("sequence \(sequence) is at its end"))
            return 0
        }
        draft.set(view.reader.key[...], number)
        return number
    }

    /// Writes a small single value.
    package mutating func putBytes(cell: UInt8, _ value: [UInt8]) {
        draft.overlay.set([StoreTag.cell, cell], value[...])
    }

    /// A small single value; nil when it was never put.
    package mutating func getBytes(cell: UInt8) -> [UInt8]? {
        view.getBytes(cell: cell)
    }

    /// Runs a part of a command that may fail by itself: when `body` throws, its own mutations are
    /// undone.
    package mutating func attempt<T, E: Error>(
        _ body: (inout Changes) throws(E) -> T
    ) throws(E) -> T {
        let mark = draft.overlay.count
        do throws(E) {
            return try body(&self)
        } catch {
            draft.overlay.rollBack(to: mark)
            throw error
        }
    }

    private mutating func enter<R>(_ table: borrowing Table<R>, _ record: R) {
        beginRecord(of: table, record.id)
        var comparison = draft.lendComparison()
        for kept in table.maintained {
            comparison.restart()
            kept.collect(record, &comparison.after)
            // Marking an entry twice is marking it once: these need no order.
            if kept.kind != .neighbours { comparison.sort() }
            for index in 0..<comparison.after.count {
                apply(.enters(comparison.after[index]), kept.kind, of: table.tag)
            }
        }
        draft.keep(comparison)
        write(table, record)
    }

    private mutating func beginRecord<R>(of table: borrowing Table<R>, _ id: R.ID) {
        draft.beginRecord(id)
        if R.ID.isNumber { reachBlock(of: table) }
    }

    private mutating func write<R>(_ table: borrowing Table<R>, _ record: R) {
        table.encode(record, into: &draft.writer)
        view.reader.begin(table.tag, record.id)
        draft.overlay.set(view.reader.key[...], draft.writer.bytes[...])
    }

    private mutating func settle(
        _ comparison: inout KeyComparison, _ kind: MaintainedKind, of table: UInt8
    ) {
        comparison.sort()
        while let change = comparison.next() { apply(change, kind, of: table) }
    }

    private mutating func apply(
        _ change: KeyComparison.Change, _ kind: MaintainedKind, of table: UInt8
    ) {
        switch (kind, change) {
        case (.index, .enters(let key)): draft.overlay.set(key, [])
        case (.index, .leaves(let key)), (.unique, .leaves(let key)):
            draft.overlay.set(key, nil)
        case (.neighbours, .enters(let key)): mark(key, true, of: table)
        case (.neighbours, .leaves(let key)): mark(key, false, of: table)
        case (.roll, .enters(let key)): enrol(key, of: table)
        case (.roll, .leaves(let key)): strike(key, of: table)
        case (.unique, .enters(let key)): hold(key)
        case (.tally, .enters(let key)): count(key, +1)
        case (.tally, .leaves(let key)): count(key, -1)
        }
    }

    private func hold(_ key: ArraySlice<UInt8>) {
        view.reader.begin(key)
        guard view.reader.lookUp() == nil else {
            view.reader.fail(.keyTaken(tag: key.first ?? 0))
            return
        }
        draft.overlay.set(key, draft.id[...])
    }

    private func count(_ key: ArraySlice<UInt8>, _ difference: Int64) {
        view.reader.begin(key)
        let before = view.reader.number().map { Int64(bitPattern: $0) } ?? 0
        let (count, overflow) = before.addingReportingOverflow(difference)
        guard !overflow, count >= 0 else {
            view.reader.fail(.corrupt("a count of tag \(key.first ?? 0)"))
            return
        }
        if count == 0 {
            draft.overlay.set(key, nil)
        } else {
            draft.set(key, UInt64(bitPattern: count))
        }
    }
}
