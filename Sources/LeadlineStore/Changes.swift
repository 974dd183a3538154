/// The pending mutations of one command over a view.
///
/// Records change only through here, and here indexes, unique keys and tallies follow them.
package struct Changes: ~Copyable {
    /// What the command reads: its own and the group's earlier writes over committed data.
    package var view: View
    private let draft: Draft

    init(_ reader: Reader, _ draft: Draft) {
        view = View(reader)
        self.draft = draft
    }

    /// Writes a record over the one of its id, if any; nothing happens when they are equal.
    package mutating func put<R>(_ table: borrowing Table<R>, _ record: R) {
        let old = view.get(table, record.id)
        guard view.fault == nil, old != record else { return }
        replace(table, old, with: record)
    }

    /// Writes a record whose id was never used, as one fresh from `next` is: saves the look for an
    /// old one.
    package mutating func insert<R>(_ table: borrowing Table<R>, _ record: R) {
        assert(view.get(table, record.id) == nil, "\(table.name): inserted over a record")
        guard view.fault == nil else { return }
        replace(table, nil, with: record)
    }

    /// Deletes the record of that name; false when there is none.
    @discardableResult
    package mutating func delete<R>(_ table: borrowing Table<R>, _ id: R.ID) -> Bool {
        guard let old = view.get(table, id) else { return false }
        replace(table, old, with: nil)
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

    private mutating func replace<R>(_ table: borrowing Table<R>, _ old: R?, with new: R?) {
        for kept in table.maintained {
            draft.compare(kept, old, new)
            while let change = draft.nextChange() {
                apply(change, kept.kind, new?.id)
            }
        }
        if let new {
            table.encode(new, into: &draft.writer)
            view.reader.begin(table.tag, new.id)
            draft.overlay.set(view.reader.key[...], draft.writer.bytes[...])
        } else if let old {
            view.reader.begin(table.tag, old.id)
            draft.overlay.set(view.reader.key[...], nil)
        }
    }

    private mutating func apply<R: StoredRecord>(
        _ change: Draft.Change, _ kind: Maintained<R>.Kind, _ id: R.ID?
    ) {
        switch (kind, change) {
        case (.index, .enters(let key)): draft.overlay.set(key, [])
        case (.index, .leaves(let key)), (.unique, .leaves(let key)): draft.overlay.set(key, nil)
        case (.unique, .enters(let key)): if let id { hold(key, id) }
        case (.tally, .enters(let key)): count(key, +1)
        case (.tally, .leaves(let key)): count(key, -1)
        }
    }

    private func hold(_ key: ArraySlice<UInt8>, _ id: some KeyPart) {
        if draft.overlay.latest(key) != nil || !view.reader.isKnownMissing(key) {
            view.reader.begin(key)
            guard view.reader.lookUp() == nil else {
                view.reader.fail(.keyTaken(tag: key.first ?? 0))
                return
            }
        }
        draft.set(key, id)
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

/// What `Changes` works with, its memory reused from put to put.
///
/// Confined to the writer thread.
final class Draft {
    /// A key that a record stands under after a put and not before it, or the other way round.
    enum Change {
        case enters(ArraySlice<UInt8>)
        case leaves(ArraySlice<UInt8>)
    }

    /// Where mutations go.
    let overlay: Overlay
    /// Encodes one record after the other.
    var writer = RecordWriter()
    private var value: [UInt8] = []
    private var before = KeyList()
    private var after = KeyList()
    private var beforeIndex = 0
    private var afterIndex = 0

    /// Writes to `overlay`.
    init(_ overlay: Overlay) {
        self.overlay = overlay
    }

    /// Puts a value that is written as a key part is; a number takes eight bytes, big-endian.
    func set(_ key: ArraySlice<UInt8>, _ part: some KeyPart) {
        value.removeAll(keepingCapacity: true)
        part.append(to: &value)
        overlay.set(key, value[...])
    }

    /// Begins to compare the keys of two states of a record.
    func compare<R>(_ kept: Maintained<R>, _ old: R?, _ new: R?) {
        before.removeAll()
        after.removeAll()
        if let old { kept.collect(old, &before) }
        if let new { kept.collect(new, &after) }
        before.sortDistinct()
        after.sortDistinct()
        beforeIndex = 0
        afterIndex = 0
    }

    /// The next key that only one of the states has; nil when there is no more.
    func nextChange() -> Change? {
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
