import LeadlineDomain
import LeadlineStore

extension CommandTable {
    /// What happened, in order and without a gap, and the proof that nobody changed it since.
    static let events: [Command] = [
        .scan(
            "EVENTS", "Lists what happened, the oldest first; BLOCK waits for the next.",
            group: .events, by: .readers, reach: .events, inBlock: .refusedWith(keyword: "BLOCK"),
            Keyword<EventPosition>("AFTER"), Keyword<CursorName>("CURSOR"),
            Keyword<WordList>("TYPE"), Keyword<SubjectName>("OF"), Keyword<Text>("NOT"),
            Keyword<PageLimit>("LIMIT"),
            Keyword<BlockTime>("BLOCK"), Keyword<WordList>("COLUMNS"), run: eventList),
        .local(
            "EVENT.TYPES", "Lists the types of events by name.",
            group: .events, by: .readers, run: eventTypes),
        .scan(
            "HISTORY", "Lists every event of one record, the oldest first.",
            group: .events, by: .readers, reach: .record("id"),
            Positional<SubjectName>("id"), Keyword<PageLimit>("LIMIT"), Keyword<Number>("AFTER"),
            Keyword<WordList>("COLUMNS"), run: history),
        .row(
            "AUDIT.HEAD", "Answers the newest event's number and hash.",
            group: .events, by: .house, reach: .house, run: auditHead),
        .scan(
            "AUDIT.VERIFY", "Recomputes the chain of events, or checks a proof of a claim.",
            group: .events, by: .readers, reach: .events, inBlock: .refused,
            Keyword<Number>("FROM"), Keyword<Number>("TO"), Keyword<ClaimProof>("PROOF"),
            run: auditVerify),
    ]
}

private func eventList(
    reader: inout Reader, after: EventPosition?, cursor: CursorName?, types: WordList?,
    of: SubjectName?, not: Text?, limit: PageLimit?, block: BlockTime?, columns: WordList?
) throws(Rejection) -> RecordPage<EventEntry, EventColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try EventFields.table.columns(chosen: list.words)
    }
    let head = reader.view.eventHead().sequence
    let start = try reader.eventStart(after, cursor, head: head)
    let subject = try of.map { name throws(Rejection) in try reader.subject(name, "of") }
    let selection = EventSelection(types: types, not: not, subject: subject)
    var page = reader.events(selection, after: start, limit: limit)
    if block != nil {
        // Who waits for an event that few are like shall not be told of each stretch without one.
        for _ in 1..<EngineLimits.eventStretchesMax {
            guard page.rows.isEmpty, let next = page.next else { break }
            page = reader.events(selection, after: next, limit: limit)
        }
    }
    if page.rows.isEmpty, page.next == nil, let block, !reader.isLastTry {
        // Everything up to the head was looked at, in the same moment as the head.
        reader.wait = Reader.Wait(after: max(start, head), milliseconds: block.milliseconds)
    }
    return RecordPage(page.rows, next: page.next.map { Text("\($0)") }, columns: columns)
}

private func history(
    reader: inout Reader, name: SubjectName, limit: PageLimit?, after: Number?,
    columns: WordList?
) throws(Rejection) -> RecordPage<EventEntry, HistoryColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try EventFields.table.columns(chosen: list.words)
    }
    let subject = try reader.subject(name, "id")
    let selection = EventSelection(types: nil, not: nil, subject: subject)
    let page = reader.events(selection, after: after?.value ?? 0, limit: limit)
    return RecordPage(page.rows, next: page.next.map { Text("\($0)") }, columns: columns)
}

extension Reader {
    /// The event behind which EVENTS begins.
    fileprivate mutating func eventStart(
        _ after: EventPosition?, _ cursor: CursorName?, head: UInt64
    ) throws(Rejection) -> UInt64 {
        guard after == nil || cursor == nil else {
            throw .syntax("AFTER and CURSOR exclude each other")
        }
        if let resume { return resume }
        if let cursor { return try self.cursor(cursor).sequence }
        return after.map { $0.sequence(head: head) } ?? 0
    }
}

extension EventPosition {
    fileprivate func sequence(head: UInt64) -> UInt64 {
        switch self {
        case .after(let sequence): sequence
        case .now: head
        }
    }
}

extension Reader {
    /// A page of the events chosen that the caller sees, the oldest first.
    fileprivate mutating func events(
        _ selection: EventSelection, after: UInt64, limit: PageLimit?
    ) -> (rows: [EventEntry], next: UInt64?) {
        var sight = EventSight(self)
        let wall = caller.wall
        var entries: [EventEntry] = []
        let listing = Listing<EventRecord, UInt64>(limit: limit, after: after) { $0.sequence }
        let page = listing.page(&view) { view, position, count in
            view.events(of: selection.subject, wall, after: position ?? 0, limit: count)
        } keep: { view, event in
            guard selection.includes(event),
                let entry = EventEntry(event, sight.sight(of: event, &view), wall)
            else { return false }
            entries.append(entry)
            return true
        }
        return (Array(entries.prefix(page.rows.count)), page.next)
    }
}

extension View {
    fileprivate mutating func events(
        of subject: Text?, _ wall: Wall, after position: UInt64, limit: Int
    ) -> [EventRecord] {
        let numbers: [UInt64]
        if let subject {
            let found = ids(
                Schema.events.bySubject, Fingerprint64(subject).raw, after: (Nothing(), position),
                limit: limit)
            numbers = found.map(\.id)
        } else if wall.isHouse {
            return rows(of: Schema.events.table, after: position, limit: limit)
        } else {
            // Outside the house only the caller's own are walked: others cost it no time.
            numbers = events(concerning: wall.outsiders, after: position, limit: limit)
        }
        return numbers.compactMap { get(Schema.events.table, $0) }
    }

    /// The numbers of the events that concern any of them, the oldest first.
    private mutating func events(
        concerning outsiders: [Outsider], after position: UInt64, limit: Int
    ) -> [UInt64] {
        var numbers: Set<UInt64> = []
        for outsider in outsiders {
            let found = ids(
                Schema.events.byAudience, outsider.key, after: (Nothing(), position), limit: limit)
            numbers.formUnion(found.map(\.id))
        }
        return Array(numbers.sorted().prefix(limit))
    }
}

/// The documented fields of a type of event.
enum EventTypeColumns: PageColumns {
    static let standard: [EntityField<EventType>] = [
        EntityField("type") { .text(Text($0.name)) },
        EntityField("fields") { .texts($0.fields.map { Text($0) }) },
        EntityField("since") { .text(Text($0.since)) },
    ]
}

private func eventTypes(
    context: inout LocalContext
) throws(Rejection) -> RecordPage<EventType, EventTypeColumns> {
    let types = Set(context.engine.table.commands.flatMap(\.events) + Deadlines.events)
    return RecordPage(types.sorted { Text($0.name) < Text($1.name) })
}
