/// Writes the fields of one record.
package struct RecordWriter {
    /// Everything written so far.
    package private(set) var bytes: [UInt8]

    /// Starts empty.
    package init() {
        bytes = []
    }

    /// Appends any field.
    package mutating func write<Field: RecordField>(_ field: Field) {
        field.encode(into: &self)
    }

    /// Appends a number in its full width, little-endian.
    package mutating func integer<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) {
        var shift = 0
        while shift < Number.bitWidth {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
            shift += 8
        }
    }

    /// Appends a byte string with its length before it.
    package mutating func bytes(_ string: ArraySlice<UInt8>) {
        length(string.count)
        bytes.append(contentsOf: string)
    }

    /// Appends a byte string with its length before it.
    package mutating func bytes(_ string: [UInt8]) {
        bytes(string[...])
    }

    /// Appends an enumeration by its raw value.
    package mutating func raw<Value: RawRepresentable>(_ value: Value)
    where Value.RawValue: RecordField {
        value.rawValue.encode(into: &self)
    }

    /// Appends a count or length: seven bits a byte, lowest first, the high bit set on all but the
    /// last.
    package mutating func length(_ count: Int) {
        bytes.appendLength(count)
    }

    /// Empties the writer, keeping its storage.
    mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
    }
}

/// Reads the fields of one record; no bytes, however wrong, make it trap.
package struct RecordReader {
    /// The version the record was written with.
    package let version: UInt8
    private var rest: ArraySlice<UInt8>

    /// Starts behind the version byte of `record`.
    ///
    /// - Throws: `truncated` when there is no version byte.
    package init(_ record: ArraySlice<UInt8>) throws(RecordFault) {
        guard let version = record.first else { throw .truncated }
        self.version = version
        rest = record.dropFirst()
    }

    /// Reads any field.
    package mutating func read<Field: RecordField>(
        _ type: Field.Type = Field.self
    ) throws(RecordFault) -> Field {
        try Field(from: &self)
    }

    /// Reads a number in its full width, little-endian.
    package mutating func integer<Number: FixedWidthInteger & UnsignedInteger>(
        _ type: Number.Type = Number.self
    ) throws(RecordFault) -> Number {
        let bytes = try take(Number.bitWidth / 8)
        var value: UInt64 = 0
        for byte in bytes.reversed() {
            value = value << 8 | UInt64(byte)
        }
        return Number(truncatingIfNeeded: value)
    }

    /// Reads a byte string that shares the record's storage.
    package mutating func bytes() throws(RecordFault) -> ArraySlice<UInt8> {
        try take(try length())
    }

    /// Reads an enumeration by its raw value.
    ///
    /// - Throws: `invalid` when no case has the value.
    package mutating func raw<Value: RawRepresentable>(
        _ type: Value.Type = Value.self
    ) throws(RecordFault) -> Value where Value.RawValue: RecordField {
        guard let value = Value(rawValue: try Value.RawValue(from: &self)) else { throw .invalid }
        return value
    }

    /// Reads a count or length, which is at most the number of bytes left.
    package mutating func length() throws(RecordFault) -> Int {
        guard let count = rest.popLength() else { throw .truncated }
        guard count <= rest.count else { throw .truncated }
        return count
    }

    /// Says that the record ends here.
    ///
    /// - Throws: `trailingBytes` when it does not.
    package func finish() throws(RecordFault) {
        guard rest.isEmpty else { throw .trailingBytes }
    }

    private mutating func take(_ count: Int) throws(RecordFault) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw .truncated }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}

extension [UInt8] {
    /// Appends a length: seven bits a byte, lowest first, the high bit set on all but the last.
    mutating func appendLength(_ count: Int) {
        var left = UInt64(count)
        while left >= 0x80 {
            append(UInt8(truncatingIfNeeded: left) | 0x80)
            left >>= 7
        }
        append(UInt8(left))
    }
}

extension ArraySlice<UInt8> {
    /// Reads and drops a length of at most 2³²−1; nil when the bytes are not one.
    mutating func popLength() -> Int? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 35, by: 7) {
            guard let byte = popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value <= UInt64(UInt32.max) ? Int(value) : nil }
        }
        return nil
    }
}
