import LeadlineDigest
import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension EventType {
    static let attachmentAdded = EventType(
        "attachment.added", fields: ["mime", "bytes", "file", "sha256", "url"])
}

extension CommandTable {
    /// Files and addresses that belong to a lead or a dispute.
    static let attachments: [Command] = [
        .write(
            "ATTACH", "Keeps a file, or where one lies, with a lead or a dispute.",
            group: .lead, by: .registrants, reach: .record("record"), kind: .create,
            events: [.attachmentAdded], Positional<AttachmentHolder>("record"),
            Positional<AttachmentName>("name"), RequiredKeyword<MediaType>("MIME"),
            BinaryKeyword("DATA"), Keyword<WebAddress>("URL"), run: attach),
        .scan(
            "ATTACH.GET", "Answers one attachment with its content.", group: .lead,
            by: .readers, reach: .record("record"), Positional<AttachmentHolder>("record"),
            Positional<AttachmentName>("name"), run: attachmentGet),
        .scan(
            "ATTACH.LIST", "Lists the attachments of a lead or a dispute, the newest first.",
            group: .lead, by: .readers, reach: .record("record"),
            Positional<AttachmentHolder>("record"), Keyword<PageLimit>("LIMIT"),
            Keyword<Number>("AFTER"), Keyword<WordList>("COLUMNS"), run: attachmentList),
    ]
}

/// What of an attachment is known without its content.
enum AttachmentFields {
    static let table = FieldTable<AttachmentRecord>([
        EntityField("name", personal: true) { .text($0.name) },
        EntityField("mime") { .text($0.mediaType) },
        EntityField("size") { $0.content.map { .integer(Int64($0.byteCount)) } ?? .null },
        EntityField("sha256") { $0.content.map { .text(Text($0.digest.hex)) } ?? .null },
        EntityField("url", personal: true) { .optional($0.url) },
        EntityField("at") { .time($0.at) },
        EntityField("author") { .optional($0.author.orNil) },
    ])
}

/// A row of ATTACH.LIST.
enum AttachmentColumns: PageColumns {
    static let standard = AttachmentFields.table.fields
}

/// An attachment with its content, which is null of one that lies elsewhere.
struct AttachmentMap: ReplyValue {
    static let shape = ReplyShape(.map, fields: AttachmentFields.table.names + ["data"])
    let attachment: AttachmentRecord
    let data: [UInt8]?

    func write(to reply: inout ReplyWriter) {
        let fields = AttachmentFields.table.fields
        reply.beginMap(fields.count + 1)
        for field in fields {
            reply.key(field.name)
            field.value(attachment).write(to: &reply)
        }
        reply.key("data")
        if let data { reply.binary(data[...]) } else { reply.null() }
        reply.endMap()
    }
}

// MARK: - Attaching

private func attach(
    tx: inout Transaction, holder: AttachmentHolder, name: AttachmentName, mime: MediaType,
    data: Bytes?, url: WebAddress?
) throws(Rejection) -> Done {
    let record = try tx.changes.view.attachable(holder, tx.caller.wall)
    try record.requireRight(of: tx.caller.wall)
    guard (data == nil) != (url == nil) else {
        throw .syntax("ATTACH takes DATA or URL, one of them")
    }
    let all = tx.changes.view.attachments(of: record.id)
    // The content gets its number only once it is sure to be kept.
    let content = data.map {
        AttachmentContent(number: 0, byteCount: UInt32($0.count), digest: Digest256(of: $0))
    }
    let attachment = AttachmentRecord(
        id: AttachmentID(record: KeyText(record.id.bytes), number: (all.last?.id.number ?? 0) + 1),
        name: name.text, mediaType: mime.text, content: content, url: url?.text, at: tx.now,
        author: tx.caller.name, partner: record.partner)
    let wall = tx.caller.wall
    let settings = tx.settings
    // What the caller may not see is in nobody's way.
    let namesake = all.last { $0.name == name.text && record.shows($0, to: wall, settings) }
    if let namesake {
        guard !attachment.isSame(as: namesake) else { return Done() }
        throw Rejection(.exists, "\(record.id) has another attachment of this name")
    }
    guard all.count < EngineLimits.attachmentsPerRecordMax else {
        throw Rejection(
            .limit, "attachment: at most \(EngineLimits.attachmentsPerRecordMax) of one record")
    }
    tx.keep(attachment, bytes: data, on: record)
    return Done()
}

