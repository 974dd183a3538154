/// The mutations of a group that are not committed yet, the latest of each key first to be found.
///
/// Keys and values lie one after the other in one piece of memory; an open-addressing table leads
/// from a key to its latest mutation, which leads to the one it superseded, so that a rejected
/// command can take its own back, last first. All memory is reused from group to group.
struct PendingMutations {
    private struct Pending {
        let hash: UInt64
        let keyStart: Int
        let keyCount: Int
        /// Below zero for a delete; a put's value follows its key.
        let valueCount: Int
        /// The mutation of the same key before this one; −1 for none.
        let superseded: Int32
        /// The mutation of the same tag before this one; −1 for none.
        let previousOfTag: Int32
        var isLatest: Bool

        var isPut: Bool { valueCount >= 0 }
        var key: Range<Int> { keyStart..<keyStart + keyCount }
        var value: Range<Int> { key.upperBound..<key.upperBound + max(valueCount, 0) }
    }

    private var bytes = ByteArena(capacity: 1 << 12)
    private var mutations: [Pending] = []
    private var slots = [Int32](repeating: none, count: 1 << 8)
    private var lastOfTag = [Int32](repeating: none, count: 256)
    private let seed: UInt64

    private static let none: Int32 = -1
    /// Below this share of the table it is emptied slot by slot: a small group pays nothing for the
    /// table that a large one left.
    private static let sparseShare = 32

    /// No mutations.
    ///
    /// - Parameter seed: Of the hash. Keys hold what clients send: drawn by chance, so that nobody
    ///   outside can choose keys that collide.
    init(seed: UInt64) { self.seed = seed }

    /// How many mutations there are: also a mark to roll back to.
    var count: Int { mutations.count }

    /// How many bytes of keys and values there are.
    var byteCount: Int { bytes.count }

    /// Appends a put, or with no value a delete.
    mutating func set(_ key: Span<UInt8>, _ value: Span<UInt8>?) {
        set(key, hash(key), value)
    }

    /// Appends a put, or with no value a delete, of a key whose hash is known.
    mutating func set(_ key: Span<UInt8>, _ hash: UInt64, _ value: Span<UInt8>?) {
        growIfNeeded()
        let slot = slot(of: key, hash)
        let superseded = slots[slot]
        if superseded >= 0 { mutations[Int(superseded)].isLatest = false }
        let tag = Int(key.isEmpty ? 0 : key[0])
        let index = Int32(mutations.count)
        mutations.append(
            Pending(
                hash: hash, keyStart: bytes.count, keyCount: key.count,
                valueCount: value?.count ?? -1, superseded: superseded,
                previousOfTag: lastOfTag[tag], isLatest: true))
        bytes.append(key)
        if let value { bytes.append(value) }
        slots[slot] = index
        lastOfTag[tag] = index
    }

    /// Takes back every mutation behind the first `mark`.
    mutating func rollBack(to mark: Int) {
        while mutations.count > mark, let last = mutations.last {
            let slot = slot(of: bytes[last.key], last.hash)
            // Whatever was put into the table later is gone already, so no probe passes an emptied
            // slot.
            slots[slot] = last.superseded
            if last.superseded >= 0 { mutations[Int(last.superseded)].isLatest = true }
            lastOfTag[tag(last)] = last.previousOfTag
            bytes.drop(to: last.keyStart)
            mutations.removeLast()
        }
    }

    /// Takes back everything, keeping the memory.
    mutating func removeAll() {
        guard mutations.count * Self.sparseShare > slots.count else { return rollBack(to: 0) }
        for index in slots.indices { slots[index] = Self.none }
        for tag in lastOfTag.indices { lastOfTag[tag] = Self.none }
        mutations.removeAll(keepingCapacity: true)
        bytes.removeAll()
    }

    /// The latest mutation of `key`; nil when it has none.
    func latest(_ key: Span<UInt8>) -> Int? {
        mutations.isEmpty ? nil : latest(key, hash(key))
    }

    /// The latest mutation of a key whose hash is known; nil when it has none.
    func latest(_ key: Span<UInt8>, _ hash: UInt64) -> Int? {
        let index = Int(slots[slot(of: key, hash)])
        return index >= 0 ? index : nil
    }

    /// Lends what a mutation put, nil when it is a delete, to `body`.
    func read<T>(_ index: Int, _ body: (Span<UInt8>?) -> T) -> T {
        let mutation = mutations[index]
        return mutation.isPut ? body(bytes[mutation.value]) : body(nil)
    }

