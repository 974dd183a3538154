/// The mutations of a group that are not committed yet, the latest of each key first to be found.
///
/// Keys and values lie one after the other in one piece of memory; an open-addressing table leads
/// from a key to its latest mutation, which leads to the one it superseded, so that a rejected
/// command can take its own back, last first. All memory is reused from group to group.
struct PendingMutations: ~Copyable {
    private struct Pending {
        let hash: UInt64
        // Four bytes each: a group's mutations are looked up all over, and the smaller they are
        // the more of them the processor's cache holds. A group is full long before four GiB.
        private let startByte: UInt32
        private let keyStartByte: UInt32
        private let keyByteCount: UInt32
        private let valueStartByte: UInt32
        private let valueByteCount: Int32
        /// The mutation of the same key before this one; −1 for none.
        let superseded: Int32
        /// The mutation of the same tag before this one; −1 for none.
        let previousOfTag: Int32
        var isLatest = true

        /// A mutation whose key lies in its own memory or in that of the one it superseded, and
        /// whose value has a count below zero when it is a delete.
        init(
            hash: UInt64, start: Int, keyStart: Int, keyCount: Int, valueStart: Int,
            valueCount: Int, superseded: Int32, previousOfTag: Int32
        ) {
            self.hash = hash
            startByte = UInt32(start)
            keyStartByte = UInt32(keyStart)
            keyByteCount = UInt32(keyCount)
            valueStartByte = UInt32(valueStart)
            valueByteCount = Int32(valueCount)
            self.superseded = superseded
            self.previousOfTag = previousOfTag
        }

        var start: Int { Int(startByte) }
        var keyStart: Int { Int(keyStartByte) }
        var keyCount: Int { Int(keyByteCount) }
        var valueCount: Int { Int(valueByteCount) }
        var isPut: Bool { valueByteCount >= 0 }
        var key: Range<Int> { keyStart..<keyStart + keyCount }
        var value: Range<Int> {
            let first = Int(valueStartByte)
            return first..<first + max(valueCount, 0)
        }
    }

    /// Leads to the latest mutation of a key; part of its hash saves the look at most others.
    private struct Slot {
        var index: Int32
        var hash: UInt32

        static let empty = Slot(index: none, hash: 0)

        init(index: Int32, hash: UInt32) {
            self.index = index
            self.hash = hash
        }

        init(_ index: Int32, _ hash: UInt64) {
            self.init(index: index, hash: Self.part(hash))
        }

        /// The half that does not tell where a probe begins.
        static func part(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) }
    }

    private var bytes = ByteArena(capacity: 1 << 12)
    private var mutations: [Pending] = []
    // Beyond those in use all are empty.
    private var slots = [Slot](repeating: .empty, count: slotCountMin)
    /// How many of the slots are in use: as many as the group before would have filled to a
    /// quarter, so that a table that was large once does not keep missing the processor's cache.
    private var slotCount = slotCountMin
    private var lastOfTag = [Int32](repeating: none, count: 256)
    /// How many slots are taken.
    private var keyCount = 0
    private let seed: UInt64

    private static let none: Int32 = -1
    private static let slotCountMin = 1 << 8
    /// Below this share of the table it is emptied slot by slot: a small group pays nothing for the
    /// table that a large one left.
    private static let sparseShare = 32

    /// The kind of a mutation and the lengths of its key and value take no more than this.
    private static let frameBytesMax = 1 + 10 + 10

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
        let superseded = slots[slot].index
        let start = bytes.count
        var keyStart = start
        if superseded >= 0 {
            mutations[Int(superseded)].isLatest = false
            keyStart = mutations[Int(superseded)].keyStart
        } else {
            bytes.append(key)
            keyCount += 1
        }
        let tag = Int(key.isEmpty ? 0 : key[0])
        let index = Int32(mutations.count)
        mutations.append(
            Pending(
                hash: hash, start: start, keyStart: keyStart, keyCount: key.count,
                valueStart: bytes.count, valueCount: value?.count ?? -1, superseded: superseded,
                previousOfTag: lastOfTag[tag]))
        if let value { bytes.append(value) }
        slots[slot] = Slot(index, hash)
        lastOfTag[tag] = index
    }

    /// Takes back every mutation behind the first `mark`.
    mutating func rollBack(to mark: Int) {
        while mutations.count > mark, let last = mutations.last {
            let slot = slot(of: bytes[last.key], last.hash)
            // Whatever was put into the table later is gone already, so no probe passes an emptied
            // slot.
            slots[slot].index = last.superseded
            if last.superseded >= 0 {
                mutations[Int(last.superseded)].isLatest = true
            } else {
                keyCount -= 1
            }
            lastOfTag[tag(last)] = last.previousOfTag
            bytes.drop(to: last.start)
            mutations.removeLast()
        }
    }

    /// Takes back everything, keeping the memory.
    mutating func removeAll() {
        let fitting = slotCount(for: keyCount)
        defer { slotCount = fitting }
        guard mutations.count * Self.sparseShare > slotCount else { return rollBack(to: 0) }
        for index in 0..<slotCount { slots[index] = .empty }
        for tag in lastOfTag.indices { lastOfTag[tag] = Self.none }
        mutations.removeAll(keepingCapacity: true)
        bytes.removeAll()
        keyCount = 0
    }

    /// The latest mutation of `key`; nil when it has none.
    func latest(_ key: Span<UInt8>) -> Int? {
        mutations.isEmpty ? nil : latest(key, hash(key))
    }

    /// The latest mutation of a key whose hash is known; nil when it has none.
    func latest(_ key: Span<UInt8>, _ hash: UInt64) -> Int? {
        let index = Int(slots[slot(of: key, hash)].index)
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
        let most = bytes.count + mutations.count * Self.frameBytesMax
        return unsafe Array(unsafeUninitializedCapacity: most) { memory, count in
            var body = unsafe BodyWriter(memory)
            write(to: &body)
            count = body.count
        }
    }

    private func write(to body: inout BodyWriter) {
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
    }

    private func append(_ mutation: Pending, to body: inout BodyWriter) {
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
        let mask = slotCount - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        let part = Slot.part(hash)
        while true {
            let found = slots[slot]
            guard found.index >= 0 else { return slot }
            if found.hash == part, mutations[Int(found.index)].hash == hash,
                bytes[mutations[Int(found.index)].key] == key
            {
                return slot
            }
            slot = (slot + 1) & mask
        }
    }

    /// Keeps the table at most half full; refilled in the order made, so that roll-back stays last
    /// first.
    private mutating func growIfNeeded() {
        guard (keyCount + 1) * 2 > slotCount else { return }
        if slotCount < slots.count {
            for index in 0..<slotCount { slots[index] = .empty }
        } else {
            slots = [Slot](repeating: .empty, count: slotCount * 2)
        }
        slotCount *= 2
        for index in mutations.indices {
            let hash = mutations[index].hash
            slots[slot(of: bytes[mutations[index].key], hash)] = Slot(Int32(index), hash)
        }
    }

    /// How many slots a group of so many keys fills to a quarter; not more than there are.
    private func slotCount(for keys: Int) -> Int {
        var count = Self.slotCountMin
        while count < keys * 4, count < slots.count { count *= 2 }
        return count
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
        // What is left, with some of what was taken already when there is: the length tells.
        state = Self.mixed(state, key.lastNumber)
        return Self.mixed(state, UInt64(key.count))
    }

    /// Both halves of a product depend on every bit of its factors.
    private static func mixed(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low &+ state
    }
}
