package import NIOCore

/// Writes one reply value after another in the connection's dialect.
///
/// A scalar is a whole reply, or the next element of the innermost open list, map, page or push.
/// Counts are promises: writing more or fewer values than announced, or a value without its key,
/// is a bug in the caller and stops the process, because the client would read one reply as
/// another. In steady state nothing is allocated for scalars and flat composites.
package struct ReplyWriter: Sendable {
    /// The replies written so far; the owner may take them out between replies.
    package var buffer: ByteBuffer

    /// The dialect of the next reply; set it only between replies.
    package var format: ReplyFormat {
        willSet { precondition(levels.isEmpty, "the format was set inside a reply") }
    }

    /// The composites that are open, outermost first.
    var levels: [ReplyLevel] = []

    /// A writer that appends to `buffer`.
    package init(format: ReplyFormat, buffer: ByteBuffer = ByteBuffer()) {
        self.format = format
        self.buffer = buffer
    }

    /// Whether the last reply is complete.
    package var isBetweenReplies: Bool { levels.isEmpty }
}

// MARK: - Scalars

extension ReplyWriter {
    /// Writes a status word such as `OK`, in which nothing is to be escaped.
    package mutating func status(_ word: StaticString) {
        guard !levels.isEmpty || format == .json || format == .canonical else {
            return buffer.writeLine(UInt8(ascii: "+"), word)
        }
        word.withUTF8Buffer { status(raw: UnsafeRawBufferPointer($0)) }
    }

    /// Writes a status whose text is known only at run time; control bytes are escaped.
    package mutating func status(bytes: Bytes) {
        bytes.withUnsafeBytes { status(raw: $0) }
    }

    /// Writes a whole number.
    package mutating func integer(_ value: Int64) {
        openValue()
        switch rendering {
        case .line, .resp2, .resp3: buffer.writeHeader(UInt8(ascii: ":"), value)
        case .cell, .json: buffer.writeDecimal(value)
        case .canonical: buffer.writeOp(.integer, signed: value)
        }
        closeValue()
    }

    /// Writes yes or no: `:1` and `:0` where the dialect has no word for it.
    package mutating func bool(_ value: Bool) {
        openValue()
        switch rendering {
        case .line, .resp2: buffer.writeHeader(UInt8(ascii: ":"), value ? 1 : 0)
        case .cell: buffer.writeStaticString(value ? "1" : "0")
        case .json: buffer.writeStaticString(value ? "true" : "false")
        case .resp3: buffer.writeStaticString(value ? "#t\r\n" : "#f\r\n")
        case .canonical: buffer.writeOp(value ? .yes : .no)
        }
        closeValue()
    }

    /// Writes the absence of a value.
    package mutating func null() {
        openValue()
        switch rendering {
        case .line: buffer.writeStaticString("_\r\n")
        case .cell: buffer.writeStaticString("\\N")
        case .json: buffer.writeStaticString("null")
        case .resp2: buffer.writeStaticString("$-1\r\n")
        case .resp3: buffer.writeStaticString("_\r\n")
        case .canonical: buffer.writeOp(.null)
        }
        closeValue()
    }

    /// Writes a measurement, which is never money.
    ///
    /// JSON has no word for infinity and NaN: they are null.
    package mutating func double(_ value: Double) {
        openValue()
        switch rendering {
        case .line: buffer.writeString("=\(Self.text(value))\r\n")
        case .cell: buffer.writeString(Self.text(value))
        case .json: buffer.writeString(value.isFinite ? "\(value)" : "null")
        case .resp2: buffer.writeBulk(Self.text(value))
        case .resp3: buffer.writeString(",\(Self.text(value))\r\n")
        case .canonical: buffer.writeOp(.double, bits: value.bitPattern)
        }
        closeValue()
    }

    /// RESP3 has one word for all that is not a number, Swift several: `-nan`, `snan(0x1)`.
    private static func text(_ value: Double) -> String { value.isNaN ? "nan" : "\(value)" }

    /// Writes text that is UTF-8; bytes that are not appear as `\xHH` in TEXT and JSON.
    package mutating func string(_ bytes: Bytes) { bytes.withUnsafeBytes { string(raw: $0) } }

    /// Writes text that is UTF-8; bytes that are not appear as `\xHH` in TEXT and JSON.
    package mutating func string(_ bytes: [UInt8]) { bytes.withUnsafeBytes { string(raw: $0) } }

    /// Writes text known at compile time.
    package mutating func string(_ text: StaticString) {
        text.withUTF8Buffer { string(raw: UnsafeRawBufferPointer($0)) }
    }

    /// Writes text.
    package mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { string(raw: UnsafeRawBufferPointer($0)) }
    }

    /// Writes any bytes: raw in RESP, base64 in TEXT and JSON.
    package mutating func binary(_ bytes: Bytes) { bytes.withUnsafeBytes { binary(raw: $0) } }

    /// Writes any bytes: raw in RESP, base64 in TEXT and JSON.
    package mutating func binary(_ bytes: [UInt8]) { binary(bytes[...]) }

    /// Writes text of several lines for people, such as INFO and HELP.
    ///
    /// Lines end with LF or CRLF, the last one too or not. RESP and JSON carry the text as it is,
    /// TEXT carries its lines.
    package mutating func text(_ bytes: Bytes) { bytes.withUnsafeBytes { text(raw: $0) } }

    /// Writes text of several lines for people.
    package mutating func text(_ text: String) {
        var text = text
        text.withUTF8 { self.text(raw: UnsafeRawBufferPointer($0)) }
    }
}

// MARK: - Errors

extension ReplyWriter {
    /// Writes an error, which is always a whole reply.
    ///
    /// The message becomes one line of at most `WireLimits.messageBytesMax` bytes. Its control
    /// bytes are escaped as cells are; a message that is escaped already stays as it is.
    ///
    /// - Parameters:
    ///   - code: 2 to 16 capital letters.
    ///   - message: What is wrong, without a full stop at the end.
    ///   - field: The field that is wrong, for the dialect that names it.
    package mutating func error(
        _ code: StaticString, _ message: some Collection<UInt8>, field: Bytes? = nil
    ) {
        let message = EscapedMessage.bytes(of: Array(message)[...])
        code.withUTF8Buffer {
            error(code: UnsafeRawBufferPointer($0), escaped: message, field: field)
        }
    }

    /// Writes an error whose message is a string.
    package mutating func error(_ code: StaticString, _ message: String, field: Bytes? = nil) {
        error(code, message.utf8, field: field)
    }

    /// Writes the answer to a request that could not be read.
    package mutating func error(_ error: WireError) { self.error("ERR", error.message) }
}
