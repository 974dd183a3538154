import LeadlineDomain
import LeadlineStore

extension CommandTable {
    /// Referrers: who brings leads and is only paid for them.
    static let referrer: [Command] = [
        .write(
            "REFERRER.NEW", "Creates a contact, employee or vendor who is paid for referrals.",
            group: .partner, by: .referrerMakers, reach: .house, kind: .create,
            events: [.referrerCreated], RequiredKeyword<Choice<ReferrerKind>>("KIND"),
            RequiredKeyword<Phrase>("NAME"), ReferrerForm.new, run: referrerNew),
        .write(
            "REFERRER.SET", "Changes a referrer; empty text clears a field.",
            group: .partner, by: .referrerMakers, reach: .house, kind: .update,
            events: [.referrerUpdated], Positional<ReferrerReference>("referrer"),
            ReferrerForm.set, run: referrerSet),
        .row(
            "REFERRER.GET", "Answers everything kept on a referrer.",
            group: .partner, by: .referrerReaders, reach: .record("referrer"),
            Positional<ReferrerReference>("referrer"), run: referrerGet),
        .scan(
            "REFERRER.LIST", "Lists referrers, the newest first.",
            group: .partner, by: .house, reach: .house,
            Keyword<ListOf<Choice<ReferrerKind>>>("KIND"), Keyword<SearchPhrase>("NAME"),
            Keyword<PageLimit>("LIMIT"), Keyword<Plain<ReferrerID>>("AFTER"),
            Keyword<WordList>("COLUMNS"), run: referrerList),
    ]
}

extension Roles {
    /// Those who look after whoever is paid: the desk, and finance for the terms.
    fileprivate static let referrerMakers: Roles = [.admin, .manager, .finance]
    /// The house, and a referrer's users for their own referrer.
    fileprivate static let referrerReaders: Roles = house.union([.partner])
}

private func referrerNew(
    tx: inout Transaction, kind: Choice<ReferrerKind>, name: Phrase, form: ReferrerForm
) throws(Rejection) -> Identified<ReferrerID> {
    try form.requireRight(of: tx.caller)
    let id = ReferrerID(raw: tx.changes.next(IDSequence.referrer))
    var referrer = Referrer(
        id: id, kind: kind.value, name: name.text, currency: tx.settings.currency,
        created: tx.now)
    try form.apply(to: &referrer, &tx.changes.view)
    tx.changes.insert(Schema.referrers.table, referrer)
    tx.record(.referrerCreated, referrer.subject, ReferrerFields.table, from: nil, to: referrer)
    return Identified(id: id)
}

private func referrerSet(
    tx: inout Transaction, reference: ReferrerReference, form: ReferrerForm
) throws(Rejection) -> NewVersion {
    guard form.hasValues else { throw .syntax("nothing to set for REFERRER.SET") }
    try form.requireRight(of: tx.caller)
    let old = try tx.referrer(reference)
    try tx.checkVersion(old.version, of: old.id.text)
    var new = old
    try form.apply(to: &new, &tx.changes.view)
    guard new != old else { return NewVersion(old.version) }
    guard old.version < .max else {
        throw Rejection(.limit, "\(old.id) has no version left")
    }
    new.version = old.version + 1
    new.updated = tx.now
    tx.changes.put(Schema.referrers.table, new)
    tx.record(.referrerUpdated, new.subject, ReferrerFields.table, from: old, to: new)
    return NewVersion(new.version)
}

private func referrerGet(
    reader: inout Reader, reference: ReferrerReference
) throws(Rejection) -> ReferrerMap {
    ReferrerMap(entity: try reader.referrer(reference))
}

private func referrerList(
    reader: inout Reader, kinds: ListOf<Choice<ReferrerKind>>?, name: SearchPhrase?,
    limit: PageLimit?, after: Plain<ReferrerID>?, columns: WordList?
) throws(Rejection) -> RecordPage<Referrer, ReferrerColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try ReferrerFields.table.columns(chosen: list.words)
    }
    let listing = Listing<Referrer, ReferrerID>(limit: limit, after: after?.id) { $0.id }
    let page = listing.page(&reader.view) { view, position, count in
        view.rows(of: Schema.referrers.table, after: position, .descending, limit: count)
    } keep: { _, referrer in
        let isOfKind = kinds?.values.contains { $0.value == referrer.kind } ?? true
        return isOfKind && (name.map { referrer.name.begins(with: $0.text) } ?? true)
    }
    return RecordPage(page.rows, next: page.next?.text, columns: columns)
}
