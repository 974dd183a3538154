/// One group commit as a log would carry it: raw mutations with position, epoch and chain digest.
///
/// Time, ids and random choices are in it already, so applying it needs no command code.
package struct Entry: Sendable, Hashable {
    /// Its place in the store's one log: 1, 2, 3 ….
    package var position: UInt64
    /// The writer that made it; never decreases along the log.
    package var epoch: UInt64
    /// The digest of the previous entry's chain, the epoch and the body: exposes a gap, a fork, bit
    /// rot.
    package var chain: UInt64
    /// The mutations, sorted by tag: for each a byte 1 (put) or 0 (delete), the key with its length
    /// before it, and for a put the value with its length before it.
    package var body: [UInt8]

    /// Makes an entry of its parts.
    package init(position: UInt64, epoch: UInt64, chain: UInt64, body: [UInt8]) {
        self.position = position
        self.epoch = epoch
        self.chain = chain
        self.body = body
    }

    /// The digest that continues `previous` with an entry.
    ///
    /// Each step (xor, multiply by an odd number, rotate) can be undone, so two bodies that differ
    /// in one word never agree. It tells accidents, not forgers: those the audit chain of events
    /// tells.
    package static func chain(after previous: UInt64, epoch: UInt64, body: [UInt8]) -> UInt64 {
        var state = folded(folded(UInt64.max, previous), epoch)
        unsafe body.withUnsafeBytes { bytes in
            let wordCount = bytes.count / 8
            // Within bounds by the count, and any eight bytes are a number.
            if var place = bytes.baseAddress {
                for _ in 0..<wordCount {
                    let word = unsafe place.loadUnaligned(as: UInt64.self)
                    state = folded(state, UInt64(littleEndian: word))
                    unsafe place += 8
                }
            }
            var tail: UInt64 = 0
            for offset in wordCount * 8..<bytes.count {
                tail = unsafe tail << 8 | UInt64(bytes[offset])
            }
            state = folded(state, tail)
        }
        state = folded(state, UInt64(body.count))
        return state ^ state >> 32
    }

    /// How many mutations the body holds, and how many bytes of keys and values.
    ///
    /// Counts the rows of `tags` only; of all when nil.
    package func size(ofTags tags: [UInt8]? = nil) -> (mutations: Int, bytes: Int) {
        var size = (mutations: 0, bytes: 0)
        let body = body.span
        var offset = 0
        while let mutation = Mutation(in: body, at: &offset) {
            if let tags, !tags.contains(body[mutation.key.lowerBound]) { continue }
            size.mutations += 1
            size.bytes += mutation.key.count + (mutation.value?.count ?? 0)
        }
        return size
    }

    private static func folded(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let mixed = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
        return (mixed << 29 | mixed >> 35) &* 0xD6E8_FEB8_6659_FD93
    }
}

/// One change of an entry's body: where its key lies there, and the value of a put.
struct Mutation {
    /// Where the key lies, which is not empty and not of the store's own rows.
    let key: Range<Int>
    /// Where the value of a put lies; nil for a delete.
    let value: Range<Int>?

    /// Reads the mutation at `offset`, which moves behind it; nil at the end, and where the bytes
    /// are none.
    init?(in body: Span<UInt8>, at offset: inout Int) {
        guard offset < body.count else { return nil }
        let kind = body[offset]
        var index = offset + 1
        guard let key = Self.string(body, &index), !key.isEmpty,
            body[key.lowerBound] >= StoreTag.cell
        else { return nil }
        self.key = key
        switch kind {
        case Self.deleteByte: value = nil
        case Self.putByte:
            guard let value = Self.string(body, &index) else { return nil }
            self.value = value
        default: return nil
        }
        offset = index
    }

    /// Where the string lies whose length stands at `index`, which moves behind it.
    private static func string(_ body: Span<UInt8>, _ index: inout Int) -> Range<Int>? {
        guard let count = body.length(at: &index), count <= body.count - index else { return nil }
        defer { index += count }
        return index..<index + count
    }

    /// The first byte of a delete.
    static let deleteByte: UInt8 = 0
    /// The first byte of a put.
    static let putByte: UInt8 = 1
}

/// The tags of the store's own rows.
///
/// They are on disk: never reuse one, never renumber.
enum StoreTag {
    /// What the store is: format number, durability.
    static let identity: UInt8 = 0x00
    /// The last entry's position, epoch and chain.
    static let commit: UInt8 = 0x01
    /// Small single values.
    static let cell: UInt8 = 0x02
    /// The last number of each sequence.
    static let sequence: UInt8 = 0x03
    /// The first that a table may have.
    static let firstTable: UInt8 = 0x10
}
