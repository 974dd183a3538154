package import NIOCore

/// Several whole replies as one: what EXEC answers.
extension ReplyFormat {
    /// The dialect in which the replies of a block's commands are written before `block` joins
    /// them: what TEXT shows of them is JSON.
    package var ofBlockParts: ReplyFormat {
        switch self {
        case .text, .json: .json
        case .resp2, .resp3, .canonical: self
        }
    }
}

extension ReplyWriter {
    /// Writes whole replies, errors among them, as the elements of one reply.
    ///
    /// - Parameters:
    ///   - parts: The replies one behind the other, written as `ofBlockParts` says.
    ///   - ends: Where each of them ends in `parts`, counted as its writer index was.
    package mutating func block(_ parts: ByteBuffer, ends: [Int]) {
        precondition(levels.isEmpty, "a block inside a reply")
        precondition(format != .canonical, "a block's reply is not kept")
        switch format {
        case .text: writeDataLines(parts, ends)
        case .json: writeArray(parts, ends)
        case .resp2, .resp3, .canonical:
            buffer.writeHeader(UInt8(ascii: "*"), Int64(ends.count))
            buffer.writeImmutableBuffer(parts)
        }
    }

    private mutating func writeDataLines(_ parts: ByteBuffer, _ ends: [Int]) {
        Self.eachObject(parts, ends) { object, _ in
            buffer.writeStaticString(" ")
            // JSON holds no control bytes: a cell only doubles its backslashes.
            for byte in object.readableBytesView {
                if byte == UInt8(ascii: "\\") { buffer.writeInteger(byte) }
                buffer.writeInteger(byte)
            }
            buffer.writeStaticString("\r\n")
        }
        buffer.writeStaticString("+OK ")
        buffer.writeDecimal(Int64(ends.count))
        buffer.writeStaticString("\r\n")
    }

    private mutating func writeArray(_ parts: ByteBuffer, _ ends: [Int]) {
        buffer.writeStaticString(#"{"ok":true,"result":["#)
        Self.eachObject(parts, ends) { object, isFirst in
            if !isFirst { buffer.writeStaticString(",") }
            buffer.writeImmutableBuffer(object)
        }
        buffer.writeStaticString("]}\r\n")
    }

    /// Calls `body` with each reply without its line end, and whether it is the first.
    private static func eachObject(
        _ parts: ByteBuffer, _ ends: [Int], _ body: (ByteBuffer, Bool) -> Void
    ) {
        var start = parts.readerIndex
        for end in ends {
            let length = end - start - lineEndByteCount
            guard length >= 0, let object = parts.getSlice(at: start, length: length) else {
                preconditionFailure("a part of a block's reply is no whole reply")
            }
            body(object, start == parts.readerIndex)
            start = end
        }
    }

    private static let lineEndByteCount = 2
}
