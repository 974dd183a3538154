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
