/// Writes records and everything they are found by.
struct Bookkeeping: ~Copyable {
    private let overlay: Overlay
    private var writer = RecordWriter()
    /// The bytes of the id of the record that was begun.
    private var id: [UInt8] = []
    private var value = ByteArena()
    private var comparison = KeyComparison()
    /// Changes index rows.
    var rows = IndexRows()
    /// The earliest order that was entered into an index of deadlines, as it stands in keys.
    var earliestDeadline = UInt64.max

    /// Writes to `overlay`.
    init(_ overlay: Overlay) {
        self.overlay = overlay
    }

    /// The id of the record that was begun, where ids are numbers.
    var number: UInt64 { id.span.lastNumber }

    /// Begins the record of that id.
    mutating func begin<R>(_ table: borrowing Table<R>, _ id: R.ID, _ reader: Reader) {
        self.id.removeAll(keepingCapacity: true)
        id.append(to: &self.id)
        comparison.restart()
        if R.ID.isNumber { reachBlock(of: table, reader) }
    }

    /// Has the newest block of a table reach the id of the record that was begun.
    private mutating func reachBlock<R>(of table: borrowing Table<R>, _ reader: Reader) {
        if !rows.newest.knows(table.tag) { beginBlock(of: table, reader) }
        guard reader.fault == nil else { return }
        rows.reach(table.tag, number)
    }

    /// Begins with the newest block of a table.
    // Apart: what it needs to know of the type at run time is asked for once per table.
    @inline(never)
    private mutating func beginBlock<R>(of table: borrowing Table<R>, _ reader: Reader) {
        var view = View(reader)
        let greatest = view.ids(of: table, .descending, limit: 1).first
        guard view.fault == nil else { return }
        rows.begin(table.tag, greatest: greatest?.number)
    }

    /// Enters the record that was begun under all its keys.
    mutating func enter<R>(_ table: borrowing Table<R>, _ record: R, _ reader: Reader) {
        table.collect(record, &comparison.after)
        for group in table.kinds.indices {
            let kind = table.kinds[group]
            var entries = comparison.after.group(group)
            // Marking an entry twice is marking it once: these need no order.
            if kind != .neighbours { entries = comparison.after.sortDistinct(entries) }
            for index in entries { enter(index, kind, of: table.tag, reader) }
        }
    }

    /// Has the record that was begun stand under some indexes of its table.
    mutating func complete<R>(
        _ table: borrowing Table<R>, _ record: R, under tags: [UInt8], _ reader: Reader
    ) {
        for kept in table.maintained where tags.contains(kept.tag) {
            precondition([.index, .neighbours, .deadlines, .series].contains(kept.kind))
            comparison.restart()
            comparison.after.beginRecord(record.id)
            kept.collect(record, &comparison.after)
            for index in 0..<comparison.after.count {
                enter(index, kept.kind, of: table.tag, reader)
            }
        }
    }

    /// Changes what the record that was begun stands under.
    mutating func move<R>(
        _ table: borrowing Table<R>, from old: R, to record: R, _ reader: Reader
    ) {
        table.collect(old, &comparison.before)
        table.collect(record, &comparison.after)
        for group in table.kinds.indices {
            comparison.begin(group)
            settle(table.kinds[group], of: table.tag, reader)
        }
    }

    /// Takes the record that was begun from under all its keys.
    mutating func leave<R>(_ table: borrowing Table<R>, _ old: R, _ reader: Reader) {
        table.collect(old, &comparison.before)
        for group in table.kinds.indices {
            comparison.beginLeaving(group)
            settle(table.kinds[group], of: table.tag, reader)
        }
    }

    /// Writes the record itself.
    mutating func write<R>(_ table: borrowing Table<R>, _ record: R, _ reader: Reader) {
        table.encode(record, into: &writer)
        reader.begin(table.tag, record.id)
        reader.set(writer.span)
    }

    /// Puts a number of eight bytes, big-endian, under the key that was begun.
    mutating func put(_ number: UInt64, _ reader: Reader) {
        value.removeAll()
        value.append(bigEndian: number)
        reader.set(value.span)
    }

    /// Puts what `write` writes under the key that was begun.
    mutating func put(_ reader: Reader, _ write: (inout RecordWriter) -> Void) {
        writer.reset()
        write(&writer)
        reader.set(writer.span)
    }

