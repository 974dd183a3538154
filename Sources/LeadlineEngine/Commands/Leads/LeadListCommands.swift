import LeadlineDomain
import LeadlineStore

extension CommandTable {
    static let leadList: [Command] = [
        .scan(
            "LEAD.LIST", "Lists leads, newest first, by any filters together.", group: .lead,
            by: .readers, reach: .leads, LeadQuery.list, run: listLeads),
        .scan(
            "LEAD.FIND", "Finds leads by the beginnings of words, or by e-mail, ref or phone.",
            group: .lead, by: .readers, reach: .leads, OptionalPositional<SearchPhrase>("words"),
            LeadQuery.find,
            run: findLeads),
        .scan(
            "QUEUE", "Lists new leads, best score first, then oldest.", group: .lead,
            by: .house, reach: .leads, LeadQuery.queue, run: listQueue),
        .either(
            "NOTE", "Remarks on a lead, or reads its notes when no text is given.",
            group: .lead, by: .workers, reach: .lead("lead"), kind: .create, events: [.leadNoted],
            Positional<LeadReference>("lead"),
            OptionalPositional<LongText>("text", takesLoneKeyword: true), Flag("SHARED"),
            Keyword<PageLimit>("LIMIT"), Keyword<Number>("AFTER"), Keyword<WordList>("COLUMNS"),
            read: notes, write: note),
    ]
}

// MARK: - Lists

private func listLeads(reader: inout Reader, query: LeadQuery) throws(Rejection) -> LeadPage {
    try list(query, words: nil, &reader)
}

private func findLeads(
    reader: inout Reader, words: SearchPhrase?, query: LeadQuery
) throws(Rejection) -> LeadPage {
    guard words != nil || query.email != nil || query.ref != nil || query.phone != nil else {
        throw .syntax("wrong number of arguments for 'lead.find' command")
    }
    return try list(query, words: words?.text, &reader)
}

private func list(
    _ query: LeadQuery, words: Text?, _ reader: inout Reader
) throws(Rejection) -> LeadPage {
    let columns = try query.chosenColumns()
    let filter = try LeadFilter(query, words: words, &reader)
    let wall = reader.caller.wall
    if query.order?.value == .updated {
        return wall.isHouse
            ? try listByUpdate(query, filter, columns, &reader)
            : try listOwnByUpdate(query, filter, columns, &reader)
    }
    if let key = query.order?.value.time {
        var list = LeadsByTime(key, filter, rows: query.rows, reader)
        let page =
            wall.isHouse
            ? try list.page(after: query.after, &reader.view)
            : try list.page(
                of: ownLeads(&reader, for: "\(query.order?.value.word ?? "")"),
                after: query.after)
        return LeadPage(page.rows, next: page.next, columns: columns)
    }
    // Outside the house no lead has a score: ties come newest first.
    if query.order?.value == .score, wall.isHouse {
        var list = LeadsByScore(filter, rows: query.rows, reader)
        let page = try list.page(after: query.after, &reader.view)
        return LeadPage(page.rows, next: page.next, columns: columns)
    }
    let after = try query.after.map { (text: Text) throws(Rejection) in try leadCursor(text) }
    var page = PageBuilder(rows: query.rows, reader)
    if case .words(let words) = filter.access, wall.isHouse,
        var found = LeadsByWords(words, after: after, &reader.view)
    {
        found.fill(&page, filter.matches, &reader.view)
        let next = page.next?.id ?? found.stop
        return LeadPage(page.rows, next: next?.text, columns: columns)
    }
    // Outside the house only the caller's own leads are walked: what others have costs no time.
    let found = wall.isHouse ? candidates(filter.access, &reader.view) : nil
    if let found {
        for id in found where after.map({ id < $0 }) ?? true {
            guard page.wantsMore else { break }
            page.look(at: id, in: &reader.view, filter.matches)
        }
    } else {
        let sources = wall.isHouse ? filter.walked : LeadSourceIndex.own(of: wall)
        var walk = LeadWalk(sources, after: after)
        while let id = walk.next(&reader.view), page.wantsMore {
            guard let lead = reader.view.get(Schema.leads.table, id) else { continue }
            // Ids and times of creation rise together, so older ones cannot match any more.
            if let since = filter.span.since, lead.created < since { break }
            page.look(at: lead, filter.matches)
        }
    }
    return LeadPage(page.rows, next: page.next.map(\.id.text), columns: columns)
}

