import LeadlineDigest
import LeadlineDomain
import LeadlineStore

/// One event: what happened to one record, in one commit, by whom, linked to the event before.
///
/// One row holds all of it. The personal values stand outside of what is hashed, so that erasing
/// them rewrites the row and breaks no chain.
struct EventRecord: StoredRecord {
    // Version 1 did not keep the audience.
    static let recordVersion: UInt8 = 2
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
    /// The erasable part, of which the digest is hashed.
    var personal: EventPersonal
    /// SHA-256 of the hash before and of everything above.
    var hash = Digest256.zero
    /// Those outside the house whom it concerned when it happened (`Outsider.text`); not hashed.
    let audience: [Text]

    var id: UInt64 { sequence }

    /// This event linked behind `previous`.
    consuming func linked(after previous: Digest256) -> EventRecord {
        var body = RecordWriter(capacity: 256 + data.count)
        encodeBody(into: &body)
        body.write(personal.digest)
        hash = Digest256(of: previous, body.span)
        return self
    }

    func encode(into writer: inout RecordWriter) {
        encodeBody(into: &writer)
        writer.write(personal)
        writer.write(hash)
        writer.write(audience)
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
    }

    init(
        sequence: UInt64, at: Timestamp, type: EventType, subject: Text, ref: Text?,
        subjectVersion: UInt32, actor: Text, origin: Text, data: Text, personal: EventPersonal,
        audience: [Text] = []
    ) {
        self.sequence = sequence
        self.at = at
        self.type = type.text
        self.subject = subject
        self.ref = ref
        self.subjectVersion = subjectVersion
        self.actor = actor
        self.origin = origin
        self.data = data
        self.personal = personal
        self.audience = audience
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
        audience = reader.version < 2 ? [] : try reader.read()
    }
}

/// The erasable part of an event: personal values, salted so that the digest that the event is
/// hashed with tells nothing of them once they are gone (`rules.md` 13).
enum EventPersonal: RecordField, Equatable {
    /// The event never had one.
    case none
    /// It is there; its digest follows from it.
    case kept(salt: UInt64, data: Text)
    /// It was erased; its digest remains.
    case erased(Digest256)

    /// What the event is hashed with; nil when it never had such a part.
    var digest: Digest256? {
        switch self {
        case .none: return nil
        case .erased(let digest): return digest
        case .kept(let salt, let data):
            // As a record has it: little-endian.
            return Digest256(of: salt, data.bytes.span)
        }
    }

    // Numbers are on disk: never reuse one, never renumber.
    private static let noneKind: UInt8 = 0
    private static let keptKind: UInt8 = 1
    private static let erasedKind: UInt8 = 2

    func encode(into writer: inout RecordWriter) {
        switch self {
        case .none: writer.write(Self.noneKind)
        case .kept(let salt, let data):
            writer.write(Self.keptKind)
            writer.write(salt)
            writer.write(data)
        case .erased(let digest):
            writer.write(Self.erasedKind)
            writer.write(digest)
        }
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        switch try reader.read(UInt8.self) {
        case Self.noneKind: self = .none
        case Self.keptKind: self = .kept(salt: try reader.read(), data: try reader.read())
        case Self.erasedKind: self = .erased(try reader.read())
        default: throw .invalid
        }
    }
}

/// The event log and its per-subject index.
struct EventTable: ~Copyable, Sendable {
    private(set) var table = Table<EventRecord>(tag: Tag.event, name: "event")
    /// By the subject's fingerprint; a hit is verified against the row.
    let bySubject: Index<EventRecord, UInt64, Nothing>
    /// By those outside the house whom it concerned.
    let byAudience: Index<EventRecord, KeyText, Nothing>

    init() {
        bySubject = table.index(tag: Tag.eventBySubject) { event, emit in
            emit(Fingerprint64(event.subject).raw, Nothing())
        }
        byAudience = table.index(tag: Tag.eventByAudience) { event, emit in
            for outsider in event.audience { emit(KeyText(outsider.bytes), Nothing()) }
        }
    }
}
