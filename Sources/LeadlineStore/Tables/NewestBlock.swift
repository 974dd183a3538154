/// The index rows of a table's newest 64 ids as they are on disk, so that adding a record to them
/// reads nothing.
///
/// Holds rows only once it is complete, which it is when the table had no record of the block as
/// the block was begun: then a row that is not here does not exist. Only committed rows come here,
/// so what is rolled back leaves nothing behind.
final class NewestBlock {
    private struct Row {
        let hash: UInt64
        let key: Range<Int>
        var neighbours: Neighbours
    }

    /// The block's first id.
    private(set) var first: UInt64
    private var isComplete: Bool
    private var bytes = ByteArena()
    private var rows: [Row] = []
    private var slots = [Int32](repeating: noRow, count: 1 << 10)

    private static let noRow: Int32 = -1
    /// Keys of this many bytes are kept; a block with more is read from disk, as older ones are.
    static let keyBytesMax = 1 << 20

    /// A block that begins with `first`, complete when the table has no record of it.
    init(_ first: UInt64, isComplete: Bool) {
        self.first = first
        self.isComplete = isComplete
    }

    /// Goes on to the block of an id beyond this one, of which the table has no record yet.
    func move(to first: UInt64) {
        clear()
        self.first = first
        isComplete = true
    }

    /// What is on disk under a key; nil when only the disk can tell.
    func neighbours(_ key: Span<UInt8>, _ hash: UInt64) -> Neighbours? {
        guard isComplete else { return nil }
        let index = Int(slots[slot(of: key, hash)])
        return index >= 0 ? rows[index].neighbours : Neighbours()
    }

    /// Takes note of a row that was committed.
    func keep(_ key: Span<UInt8>, _ hash: UInt64, _ neighbours: Neighbours) {
        guard isComplete else { return }
        let slot = slot(of: key, hash)
        let index = Int(slots[slot])
        guard index < 0 else {
            rows[index].neighbours = neighbours
            return
        }
        guard bytes.count + key.count <= Self.keyBytesMax else {
            clear()
            isComplete = false
            return
        }
        slots[slot] = Int32(rows.count)
        let start = bytes.count
        bytes.append(key)
        rows.append(Row(hash: hash, key: start..<bytes.count, neighbours: neighbours))
        if rows.count * 2 > slots.count { grow() }
    }

    private func clear() {
        bytes.removeAll()
        rows.removeAll(keepingCapacity: true)
        for index in slots.indices { slots[index] = Self.noRow }
    }

    private func grow() {
        slots = [Int32](repeating: Self.noRow, count: slots.count * 2)
        for (index, row) in rows.enumerated() {
            slots[slot(of: bytes[row.key], row.hash)] = Int32(index)
        }
    }

    /// The slot that leads to the row of `key`, or the empty one where it would.
    private func slot(of key: Span<UInt8>, _ hash: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let index = Int(slots[slot])
            guard index >= 0 else { return slot }
            let row = rows[index]
            if row.hash == hash, bytes[row.key] == key { return slot }
            slot = (slot + 1) & mask
        }
    }
}
