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
        draft.books.begin(table, record.id, view.reader)
        draft.books.move(table, from: old, to: record, view.reader)
        draft.books.write(table, record, view.reader)
    }

    /// Writes a record whose id was never used, as one fresh from `next` is: saves the look for an
    /// old one.
    package mutating func insert<R>(_ table: borrowing Table<R>, _ record: R) {
        assert(view.get(table, record.id) == nil, "\(table.name): inserted over a record")
        guard view.fault == nil else { return }
        enter(table, record)
    }

    /// Enters a record, one that is stored, under indexes that came after it; where it stands
    /// already nothing happens.
    ///
    /// `tags` are those of indexes of the table: what counts or is unique cannot be entered twice.
    /// A series can be that was cleared before the first record was entered.
    package mutating func complete<R>(
        _ table: borrowing Table<R>, _ record: R, under tags: [UInt8]
    ) {
        draft.books.begin(table, record.id, view.reader)
        guard view.fault == nil else { return }
        draft.books.complete(table, record, under: tags, view.reader)
    }

    /// Deletes the next rows of a series, to have it entered anew; false when there are none left.
    package mutating func clear<R, K>(_ series: Series<R, K>, limit: Int) -> Bool {
        var keys: [[UInt8]] = []
        view.reader.scan(KeyRange(prefix: [series.tag]), .ascending, limit) { key, _ in
            keys.append(Array(key))
            return 1
        }
        for key in keys {
            view.reader.begin(key.span)
            view.reader.set(nil)
        }
        return !keys.isEmpty
    }

    /// Deletes the record of that name; false when there is none.
    @discardableResult
    package mutating func delete<R>(_ table: borrowing Table<R>, _ id: R.ID) -> Bool {
        guard let old = view.get(table, id) else { return false }
        draft.books.begin(table, id, view.reader)
        draft.books.leave(table, old, view.reader)
        view.reader.begin(table.tag, id)
        view.reader.set(nil)
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
        draft.books.put(number, view.reader)
        return number
    }

    /// Writes a small single value.
    package mutating func putBytes(cell: UInt8, _ value: [UInt8]) {
        view.reader.begin(StoreTag.cell, cell)
        view.reader.set(value.span)
    }

    /// Writes a small single value as fields.
    package mutating func put(cell: UInt8, _ write: (inout RecordWriter) -> Void) {
        view.reader.begin(StoreTag.cell, cell)
        draft.books.put(view.reader, write)
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
        draft.books.begin(table, record.id, view.reader)
        draft.books.enter(table, record, view.reader)
        draft.books.write(table, record, view.reader)
    }
}