    /// Puts the row of a roll under the key that was begun.
    mutating func put(_ row: RollRow, _ reader: Reader) {
        value.removeAll()
        row.append(to: &value)
        reader.set(value.span)
    }

    /// Puts the row of a roll with one id under the key that was begun.
    mutating func putRoll(one id: UInt64, _ reader: Reader) {
        value.removeAll()
        RollRow.append(one: id, to: &value)
        reader.set(value.span)
    }

    /// Adds an entry to its index row, or takes it out.
    mutating func mark(
        _ entry: [UInt8], _ isEntering: Bool, of table: UInt8, _ reader: Reader
    ) {
        let (row, place) = Neighbours.split(entry)
        rows.mark(row.span, place, isEntering, of: table, overlay, reader)
    }

    private mutating func settle(_ kind: MaintainedKind, of table: UInt8, _ reader: Reader) {
        while let change = comparison.next() {
            switch change {
            case .enters(let index): enter(index, kind, of: table, reader)
            case .leaves(let index): leave(index, kind, of: table, reader)
            }
        }
    }

    /// Has the record stand under a key that it has only now.
    private mutating func enter(
        _ index: Int, _ kind: MaintainedKind, of table: UInt8, _ reader: Reader
    ) {
        switch kind {
        case .index:
            value.removeAll()
            overlay.set(comparison.after[index], value.span)
        case .deadlines:
            // Behind the tag stands the time, and behind that the id.
            let time = comparison.after[index].extracting(droppingLast: 8).lastNumber
            earliestDeadline = min(earliestDeadline, time)
            fallthrough
        case .neighbours:
            let place = comparison.after.splitNeighbour(index)
            rows.mark(comparison.after, index, place, true, of: table, overlay, reader)
        case .roll:
            reader.begin(comparison.after[index].extracting(droppingLast: 8))
            overlay.beginCounting(reader.key[0])
            enrol(number, of: table, reader)
        case .unique:
            reader.begin(comparison.after[index])
            hold(reader)
        case .tally:
            reader.begin(comparison.after[index])
            count(+1, reader)
        case .series:
            let point = SeriesPoint(behindKeyOf: comparison.after[index])
            reader.begin(comparison.after[index].extracting(droppingLast: SeriesPoint.byteCount))
            change(by: point, isAdding: true, reader)
        }
    }

    /// Has the record no longer stand under a key.
    private mutating func leave(
        _ index: Int, _ kind: MaintainedKind, of table: UInt8, _ reader: Reader
    ) {
        switch kind {
        case .index, .unique: overlay.set(comparison.before[index], nil)
        case .neighbours, .deadlines:
            let place = comparison.before.splitNeighbour(index)
            rows.mark(comparison.before, index, place, false, of: table, overlay, reader)
        case .roll:
            reader.begin(comparison.before[index].extracting(droppingLast: 8))
            strike(number, of: table, reader)
        case .tally:
            reader.begin(comparison.before[index])
            count(-1, reader)
        case .series:
            let point = SeriesPoint(behindKeyOf: comparison.before[index])
            reader.begin(comparison.before[index].extracting(droppingLast: SeriesPoint.byteCount))
            change(by: point, isAdding: false, reader)
        }
    }

    /// Adds a point to the row of a series whose key was begun, or takes it away.
    private mutating func change(by point: SeriesPoint, isAdding: Bool, _ reader: Reader) {
        let old = reader.lookUp() ?? []
        guard reader.fault == nil else { return }
        value.removeAll()
        guard SeriesRow.rewrite(old, point, isAdding: isAdding, into: &value) else {
            return reader.fail(.corrupt("a series of tag \(reader.key.first ?? 0)"))
        }
        if value.count == 0 {
            reader.set(nil)
        } else {
            reader.set(value.span)
        }
    }

    private func hold(_ reader: Reader) {
        overlay.beginCounting(reader.key[0])
        guard reader.lookUp() == nil else {
            return reader.fail(.keyTaken(tag: reader.key.first ?? 0))
        }
        reader.set(id.span)
    }

    private mutating func count(_ difference: Int64, _ reader: Reader) {
        let before = reader.number().map { Int64(bitPattern: $0) } ?? 0
        let (count, overflow) = before.addingReportingOverflow(difference)
        guard !overflow, count >= 0 else {
            return reader.fail(.corrupt("a count of tag \(reader.key.first ?? 0)"))
        }
        if count == 0 {
            reader.set(nil)
        } else {
            put(UInt64(bitPattern: count), reader)
        }
    }
}
