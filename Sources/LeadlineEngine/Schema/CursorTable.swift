import LeadlineDomain
import LeadlineStore

/// What names one consumer's position: whose it is and what they call it.
struct CursorID: KeyPart, Hashable {
    let user: Text
    let name: Text

    func append(to bytes: inout [UInt8]) {
        KeyText(user.bytes).append(to: &bytes)
        KeyText(name.bytes).append(to: &bytes)
    }

    static func read(_ reader: inout KeyReader) -> CursorID? {
        guard let user = KeyText.read(&reader), let name = KeyText.read(&reader) else { return nil }
        return CursorID(user: Text(user.bytes), name: Text(name.bytes))
    }
}

/// How far one consumer of events has come.
struct CursorRecord: StoredRecord {
    static let recordVersion: UInt8 = 1
    let id: CursorID
    /// The last event that was dealt with; 0 before the first.
    var sequence: UInt64
    var updated: Timestamp

    init(id: CursorID, sequence: UInt64, updated: Timestamp) {
        self.id = id
        self.sequence = sequence
        self.updated = updated
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(id.user)
        writer.write(id.name)
        writer.write(sequence)
        writer.write(updated)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        id = CursorID(user: try reader.read(), name: try reader.read())
        sequence = try reader.read()
        updated = try reader.read()
    }
}

struct CursorTable: ~Copyable, Sendable {
    let table = Table<CursorRecord>(tag: Tag.cursor, name: "cursor")
}
