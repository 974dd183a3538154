/// What a command reads: committed data and, on the writer thread, the group's pending mutations
/// over it.
///
/// Nothing throws: the first fault is kept in `fault`, and from then on every answer is nil or
/// empty. **No reply is finished before `fault` was looked at.** Confined to the thread that made
/// it, and not kept.
package struct View: ~Copyable {
    /// How a view reads.
    package enum Mode: Sendable {
        /// Row by row, each as of its own moment: for one row, on an event loop.
        case point
        /// Everything through one iterator, as of the first read: for scans and several rows.
        case scan
        /// As `scan`, of so much that none of it is worth keeping in memory.
        case sweep
    }

    let reader: Reader

    init(_ reader: Reader) {
        self.reader = reader
    }

    /// The first fault met: a bad checksum, a record that cannot be read, a scan that ended early.
    package var fault: StoreFault? { reader.fault }

    /// Forgets a fault that is an answer: that a row is not what it should be.
    ///
    /// False when the first fault met is another one, or there was none.
    package mutating func forgiveCorruption() -> Bool {
        switch fault {
        case .corrupt, .undecodable:
            reader.forgive()
            return true
        default: return false
        }
    }

    /// Notes that what was read is not what it should be.
    package mutating func fail(_ fault: StoreFault) { reader.fail(fault) }

    /// What a repair of the store did not save, and nobody has accepted.
    package var losses: [String] { reader.losses }

    /// Whether it ended because whoever reads had no patience for more: what was read is not whole.
    package var isCutShort: Bool { reader.isCutShort }

    /// How many rows were looked at, for a scan's budget.
    package var rowsRead: Int { reader.rowsRead }

    /// The record of that name; nil when there is none.
    package mutating func get<R>(_ table: borrowing Table<R>, _ id: R.ID) -> R? {
        reader.begin(table.tag, id)
        guard let value = reader.lookUp() else { return nil }
        return reader.decode(value[...], of: table, as: id)
    }

    /// Lends the encoded record, its version first, that a table keeps under a number.
    ///
    /// False when there is none, when it cannot be read, or when `body` says so.
    package mutating func withRecord(
        tag: UInt8, number: UInt64, _ body: (UnsafeRawBufferPointer) -> Bool
    ) -> Bool {
        reader.begin(tag, number)
        return unsafe reader.withValue(body)
    }

    /// Who holds a unique key; nil when nobody does.
    package mutating func holder<R, K>(_ unique: UniqueIndex<R, K>, _ key: K) -> R.ID? {
        reader.begin(unique.tag, key)
        guard let value = reader.lookUp() else { return nil }
        var bytes = KeyReader(value[...])
        guard let id = R.ID.read(&bytes), bytes.isAtEnd else {
            reader.fail(.corrupt("the holder of a key of tag \(unique.tag)"))
            return nil
        }
        return id
    }

    /// How many records stand under a key.
    package mutating func count<R, K>(_ tally: Tally<R, K>, _ key: K) -> Int64 {
        reader.begin(tally.tag, key)
        return reader.number().map { Int64(bitPattern: $0) } ?? 0
    }

    /// The last number taken from a sequence; 0 when none was.
    package mutating func last(_ sequence: UInt8) -> UInt64 {
        reader.begin(StoreTag.sequence, sequence)
        return reader.number() ?? 0
    }

    /// A small single value; nil when it was never put.
    package mutating func getBytes(cell: UInt8) -> [UInt8]? {
        reader.begin(StoreTag.cell, cell)
        return reader.lookUp()
    }
}
