/// A value that can stand in a stored record.
///
/// Numbers, `Bool`, byte strings, optionals and arrays conform; a domain type conforms by reading
/// and writing its parts.
package protocol RecordField: Sendable {
    /// Appends the value.
    func encode(into writer: inout RecordWriter)

    /// Reads the value back, checking what it reads: bytes on disk may be anything.
    init(from reader: inout RecordReader) throws(RecordFault)
}

/// A record that a table can keep.
///
/// Fields are written in the order of their declaration: fixed-width numbers, byte strings with
/// their length before them, optionals with a presence byte, arrays with their count. The table
/// puts `recordVersion` in front. A changed layout means a new version and a new case in the
/// decoder; what old versions mean never changes.
package protocol StoredRecord: RecordField, Equatable {
    /// What names one record within its table.
    associatedtype ID: KeyPart & Hashable

    /// The version that `encode` writes, from 1.
    static var recordVersion: UInt8 { get }

    /// The record's own name within its table.
    var id: ID { get }
}

/// Why bytes are not a record.
package enum RecordFault: Error, Equatable, Sendable {
    /// The bytes end before the record does.
    case truncated
    /// Bytes are left over behind the record.
    case trailingBytes
    /// The record was written by a version this program does not know.
    case unknownVersion(UInt8)
    /// A field holds what its type does not allow.
    case invalid
}

extension UInt8: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.integer(self) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        self = try reader.integer()
    }
}

extension UInt16: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.integer(self) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        self = try reader.integer()
    }
}

extension UInt32: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.integer(self) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        self = try reader.integer()
    }
}

extension UInt64: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.integer(self) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        self = try reader.integer()
    }
}

extension Int64: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.integer(UInt64(bitPattern: self))
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self = Int64(bitPattern: try reader.integer(UInt64.self))
    }
}

extension Bool: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.integer(UInt8(self ? 1 : 0))
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self = try reader.flag()
    }
}

extension ArraySlice<UInt8>: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.bytes(self)
    }

    /// Reads a byte string that shares the record's storage.
    package init(from reader: inout RecordReader) throws(RecordFault) {
        self = try reader.bytes()
    }
}

extension Optional: RecordField where Wrapped: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.write(self) }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self = try reader.optional()
    }
}

extension Array: RecordField where Element: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.write(self) }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self = try reader.array()
    }
}
