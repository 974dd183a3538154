/// A slice of shared bytes: what an argument is before it is decoded.
package typealias Bytes = ArraySlice<UInt8>

/// One request's arguments, unescaped, owning their bytes.
///
/// A frame is refilled request after request: once its arrays have grown, filling it allocates
/// nothing. An argument's slice shares the frame's storage, so one that is kept while the frame is
/// refilled costs a copy, never a wrong byte.
package struct Frame: Sendable {
    private var storage: [UInt8] = []
    /// Where each finished argument ends in `storage`.
    private var ends: [Int] = []

    /// Whether the request began with `*`: it is then answered in RESP.
    package internal(set) var isRESP = false

    /// An empty frame, an inline one.
    package init() {}

    /// How many arguments there are, with the command word.
    package var count: Int { ends.count }

    /// The argument at `index`; 0 is the command word.
    package subscript(index: Int) -> Bytes {
        storage[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    /// Empties the frame for the next request.
    ///
    /// Of its memory it keeps at most `WireLimits.frameBytesKeptMax` bytes.
    package mutating func removeAll() {
        let isSmall = storage.capacity <= WireLimits.frameBytesKeptMax
        storage.removeAll(keepingCapacity: isSmall)
        ends.removeAll(keepingCapacity: true)
        isRESP = false
    }

    /// Adds one whole argument.
    package mutating func append(_ bytes: some Collection<UInt8>) {
        storage.append(contentsOf: bytes)
        ends.append(storage.count)
    }
}

/// How a tokeniser builds an argument piece by piece.
extension Frame {
    /// Bytes of the argument that has not been ended yet.
    var openByteCount: Int { storage.count - (ends.last ?? 0) }

    /// Adds one byte to the open argument.
    mutating func push(_ byte: UInt8) { storage.append(byte) }

    /// Adds a run of bytes to the open argument.
    mutating func push(_ run: Slice<UnsafeRawBufferPointer>) {
        storage.append(contentsOf: UnsafeRawBufferPointer(rebasing: run))
    }

    /// Ends the open argument, which may be empty.
    mutating func endArgument() { ends.append(storage.count) }
}
