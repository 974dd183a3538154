import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// What is paid for sales, agreed on beforehand.
    static let terms: [Command] = [
        .write(
            "TERMS.SET", "Says what is paid for sales in a scope; later changes never re-price.",
            group: .money, by: .purse, reach: .house, kind: .update, events: [.termsSet],
            Positional<ScopeName>("scope"), TermsSelector.form, TermsForm.form, run: termsSet),
        .scan(
            "TERMS.GET", "Lists the terms of a scope, the short form of a partner's included.",
            group: .money, by: .purseReaders, reach: .house, Positional<ScopeName>("scope"),
            run: termsGet),
        .scan(
            "TERMS.LIST", "Lists all terms by scope.", group: .money, by: .purseReaders,
            reach: .house, Keyword<PageLimit>("LIMIT"), Keyword<TermsCursor>("AFTER"),
            Keyword<WordList>("COLUMNS"), run: termsList),
        .write(
            "TERMS.DEL", "Deletes the terms of a scope, or those of one type or recipient.",
            group: .money, by: .purse, reach: .house, kind: .create, events: [.termsDeleted],
            Positional<ScopeName>("scope"), TermsSelector.form, run: termsDelete),
    ]
}

extension Roles {
    /// Those who say what is paid.
    static let purse: Roles = [.admin, .finance]
    /// Those who may read it.
    static let purseReaders: Roles = [.admin, .finance, .auditor]
    /// Those who keep sales and bonuses.
    static let treasury: Roles = [.admin, .manager, .finance]
    /// Those who read all of it.
    static let treasuryReaders: Roles = [.admin, .manager, .finance, .auditor]
    /// Those who earn, beside who reads all of it.
    static let earners: Roles = treasuryReaders.union([.partner])
}

extension EventType {
    static let termsSet = EventType("terms.set")
    static let termsDeleted = EventType(
        "terms.deleted", fields: ["type", "to", "products", "version"])
}

// MARK: - Setting

private func termsSet(
    tx: inout Transaction, name: ScopeName, selector: TermsSelector, form: TermsForm
) throws(Rejection) -> NewVersion {
    let scope = try tx.changes.view.scope(name, tx.caller.wall)
    let id = selector.id(in: scope)
    let kept = tx.changes.view.get(Schema.terms.table, id)
    try tx.checkVersion(kept?.version ?? 0, of: id.scope)
    let (currency, short) = try tx.changes.view.termsBase(of: scope, tx.settings)
    let isGeneral = selector.isEmpty
    var old = kept
    if isGeneral, let short { old = old?.paying(short) ?? short }
    var new = try form.apply(to: old, scope, selector, currency)
    if kept == nil, case .tier(let name) = scope {
        _ = try tx.changes.view.tierName(name, field: "scope")
    }
    if kept == nil, tx.changes.view.terms(of: scope).count >= TermsForm.rowsMax {
        throw Rejection(.limit, "scope: at most \(TermsForm.rowsMax) terms", field: "scope")
    }
    guard new != kept else { return NewVersion(new.version) }
    let before = kept?.version ?? 0
    guard before < .max else { throw Rejection(.limit, "\(id.scope) has no version left") }
    new.version = before + 1
    tx.changes.put(Schema.terms.table, new)
    if isGeneral, short != nil { try tx.clearShortTerms(of: scope) }
    tx.record(.termsSet, new.subject, TermsFields.table, from: kept, to: new)
    return NewVersion(new.version)
}

extension Transaction {
    /// Takes the short form away that full terms have replaced.
    fileprivate mutating func clearShortTerms(of scope: TermsScope) throws(Rejection) {
        switch scope {
        case .earner(.partner(let id)):
            let old = try changes.view.partner(id, caller.wall)
            var new = old
            new.terms = nil
            _ = try update(old, to: new, .partnerUpdated)
        case .earner(.referrer(let id)):
            let old = try changes.view.referrer(id, caller.wall)
            var new = old
            new.terms = nil
            new.version &+= 1
            new.updated = now
            changes.put(Schema.referrers.table, new)
            record(.referrerUpdated, new.subject, ReferrerFields.table, from: old, to: new)
        default: break
        }
    }
}

// MARK: - Reading and deleting

private func termsGet(
    reader: inout Reader, name: ScopeName
) throws(Rejection) -> RecordPage<Terms, TermsColumns> {
    let scope = try reader.view.scope(name, reader.caller.wall)
    let (_, short) = try reader.view.termsBase(of: scope, reader.settings)
    return RecordPage(reader.view.terms(of: scope, short: short))
}

private func termsList(
    reader: inout Reader, limit: PageLimit?, after: TermsCursor?, columns: WordList?
) throws(Rejection) -> RecordPage<Terms, TermsColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try TermsFields.table.columns(chosen: list.words)
    }
    let listing = Listing<Terms, TermsID>(limit: limit, after: after?.id) { $0.id }
    let page = listing.page(&reader.view) { view, position, count in
        view.rows(of: Schema.terms.table, after: position, limit: count)
    } keep: { _, _ in
        true
    }
    return RecordPage(page.rows, next: page.next.map { TermsCursor($0).text }, columns: columns)
}

private func termsDelete(
    tx: inout Transaction, name: ScopeName, selector: TermsSelector
) throws(Rejection) -> Done {
    let scope = try tx.changes.view.scope(name, tx.caller.wall)
    let rows = tx.changes.view.terms(of: scope)
    let chosen = selector.isEmpty ? rows : rows.filter { $0.id == selector.id(in: scope) }
    guard !chosen.isEmpty else { throw tx.changes.view.absent("terms", "\(scope.text)") }
    for terms in chosen {
        tx.changes.delete(Schema.terms.table, terms.id)
        var data = EventData()
        if let type = terms.type { data.member("type", .word(StaticWord(type.word))) }
        if let to = terms.recipient { data.member("to", .word(StaticWord(to.word))) }
        if !terms.products.isEmpty { data.member("products", .texts(terms.products)) }
        data.member("version", .integer(Int64(terms.version)))
        tx.record(.termsDeleted, EventSubject(name: terms.scope.text), data: data)
    }
    return Done()
}
