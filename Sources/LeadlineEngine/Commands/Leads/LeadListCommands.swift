import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    static let leadList: [Command] = [
        .scan(
            "LEAD.LIST", "Lists leads, newest first, by any filters together.", group: .lead,
            by: .readers, reach: .leads, reply: LeadPage.self, LeadQuery.list, answer: listLeads),
        .scan(
            "LEAD.FIND", "Finds leads by the beginnings of words, or by e-mail, ref or phone.",
            group: .lead, by: .readers, reach: .leads, reply: LeadPage.self,
            OptionalPositional<SearchPhrase>("words"), LeadQuery.find, answer: findLeads),
        .scan(
            "QUEUE", "Lists new leads, best score first, then oldest.", group: .lead,
            by: .house, reach: .leads, reply: LeadPage.self, LeadQuery.queue, answer: listQueue),
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

private func listLeads(
    reader: inout Reader, reply: inout ReplyWriter, query: LeadQuery
) throws(Rejection) {
    try answer(query, &reader, &reply) { reader, form throws(Rejection) in
        try list(query, words: nil, form, &reader)
    }
}

private func findLeads(
    reader: inout Reader, reply: inout ReplyWriter, words: SearchPhrase?, query: LeadQuery
) throws(Rejection) {
    guard words != nil || query.email != nil || query.ref != nil || query.phone != nil else {
        throw .syntax("wrong number of arguments for 'lead.find' command")
    }
    try answer(query, &reader, &reply) { reader, form throws(Rejection) in
        try list(query, words: words?.text, form, &reader)
    }
}

/// Writes the page that `walk` collects: straight from the stored records where that may be.
private func answer(
    _ query: LeadQuery, _ reader: inout Reader, _ reply: inout ReplyWriter,
    _ walk: (inout Reader, LeadRows.Form) throws(Rejection) -> PageBuilder
) throws(Rejection) {
    let columns = try query.chosenColumns()
    if reply.isRESP, reader.caller.wall.isOpen {
        let page = try walk(&reader, .stored)
        let stored = columns.map { LeadFields.stored($0) } ?? LeadColumns.stored
        if page.writeStored(stored, to: &reply) { return }
    }
    let page = try walk(&reader, .decoded)
    LeadPage(page.rows.leads, next: page.next?.cursor, columns: columns).write(to: &reply)
}

private func list(
    _ query: LeadQuery, words: Text?, _ form: LeadRows.Form, _ reader: inout Reader
) throws(Rejection) -> PageBuilder {
    let filter = try LeadFilter(query, words: words, &reader)
    let isHouse = reader.caller.wall.isHouse
    if query.order?.value == .updated {
        return isHouse
            ? try listByUpdate(query, filter, form, &reader)
            : try listOwnByUpdate(query, filter, form, &reader)
    }
    if let key = query.order?.value.time {
        var list = LeadsByTime(key, filter, rows: query.rows, form, reader)
        guard isHouse else {
            let own = try ownLeads(&reader, for: "\(query.order?.value.word ?? "")")
            return try list.page(of: own, after: query.after, &reader.view)
        }
        return try list.page(after: query.after, &reader.view)
    }
    // Outside the house no lead has a score: ties come newest first.
    if query.order?.value == .score, isHouse {
        var list = LeadsByScore(filter, rows: query.rows, form, reader)
        return try list.page(after: query.after, &reader.view)
    }
    return try listByID(query, filter, form, &reader)
}

/// The newest first.
private func listByID(
    _ query: LeadQuery, _ filter: LeadFilter, _ form: LeadRows.Form, _ reader: inout Reader
) throws(Rejection) -> PageBuilder {
    let wall = reader.caller.wall
    let after = try query.after.map { (text: Text) throws(Rejection) in try leadCursor(text) }
    var page = PageBuilder(rows: query.rows, form, reader)
    if case .words(let words) = filter.access, wall.isHouse {
        // What one lead has is not worth a walk for each of the words that begin so.
        if let few = rareWord(of: words, amongst: fewLeads, &reader.view) {
            let test = filter.test(behind: words.count == 1 ? .words : nil)
            page.look(at: few, behind: after, in: &reader.view, test)
            return page
        }
        if var found = LeadsByWords(words, after: after, &reader.view) {
            found.fill(&page, filter.test(behind: .words), &reader.view)
            page.goOn(behind: found.stop)
            return page
        }
    }
    // Outside the house only the caller's own leads are walked: what others have costs no time.
    if wall.isHouse, let found = candidates(filter.access, &reader.view) {
        page.look(at: found, behind: after, in: &reader.view, filter.test(behind: nil))
        return page
    }
    // Ids and times of creation rise together, so older ones cannot match any more.
    page.oldest = filter.span.since
    let test = filter.test(behind: wall.isHouse ? filter.walkedBy : nil)
    let sources = wall.isHouse ? filter.walked : LeadSourceIndex.own(of: wall)
    var walk = LeadWalk(sources, after: after)
    page.look(atFalling: { walk.next(&$0) }, in: &reader.view, test)
    return page
}

extension PageBuilder {
    /// Looks at leads that were all found, behind a place.
    fileprivate mutating func look(
        at found: [LeadID], behind after: LeadID?, in view: inout View, _ test: Test
    ) {
        var ids = Set(found).sorted(by: >).drop { id in after.map { id >= $0 } ?? false }
        look(atFalling: { _ in ids.popFirst() }, in: &view, test)
    }
}

/// Fewer leads than this that have a word are looked at each.
private let fewLeads = 64

/// All the ids that an unordered access offers; nil when it has none, or more than
/// the scan budget: then the leads are walked in the order of their ids.
private func candidates(_ access: LeadAccess, _ view: inout View) -> [LeadID]? {
    let limit = EngineLimits.scanRowsMax
    let ids: [LeadID]
    switch access {
    case .words(let words):
        guard let rare = rareWord(of: words, amongst: limit, &view) else { return nil }
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
    return ids
}

/// The leads that have the first of the words which fewer have than `limit`; nil when all are
/// common.
private func rareWord(
    of words: [Text], amongst limit: Int, _ view: inout View
) -> [LeadID]? {
    // The longest word is the rarest as far as one can tell without counting.
    for word in words.sorted(by: { $0.count > $1.count }) {
        let found = view.ids(
            Schema.leads.byWord, Nothing(), startingWith: word.bytes, limit: limit)
        if found.count < limit { return found.map(\.id) }
    }
    return nil
}

private func listByUpdate(
    _ query: LeadQuery, _ filter: LeadFilter, _ form: LeadRows.Form, _ reader: inout Reader
) throws(Rejection) -> PageBuilder {
    var after: (Int64, LeadID)?
    if let text = query.after {
        let position = try orderedCursor(text)
        after = (position.order, position.id)
    }
    let test = filter.test(behind: nil)
    var page = PageBuilder(rows: query.rows, form, reader)
    while page.wantsMore {
        let found = reader.view.ids(
            Schema.leads.byUpdate, Nothing(), after: after, .descending, limit: 64)
        for entry in found where page.wantsMore {
            page.look(at: entry.id, order: entry.order, in: &reader.view, test)
        }
        guard let last = found.last else { break }
        after = (last.order, last.id)
    }
    return page
}

/// The same of who is outside the house: its own leads are few enough to be sorted.
private func listOwnByUpdate(
    _ query: LeadQuery, _ filter: LeadFilter, _ form: LeadRows.Form, _ reader: inout Reader
) throws(Rejection) -> PageBuilder {
    let after = try query.after.map { (text: Text) throws(Rejection) in try orderedCursor(text) }
    var own = try ownLeads(&reader, for: "updated")
    own.sort { left, right in
        (right.updated.milliseconds, right.id) < (left.updated.milliseconds, left.id)
    }
    var page = PageBuilder(rows: query.rows, form, reader)
    for lead in own where page.wantsMore {
        let order = lead.updated.milliseconds
        if let after, (order, lead.id) >= after { continue }
        page.look(at: lead, order: order, in: &reader.view, filter.matches)
    }
    return page
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

private func listQueue(
    reader: inout Reader, reply: inout ReplyWriter, query: LeadQuery
) throws(Rejection) {
    let service = query.services?.words.first?.asciiLowercased
    var start: QueuePlace?
    if let text = query.after {
        let position = try orderedCursor(text)
        start = (Descending(UInt32(clamping: position.order)), position.id)
    }
    try answer(query, &reader, &reply) { reader, form throws(Rejection) in
        var page = PageBuilder(rows: query.rows, form, reader)
        // What stands in the queue of all services is new; a service's is found by a fingerprint.
        let test: PageBuilder.Test = service.map { service in { $0.service == service } }
        var after = start
        while page.wantsMore {
            let found = reader.view.queue(of: service, after: after, limit: 64)
            for entry in found where page.wantsMore {
                page.look(
                    at: entry.id, order: Int64(entry.order.part), in: &reader.view, test)
            }
            guard let last = found.last else { break }
            after = (last.order, last.id)
        }
        return page
    }
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
        let page = try reader.ownNotes(on: lead, after: after?.value, limit: limit)
        return RecordPage(page.rows, next: page.next, columns: columns)
    }
    let position = after.map { NoteID(lead: lead.id, number: UInt32(clamping: $0.value)) }
    let listing = Listing<Note, NoteID>(
        limit: limit, after: position, weight: { $0.text.count }, position: { $0.id })
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
    /// They are counted by themselves, from the oldest: a gap would tell of what the house remarks.
    fileprivate mutating func ownNotes(
        on lead: Lead, after: UInt64?, limit: PageLimit?
    ) throws(Rejection) -> (rows: [Note], next: Text?) {
        let count = limit?.rows ?? EngineLimits.pageRowsDefault
        // The newest of those before the place, and one that tells of another page.
        var newest: [Note] = []
        var number: UInt32 = 0
        var place: NoteID?
        var looked = 0
        reading: while true {
            let ids = view.ids(
                Schema.notes.byLead, lead.id, after: place.map { (Nothing(), $0) },
                limit: EngineLimits.pageRowsMax)
            looked += ids.count
            guard looked <= EngineLimits.reportRowsMax else {
                throw Rejection(
                    .limit, "the lead has more than \(EngineLimits.reportRowsMax) notes")
            }
            for entry in ids {
                guard let note = view.get(Schema.notes.table, entry.id),
                    caller.wall.reaches(note, on: lead)
                else { continue }
                number += 1
                guard UInt64(number) < after ?? .max else { break reading }
                newest.append(note.numbered(number))
                if newest.count > 2 * count + 1 { newest.removeFirst(count + 1) }
            }
            guard ids.count == EngineLimits.pageRowsMax else { break }
            place = ids.last?.id
        }
        let rows = Array(newest.suffix(count).reversed())
        let next = newest.count > count ? rows.last.map { Text("\($0.number)") } : nil
        return (rows, next)
    }
}

extension Note {
    fileprivate func numbered(_ number: UInt32) -> Note {
        Note(
            lead: lead, number: number, at: at, author: author, shared: shared, text: text)
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
