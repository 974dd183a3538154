internal import NIOCore

/// The first byte of each op of a canonical reply.
///
/// Stored with idempotency keys, so it is on disk: never reuse a number, never renumber.
enum CanonicalOp: UInt8 {
    /// Closes the innermost composite.
    case end = 0
    /// A length and as many bytes.
    case status = 1
    /// Code and message like `status`, then 0, or 1 and a field like `status`.
    case error = 2
    /// A zigzag number.
    case integer = 3
    /// False; nothing follows.
    case no = 4
    /// True; nothing follows.
    case yes = 5
    /// Like `status`.
    case string = 6
    /// Like `status`.
    case binary = 7
    /// Nothing follows.
    case null = 8
    /// The eight bytes of the IEEE 754 bit pattern, most significant first.
    case double = 9
    /// Like `status`.
    case text = 10
    /// A count.
    case list = 11
    /// A count.
    case set = 12
    /// A count.
    case map = 13
    /// Like `status`.
    case key = 14
    /// A count of columns and their names, a count of rows, then 0, or 1 and a cursor.
    case page = 15
    /// A kind like `status`, and a count of cells.
    case push = 16
}

/// Numbers are LEB128: seven bits in each byte, least significant first.
extension ByteBuffer {
    /// Writes an op that nothing follows.
    mutating func writeOp(_ op: CanonicalOp) { writeInteger(op.rawValue) }

    /// Writes an op that carries bytes.
    mutating func writeOp(_ op: CanonicalOp, bytes: UnsafeRawBufferPointer) {
        writeOp(op)
        writeCounted(bytes)
    }

    /// Writes an op that carries a count, which is not negative.
    mutating func writeOp(_ op: CanonicalOp, count: Int) {
        writeOp(op)
        writeVarint(UInt64(count))
    }

    /// Writes an op that carries a number of either sign.
    mutating func writeOp(_ op: CanonicalOp, signed value: Int64) {
        writeOp(op)
        writeVarint(UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    /// Writes an op that carries eight bytes.
    mutating func writeOp(_ op: CanonicalOp, bits: UInt64) {
        writeOp(op)
        writeInteger(bits)
    }

    /// Writes an error.
    mutating func writeErrorOp(
        _ code: UnsafeRawBufferPointer, _ message: [UInt8], _ field: Bytes?
    ) {
        writeOp(.error, bytes: code)
        message.withUnsafeBytes { writeCounted($0) }
        writeOptional(field)
    }

    /// Writes the beginning of a page.
    mutating func writePageOp(_ columns: ColumnNames, rows: Int, next: Bytes?) {
        writeOp(.page, count: columns.count)
        for index in 0..<columns.count { columns.withName(index) { writeCounted($0) } }
        writeVarint(UInt64(rows))
        writeOptional(next)
    }

    /// Writes a number in LEB128.
    mutating func writeVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            writeInteger(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        writeInteger(UInt8(truncatingIfNeeded: rest))
    }

    private mutating func writeCounted(_ bytes: UnsafeRawBufferPointer) {
        writeVarint(UInt64(bytes.count))
        writeBytes(bytes)
    }

    private mutating func writeOptional(_ bytes: Bytes?) {
        writeInteger(UInt8(bytes == nil ? 0 : 1))
        bytes?.withUnsafeBytes { writeCounted($0) }
    }
}
