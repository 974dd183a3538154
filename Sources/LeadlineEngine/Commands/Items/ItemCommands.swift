import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension EventType {
    static let itemAdded = EventType("item.added", fields: ["line", "sku", "item", "qty", "price"])
    static let itemDeleted = EventType("item.deleted", fields: ["line", "sku"])
}

extension CommandTable {
    /// What a lead orders.
    static let items: [Command] = [
        .write(
            "ITEM.ADD", "Adds a line to what a lead orders.", group: .lead, by: .registrants,
            reach: .lead("lead"), kind: .create, events: [.itemAdded],
            Positional<LeadReference>("lead"), RequiredKeyword<CustomValue>("SKU"),
            RequiredKeyword<CustomValue>("NAME"), RequiredKeyword<FieldNumber>("QTY"),
            RequiredKeyword<AmountText>("PRICE"), run: itemAdd),
        .write(
            "ITEM.DEL", "Takes a line out of what a lead orders.", group: .lead,
            by: .registrants, reach: .lead("lead"), kind: .create, events: [.itemDeleted],
            Positional<LeadReference>("lead"), Positional<Number>("n"), run: itemDelete),
        .scan(
            "ITEM.LIST", "Lists what a lead orders, line by line.", group: .lead, by: .readers,
            reach: .lead("lead"), Positional<LeadReference>("lead"), Keyword<PageLimit>("LIMIT"),
            Keyword<Number>("AFTER"), Keyword<WordList>("COLUMNS"), run: itemList),
    ]
}

/// A line with the currency of its lead.
struct ItemEntry: Sendable {
    let item: Item
    let currency: Currency

    func money(_ minor: Int64) -> FieldValue {
        .amount(Money(minor: minor, currency: currency))
    }
}

/// A row of ITEM.LIST.
enum ItemColumns: PageColumns {
    static let all = FieldTable<ItemEntry>([
        EntityField("n") { .integer(Int64($0.item.number)) },
        EntityField("sku") { .text($0.item.sku) },
        EntityField("name") { .text($0.item.name) },
        EntityField("qty") { .text($0.item.quantity.text) },
        EntityField("price") { $0.money($0.item.price) },
        EntityField("amount") { $0.money($0.item.amount) },
        EntityField("currency") { .text($0.currency.text) },
        EntityField("at") { .time($0.item.at) },
        EntityField("author") { .text($0.item.author) },
    ])

    static let standard = all.columns(["n", "sku", "name", "qty", "price", "amount", "currency"])
}

// MARK: - Changing

private func itemAdd(
    tx: inout Transaction, reference: LeadReference, sku: CustomValue, name: CustomValue,
    quantity: FieldNumber, price: AmountText
) throws(Rejection) -> Done {
    let lead = try tx.lead(reference)
    try tx.requireOrderable(lead)
    let items = tx.changes.view.items(of: lead.id)
    let item = Item(
        lead: lead.id, number: (items.last?.number ?? 0) + 1,
        sku: try said(sku, "sku"), name: try said(name, "name"), quantity: quantity,
        price: try amount(price, quantity, in: lead.currency), at: tx.now,
        author: tx.caller.name)
    guard !items.contains(where: { item.isSame(as: $0) }) else { return Done() }
    guard items.count < EngineLimits.itemsPerLeadMax else {
        throw Rejection(.limit, "item: at most \(EngineLimits.itemsPerLeadMax) of one lead")
    }
    tx.changes.insert(Schema.items.table, item)
    tx.record(.itemAdded, lead.subject, data: item.data(in: lead.currency))
    return Done()
}

/// The text, which may not be empty.
private func said(_ value: CustomValue, _ field: String) throws(Rejection) -> Text {
    guard let text = value.text.trimmed.orNil else { throw .invalid(field, "must not be empty") }
    return text
}

/// The price of one in minor units; so many of them have to be an amount as well.
private func amount(
    _ price: AmountText, _ quantity: FieldNumber, in currency: Currency
) throws(Rejection) -> Int64 {
    guard quantity.scaled > 0 else {
        throw .invalid("qty", "\(quantity.text.bytes.quoted) is not above zero")
    }
    let minor = try checking("price") { () throws(ValueFault) in
        try Amount.parse(price.text.bytes, in: currency)
    }
    guard Item.amount(quantity, minor) != nil else {
        throw .invalid("qty", "times the price is too large an amount")
    }
    return minor
}

private func itemDelete(
    tx: inout Transaction, reference: LeadReference, number: Number
) throws(Rejection) -> Done {
    let lead = try tx.lead(reference)
    try tx.requireOrderable(lead)
    let place = UInt32(exactly: number.value).map { ItemID(lead: lead.id, number: $0) }
    guard let place, var item = tx.changes.view.get(Schema.items.table, place), !item.isRemoved
    else { throw tx.changes.view.absent("item", "\(lead.id)/\(number.value)") }
    item.isRemoved = true
    tx.changes.put(Schema.items.table, item)
    var data = EventData()
    data.member("line", .integer(Int64(item.number)))
    data.member("sku", .text(item.sku))
    tx.record(.itemDeleted, lead.subject, data: data)
    return Done()
}

extension Transaction {
    /// Throws unless the caller may change what the lead orders: outside the house who brought it,
    /// until it is accepted, and the house as long as it is open.
    fileprivate func requireOrderable(_ lead: Lead) throws(Rejection) {
        try caller.wall.requireSettable(lead)
        guard lead.status.isOpen else {
            throw Rejection(.badState, "lead is \(lead.status.word); its items stay as they are")
        }
    }

    /// Gives a lead the lines of the one that it is spawned from.
    mutating func copyItems(from parent: Lead, to lead: Lead) {
        var number: UInt32 = 0
        for item in changes.view.items(of: parent.id) where !item.isRemoved {
            guard lead.currency == parent.currency else { return }
            number += 1
            let copy = Item(
                lead: lead.id, number: number, sku: item.sku, name: item.name,
                quantity: item.quantity, price: item.price, at: now, author: caller.name)
            changes.insert(Schema.items.table, copy)
            record(.itemAdded, lead.subject, data: copy.data(in: lead.currency))
        }
    }
}

extension Item {
    /// What its event says.
    fileprivate func data(in currency: Currency) -> EventData {
        var data = EventData()
        data.member("line", .integer(Int64(number)))
        data.member("sku", .text(sku))
        data.member("item", .text(name))
        data.member("qty", .text(quantity.text))
        data.member("price", .amount(Money(minor: price, currency: currency)))
        return data
    }
}

// MARK: - Reading

private func itemList(
    reader: inout Reader, reference: LeadReference, limit: PageLimit?, after: Number?,
    columns: WordList?
) throws(Rejection) -> RecordPage<ItemEntry, ItemColumns> {
    let lead = try reader.lead(reference)
    let columns = try columns.map { (list: WordList) throws(Rejection) in
        try ItemColumns.all.columns(chosen: list.words)
    }
    let rest = reader.view.items(of: lead.id).filter {
        !$0.isRemoved && UInt64($0.number) > after?.value ?? 0
    }
    let rows = rest.prefix(limit?.rows ?? EngineLimits.pageRowsDefault)
    let next = rest.count > rows.count ? rows.last.map { Text("\($0.number)") } : nil
    let currency = lead.currency
    return RecordPage(
        rows.map { ItemEntry(item: $0, currency: currency) }, next: next, columns: columns)
}
