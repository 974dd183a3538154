/// The newest block of each table that a writer has added to.
struct NewestBlocks {
    private var blocks: [NewestBlock] = []
    /// Where in `blocks` the block of a table's tag stands.
    private var ofTable = [Int](repeating: -1, count: 256)
    /// Where in `blocks` the block of the table stands that an index's tag belongs to.
    private var ofIndex = [Int](repeating: -1, count: 256)

    /// Whether the table's newest block is known.
    func knows(_ table: UInt8) -> Bool { ofTable[Int(table)] >= 0 }

    /// Begins with the table's greatest id; nil when it has no record.
    mutating func begin(_ table: UInt8, greatest: UInt64?) {
        ofTable[Int(table)] = blocks.count
        let first = greatest.map { $0 & ~Neighbours.mask } ?? 0
        blocks.append(NewestBlock(first, isComplete: greatest == nil))
    }

    /// Has the block of `id` be the newest, unless a newer one is.
    mutating func reach(_ table: UInt8, _ id: UInt64) {
        let first = id & ~Neighbours.mask
        let place = ofTable[Int(table)]
        guard first > blocks[place].first else { return }
        blocks[place].move(to: first)
    }

    /// What is on disk under an index's row; nil when only the disk can tell.
    mutating func neighbours(
        _ key: Span<UInt8>, _ hash: UInt64, of table: UInt8
    ) -> Neighbours? {
        let place = ofTable[Int(table)]
        guard place >= 0, blocks[place].first == key.lastNumber else { return nil }
        ofIndex[Int(key[0])] = place
        return blocks[place].neighbours(key, hash)
    }

    /// Takes note of the group that was on its way and is committed now.
    mutating func keep(_ overlay: Overlay) {
        for tag in ofIndex.indices where ofIndex[tag] >= 0 {
            let place = ofIndex[tag]
            overlay.forEachSealed(ofTag: UInt8(tag)) { key, hash, value in
                guard key.lastNumber == blocks[place].first else { return }
                var neighbours = Neighbours()
                if let value, let read = Neighbours(value) { neighbours = read }
                blocks[place].keep(key, hash, neighbours)
            }
        }
    }

    /// Forgets everything, as when another has written.
    mutating func forget() {
        guard !blocks.isEmpty else { return }
        self = NewestBlocks()
    }
}