    /// Shows each key of a tag with its hash and what it was put last, nil when it was deleted.
    func forEachLatest(
        ofTag tag: UInt8, _ body: (Span<UInt8>, UInt64, Span<UInt8>?) -> Void
    ) {
        var index = Int(lastOfTag[Int(tag)])
        while index >= 0 {
            let mutation = mutations[index]
            if mutation.isLatest {
                read(index) { body(bytes[mutation.key], mutation.hash, $0) }
            }
            index = Int(mutation.previousOfTag)
        }
    }

    /// The latest mutations of the keys in `range`, in the order of the keys.
    func latest(in range: KeyRange) -> [Int] {
        var found: [Int] = []
        var index = Int(lastOfTag[Int(range.lower.first ?? 0)])
        while index >= 0 {
            let mutation = mutations[index]
            if mutation.isLatest, range.contains(bytes[mutation.key]) { found.append(index) }
            index = Int(mutation.previousOfTag)
        }
        found.sort { KeyOrder.compare(bytes[mutations[$0].key], bytes[mutations[$1].key]) < 0 }
        return found
    }

    /// The key of a mutation.
    func key(_ index: Int) -> ArraySlice<UInt8> { bytes.slice(mutations[index].key) }

    /// Whether a mutation is a put.
    func isPut(_ index: Int) -> Bool { mutations[index].isPut }

    /// What a mutation put, lent until the next mutation; nil for a delete.
    func slice(_ index: Int) -> ArraySlice<UInt8>? {
        isPut(index) ? bytes.slice(mutations[index].value) : nil
    }

    /// The body of an entry: each key's latest mutation, by tag, within a tag in the order made.
    ///
    /// Sorted by tag, neighbours in the body are near each other in LevelDB's table in memory,
    /// which makes a large batch half as expensive again.
    func body() -> [UInt8] {
        var body = ByteArena(capacity: bytes.count + mutations.count * 6)
        var ofTag: [Int32] = []
        for tag in lastOfTag.indices where lastOfTag[tag] >= 0 {
            ofTag.removeAll(keepingCapacity: true)
            var index = lastOfTag[tag]
            while index >= 0 {
                if mutations[Int(index)].isLatest { ofTag.append(index) }
                index = mutations[Int(index)].previousOfTag
            }
            for index in ofTag.reversed() { append(mutations[Int(index)], to: &body) }
        }
        return body.array
    }

    private func append(_ mutation: Pending, to body: inout ByteArena) {
        body.append(mutation.isPut ? Mutation.putByte : Mutation.deleteByte)
        body.append(length: mutation.keyCount)
        body.append(bytes[mutation.key])
        guard mutation.isPut else { return }
        body.append(length: mutation.valueCount)
        body.append(bytes[mutation.value])
    }

    private func tag(_ mutation: Pending) -> Int {
        mutation.keyCount > 0 ? Int(bytes.span[mutation.keyStart]) : 0
    }

    /// The slot that leads to the latest mutation of `key`, or the empty one where it would.
    private func slot(of key: Span<UInt8>, _ hash: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let index = Int(slots[slot])
            guard index >= 0 else { return slot }
            if mutations[index].hash == hash, bytes[mutations[index].key] == key { return slot }
            slot = (slot + 1) & mask
        }
    }

    /// Keeps the table at most half full; refilled in the order made, so that roll-back stays last
    /// first.
    private mutating func growIfNeeded() {
        guard (mutations.count + 1) * 2 > slots.count else { return }
        slots = [Int32](repeating: Self.none, count: slots.count * 2)
        for index in mutations.indices {
            slots[slot(of: bytes[mutations[index].key], mutations[index].hash)] = Int32(index)
        }
    }

    /// The hash that keys are found by here.
    func hash(_ key: Span<UInt8>) -> UInt64 {
        var state = seed
        let bytes = unsafe key.bytes
        var offset = 0
        while offset + 8 <= key.count {
            // Within bounds by the condition above, and any eight bytes are a number.
            let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
            state = Self.mixed(state, word)
            offset += 8
        }
        var tail = UInt64(key.count)
        while offset < key.count {
            tail = tail << 8 | UInt64(key[offset])
            offset += 1
        }
        return Self.mixed(state, tail)
    }

    /// Both halves of a product depend on every bit of its factors.
    private static func mixed(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low &+ state
    }
}