/// All the ids that an unordered access offers, newest first; nil when it has none, or more than
/// the scan budget: then the leads are walked in the order of their ids.
private func candidates(_ access: LeadAccess, _ view: inout View) -> [LeadID]? {
    let limit = EngineLimits.scanRowsMax
    let ids: [LeadID]
    switch access {
    case .words(let words):
        guard let rare = rareWord(of: words, &view) else { return nil }
        ids = rare
    case .ref(let ref):
        ids = view.holder(Schema.leads.byRef, KeyText(ref.bytes)).map { [$0] } ?? []
    case .email(let key):
        let customer = Fingerprint64(key).raw
        let closed = view.ids(Schema.leads.closedByEmail, customer, .descending, limit: limit)
        ids = view.ids(Schema.leads.byEmail, customer, .descending, limit: limit) + closed.map(\.id)
    case .phone(let key):
        ids = view.ids(Schema.leads.byPhone, key, .descending, limit: limit)
    case .each: return nil
    }
    return Set(ids).sorted(by: >)
}

/// The leads that have the first of the words which not too many have; nil when all are common.
private func rareWord(of words: [Text], _ view: inout View) -> [LeadID]? {
    let limit = EngineLimits.scanRowsMax
    // The longest word is the rarest as far as one can tell without counting.
    for word in words.sorted(by: { $0.count > $1.count }) {
        let found = view.ids(
            Schema.leads.byWord, Nothing(), startingWith: word.bytes, limit: limit)
        if found.count < limit { return found.map(\.id) }
    }
    return nil
}

private func listByUpdate(
    _ query: LeadQuery, _ filter: LeadFilter, _ columns: [EntityField<Lead>]?,
    _ reader: inout Reader
) throws(Rejection) -> LeadPage {
    var after: (Int64, LeadID)?
    if let text = query.after {
        let position = try orderedCursor(text)
        after = (position.order, position.id)
    }
    var page = PageBuilder(rows: query.rows, reader)
    walking: while true {
        let found = reader.view.ids(
            Schema.leads.byUpdate, Nothing(), after: after, .descending, limit: 64)
        for entry in found {
            guard page.wantsMore else { break walking }
            page.look(at: entry.id, in: &reader.view, filter.matches)
        }
        guard let last = found.last else { break }
        after = (last.order, last.id)
    }
    let next = page.next.map { Text("\($0.updated.milliseconds)-\($0.id)") }
    return LeadPage(page.rows, next: next, columns: columns)
}

/// The same of who is outside the house: its own leads are few enough to be sorted.
private func listOwnByUpdate(
    _ query: LeadQuery, _ filter: LeadFilter, _ columns: [EntityField<Lead>]?,
    _ reader: inout Reader
) throws(Rejection) -> LeadPage {
    let after = try query.after.map { (text: Text) throws(Rejection) in try orderedCursor(text) }
    var own = try ownLeads(&reader, for: "updated")
    own.sort { left, right in
        (right.updated.milliseconds, right.id) < (left.updated.milliseconds, left.id)
    }
    var page = PageBuilder(rows: query.rows, reader)
    for lead in own where page.wantsMore {
        if let after, (lead.updated.milliseconds, lead.id) >= after { continue }
        page.look(at: lead, filter.matches)
    }
    let next = page.next.map { Text("\($0.updated.milliseconds)-\($0.id)") }
    return LeadPage(page.rows, next: next, columns: columns)
}

/// The leads of a caller outside the house, to be sorted in memory.
func ownLeads(_ reader: inout Reader, for order: String) throws(Rejection) -> [Lead] {
    var walk = LeadWalk(LeadSourceIndex.own(of: reader.caller.wall), after: nil)
    var own: [Lead] = []
    while let id = walk.next(&reader.view) {
        guard own.count < EngineLimits.scanRowsMax else {
            throw Rejection(
                .limit, "SORT \(order) is for at most \(EngineLimits.scanRowsMax) leads")
        }
        guard let lead = reader.view.get(Schema.leads.table, id) else { continue }
        own.append(lead)
    }
    return own
}

private func listQueue(reader: inout Reader, query: LeadQuery) throws(Rejection) -> LeadPage {
    let columns = try query.chosenColumns()
    let service = query.services?.words.first?.asciiLowercased
    var after: QueuePlace?
    if let text = query.after {
        let position = try orderedCursor(text)
        after = (Descending(UInt32(clamping: position.order)), position.id)
    }
    var page = PageBuilder(rows: query.rows, reader)
    walking: while true {
        let found = reader.view.queue(of: service, after: after, limit: 64)
        for entry in found {
            guard page.wantsMore else { break walking }
            page.look(at: entry.id, in: &reader.view) {
                $0.status == .new && (service == nil || $0.service == service)
            }
        }
        guard let last = found.last else { break }
        after = (last.order, last.id)
    }
    let next = page.next.map { Text("\($0.score)-\($0.id)") }
    return LeadPage(page.rows, next: next, columns: columns)
}

