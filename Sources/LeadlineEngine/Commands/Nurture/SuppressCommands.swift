import LeadlineDigest
import LeadlineDomain
import LeadlineStore

extension CommandTable {
    /// Addresses that want no mail.
    static let suppress: [Command] = [
        .write(
            "SUPPRESS.ADD", "Notes that an address wants no mail, about a topic or at all.",
            group: .lead, by: .mailers, reach: .mailing, kind: .create,
            events: [.suppressAdded],
            RequiredKeyword<Address>("EMAIL"), Keyword<Topic>("TOPIC"), run: suppressAdd),
        .write(
            "SUPPRESS.DEL", "Lets mail be sent to an address again, about a topic or at all.",
            group: .lead, by: .mailers, reach: .mailing, kind: .create,
            events: [.suppressDeleted],
            RequiredKeyword<Address>("EMAIL"), Keyword<Topic>("TOPIC"), run: suppressDelete),
        .row(
            "SUPPRESS.CHECK", "Answers whether an address may be sent mail: suppressed or free.",
            group: .lead, by: .mailReaders, reach: .mailing, RequiredKeyword<Address>("EMAIL"),
            Keyword<Topic>("TOPIC"), run: suppressCheck),
        .scan(
            "SUPPRESS.LIST", "Lists the hashes of addresses that want no mail, with the topics.",
            group: .lead, by: .mailReaders, reach: .mailing, Keyword<PageLimit>("LIMIT"),
            Keyword<SuppressionCursor>("AFTER"), Keyword<WordList>("COLUMNS"),
            run: suppressList),
    ]
}

extension Roles {
    /// Those who send mail with links, and those who answer for it.
    static let mailers: Roles = [.admin, .manager, .gateway]
    /// The same, and who reads everything.
    static let mailReaders: Roles = mailers.union([.auditor])
}

private func suppressAdd(
    tx: inout Transaction, email: Address, topic: Topic?
) throws(Rejection) -> Done {
    let address = tx.suppressionAddress(of: email.key)
    tx.suppress(address, topic?.text, .suppressAdded)
    return Done()
}

private func suppressDelete(
    tx: inout Transaction, email: Address, topic: Topic?
) throws(Rejection) -> Done {
    guard let key = tx.changes.view.suppressionKey(),
        tx.release(Digest256(of: email.key.bytes, keyedBy: key), topic?.text)
    else { throw Rejection(.notFound, "the address is not suppressed so") }
    return Done()
}

private func suppressCheck(
    reader: inout Reader, email: Address, topic: Topic?
) throws(Rejection) -> Word {
    guard let key = reader.view.suppressionKey() else { return Word("free") }
    let address = Digest256(of: email.key.bytes, keyedBy: key)
    return Word(reader.view.isSuppressed(address, topic?.text) ? "suppressed" : "free")
}

/// The columns of SUPPRESS.LIST.
enum SuppressionColumns: PageColumns {
    static let standard: [EntityField<Suppression>] = [
        EntityField("address") { .text(Text($0.id.address.hex)) },
        EntityField("topic") { .optional($0.id.topic.orNil) },
        EntityField("since") { .time($0.since) },
        EntityField("actor") { .text($0.actor) },
    ]
}

private func suppressList(
    reader: inout Reader, limit: PageLimit?, after: SuppressionCursor?, columns: WordList?
) throws(Rejection) -> RecordPage<Suppression, SuppressionColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try FieldTable(SuppressionColumns.standard).columns(chosen: list.words)
    }
    let listing = Listing<Suppression, SuppressionID>(limit: limit, after: after?.id) { $0.id }
    let page = listing.page(&reader.view) { view, place, count in
        view.rows(of: Schema.suppressions.table, after: place, limit: count)
    } keep: { _, _ in
        true
    }
    let next = page.next.map { SuppressionCursor($0).text }
    return RecordPage(page.rows, next: next, columns: columns)
}
