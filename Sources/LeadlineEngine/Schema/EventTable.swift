import LeadlineDigest
import LeadlineDomain
import LeadlineStore

/// One event: what happened to one record, in one commit, by whom, linked to the event before.
struct EventRecord: StoredRecord {
    static let recordVersion: UInt8 = 1
    /// 1, 2, 3 … without gaps.
    let sequence: UInt64
    let at: Timestamp
    let type: Text
    let subject: Text
    let ref: Text?
    /// The subject record's version after the event; 0 where it has none.
    let subjectVersion: UInt32
    let actor: Text
    let origin: Text
    /// One JSON object without personal values.
    let data: Text
    /// The digest of the erasable part, when there is one.
    let personal: Digest256?
    /// SHA-256 of the hash before and of everything above.
    var hash = Digest256.zero

    var id: UInt64 { sequence }

    /// This event linked behind `previous`.
    func linked(after previous: Digest256) -> EventRecord {
        var body = RecordWriter(capacity: 256 + data.count)
        encodeBody(into: &body)
        var linked = self
        linked.hash = Digest256(of: previous.bytes[...], body.bytes[...])
        return linked
    }

    func encode(into writer: inout RecordWriter) {
        encodeBody(into: &writer)
        writer.write(hash)
    }

    private func encodeBody(into writer: inout RecordWriter) {
        writer.write(sequence)
        writer.write(at)
        writer.write(type)
        writer.write(subject)
        writer.write(ref)
        writer.write(subjectVersion)
        writer.write(actor)
        writer.write(origin)
        writer.write(data)
        writer.write(personal)
    }

    init(
        sequence: UInt64, at: Timestamp, type: EventType, subject: Text, ref: Text?,
        subjectVersion: UInt32, actor: Text, origin: Text, data: Text, personal: Digest256?
    ) {
        self.sequence = sequence
        self.at = at
        self.type = Text(type.name)
        self.subject = subject
        self.ref = ref
        self.subjectVersion = subjectVersion
        self.actor = actor
        self.origin = origin
        self.data = data
        self.personal = personal
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        sequence = try reader.read()
        at = try reader.read()
        type = try reader.read()
        subject = try reader.read()
        ref = try reader.read()
        subjectVersion = try reader.read()
        actor = try reader.read()
        origin = try reader.read()
        data = try reader.read()
        personal = try reader.read()
        hash = try reader.read()
    }
}

/// The erasable part of an event: personal values, salted so that the digest in the event tells
/// nothing of them once they are gone (`rules.md` 13).
struct EventPersonal: StoredRecord {
    static let recordVersion: UInt8 = 1
    let sequence: UInt64
    let salt: UInt64
    let data: Text

    var id: UInt64 { sequence }

    var digest: Digest256 {
        var salted = RecordWriter(capacity: 8)
        salted.write(salt)
        return Digest256(of: salted.bytes[...], data.bytes)
    }

    init(sequence: UInt64, salt: UInt64, data: Text) {
        self.sequence = sequence
        self.salt = salt
        self.data = data
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(sequence)
        writer.write(salt)
        writer.write(data)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        sequence = try reader.read()
        salt = try reader.read()
        data = try reader.read()
    }
}

/// The event log and its per-subject index.
struct EventTable: ~Copyable, Sendable {
    private(set) var table = Table<EventRecord>(tag: Tag.event, name: "event")
    private(set) var personal = Table<EventPersonal>(tag: Tag.eventPersonal, name: "event personal")
    /// By the subject's fingerprint; a hit is verified against the row.
    let bySubject: Index<EventRecord, UInt64, Nothing>

    init() {
        bySubject = table.index(tag: Tag.eventBySubject) { event, emit in
            emit(Fingerprint64(event.subject).raw, Nothing())
        }
    }
}
