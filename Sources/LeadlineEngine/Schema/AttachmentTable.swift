import LeadlineDigest
import LeadlineDomain
import LeadlineStore

extension Tag {
    static let attachment: UInt8 = 0x73
    static let attachmentsOfContent: UInt8 = 0x74
    static let attachmentPart: UInt8 = 0x75
}

extension IDSequence {
    static let attachmentContent: UInt8 = 51
}

/// An attachment's place: the record that it is on, and its number there.
struct AttachmentID: KeyPart, Hashable {
    /// The record's id: `L42` or `D5`.
    let record: KeyText
    let number: UInt32

    func append(to key: inout [UInt8]) {
        record.append(to: &key)
        number.append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> AttachmentID? {
        guard let record = KeyText.read(&key), let number = UInt32.read(&key) else { return nil }
        return AttachmentID(record: record, number: number)
    }
}

/// What an attachment says of its content.
struct AttachmentContent: Equatable, Sendable, RecordField {
    /// What its parts stand under; several attachments may share it.
    let number: UInt64
    let byteCount: UInt32
    let digest: Digest256

    init(number: UInt64, byteCount: UInt32, digest: Digest256) {
        self.number = number
        self.byteCount = byteCount
        self.digest = digest
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(number)
        writer.write(byteCount)
        writer.write(digest)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        number = try reader.read()
        byteCount = try reader.read()
        digest = try reader.read()
    }
}

/// A file or an address that belongs to a lead or a dispute; immutable.
struct AttachmentRecord: StoredRecord {
    static let recordVersion: UInt8 = 1
    let id: AttachmentID
    let name: Text
    let mediaType: Text
    /// Nil of one that lies elsewhere.
    let content: AttachmentContent?
    /// Where it lies; nil of one that is kept here.
    let url: Text?
    let at: Timestamp
    let author: Text
    /// The partner that had the lead when it was attached, told of it or not; nil when nobody had.
    let partner: PartnerID?

    init(
        id: AttachmentID, name: Text, mediaType: Text, content: AttachmentContent?, url: Text?,
        at: Timestamp, author: Text, partner: PartnerID?
    ) {
        self.id = id
        self.name = name
        self.mediaType = mediaType
        self.content = content
        self.url = url
        self.at = at
        self.author = author
        self.partner = partner
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(Text(id.record.bytes))
        writer.write(id.number)
        writer.write(name)
        writer.write(mediaType)
        writer.write(content)
        writer.write(url)
        writer.write(at)
        writer.write(author)
        writer.write(partner)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        let record: Text = try reader.read()
        id = AttachmentID(record: KeyText(record.bytes), number: try reader.read())
        name = try reader.read()
        mediaType = try reader.read()
        content = try reader.read()
        url = try reader.read()
        at = try reader.read()
        author = try reader.read()
        partner = try reader.read()
    }

    /// Whether the other one is the same file or address under the same name.
    func isSame(as other: AttachmentRecord) -> Bool {
        name == other.name && mediaType == other.mediaType && url == other.url
            && content?.digest == other.content?.digest
    }
}

/// A part's place: the content, and which part of it.
struct AttachmentPartID: KeyPart, Hashable {
    let content: UInt64
    let index: UInt32

    func append(to key: inout [UInt8]) {
        content.append(to: &key)
        index.append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> AttachmentPartID? {
        guard let content = UInt64.read(&key), let index = UInt32.read(&key) else { return nil }
        return AttachmentPartID(content: content, index: index)
    }
}

/// A piece of an attachment's content.
struct AttachmentPart: StoredRecord {
    static let recordVersion: UInt8 = 1
    let id: AttachmentPartID
    let bytes: ArraySlice<UInt8>

    init(id: AttachmentPartID, bytes: ArraySlice<UInt8>) {
        self.id = id
        self.bytes = bytes
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(id.content)
        writer.write(id.index)
        writer.write(bytes)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        id = AttachmentPartID(content: try reader.read(), index: try reader.read())
        bytes = try reader.bytes()
    }
}

/// Attachments, found by the record that they are on, which their ids begin with.
struct AttachmentTable: ~Copyable, Sendable {
    private(set) var table = Table<AttachmentRecord>(tag: Tag.attachment, name: "attachment")
    /// How many share a content: with the last of them it goes.
    let ofContent: Tally<AttachmentRecord, UInt64>

    init() {
        ofContent = table.tally(tag: Tag.attachmentsOfContent) { attachment, emit in
            if let content = attachment.content { emit(content.number) }
        }
    }
}

/// The contents of attachments, in parts.
struct AttachmentPartTable: ~Copyable, Sendable {
    let table = Table<AttachmentPart>(tag: Tag.attachmentPart, name: "attachment part")
}

extension View {
    /// The attachments of a record, in the order in which they were made.
    mutating func attachments(of record: Text) -> [AttachmentRecord] {
        rows(
            of: Schema.attachments.table, under: KeyText(record.bytes),
            limit: EngineLimits.attachmentsPerRecordMax)
    }

    /// The bytes of an attachment that is kept here.
    mutating func bytes(of content: AttachmentContent) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(content.byteCount))
        for part in parts(of: content.number) { bytes.append(contentsOf: part.bytes) }
        return bytes
    }

    /// The parts of a content, first to last.
    mutating func parts(of content: UInt64) -> [AttachmentPart] {
        rows(
            of: Schema.attachmentParts.table, under: content,
            limit: EngineLimits.attachmentPartsMax)
    }
}
