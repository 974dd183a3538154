import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension EventType {
    static let fxSet = EventType("fx.set", fields: ["at", "rate"])
}

/// The documented fields of a rate.
enum RateFields {
    static let table = FieldTable<DatedRate>([
        EntityField("from") { .text($0.from.text) },
        EntityField("to") { .text($0.to.text) },
        EntityField("at") { .optional(CivilDate(daysSinceEpoch: $0.day)?.text) },
        EntityField("rate") { .text($0.rate.text) },
    ])

    /// What an event of a rate says beside its subject, the two currencies.
    fileprivate static let event = FieldTable<DatedRate>([
        EntityField("at") { .optional(CivilDate(daysSinceEpoch: $0.day)?.text) },
        EntityField("rate") { .text($0.rate.text) },
    ])
}

/// The columns of FX.LIST.
enum RateColumns: PageColumns {
    static let standard = RateFields.table.fields
}

/// A place in FX.LIST: `EUR/USD/2026-11-21`.
struct RateCursor: Argument {
    static var typeName: String { "cursor" }
    let id: RateID

    init(argument: Bytes) throws(ValueFault) {
        let parts = argument.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 3, let from = Currency(parts[0]), let to = Currency(parts[1]),
            let date = CivilDate(parts[2])
        else { throw ValueFault("\(argument.quoted) is not a cursor of FX.LIST") }
        id = RateID(from: from, to: to, day: date.daysSinceEpoch)
    }

    init(_ id: RateID) { self.id = id }

    var text: Text {
        let date = CivilDate(daysSinceEpoch: id.day)?.text ?? ""
        return Text("\(id.from.text)/\(id.to.text)/\(date)")
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// FX.SET: a rate holds from its day on, until the next one.
func setRate(
    tx: inout Transaction, from: Currency, to: Currency, rate: AmountText, at: TimeInput?
) throws(Rejection) -> Done {
    guard from != to else { throw .invalid("to", "is the same currency") }
    let exchange = try checking("rate") { () throws(ValueFault) in
        try ExchangeRate.parse(rate.text.bytes)
    }
    let now = tx.now
    let moment = try checking("at") { () throws(ValueFault) in
        try at?.resolve(now: now, zone: .utc, toward: .past, edge: .start) ?? now
    }
    let new = DatedRate(from: from, to: to, day: moment.day, rate: exchange)
    let old = tx.changes.view.get(Schema.rates.table, new.id)
    guard old != new else { return Done() }
    tx.changes.put(Schema.rates.table, new)
    let subject = EventSubject(name: Text("\(from.text)/\(to.text)"))
    var day = EventData()
    if old != nil { day.member("at", RateFields.event.fields[0].value(new)) }
    tx.record(.fxSet, subject, RateFields.event, from: old, to: new, extra: day)
    return Done()
}

/// FX.LIST: by the two currencies, the newest first.
func listRates(
    reader: inout Reader, limit: PageLimit?, after: RateCursor?, columns: WordList?
) throws(Rejection) -> RecordPage<DatedRate, RateColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try RateFields.table.columns(chosen: list.words)
    }
    let listing = Listing<DatedRate, RateID>(limit: limit, after: after?.id) { $0.id }
    let page = listing.page(&reader.view) { view, position, count in
        view.rows(of: Schema.rates.table, after: position, limit: count)
    } keep: { _, _ in
        true
    }
    return RecordPage(page.rows, next: page.next.map { RateCursor($0).text }, columns: columns)
}
