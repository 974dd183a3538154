/// Reads the ops of a canonical reply one after another.
///
/// The bytes come from disk, so nothing about them is believed.
struct CanonicalReader {
    /// One op; the names are those of `CanonicalOp`.
    enum Op {
        case status(Bytes)
        case error(code: Bytes, message: Bytes, field: Bytes?)
        case integer(Int64)
        case bool(Bool)
        case string(Bytes)
        case binary(Bytes)
        case null
        case double(Double)
        case text(Bytes)
        case list(Int)
        case set(Int)
        case map(Int)
        case key(Bytes)
        case page(columns: [Bytes], rows: Int, next: Bytes?)
        case push(kind: Bytes, count: Int)
        case end
    }

    private var rest: Bytes

    /// A reader of an op stream.
    init(_ bytes: Bytes) { rest = bytes }

    /// Whether every byte has been read.
    var isAtEnd: Bool { rest.isEmpty }

    /// The next op, nil at the end and where the bytes make none.
    mutating func next() -> Op? {
        guard let byte = rest.popFirst(), let op = CanonicalOp(rawValue: byte) else { return nil }
        switch op {
        case .end: return .end
        case .null: return .null
        case .no: return .bool(false)
        case .yes: return .bool(true)
        case .integer: return varint().map { .integer(Self.signed($0)) }
        case .double: return fixed().map { .double(Double(bitPattern: $0)) }
        case .status: return counted().map { .status($0) }
        case .string: return counted().map { .string($0) }
        case .binary: return counted().map { .binary($0) }
        case .text: return counted().map { .text($0) }
        case .key: return counted().map { .key($0) }
        case .list: return count().map { .list($0) }
        case .set: return count().map { .set($0) }
        case .map: return count().map { .map($0) }
        case .error: return error()
        case .page: return page()
        case .push: return push()
        }
    }

    private mutating func error() -> Op? {
        guard let code = counted(), let message = counted(), let field = optional() else {
            return nil
        }
        return .error(code: code, message: message, field: field)
    }

    private mutating func page() -> Op? {
        // Every name takes a byte, so a count beyond the rest is a lie.
        guard let columnCount = count(), columnCount > 0, columnCount <= rest.count else {
            return nil
        }
        var columns: [Bytes] = []
        for _ in 0..<columnCount {
            guard let name = counted() else { return nil }
            columns.append(name)
        }
        guard let rows = count(), let next = optional() else { return nil }
        return .page(columns: columns, rows: rows, next: next)
    }

    private mutating func push() -> Op? {
        guard let kind = counted(), let cellCount = count() else { return nil }
        return .push(kind: kind, count: cellCount)
    }
}

// MARK: - Numbers and bytes

extension CanonicalReader {
    private mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst() {
            let bits = UInt64(byte & 0x7F)
            guard shift < 63 || (shift == 63 && bits <= 1) else { return nil }
            value |= bits << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }

    private static func signed(_ value: UInt64) -> Int64 {
        Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    private mutating func fixed() -> UInt64? {
        guard rest.count >= 8 else { return nil }
        defer { rest = rest.dropFirst(8) }
        return rest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A count that a 32-bit number holds, so that sums and products of two of them are safe.
    private mutating func count() -> Int? {
        varint().flatMap { Int32(exactly: $0) }.map { Int($0) }
    }

    private mutating func counted() -> Bytes? {
        guard let byteCount = count(), byteCount <= rest.count else { return nil }
        defer { rest = rest.dropFirst(byteCount) }
        return rest.prefix(byteCount)
    }

    /// Nil where the bytes are wrong; a nil within where nothing was stored.
    private mutating func optional() -> Bytes?? {
        switch rest.popFirst() {
        case 0: .some(nil)
        case 1: counted().map { .some($0) }
        default: nil
        }
    }
}
