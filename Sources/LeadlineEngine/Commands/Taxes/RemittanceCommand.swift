import LeadlineDomain
import LeadlineStore

/// TAX.REMIT: what was withheld has gone to the tax office.
func taxRemit(
    tx: inout Transaction, amount: SignedAmountText, ref: ExternalRef, currency: Currency?,
    at: TimeInput?, note: Phrase?
) throws(Rejection) -> Identified<RemittanceID> {
    let currency = currency ?? tx.settings.currency
    let minor = try amount.minor(in: currency)
    guard !ref.text.isEmpty else { throw .invalid("ref", "must not be empty") }
    if let holder = tx.changes.view.holder(Schema.remittances.byRef, KeyText(ref.text.bytes)) {
        throw Rejection(.exists, "\(holder) ref '\(ref.text)' is taken", field: "ref")
    }
    let date = try tx.date(at, "at") ?? tx.today
    guard date.daysSinceEpoch <= tx.today.daysSinceEpoch else {
        throw .invalid("at", "\(date.text) is after today")
    }
    let remitted = try tx.remittable(minor, currency)
    let remittance = Remittance(
        id: RemittanceID(raw: tx.changes.next(IDSequence.remittance)), ref: ref.text,
        currency: currency, amount: minor, total: remitted, date: date, note: note?.text,
        author: tx.caller.name, created: tx.now)
    tx.changes.insert(Schema.remittances.table, remittance)
    try tx.post([(.paid, -minor), (.withheld, minor)], currency, of: remittance.id.text)
    tx.record(
        .taxRemitted, EventSubject(name: remittance.id.text), data: remittance.data,
        personal: remittance.said)
    return Identified(id: remittance.id)
}

extension Transaction {
    /// What was remitted in all with an amount; no more is than was withheld, and no more comes
    /// back than was remitted.
    fileprivate mutating func remittable(
        _ minor: Int64, _ currency: Currency
    ) throws(Rejection) -> Int64 {
        let remitted = changes.view.remitted(in: currency)
        let left = -changes.view.balance(of: .withheld, in: currency)
        if Int128(minor) > left {
            let most = Money(minor: Int64(clamping: left), currency: currency)
            throw .invalid("amount", "\(most.text) \(currency.text) is left to remit")
        }
        if minor < -remitted {
            let most = Money(minor: remitted, currency: currency)
            throw .invalid("amount", "\(most.text) \(currency.text) was remitted")
        }
        return try remitted.adding(minor)
    }
}

extension Remittance {
    /// What its event tells.
    fileprivate var data: EventData {
        var data = EventData()
        data.member("amount", .amount(Money(minor: amount, currency: currency)))
        data.member("currency", .text(currency.text))
        data.member("ref", .text(ref))
        data.member("date", .text(date.text))
        return data
    }

    /// What people have written.
    fileprivate var said: EventData {
        var said = EventData()
        if let note { said.member("note", .text(note)) }
        return said
    }
}

extension View {
    /// The remittance with that id; remittances are the house's.
    mutating func remittance(_ id: RemittanceID) throws(Rejection) -> Remittance {
        if let remittance = get(Schema.remittances.table, id) { return remittance }
        throw absent(RemittanceID.noun, "\(id)")
    }
}

extension EventType {
    static let taxRemitted = EventType(
        "tax.remitted", fields: ["amount", "currency", "ref", "date", "note"])
}
