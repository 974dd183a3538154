internal import Glibc

/// Bytes one after the other in memory that is reused: appended to, lent, emptied.
///
/// What it lends counts no reference, so that lending costs nothing; the compiler sees to it that
/// nothing lent outlives the next change.
struct ByteArena: ~Copyable {
    // As long as there is memory for: a count of our own saves the array's at each append.
    private var storage: [UInt8]
    /// How many bytes there are.
    private(set) var count = 0

    private static let capacityMin = 64

    /// No bytes, and memory for so many.
    init(capacity: Int = capacityMin) {
        storage = Array(repeating: 0, count: max(capacity, Self.capacityMin))
    }

    /// All bytes.
    var span: Span<UInt8> {
        @_lifetime(borrow self) get { storage.span.extracting(0..<count) }
    }

    /// Some of the bytes.
    subscript(range: Range<Int>) -> Span<UInt8> {
        @_lifetime(borrow self) get { storage.span.extracting(range) }
    }

    /// Some of the bytes, sharing the arena's memory: a change while the slice is kept copies it.
    func slice(_ range: Range<Int>) -> ArraySlice<UInt8> { storage[range] }

    /// All bytes, copied.
    var array: [UInt8] { Array(storage[..<count]) }

    /// Empties the arena, keeping its memory.
    mutating func removeAll() { count = 0 }

    /// Drops what stands behind the first `count` bytes.
    mutating func drop(to count: Int) {
        precondition(count >= 0 && count <= self.count, "dropped to more than there is")
        self.count = count
    }

    /// Appends one byte.
    mutating func append(_ byte: UInt8) {
        if count == storage.count { grow(1) }
        storage[count] = byte
        count += 1
    }

    /// Appends bytes.
    mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe append(raw: $0) }
    }

    /// Appends bytes.
    mutating func append(_ bytes: ArraySlice<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe append(raw: $0) }
    }

    /// Appends the eight bytes of a number, the highest first.
    mutating func append(bigEndian number: UInt64) {
        unsafe withUnsafeBytes(of: number.bigEndian) { unsafe append(raw: $0) }
    }

    /// Appends the low bytes of a number, at most eight, the lowest first.
    mutating func append(littleEndian number: UInt64, count: Int) {
        unsafe withUnsafeBytes(of: number.littleEndian) {
            unsafe append(raw: UnsafeRawBufferPointer(rebasing: $0[..<count]))
        }
    }

    /// Appends a length: seven bits a byte, lowest first, the high bit set on all but the last.
    mutating func append(length: Int) {
        var left = UInt64(length)
        while left >= 0x80 {
            append(UInt8(truncatingIfNeeded: left) | 0x80)
            left >>= 7
        }
        append(UInt8(truncatingIfNeeded: left))
    }

    /// Appends bytes.
    @inline(__always)
    mutating func append(raw bytes: UnsafeRawBufferPointer) {
        let start = count
        if bytes.count > storage.count - start { grow(bytes.count) }
        unsafe storage.withUnsafeMutableBytes { memory in
            // Within bounds, which the slice checks.
            let place = unsafe memory[start..<start + bytes.count]
            unsafe UnsafeMutableRawBufferPointer(rebasing: place).copyMemory(from: bytes)
        }
        count = start + bytes.count
    }

    private mutating func grow(_ extra: Int) {
        let capacity = max(storage.count * 2, count + extra)
        storage.append(contentsOf: repeatElement(0, count: capacity - storage.count))
    }
}

extension [UInt8] {
    /// A copy of lent bytes.
    init(copying bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    }
}

extension Span<UInt8> {
    /// Whether two runs of bytes are the same.
    static func == (left: Span<UInt8>, right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        return left.order(right, left.count) == 0
    }

    /// Below zero, zero or above it as the first `count` bytes sort before, with or behind those of
    /// `other`; both have so many.
    func order(_ other: Span<UInt8>, _ count: Int) -> Int {
        precondition(count <= self.count && count <= other.count, "compared beyond the end")
        return unsafe withUnsafeBytes { left in
            unsafe other.withUnsafeBytes { right in
                guard let leftStart = left.baseAddress, let rightStart = right.baseAddress else {
                    return 0
                }
                return unsafe Int(memcmp(leftStart, rightStart, count))
            }
        }
    }

    /// The last eight bytes, or all there are, as a number, the highest first.
    var lastNumber: UInt64 {
        guard count >= 8 else {
            var number: UInt64 = 0
            for index in indices { number = number << 8 | UInt64(self[index]) }
            return number
        }
        // Within bounds by the condition above, and any eight bytes are a number.
        let word = unsafe bytes.unsafeLoadUnaligned(
            fromByteOffset: count - 8, as: UInt64.self)
        return UInt64(bigEndian: word)
    }
}
