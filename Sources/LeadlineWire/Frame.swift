/// A slice of shared bytes: what an argument is before it is decoded.
package typealias Bytes = ArraySlice<UInt8>

/// One request's arguments, unescaped, owning their bytes.
///
/// A frame is refilled request after request: once its arrays have grown, filling it allocates
/// nothing. An argument's slice shares the frame's storage, so one that is kept while the frame is
/// refilled costs a copy, never a wrong byte.
package struct Frame: Sendable {
    // Both arrays only grow, and are valid as far as `byteCount` and `count` reach: to empty and
    // refill an array takes longer than to write over it, and than the rest of framing a PING.
    /// The arguments' bytes, perhaps with others between them.
    @usableFromInline var storage: [UInt8] = []
    /// Where each finished argument lies in `storage`.
    @usableFromInline var places: [Range<Int>] = []
    /// How many bytes there are.
    private var byteCount = 0
    /// Where the argument begins that has not been ended yet.
    private var openStart = 0

    /// Whether the request began with `*`: it is then answered in RESP.
    package internal(set) var isRESP = false

    /// How many arguments there are, with the command word.
    package private(set) var count = 0

    /// An empty frame, an inline one.
    package init() {}

    /// The argument at `index`; 0 is the command word.
    package subscript(index: Int) -> Bytes {
        precondition(index < count, "an argument that the request does not have")
        return storage[places[index]]
    }

    /// Lends the bytes of the argument at `index`, without a share in the frame's storage.
    ///
    /// Inlined into other modules: every request's words are looked up through it.
    @inlinable package func withArgument<Result>(
        _ index: Int, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        precondition(index < count, "an argument that the request does not have")
        let place = places[index]
        return storage.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[place])) }
    }

    /// Empties the frame for the next request.
    ///
    /// Of its memory it keeps at most `WireLimits.frameBytesKeptMax` bytes.
    package mutating func removeAll() {
        if storage.count > WireLimits.frameBytesKeptMax { storage = [] }
        byteCount = 0
        count = 0
        openStart = 0
        isRESP = false
    }

    /// Adds one whole argument.
    package mutating func append(_ bytes: some Collection<UInt8>) {
        makeRoom(bytes.count)
        for byte in bytes { push(byte) }
        endArgument()
    }
}

/// How a tokeniser builds an argument piece by piece.
extension Frame {
    /// Bytes of the argument that has not been ended yet.
    var openByteCount: Int { byteCount - openStart }

    /// Adds one byte to the open argument.
    mutating func push(_ byte: UInt8) {
        makeRoom(1)
        storage[byteCount] = byte
        byteCount += 1
    }

    /// Adds a run of bytes to the open argument.
    mutating func push(_ run: Slice<UnsafeRawBufferPointer>) {
        write(UnsafeRawBufferPointer(rebasing: run))
    }

    /// Ends the open argument, which may be empty.
    mutating func endArgument() {
        place(openStart..<byteCount)
        openStart = byteCount
    }
}

/// How a request is taken over whole.
extension Frame {
    /// Notes where in the request, whose bytes follow with `fill`, the next argument lies.
    mutating func place(_ range: Range<Int>) {
        if count < places.count {
            places[count] = range
        } else {
            places.append(range)
        }
        count += 1
    }

    /// Takes all the bytes of a request whose arguments have been placed.
    mutating func fill(_ request: UnsafeRawBufferPointer) {
        write(request)
        openStart = byteCount
        isRESP = true
    }
}

extension Frame {
    /// Adds bytes behind those that are there.
    private mutating func write(_ bytes: UnsafeRawBufferPointer) {
        makeRoom(bytes.count)
        let start = byteCount
        storage.withUnsafeMutableBytes {
            UnsafeMutableRawBufferPointer(rebasing: $0[start...]).copyMemory(from: bytes)
        }
        byteCount += bytes.count
    }

    /// Has the storage be long enough for so many bytes more.
    private mutating func makeRoom(_ more: Int) {
        let needed = byteCount + more
        if needed > storage.count { grow(to: needed) }
    }

    /// Doubles the storage at least, so that a long argument is not copied for each of its bytes.
    @inline(never)
    private mutating func grow(to needed: Int) {
        let length = max(needed, 2 * storage.count, Self.bytesMin)
        storage.append(contentsOf: repeatElement(0, count: length - storage.count))
    }

    /// Most requests fit into so little.
    private static let bytesMin = 64
}
