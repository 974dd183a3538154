import LeadlineDomain
import LeadlineStore

/// The documented fields of a service.
enum ServiceFields {
    static let table = FieldTable<Service>([
        EntityField("name") { .text($0.name) },
        EntityField("text") { .optional($0.text) },
        EntityField("created") { .time($0.created) },
    ])
}

/// The columns of SERVICE.LIST.
enum ServiceColumns: PageColumns {
    static let standard = ServiceFields.table.fields
}

/// SERVICE.SET: leaves the text alone when none is given, and clears it when it is empty.
func setService(tx: inout Transaction, name: ServiceName, text: Text?) throws(Rejection) -> Done {
    let old = tx.changes.view.get(Schema.services.table, FoldedName(name.text))
    var new = old ?? Service(name: name.text, text: nil, created: tx.now)
    if let text { new.text = text.orNil }
    guard new != old else { return Done() }
    tx.changes.put(Schema.services.table, new)
    tx.record(.serviceSet, EventSubject(name: new.name), ServiceFields.table, from: old, to: new)
    return Done()
}

/// SERVICE.LIST: the catalogue by name.
func serviceList(
    reader: inout Reader, limit: PageLimit?, after: ServiceName?, columns: WordList?
) throws(Rejection) -> RecordPage<Service, ServiceColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try ServiceFields.table.columns(chosen: list.words)
    }
    let start = after.map { FoldedName($0.text) }
    let listing = Listing<Service, FoldedName>(limit: limit, after: start) { $0.id }
    let page = listing.page(&reader.view) { view, position, count in
        view.rows(of: Schema.services.table, after: position, limit: count)
    } keep: { _, _ in
        true
    }
    return RecordPage(page.rows, next: page.next?.name, columns: columns)
}
