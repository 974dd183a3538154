/// A slice of shared bytes: what an argument is before it is decoded.
package typealias Bytes = ArraySlice<UInt8>

/// One request's arguments, unescaped, owning their bytes.
///
/// A frame is refilled request after request: once its arrays have grown, filling it allocates
/// nothing. An argument's slice shares the frame's storage, so one that is kept while the frame is
/// refilled costs a copy, never a wrong byte.
package struct Frame: Sendable {
    /// The arguments' bytes, perhaps with others between them.
    private var storage: [UInt8] = []
    /// Where each finished argument lies in `storage`.
    private var places: [Range<Int>] = []
    /// Where the argument begins that has not been ended yet.
    private var openStart = 0

    /// Whether the request began with `*`: it is then answered in RESP.
    package internal(set) var isRESP = false

    /// An empty frame, an inline one.
    package init() {}

    /// How many arguments there are, with the command word.
    package var count: Int { places.count }

    /// The argument at `index`; 0 is the command word.
    package subscript(index: Int) -> Bytes { storage[places[index]] }

    /// Lends the bytes of the argument at `index`, without a share in the frame's storage.
    package func withArgument<Result>(
        _ index: Int, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        let place = places[index]
        return storage.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[place])) }
    }

    /// Empties the frame for the next request.
    ///
    /// Of its memory it keeps at most `WireLimits.frameBytesKeptMax` bytes.
    package mutating func removeAll() {
        let isSmall = storage.capacity <= WireLimits.frameBytesKeptMax
        storage.removeAll(keepingCapacity: isSmall)
        places.removeAll(keepingCapacity: true)
        openStart = 0
        isRESP = false
    }

    /// Adds one whole argument.
    package mutating func append(_ bytes: some Collection<UInt8>) {
        storage.append(contentsOf: bytes)
        endArgument()
    }
}

/// How a tokeniser builds an argument piece by piece.
extension Frame {
    /// Bytes of the argument that has not been ended yet.
    var openByteCount: Int { storage.count - openStart }

    /// Adds one byte to the open argument.
    mutating func push(_ byte: UInt8) { storage.append(byte) }

    /// Adds a run of bytes to the open argument.
    mutating func push(_ run: Slice<UnsafeRawBufferPointer>) {
        storage.append(contentsOf: UnsafeRawBufferPointer(rebasing: run))
    }

    /// Ends the open argument, which may be empty.
    mutating func endArgument() {
        places.append(openStart..<storage.count)
        openStart = storage.count
    }
}

/// How a request is taken over whole.
extension Frame {
    /// Notes where in the request, whose bytes follow with `fill`, the next argument lies.
    mutating func place(_ range: Range<Int>) { places.append(range) }

    /// Takes all the bytes of a request whose arguments have been placed.
    mutating func fill(_ request: UnsafeRawBufferPointer) {
        storage.append(contentsOf: request)
        openStart = storage.count
        isRESP = true
    }
}