// MARK: - Notes

/// A row of NOTE.
enum NoteColumns: PageColumns {
    static let standard: [EntityField<Note>] = [
        EntityField("n") { .integer(Int64($0.number)) },
        EntityField("at") { .time($0.at) },
        EntityField("author") { .text($0.author) },
        EntityField("shared") { .yesNo($0.shared) },
        EntityField("text", personal: true) { .text($0.text) },
    ]
}

private func notes(
    reader: inout Reader, reference: LeadReference, text: LongText?, isShared: Bool,
    limit: PageLimit?, after: Number?, columns: WordList?
) throws(Rejection) -> RecordPage<Note, NoteColumns> {
    let lead = try reader.lead(reference)
    let columns = try columns.map { (list: WordList) throws(Rejection) in
        try FieldTable(NoteColumns.standard).columns(chosen: list.words)
    }
    let wall = reader.caller.wall
    guard wall.isHouse else {
        let page = reader.ownNotes(on: lead, after: after?.value, limit: limit)
        return RecordPage(page.rows, next: page.next, columns: columns)
    }
    let position = after.map { NoteID(lead: lead.id, number: UInt32(clamping: $0.value)) }
    let listing = Listing<Note, NoteID>(limit: limit, after: position) { $0.id }
    let page = listing.page(&reader.view) { view, position, count in
        let ids = view.ids(
            Schema.notes.byLead, lead.id, after: position.map { (Nothing(), $0) }, .descending,
            limit: count)
        return ids.compactMap { view.get(Schema.notes.table, $0.id) }
    } keep: { _, _ in
        true
    }
    let next = page.next.map { Text("\($0.number)") }
    return RecordPage(page.rows, next: next, columns: columns)
}

extension Reader {
    /// A page of the notes that a caller outside the house may read, the newest first.
    ///
    /// They are counted by themselves: a gap would tell of what the house remarks.
    fileprivate mutating func ownNotes(
        on lead: Lead, after: UInt64?, limit: PageLimit?
    ) -> (rows: [Note], next: Text?) {
        let ids = view.ids(Schema.notes.byLead, lead.id, limit: EngineLimits.scanRowsMax)
        let own = ids.compactMap { view.get(Schema.notes.table, $0.id) }
            .filter { caller.wall.reaches($0, on: lead) }
        let counted = own.enumerated().map { index, note in
            Note(
                lead: note.lead, number: UInt32(clamping: index + 1), at: note.at,
                author: note.author, shared: note.shared, text: note.text)
        }
        let rest = counted.reversed().filter { UInt64($0.number) < after ?? .max }
        let rows = Array(rest.prefix(limit?.rows ?? EngineLimits.pageRowsDefault))
        let next = rest.count > rows.count ? rows.last.map { Text("\($0.number)") } : nil
        return (rows, next)
    }
}

private func note(
    tx: inout Transaction, reference: LeadReference, text: LongText?, isShared: Bool,
    limit: PageLimit?, after: Number?, columns: WordList?
) throws(Rejection) -> Done {
    guard limit == nil, after == nil, columns == nil else {
        throw .syntax("NOTE takes a text, or LIMIT, AFTER and COLUMNS, not both")
    }
    let lead = try tx.lead(reference)
    guard tx.caller.wall.works(lead) else {
        throw Rejection(.noPermission, "NOTE is not yours on this lead")
    }
    guard let text = text?.text.trimmed.orNil else { throw .invalid("text", "must not be empty") }
    tx.remark(on: lead, text, isShared: isShared)
    tx.noteReport(on: lead)
    return Done()
}

extension Transaction {
    /// Puts a note on a lead, whose version stays.
    mutating func remark(on lead: Lead, _ text: Text, isShared: Bool) {
        let last = changes.view.ids(Schema.notes.byLead, lead.id, .descending, limit: 1).first
        let note = Note(
            lead: lead.id, number: (last?.id.number ?? 0) + 1, at: now, author: caller.name,
            shared: isShared, text: text, partner: lead.partner)
        changes.insert(Schema.notes.table, note)
        var data = EventData()
        data.member("n", .integer(Int64(note.number)))
        data.member("shared", .yesNo(note.shared))
        var personal = EventData()
        personal.member("text", .text(note.text))
        var subject = lead.subject
        if !note.shared {
            subject.audience = caller.wall.isHouse ? [] : [.user(caller.name)]
        }
        record(.leadNoted, subject, data: data, personal: personal)
        self.note(.remarks, around: lead)
    }
}
