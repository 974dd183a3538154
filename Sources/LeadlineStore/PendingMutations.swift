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
        /// Nil for a delete; a put's value follows its key.
        let valueCount: Int?
        /// The mutation of the same key before this one; −1 for none.
        let superseded: Int
        /// The mutation of the same tag before this one; −1 for none.
        let previousOfTag: Int
        var isLatest: Bool

        var keyEnd: Int { keyStart + keyCount }
        var end: Int { keyEnd + (valueCount ?? 0) }
    }

    private var bytes: [UInt8] = []
    private var mutations: [Pending] = []
    private var slots = [Int32](repeating: empty, count: 1 << 8)
    private var lastOfTag = [Int](repeating: -1, count: 256)
    private let seed: UInt64

    private static let empty: Int32 = -1
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
    mutating func set(_ key: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>?) {
        set(key, hash(key), value)
    }

    /// Appends a put, or with no value a delete, of a key whose hash is known.
    mutating func set(_ key: ArraySlice<UInt8>, _ hash: UInt64, _ value: ArraySlice<UInt8>?) {
        growIfNeeded()
        let slot = slot(of: key, hash)
        let superseded = Int(slots[slot])
        if superseded >= 0 { mutations[superseded].isLatest = false }
        let tag = Int(key.first ?? 0)
        mutations.append(
            Pending(
                hash: hash, keyStart: bytes.count, keyCount: key.count, valueCount: value?.count,
                superseded: superseded, previousOfTag: lastOfTag[tag], isLatest: true))
        bytes.append(contentsOf: key)
        if let value { bytes.append(contentsOf: value) }
        slots[slot] = Int32(mutations.count - 1)
        lastOfTag[tag] = mutations.count - 1
    }

    /// Takes back every mutation behind the first `mark`.
    mutating func rollBack(to mark: Int) {
        while mutations.count > mark, let last = mutations.last {
            let slot = slot(of: bytes[last.keyStart..<last.keyEnd], last.hash)
            // Whatever was put into the table later is gone already, so no probe passes an emptied
            // slot.
            slots[slot] = Int32(last.superseded)
            if last.superseded >= 0 { mutations[last.superseded].isLatest = true }
            lastOfTag[Int(bytes[last.keyStart])] = last.previousOfTag
            bytes.removeLast(bytes.count - last.keyStart)
            mutations.removeLast()
        }
    }

    /// Takes back everything, keeping the memory.
    mutating func removeAll() {
        guard mutations.count * Self.sparseShare > slots.count else { return rollBack(to: 0) }
        for index in slots.indices { slots[index] = Self.empty }
        for tag in lastOfTag.indices { lastOfTag[tag] = -1 }
        mutations.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    /// The latest mutation of `key`; nil when it has none.
    func latest(_ key: ArraySlice<UInt8>) -> Int? {
        guard !mutations.isEmpty else { return nil }
        let index = Int(slots[slot(of: key, hash(key))])
        return index >= 0 ? index : nil
    }

    /// What became of a key here.
    struct Found {
        /// The key's hash, for `set`.
        let hash: UInt64
        /// Whether it was put or deleted.
        let isThere: Bool
        /// What was put last; nil when it was deleted.
        let value: ArraySlice<UInt8>?
    }

    /// What became of a key here, its value lent until the next mutation.
    func find(_ key: ArraySlice<UInt8>) -> Found { find(key, hash(key)) }

    /// What became of a key whose hash is known, its value lent until the next mutation.
    func find(_ key: ArraySlice<UInt8>, _ hash: UInt64) -> Found {
        let index = Int(slots[slot(of: key, hash)])
        guard index >= 0 else { return Found(hash: hash, isThere: false, value: nil) }
        return Found(hash: hash, isThere: true, value: slice(index))
    }

    /// Shows each key of a tag with its hash and what it was put last, nil when it was deleted.
    func forEachLatest(
        ofTag tag: UInt8, _ body: (ArraySlice<UInt8>, UInt64, ArraySlice<UInt8>?) -> Void
    ) {
        var index = lastOfTag[Int(tag)]
        while index >= 0 {
            if mutations[index].isLatest { body(key(index), mutations[index].hash, slice(index)) }
            index = mutations[index].previousOfTag
        }
    }

    /// The latest mutations of the keys in `range`, in the order of the keys.
    func latest(in range: KeyRange) -> [Int] {
        var found: [Int] = []
        var index = lastOfTag[Int(range.lower.first ?? 0)]
        while index >= 0 {
            if mutations[index].isLatest,
                KeyOrder.compare(key(index), range.lower[...]) >= 0,
                KeyOrder.compare(key(index), range.upper[...]) < 0
            {
                found.append(index)
            }
            index = mutations[index].previousOfTag
        }
        found.sort { KeyOrder.compare(key($0), key($1)) < 0 }
        return found
    }

    /// The key of a mutation.
    func key(_ index: Int) -> ArraySlice<UInt8> {
        bytes[mutations[index].keyStart..<mutations[index].keyEnd]
    }

    /// Whether a mutation is a put.
    func isPut(_ index: Int) -> Bool {
        mutations[index].valueCount != nil
    }

    /// What a mutation put, lent until the next mutation; nil for a delete.
    func slice(_ index: Int) -> ArraySlice<UInt8>? {
        guard isPut(index) else { return nil }
        return bytes[mutations[index].keyEnd..<mutations[index].end]
    }

    /// The body of an entry: each key's latest mutation, by tag, within a tag in the order made.
    ///
    /// Sorted by tag, neighbours in the body are near each other in LevelDB's table in memory,
    /// which makes a large batch half as expensive again.
    func body() -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(bytes.count + mutations.count * 6)
        var ofTag: [Int] = []
        for tag in lastOfTag.indices where lastOfTag[tag] >= 0 {
            ofTag.removeAll(keepingCapacity: true)
            var index = lastOfTag[tag]
            while index >= 0 {
                if mutations[index].isLatest { ofTag.append(index) }
                index = mutations[index].previousOfTag
            }
            for index in ofTag.reversed() {
                append(index, to: &body)
            }
        }
        return body
    }

    private func append(_ index: Int, to body: inout [UInt8]) {
        let mutation = mutations[index]
        body.append(mutation.valueCount == nil ? Mutation.deleteByte : Mutation.putByte)
        body.appendLength(mutation.keyCount)
        body.append(contentsOf: bytes[mutation.keyStart..<mutation.keyEnd])
        if let valueCount = mutation.valueCount {
            body.appendLength(valueCount)
            body.append(contentsOf: bytes[mutation.keyEnd..<mutation.end])
        }
    }

    /// The slot that leads to the latest mutation of `key`, or the empty one where it would.
    private func slot(of key: ArraySlice<UInt8>, _ hash: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let index = Int(slots[slot])
            guard index >= 0 else { return slot }
            if mutations[index].hash == hash, self.key(index) == key { return slot }
            slot = (slot + 1) & mask
        }
    }

    /// Keeps the table at most half full; refilled in the order made, so that roll-back stays last
    /// first.
    private mutating func growIfNeeded() {
        guard (mutations.count + 1) * 2 > slots.count else { return }
        slots = [Int32](repeating: Self.empty, count: slots.count * 2)
        for index in mutations.indices {
            slots[slot(of: key(index), mutations[index].hash)] = Int32(index)
        }
    }

    /// The hash that keys are found by here.
    private func hash(_ key: ArraySlice<UInt8>) -> UInt64 {
        var state = seed
        let bytes = unsafe key.span.bytes
        var offset = 0
        while offset + 8 <= key.count {
            // Within bounds by the condition above, and any eight bytes are a number.
            let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
            state = Self.mixed(state, word)
            offset += 8
        }
        var tail = UInt64(key.count)
        while offset < key.count {
            tail = tail << 8 | UInt64(key[key.startIndex + offset])
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
