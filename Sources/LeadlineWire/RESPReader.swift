package import NIOCore

/// Reads what a server sends: RESP2 and RESP3 values, one after another.
///
/// It consumes a value's parts as they arrive, so each byte is looked at once. Depth, sizes and
/// counts are bounded; after an error the stream has no meaning and the connection must be closed.
package struct RESPReader: Sendable {
    /// The aggregates that are not complete, outermost first.
    private var open: [OpenAggregate] = []
    /// The string whose header has been read and whose bytes have not.
    private var body: Body?
    /// Bytes of the line that have been searched for its end in vain.
    private var searched = 0

    private struct Body {
        let type: UInt8
        let byteCount: Int
    }

    /// What one line, or one line and its body, add.
    private enum Element {
        case value(RESPValue)
        case aggregate(OpenAggregate)
        /// A header whose body comes next.
        case body(Body)
    }

    /// A reader for a connection's first bytes.
    package init() {}

    /// Reads the next whole value.
    ///
    /// - Parameter input: The unread bytes, of which what is returned or remembered is consumed.
    /// - Returns: Nil when more bytes are needed.
    /// - Throws: A fatal error when the bytes are no RESP, or pass a limit.
    package mutating func next(_ input: inout ByteBuffer) throws(WireError) -> RESPValue? {
        while let element = try element(&input) {
            switch element {
            case .body(let next): body = next
            case .value(let value): if let whole = complete(value) { return whole }
            case .aggregate(let aggregate):
                guard open.count < WireLimits.replyDepthMax else { throw .replyDepth }
                open.append(aggregate)
                guard aggregate.isComplete, let value = open.popLast()?.value else { continue }
                if let whole = complete(value) { return whole }
            }
        }
        return nil
    }

    /// Puts a value in its place; answers the whole it completes, if there is one.
    private mutating func complete(_ value: RESPValue) -> RESPValue? {
        var value = value
        while let top = open.indices.last {
            open[top].elements.append(value)
            guard open[top].isComplete else { return nil }
            // An attribute is complete without being a value; what it describes comes next.
            guard let outer = open.removeLast().value else { return nil }
            value = outer
        }
        return value
    }

    private mutating func element(_ input: inout ByteBuffer) throws(WireError) -> Element? {
        if let body { return try string(body, &input) }
        guard let line = try line(&input), let type = line.first else { return nil }
        return try header(type, line.dropFirst())
    }
}

// MARK: - Bytes

extension RESPReader {
    /// Takes one line out of the input, without its line end.
    private mutating func line(_ input: inout ByteBuffer) throws(WireError) -> Bytes? {
        let view = input.readableBytesView
        let start = view.startIndex
        guard let feed = view[(start + searched)...].firstIndex(of: UInt8(ascii: "\n")) else {
            searched = view.count
            guard searched <= WireLimits.lineBytesMax else { throw .replyLine }
            return nil
        }
        searched = 0
        let byteCount = feed - start
        guard byteCount > 1, view[feed - 1] == UInt8(ascii: "\r"),
            byteCount <= WireLimits.lineBytesMax
        else { throw .replyLine }
        let line = Array(view[..<(feed - 1)])
        input.moveReaderIndex(forwardBy: byteCount + 1)
        return line[...]
    }

    /// Takes a string's bytes and their line end out of the input.
    private mutating func string(
        _ body: Body, _ input: inout ByteBuffer
    ) throws(WireError) -> Element? {
        guard input.readableBytes >= body.byteCount + 2,
            let bytes = input.readBytes(length: body.byteCount)
        else { return nil }
        guard input.readInteger(as: UInt16.self) == 0x0D0A else { throw .bulkEnd }
        self.body = nil
        switch body.type {
        case UInt8(ascii: "!"): return .value(Self.error(bytes[...]))
        case UInt8(ascii: "="):
            guard bytes.count >= 4, bytes[3] == UInt8(ascii: ":") else { throw .replyValue }
            return .value(.verbatim(kind: Self.text(bytes[..<3]), text: Array(bytes[4...])))
        default: return .value(.bulk(bytes))
        }
    }

    private static func text(_ bytes: Bytes) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func error(_ bytes: Bytes) -> RESPValue {
        let word = bytes.prefix { $0 != UInt8(ascii: " ") }
        let isCode =
            word.count >= 2
            && word.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        guard isCode else { return .error(code: "ERR", message: text(bytes)) }
        return .error(code: text(word), message: text(bytes.dropFirst(word.count + 1)))
    }
}

// MARK: - Headers

extension RESPReader {
    private func header(_ type: UInt8, _ line: Bytes) throws(WireError) -> Element {
        switch type {
        case UInt8(ascii: "+"): return .value(.simple(Self.text(line)))
        case UInt8(ascii: "-"): return .value(Self.error(line))
        case UInt8(ascii: "("): return .value(.bigNumber(Self.text(line)))
        case UInt8(ascii: "_"): if line.isEmpty { return .value(.null) }
        case UInt8(ascii: "#"): if let value = Self.bool(line) { return .value(value) }
        case UInt8(ascii: ","):
            if let value = Double(Self.text(line)) { return .value(.double(value)) }
        case UInt8(ascii: ":"):
            if let value = Int64(Self.text(line)) { return .value(.integer(value)) }
        case UInt8(ascii: "$"), UInt8(ascii: "!"), UInt8(ascii: "="):
            return try string(type, line)
        default: return try aggregate(type, line)
        }
        throw .replyValue
    }

    private static func bool(_ line: Bytes) -> RESPValue? {
        if line.elementsEqual("t".utf8) { return .bool(true) }
        return line.elementsEqual("f".utf8) ? .bool(false) : nil
    }

    private func string(_ type: UInt8, _ line: Bytes) throws(WireError) -> Element {
        guard let byteCount = line.withUnsafeBytes({ HeaderLine.number($0) }) else {
            throw .replyValue
        }
        if byteCount == -1, type == UInt8(ascii: "$") { return .value(.null) }
        guard (0...WireLimits.replyBulkBytesMax).contains(byteCount) else { throw .bulkLength }
        return .body(Body(type: type, byteCount: byteCount))
    }

    private func aggregate(_ type: UInt8, _ line: Bytes) throws(WireError) -> Element {
        guard let kind = OpenAggregate.Kind(type: type) else { throw .replyType(type) }
        guard let count = line.withUnsafeBytes({ HeaderLine.number($0) }) else { throw .replyValue }
        if count == -1, kind == .array { return .value(.null) }
        guard (0...WireLimits.replyElementCountMax).contains(count) else { throw .multibulkLength }
        return .aggregate(OpenAggregate(kind, count: count))
    }
}

/// What a client cannot read.
extension WireError {
    static let replyDepth = fatal("reply nested too deeply")
    static let replyLine = fatal("reply line too long, or not ended by CRLF")
    static let replyValue = fatal("malformed value in reply")

    /// A type byte that no RESP value begins with.
    static func replyType(_ byte: UInt8) -> WireError {
        fatal("unknown type '\(printable(byte))' in reply")
    }
}
