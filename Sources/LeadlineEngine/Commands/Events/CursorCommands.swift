import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// Where the consumers of events have come, kept for them.
    ///
    /// Each user has cursors of its own. They are no events: moving one would feed itself.
    static let cursors: [Command] = [
        .write(
            "CURSOR.SET", "Keeps how far a consumer has come; going back reads events again.",
            group: .events, by: .readers, reach: .own, kind: .create, events: [],
            Positional<CursorName>("name"), Positional<Number>("seq"), run: cursorSet),
        .row(
            "CURSOR.GET", "Answers where a consumer stands, or null when it is not known.",
            group: .events, by: .readers, reach: .own, Positional<CursorName>("name"),
            run: cursorGet),
        .write(
            "CURSOR.DEL", "Forgets a consumer's position.", group: .events, by: .readers,
            reach: .own,
            kind: .create, events: [], Positional<CursorName>("name"), run: cursorDelete),
        .scan(
            "CURSOR.LIST", "Lists the caller's consumers by name, and how far each is behind.",
            group: .events, by: .readers, reach: .own, Keyword<PageLimit>("LIMIT"),
            Keyword<CursorName>("AFTER"),
            Keyword<WordList>("COLUMNS"), run: cursorList),
    ]
}

/// What a consumer calls its position: 1 to 64 visible characters without blanks.
struct CursorName: Argument {
    static var typeName: String { "name" }
    let text: Text
    init(argument: Bytes) throws(ValueFault) {
        guard (1...EngineLimits.cursorNameBytesMax).contains(argument.count),
            argument.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else {
            throw ValueFault(
                "1 to \(EngineLimits.cursorNameBytesMax) visible ASCII characters without blanks")
        }
        text = Text(argument)
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// A consumer's position as it is listed.
struct CursorEntry: Sendable {
    let record: CursorRecord
    /// Events after it; nil outside the house, where numbers tell of others.
    let behind: UInt64?
}

/// The columns of CURSOR.LIST.
enum CursorColumns: PageColumns {
    static let table = FieldTable<CursorEntry>([
        EntityField("name") { .text($0.record.id.name) },
        EntityField("seq") { .integer(Int64(clamping: $0.record.sequence)) },
        EntityField("behind") { $0.behind.map { .integer(Int64(clamping: $0)) } ?? .null },
        EntityField("updated") { .time($0.record.updated) },
    ])
    static let standard = table.fields
}

private func cursorSet(
    tx: inout Transaction, name: CursorName, place: Number
) throws(Rejection) -> Done {
    let head = tx.changes.view.newestEvent(before: tx.caller.wall)
    guard place.value <= head else {
        throw .invalid("seq", "\(place.value) is beyond the newest event, \(head)")
    }
    let id = CursorID(user: tx.caller.name, name: name.text)
    let old = tx.changes.view.get(Schema.cursors.table, id)
    guard old?.sequence != place.value else { return Done() }
    tx.changes.put(
        Schema.cursors.table, CursorRecord(id: id, sequence: place.value, updated: tx.now))
    return Done()
}

private func cursorGet(reader: inout Reader, name: CursorName) throws(Rejection) -> Count? {
    let id = CursorID(user: reader.caller.name, name: name.text)
    return reader.view.get(Schema.cursors.table, id).map { Count(Int64(clamping: $0.sequence)) }
}

private func cursorDelete(tx: inout Transaction, name: CursorName) throws(Rejection) -> Done {
    let id = CursorID(user: tx.caller.name, name: name.text)
    guard tx.changes.delete(Schema.cursors.table, id) else {
        throw Rejection(.notFound, "no cursor \(name.text.bytes.quoted)")
    }
    return Done()
}

private func cursorList(
    reader: inout Reader, limit: PageLimit?, after: CursorName?, columns: WordList?
) throws(Rejection) -> RecordPage<CursorEntry, CursorColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try CursorColumns.table.columns(chosen: list.words)
    }
    let user = reader.caller.name
    let head = reader.view.eventHead().sequence
    // No name is empty, so the walk begins before the first of this user's.
    let start = CursorID(user: user, name: after?.text ?? Text(""))
    let listing = Listing<CursorRecord, CursorID>(limit: limit, after: start) { $0.id }
    let page = listing.page(&reader.view) { view, position, count in
        view.rows(of: Schema.cursors.table, after: position, limit: count)
            .filter { $0.id.user == user }
    } keep: { _, _ in
        true
    }
    let isHouse = reader.caller.wall.isHouse
    let rows = page.rows.map { record in
        let behind = head >= record.sequence ? head - record.sequence : 0
        return CursorEntry(record: record, behind: isHouse ? behind : nil)
    }
    return RecordPage(rows, next: page.next?.name, columns: columns)
}

extension View {
    /// The newest event that the caller may have seen; 0 when there is none.
    fileprivate mutating func newestEvent(before wall: Wall) -> UInt64 {
        guard !wall.isHouse else { return eventHead().sequence }
        let newest = wall.outsiders.compactMap { outsider in
            ids(Schema.events.byAudience, outsider.key, .descending, limit: 1).first?.id
        }
        return newest.max() ?? 0
    }
}

extension Reader {
    /// The position that EVENTS CURSOR names.
    ///
    /// One that was never set is refused: reading from the first event because of a misspelt name
    /// would do everything again.
    mutating func cursor(_ name: CursorName) throws(Rejection) -> CursorRecord {
        let id = CursorID(user: caller.name, name: name.text)
        guard let record = view.get(Schema.cursors.table, id) else {
            let shown = name.text.bytes.quoted
            throw Rejection(.notFound, "no cursor \(shown); begin with CURSOR.SET \(shown) 0")
        }
        return record
    }
}
