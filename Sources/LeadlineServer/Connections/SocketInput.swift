import NIOCore

/// What was read from a socket and is not answered yet.
struct SocketInput {
    /// The bytes; requests are read off at their front.
    var bytes = ByteBuffer()

    /// How many bytes have not been read off.
    var count: Int { bytes.readableBytes }

    /// Where the next request begins.
    var position: Int { bytes.readerIndex }

    /// Adds what came from the socket.
    mutating func append(_ more: inout ByteBuffer) {
        guard count > 0 else {
            bytes = more
            return
        }
        if position > 0 {
            // Slices may share the old bytes; a new buffer also drops what has been read off.
            var joined = ByteBuffer()
            joined.reserveCapacity(count + more.readableBytes)
            joined.writeBuffer(&bytes)
            bytes = joined
        }
        bytes.writeBuffer(&more)
    }

    /// Forgets everything.
    mutating func clear() { bytes = ByteBuffer() }

    /// Gives the memory back that is not needed for what has not been read off.
    mutating func settle(_ input: inout LoopInput) {
        guard count > 0 else {
            if bytes.storageCapacity > 0 {
                input.keep(&bytes)
                clear()
            }
            return
        }
        guard bytes.storageCapacity > max(Self.bytesSpared, 4 * count) else { return }
        var rest = ByteBuffer(bytes: bytes.readableBytesView)
        swap(&rest, &bytes)
        input.keep(&rest)
    }

    /// So little memory is not worth moving what is in it.
    private static let bytesSpared = 1024

    /// Bytes that may have been read off already, sharing the buffer.
    func slice(_ range: Range<Int>) -> ByteBuffer {
        var slice = bytes
        slice.moveReaderIndex(to: range.lowerBound)
        slice.moveWriterIndex(to: range.upperBound)
        return slice
    }

    /// Whether the request at a position is a RESP array.
    func isRESP(at position: Int) -> Bool {
        bytes.getInteger(at: position, as: UInt8.self) == UInt8(ascii: "*")
    }
}
