internal import NIOCore

/// The scalars whose bytes are lent by the caller.
extension ReplyWriter {
    /// Writes a status.
    mutating func status(raw word: UnsafeRawBufferPointer) {
        openValue()
        switch rendering {
        case .line, .resp2, .resp3:
            buffer.writeStaticString("+")
            buffer.writeOneLine(word)
            buffer.writeStaticString("\r\n")
        case .cell: buffer.writeCell(word)
        case .json(let place): buffer.writeJSONString(word, place)
        case .canonical: buffer.writeOp(.status, bytes: word)
        }
        closeValue()
    }

    /// Writes text.
    mutating func string(raw bytes: UnsafeRawBufferPointer) {
        openValue()
        writeString(bytes, op: .string)
        closeValue()
    }

    /// Writes any bytes.
    mutating func binary(raw bytes: UnsafeRawBufferPointer) {
        openValue()
        switch rendering {
        case .line:
            buffer.writeStaticString("=")
            buffer.writeBase64(bytes)
            buffer.writeStaticString("\r\n")
        case .cell: buffer.writeBase64(bytes)
        case .json:
            buffer.writeStaticString("\"")
            buffer.writeBase64(bytes)
            buffer.writeStaticString("\"")
        case .resp2, .resp3: buffer.writeBulk(bytes)
        case .canonical: buffer.writeOp(.binary, bytes: bytes)
        }
        closeValue()
    }

    /// Writes text of several lines.
    mutating func text(raw bytes: UnsafeRawBufferPointer) {
        openValue()
        switch rendering {
        case .line: buffer.writeDataLines(bytes)
        case .resp3: buffer.writeVerbatimText(bytes)
        case .cell, .json, .resp2, .canonical: writeString(bytes, op: .text)
        }
        closeValue()
    }

    private mutating func writeString(_ bytes: UnsafeRawBufferPointer, op: CanonicalOp) {
        switch rendering {
        case .line:
            buffer.writeStaticString("=")
            buffer.writeCell(bytes)
            buffer.writeStaticString("\r\n")
        case .cell: buffer.writeCell(bytes)
        case .json(let place): buffer.writeJSONString(bytes, place)
        case .resp2, .resp3: buffer.writeBulk(bytes)
        case .canonical: buffer.writeOp(op, bytes: bytes)
        }
    }

    /// Writes an error whose message has been through `EscapedMessage`.
    mutating func error(code: UnsafeRawBufferPointer, escaped message: [UInt8], field: Bytes?) {
        precondition(levels.isEmpty, "an error inside a reply; rewind to a mark first")
        switch format {
        case .text, .resp2, .resp3:
            buffer.writeStaticString("-")
            buffer.writeBytes(code)
            buffer.writeStaticString(" ")
            buffer.writeBytes(message)
            buffer.writeStaticString("\r\n")
        case .json:
            buffer.writeStaticString(#"{"ok":false,"error":{"code":"#)
            buffer.writeJSONString(code, .reply)
            buffer.writeStaticString(#","message":"#)
            message.withUnsafeBytes { buffer.writeJSONString($0, .reply) }
            buffer.writeStaticString(#","field":"#)
            if let field {
                field.withUnsafeBytes { buffer.writeJSONString($0, .reply) }
            } else {
                buffer.writeStaticString("null")
            }
            buffer.writeStaticString("}}\r\n")
        case .canonical: buffer.writeErrorOp(code, message, field)
        }
    }
}
