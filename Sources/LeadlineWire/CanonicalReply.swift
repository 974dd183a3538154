/// Replays a canonical op stream, made by a `ReplyWriter` of that format, in any dialect.
package enum CanonicalReply {
    /// Writes the replies that `bytes` hold, exactly as if they were written directly.
    ///
    /// - Returns: False when the bytes are no whole canonical replies, or hold an error or a push
    ///   and the writer is inside a composite; nothing has been written then.
    package static func replay(_ bytes: Bytes, into writer: inout ReplyWriter) -> Bool {
        guard CanonicalCheck.accepts(bytes, atTop: writer.isBetweenReplies) else { return false }
        var reader = CanonicalReader(bytes)
        while let op = reader.next() { apply(op, to: &writer) }
        return true
    }

    /// The text that the bytes hold; nil when they are anything but one string.
    package static func string(_ bytes: Bytes) -> Bytes? {
        var reader = CanonicalReader(bytes)
        guard case .string(let text) = reader.next(), reader.isAtEnd else { return nil }
        return text
    }

    /// Writes what one op stands for.
    private static func apply(_ op: CanonicalReader.Op, to writer: inout ReplyWriter) {
        switch op {
        case .status(let word): writer.status(bytes: word)
        case .error(let code, let message, let field):
            code.withUnsafeBytes { writer.error(code: $0, escaped: Array(message), field: field) }
        case .integer(let value): writer.integer(value)
        case .bool(let value): writer.bool(value)
        case .string(let bytes): writer.string(bytes)
        case .binary(let bytes): writer.binary(bytes)
        case .null: writer.null()
        case .double(let value): writer.double(value)
        case .text(let bytes): writer.text(bytes)
        case .list(let count): writer.beginList(count)
        case .set(let count): writer.beginSet(count)
        case .map(let count): writer.beginMap(count)
        case .key(let bytes): writer.key(bytes: bytes)
        case .page(let columns, let rows, let next):
            writer.beginPage(.replayed(columns), rows: rows, next: next)
        case .push(let kind, let count):
            kind.withUnsafeBytes { writer.beginPush(raw: $0, count) }
        case .end: writer.endInnermost()
        }
    }
}
