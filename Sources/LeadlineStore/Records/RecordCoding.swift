/// Writes the fields of one record.
package struct RecordWriter: ~Copyable {
    private var written: ByteArena

    /// Everything written so far, copied.
    package var bytes: [UInt8] { written.array }

    /// Everything written so far, lent until more is written.
    package var span: Span<UInt8> {
        @_lifetime(borrow self) get { written.span }
    }

    /// Starts empty.
    package init() {
        written = ByteArena()
    }

    /// Starts empty, with memory for so many bytes.
    package init(capacity: Int) {
        written = ByteArena(capacity: capacity)
    }

    /// Appends any field.
    package mutating func write<Field: RecordField>(_ field: Field) {
        field.encode(into: &self)
    }

    /// Appends whether there is a field, and the field if there is one.
    package mutating func write<Field: RecordField>(_ field: Field?) {
        integer(UInt8(field == nil ? 0 : 1))
        if let field { field.encode(into: &self) }
    }

    /// Appends the number of fields and the fields.
    package mutating func write<Field: RecordField>(_ fields: [Field]) {
        length(fields.count)
        for field in fields { field.encode(into: &self) }
    }

    /// Appends a number of one byte.
    package mutating func integer(_ number: UInt8) { written.append(number) }

    /// Appends a number in its full width, little-endian.
    package mutating func integer(_ number: UInt16) {
        written.append(littleEndian: UInt64(number), count: 2)
    }

    /// Appends a number in its full width, little-endian.
    package mutating func integer(_ number: UInt32) {
        written.append(littleEndian: UInt64(number), count: 4)
    }

    /// Appends a number in its full width, little-endian.
    package mutating func integer(_ number: UInt64) {
        written.append(littleEndian: number, count: 8)
    }

    /// Appends a byte string with its length before it.
    package mutating func bytes(_ string: ArraySlice<UInt8>) {
        length(string.count)
        written.append(string)
    }

    /// Appends a byte string with its length before it.
    package mutating func bytes(_ string: UnsafeRawBufferPointer) {
        length(string.count)
        unsafe written.append(raw: string)
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
        written.append(length: count)
    }

    /// Empties the writer, keeping its storage.
    mutating func reset() {
        written.removeAll()
    }
}

/// Reads the fields of one record; no bytes, however wrong, make it trap.
package struct RecordReader {
    /// The version the record was written with.
    package let version: UInt8
    private let record: ArraySlice<UInt8>
    /// How many bytes were read.
    ///
    /// The record itself is not cut: each cut would count a reference.
    private var offset = 1

    /// Starts behind the version byte of `record`.
    ///
    /// - Throws: `truncated` when there is no version byte.
    package init(_ record: ArraySlice<UInt8>) throws(RecordFault) {
        guard let version = record.first else { throw .truncated }
        self.version = version
        self.record = record
    }

    /// Reads any field.
    package mutating func read<Field: RecordField>(
        _ type: Field.Type = Field.self
    ) throws(RecordFault) -> Field {
        try Field(from: &self)
    }

    /// Reads a field that may be absent.
    package mutating func read<Field: RecordField>() throws(RecordFault) -> Field? {
        try optional()
    }

    /// Reads any number of fields.
    package mutating func read<Field: RecordField>() throws(RecordFault) -> [Field] {
        try array()
    }

    /// Reads whether there is a field, and the field if there is one.
    package mutating func optional<Field: RecordField>() throws(RecordFault) -> Field? {
        try flag() ? Field(from: &self) : nil
    }

    /// Reads the number of fields and the fields; each takes at least one byte.
    package mutating func array<Field: RecordField>() throws(RecordFault) -> [Field] {
        let count = try length()
        var fields: [Field] = []
        fields.reserveCapacity(min(count, Self.reservedMax))
        for _ in 0..<count { fields.append(try Field(from: &self)) }
        return fields
    }

    /// What a count may promise before memory is taken for it.
    private static let reservedMax = 64

    /// Reads one byte that is 0 or 1.
    package mutating func flag() throws(RecordFault) -> Bool {
        switch try integer(UInt8.self) {
        case 0: false
        case 1: true
        default: throw .invalid
        }
    }

    /// Reads a number of one byte.
    package mutating func integer(_ type: UInt8.Type = UInt8.self) throws(RecordFault) -> UInt8 {
        UInt8(truncatingIfNeeded: try number(1))
    }

    /// Reads a number in its full width, little-endian.
    package mutating func integer(_ type: UInt16.Type = UInt16.self) throws(RecordFault) -> UInt16 {
        UInt16(truncatingIfNeeded: try number(2))
    }

    /// Reads a number in its full width, little-endian.
    package mutating func integer(_ type: UInt32.Type = UInt32.self) throws(RecordFault) -> UInt32 {
        UInt32(truncatingIfNeeded: try number(4))
    }

    /// Reads a number in its full width, little-endian.
    package mutating func integer(_ type: UInt64.Type = UInt64.self) throws(RecordFault) -> UInt64 {
        try number(8)
    }

    private mutating func number(_ byteCount: Int) throws(RecordFault) -> UInt64 {
        let start = try skip(byteCount)
        let bytes = record.span
        var value: UInt64 = 0
        for index in (start..<offset).reversed() { value = value << 8 | UInt64(bytes[index]) }
        return value
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
        var end = offset
        guard let count = record.span.length(at: &end), count <= record.count - end else {
            throw .truncated
        }
        offset = end
        return count
    }

    /// Says that the record ends here.
    ///
    /// - Throws: `trailingBytes` when it does not.
    package func finish() throws(RecordFault) {
        guard offset == record.count else { throw .trailingBytes }
    }

    private mutating func take(_ count: Int) throws(RecordFault) -> ArraySlice<UInt8> {
        let start = record.startIndex + (try skip(count))
        return record[start..<(start + count)]
    }

    /// Steps over bytes; answers where they begin.
    private mutating func skip(_ count: Int) throws(RecordFault) -> Int {
        guard count <= record.count - offset else { throw .truncated }
        defer { offset += count }
        return offset
    }
}

extension Span<UInt8> {
    /// The length of at most 2³²−1 that stands at `index`, which moves behind it; nil when the
    /// bytes are not one.
    func length(at index: inout Int) -> Int? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 35, index < count {
            let byte = self[index]
            index += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value <= UInt64(UInt32.max) ? Int(value) : nil }
            shift += 7
        }
        return nil
    }
}
