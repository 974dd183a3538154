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

extension UInt8: RecordField {}
extension UInt16: RecordField {}
extension UInt32: RecordField {}
extension UInt64: RecordField {}

extension RecordField where Self: FixedWidthInteger & UnsignedInteger {
    package func encode(into writer: inout RecordWriter) {
        writer.integer(self)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self = try reader.integer(Self.self)
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
        switch try reader.integer(UInt8.self) {
        case 0: self = false
        case 1: self = true
        default: throw .invalid
        }
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
    package func encode(into writer: inout RecordWriter) {
        writer.write(self != nil)
        if let self { self.encode(into: &writer) }
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self = try reader.read(Bool.self) ? .some(try Wrapped(from: &reader)) : .none
    }
}

extension Array: RecordField where Element: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.length(count)
        for element in self {
            element.encode(into: &writer)
        }
    }

    /// Reads the count and that many elements; each takes at least one byte.
    package init(from reader: inout RecordReader) throws(RecordFault) {
        let count = try reader.length()
        self.init()
        reserveCapacity(Swift.min(count, 64))
        for _ in 0..<count {
            append(try Element(from: &reader))
        }
    }
}
