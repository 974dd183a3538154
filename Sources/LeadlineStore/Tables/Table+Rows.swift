extension Table {
    /// The id in a record's key; nil when it holds none.
    func name(_ key: ArraySlice<UInt8>) -> Record.ID? {
        var parts = KeyReader(key.dropFirst())
        guard let id = Record.ID.read(&parts), parts.isAtEnd else { return nil }
        return id
    }

    /// Writes a record's value: its version, then its fields.
    func encode(_ record: Record, into writer: inout RecordWriter) {
        writer.reset()
        writer.write(Record.recordVersion)
        record.encode(into: &writer)
    }

    /// The record that `value` is.
    func decode(_ value: ArraySlice<UInt8>) throws(RecordFault) -> Record {
        var reader = try RecordReader(value)
        guard reader.version >= 1, reader.version <= Record.recordVersion else {
            throw .unknownVersion(reader.version)
        }
        let record = try Record(from: &reader)
        try reader.finish()
        return record
    }
}
