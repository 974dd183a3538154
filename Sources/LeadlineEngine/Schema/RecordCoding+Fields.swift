import LeadlineStore

// The store's own ways to write and read any field, compiled once more in this module: only so are
// they made for each of its types, instead of asking at run time what a field's type can do. A lead
// has forty fields, and these four are most of what reading it costs.

extension RecordWriter {
    /// Appends any field.
    mutating func write<Field: RecordField>(_ field: Field) { field.encode(into: &self) }

    /// Appends whether there is a field, and the field if there is one.
    mutating func write<Field: RecordField>(_ field: Field?) {
        write(field != nil)
        if let field { field.encode(into: &self) }
    }
}

extension RecordReader {
    /// Reads any field.
    mutating func read<Field: RecordField>(
        _ type: Field.Type = Field.self
    ) throws(RecordFault) -> Field {
        try Field(from: &self)
    }

    /// Reads whether there is a field, and the field if there is one.
    mutating func read<Field: RecordField>() throws(RecordFault) -> Field? {
        try flag() ? Field(from: &self) : nil
    }
}