extension Transaction {
    /// Stores an attachment with its content and event.
    fileprivate mutating func keep(
        _ attachment: AttachmentRecord, bytes: Bytes?, on record: Attachable
    ) {
        var attachment = attachment
        if let bytes, let content = attachment.content {
            let number = changes.next(IDSequence.attachmentContent)
            attachment = attachment.with(
                content: AttachmentContent(
                    number: number, byteCount: content.byteCount, digest: content.digest))
            var rest = bytes
            var index: UInt32 = 0
            while !rest.isEmpty {
                let piece = rest.prefix(EngineLimits.attachmentPartBytesMax)
                changes.insert(
                    Schema.attachmentParts.table,
                    AttachmentPart(
                        id: AttachmentPartID(content: number, index: index), bytes: piece))
                rest = rest.dropFirst(piece.count)
                index += 1
            }
        }
        enter(attachment, on: record)
    }

    /// Stores an attachment whose content is there, with its event.
    private mutating func enter(_ attachment: AttachmentRecord, on record: Attachable) {
        changes.insert(Schema.attachments.table, attachment)
        var data = EventData()
        data.member("mime", .text(attachment.mediaType))
        var personal = EventData()
        personal.member("file", .text(attachment.name))
        if let content = attachment.content {
            data.member("bytes", .integer(Int64(content.byteCount)))
            personal.member("sha256", .text(Text(content.digest.hex)))
        }
        if let url = attachment.url { personal.member("url", .text(url)) }
        self.record(.attachmentAdded, record.subject, data: data, personal: personal)
    }

    /// Gives a lead the attachments of the one that it is spawned from, as far as the caller sees
    /// them; contents are shared.
    mutating func copyAttachments(from parent: Lead, to lead: Lead) {
        let source = Attachable(parent)
        let target = Attachable(lead)
        var number: UInt32 = 0
        for attachment in changes.view.attachments(of: source.id)
        where source.shows(attachment, to: caller.wall, settings) {
            number += 1
            let copy = AttachmentRecord(
                id: AttachmentID(record: KeyText(target.id.bytes), number: number),
                name: attachment.name, mediaType: attachment.mediaType,
                content: attachment.content, url: attachment.url, at: now, author: caller.name,
                partner: lead.partner)
            enter(copy, on: target)
        }
    }

    /// Takes an attachment away, and its content when no other has it; answers how many rows went.
    mutating func remove(_ attachment: AttachmentRecord) -> Int {
        changes.delete(Schema.attachments.table, attachment.id)
        guard let content = attachment.content,
            changes.view.count(Schema.attachments.ofContent, content.number) == 0
        else { return 1 }
        let parts = changes.view.parts(of: content.number)
        for part in parts { changes.delete(Schema.attachmentParts.table, part.id) }
        return 1 + parts.count
    }
}

extension AttachmentRecord {
    fileprivate func with(content: AttachmentContent) -> AttachmentRecord {
        AttachmentRecord(
            id: id, name: name, mediaType: mediaType, content: content, url: url, at: at,
            author: author, partner: partner)
    }
}

// MARK: - Reading

private func attachmentGet(
    reader: inout Reader, holder: AttachmentHolder, name: AttachmentName
) throws(Rejection) -> AttachmentMap {
    let shown = try reader.attachments(of: holder)
    guard let attachment = shown.last(where: { $0.name == name.text }) else {
        throw reader.view.absent("attachment", "\(name.text)")
    }
    let data = attachment.content.map { reader.view.bytes(of: $0) }
    return AttachmentMap(attachment: attachment, data: data)
}

private func attachmentList(
    reader: inout Reader, holder: AttachmentHolder, limit: PageLimit?, after: Number?,
    columns: WordList?
) throws(Rejection) -> RecordPage<AttachmentRecord, AttachmentColumns> {
    let columns = try columns.map { (list: WordList) throws(Rejection) in
        try AttachmentFields.table.columns(chosen: list.words)
    }
    let shown = Array(try reader.attachments(of: holder).enumerated().reversed())
    let rest = shown.filter { UInt64($0.offset) < after?.value ?? .max }
    let rows = rest.prefix(limit?.rows ?? EngineLimits.pageRowsDefault)
    let next = rest.count > rows.count ? rows.last.map { Text("\($0.offset)") } : nil
    return RecordPage(rows.map(\.element), next: next, columns: columns)
}

extension Reader {
    /// The attachments of a record that the caller sees, in the order in which they were made.
    fileprivate mutating func attachments(
        of holder: AttachmentHolder
    ) throws(Rejection) -> [AttachmentRecord] {
        let record = try view.attachable(holder, caller.wall)
        let (wall, settings) = (caller.wall, settings)
        return view.attachments(of: record.id).filter { record.shows($0, to: wall, settings) }
            .map { wall.shown($0) }
    }
}
