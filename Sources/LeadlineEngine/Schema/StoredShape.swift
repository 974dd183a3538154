/// How many bytes one field takes in an encoded record, and so where the next one begins.
enum StoredShape: Sendable {
    /// So many bytes.
    case fixed(Int)
    /// A byte string with its length before it.
    case bytes
    /// A byte that tells whether so many bytes follow.
    case optionalFixed(Int)
    /// A byte that tells whether a byte string follows.
    case optionalBytes
    /// A byte that tells whether two byte strings follow.
    case optionalPair
    /// A count, and so many bytes for each.
    case fixedList(Int)
    /// A count, and byte strings.
    case bytesList
    /// A count, and two byte strings for each.
    case pairList

    /// Whether the field begins with the byte that tells whether there is one.
    var isOptional: Bool {
        switch self {
        case .optionalFixed, .optionalBytes, .optionalPair: true
        case .fixed, .bytes, .fixedList, .bytesList, .pairList: false
        }
    }
}

/// Reads an encoded record in place, without a share in its memory; nil at the first byte that is
/// not there.
///
/// It is to `RecordReader` what a glance is to a reading: what it does not understand is to be read
/// by that.
struct StoredCursor {
    private let record: UnsafeRawBufferPointer
    private var offset: Int
    /// How many byte strings and numbers of lists were stepped over.
    private(set) var elementCount = 0

    /// Starts at a place in the record.
    init(_ record: UnsafeRawBufferPointer, at offset: Int) {
        self.record = record
        self.offset = offset
    }

    /// Where the next byte is.
    var position: Int { offset }

    /// Whether every byte was read.
    var isAtEnd: Bool { offset == record.count }

    /// The next bytes.
    @inline(__always)
    mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        let start = offset
        guard skip(count) else { return nil }
        return UnsafeRawBufferPointer(rebasing: record[start..<offset])
    }

    /// Steps over bytes; false when they are not all there.
    @inline(__always)
    private mutating func skip(_ count: Int) -> Bool {
        guard count <= record.count &- offset else { return false }
        offset &+= count
        return true
    }

    /// The next byte.
    @inline(__always)
    mutating func byte() -> UInt8? {
        guard offset < record.count else { return nil }
        defer { offset &+= 1 }
        return record[offset]
    }

    /// The next byte, which is 0 or 1.
    @inline(__always)
    mutating func flag() -> Bool? {
        guard let byte = byte(), byte <= 1 else { return nil }
        return byte == 1
    }

    /// The next eight bytes, lowest first.
    mutating func number() -> UInt64? {
        guard let bytes = take(8) else { return nil }
        return UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    }

    /// A count or length: seven bits a byte, lowest first, the high bit set on all but the last;
    /// at most four bytes of it.
    @inline(__always)
    mutating func length() -> Int? {
        guard let first = byte() else { return nil }
        return first < 0x80 ? Int(first) : longLength(first)
    }

    private mutating func longLength(_ first: UInt8) -> Int? {
        var value = Int(first & 0x7F)
        var last = first
        var shift = 7
        while last >= 0x80 {
            guard shift < 28, let next = byte() else { return nil }
            value |= Int(next & 0x7F) << shift
            last = next
            shift += 7
        }
        return value
    }

    /// A byte string with its length before it.
    @inline(__always)
    mutating func bytes() -> UnsafeRawBufferPointer? {
        guard let count = length() else { return nil }
        return take(count)
    }

    @inline(__always)
    private mutating func skipBytes() -> Bool {
        guard let count = length() else { return false }
        return skip(count)
    }

    /// Steps over a field; false when it does not lie there.
    @inline(__always)
    mutating func skip(_ shape: StoredShape) -> Bool {
        switch shape {
        case .fixed(let count): return skip(count)
        case .bytes: return skipBytes()
        case .optionalFixed(let count): return skipOptional { $0.skip(count) }
        case .optionalBytes: return skipOptional { $0.skipBytes() }
        case .optionalPair: return skipOptional { $0.skipBytes() && $0.skipBytes() }
        case .fixedList(let count): return skipList { $0.skip(count) }
        case .bytesList: return skipList { $0.skipBytes() }
        case .pairList: return skipList(by: 2) { $0.skipBytes() && $0.skipBytes() }
        }
    }

    @inline(__always)
    private mutating func skipOptional(_ skip: (inout StoredCursor) -> Bool) -> Bool {
        guard let isThere = flag() else { return false }
        return !isThere || skip(&self)
    }

    @inline(__always)
    private mutating func skipList(
        by parts: Int = 1, _ skip: (inout StoredCursor) -> Bool
    ) -> Bool {
        guard let count = length() else { return false }
        elementCount += count * parts
        for _ in 0..<count {
            guard skip(&self) else { return false }
        }
        return true
    }
}
