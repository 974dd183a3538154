import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// What was sold: reported by one, approved by another.
    static let sale: [Command] = [
        .write(
            "SALE.NEW", "Reports a sale of a lead, which is won by it.", group: .money,
            by: [.admin, .manager, .agent, .finance], reach: .lead("lead"), kind: .create,
            events: [.saleCreated, .leadWon, .leadPromoted], Positional<LeadReference>("lead"),
            SaleForm.form, run: saleNew),
        .write(
            "SALE.APPROVE", "Approves a sale that somebody else reported; makes its bonuses.",
            group: .money, by: .treasury, reach: .house, kind: .update,
            events: [.saleApproved, .bonusCreated, .referrerCreated],
            Positional<SaleReference>("sale"), run: saleApprove),
        .write(
            "SALE.EVENT", "Says when something happened that bonuses wait for.", group: .money,
            by: .treasury, reach: .house, kind: .update,
            events: [.saleNoted, .bonusRescheduled],
            Positional<SaleReference>("sale"), Positional<ReportedEvent>("event"),
            Positional<TimeInput>("date"), run: saleEvent),
        .write(
            "SALE.RENEW", "Adds a renewal to a sale; makes its bonuses while the terms say so.",
            group: .money, by: .treasury, reach: .house, kind: .update,
            events: [.saleRenewed, .bonusCreated], Positional<SaleReference>("sale"),
            RequiredKeyword<AmountText>("AMOUNT"), RequiredKeyword<TimeInput>("AT"),
            Keyword<ExternalRef>("REF"), run: saleRenew),
        .write(
            "SALE.REFUND", "Gives back a part of a sale, and reckons its bonuses again.",
            group: .money, by: .treasury, reach: .house, kind: .update,
            events: [.saleRefunded, .bonusReduced], Positional<SaleReference>("sale"),
            RequiredKeyword<AmountText>("AMOUNT"), RequiredKeyword<Phrase>("REASON"),
            Keyword<ExternalRef>("REF"), run: saleRefund),
        .write(
            "SALE.CANCEL", "Takes a sale back, with all its bonuses.", group: .money,
            by: .treasury, reach: .house, kind: .update,
            events: [.saleCancelled, .bonusReduced],
            Positional<SaleReference>("sale"), RequiredKeyword<Phrase>("REASON"),
            run: saleCancel),
        .scan(
            "SALE.GET", "Answers everything kept on a sale.", group: .money,
            by: .treasuryReaders, reach: .house, Positional<SaleReference>("sale"), run: saleGet),
        .scan(
            "SALE.LIST", "Lists sales, the newest first.", group: .money, by: .treasuryReaders,
            reach: .house, SaleFilter.form, Keyword<PageLimit>("LIMIT"),
            Keyword<Plain<SaleID>>("AFTER"), Keyword<WordList>("COLUMNS"), run: saleList),
    ]
}

extension EventType {
    static let saleCreated = EventType("sale.created")
    static let saleApproved = EventType("sale.approved")
    static let saleNoted = EventType("sale.noted", fields: ["event", "date"])
    static let saleRenewed = EventType("sale.renewed", fields: ["renewal", "at", "renewal_ref"])
    static let saleRefunded = EventType("sale.refunded", fields: ["refund", "refund_ref"])
    static let saleCancelled = EventType("sale.cancelled")
}

typealias SaleReference = Reference<SaleID>

/// An event that somebody reports; the others come from the system.
struct ReportedEvent: Argument {
    static var typeName: String { "event" }
    static var choices: [String] {
        DueEvent.allCases.filter(\.isReported).map { "\($0.word)" }
    }
    let event: DueEvent
    init(argument: Bytes) throws(ValueFault) {
        guard let event = DueEvent(word: argument), event.isReported else {
            throw ValueFault(
                "\(argument.quoted) is not one of: \(Self.choices.joined(separator: " "))")
        }
        self.event = event
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) {
        fingerprint.feed(CollectionOfOne(event.rawValue))
    }
}

/// The keywords of SALE.NEW as they were given.
struct SaleForm: Sendable {
    var amount: AmountText?
    var currency: Currency?
    var type: Choice<SaleType>?
    var signed: TimeInput?
    var ref: ExternalRef?
    var cost: AmountText?

    static let form = Form(
        SaleForm(),
        [
            .one("AMOUNT", \.amount),
            .one("CURRENCY", \.currency),
            .one("TYPE", \.type),
            .one("SIGNED", \.signed),
            .one("REF", \.ref),
            .one("COST", \.cost),
        ])
}

// MARK: - Reporting

private func saleNew(
    tx: inout Transaction, reference: LeadReference, form: SaleForm
) throws(Rejection) -> Identified<SaleID> {
    let lead = try tx.lead(reference)
    guard lead.status.maySell else {
        throw Rejection(
            .badState, "lead is \(lead.status.word); a sale needs one that was accepted")
    }
    guard let amount = form.amount else {
        throw .syntax("keyword AMOUNT is required for SALE.NEW")
    }
    guard lead.sales.count < Sale.perLeadMax else {
        throw Rejection(.limit, "lead: at most \(Sale.perLeadMax) sales", field: "lead")
    }
    let currency = form.currency ?? lead.currency
    let minor = try amount.positive("amount", currency)
    let signed = try tx.date(form.signed, "signed")
    let id = SaleID(raw: tx.changes.next(IDSequence.sale))
    let day = signed ?? tx.today
    var sale = Sale(
        id: id, type: form.type?.value ?? .new, lead: lead.id, currency: currency,
        invoice: Sale.Invoice(amount: minor, date: day, ref: form.ref?.text.orNil),
        creator: tx.caller.name, created: tx.now)
    sale.signed = signed
    if let cost = form.cost {
        sale.cost = try checking("cost") { () throws(ValueFault) in
            try Amount.parse(cost.text.bytes, in: currency)
        }
    }
    if let ref = form.ref?.text.orNil {
        try tx.changes.view.requireFreeSaleRef(ref)
        sale.ref = ref
    }
    tx.changes.insert(Schema.sales.table, sale)
    tx.record(.saleCreated, sale.subject, SaleFields.table, from: nil, to: SaleEntry(sale))
    guard lead.status != .won else {
        // Another sale is no change of what is known of the lead: its version stays.
        var sold = lead
        sold.sales.append(sale.id)
        tx.changes.put(Schema.leads.table, sold)
        return Identified(id: id)
    }
    _ = try tx.carry(lead, to: .won, by: .status) { lead in
        lead.value = minor
        lead.currency = currency
        lead.sales.append(sale.id)
    }
    return Identified(id: id)
}

extension LeadStatus {
    /// Whether a lead that stands here may have brought a sale.
    var maySell: Bool {
        switch self {
        case .accepted, .contacted, .quoted, .qualified, .meeting, .negotiation, .won: true
        case .new, .review, .offered, .lost, .rejected, .withdrawn, .needsinfo, .queued,
            .unqualified, .expired:
            false
        }
    }
}

// MARK: - Approving

private func saleApprove(
    tx: inout Transaction, reference: SaleReference
) throws(Rejection) -> RecordPage<BonusEntry, MadeBonusColumns> {
    let old = try tx.changes.view.sale(reference)
    try tx.checkVersion(old.version, of: old.id.text)
    guard old.state == .new else { throw old.badState("approved", from: "new") }
    try tx.requireFourEyes(besides: old.creator)
    var sale = old
    sale.state = .approved
    sale.approver = tx.caller.name
    sale.approved = tx.now
    _ = try tx.update(old, to: sale, .saleApproved)
    guard let lead = tx.changes.view.anyLead(sale.lead) else {
        throw tx.changes.view.absent(LeadID.noun, "\(sale.lead)")
    }
    let deal = tx.changes.view.deal(of: sale, lead, tx.settings)
    let awards = try tx.changes.view.awards(for: deal, tx.settings)
    return RecordPage(try tx.grant(awards, for: sale, invoice: 0))
}

// MARK: - Later

private func saleEvent(
    tx: inout Transaction, reference: SaleReference, event: ReportedEvent, date: TimeInput
) throws(Rejection) -> NewVersion {
    let old = try tx.changes.view.sale(reference)
    try tx.checkVersion(old.version, of: old.id.text)
    guard old.state == .new || old.state == .approved else {
        throw old.badState("noted on", from: "new or approved")
    }
    guard let day = try tx.date(date, "date") else { throw .invalid("date", "is required") }
    guard old.date(of: event.event) != day else { return NewVersion(old.version) }
    var sale = old
    sale.note(event.event, on: day)
    var extra = EventData()
    extra.member("event", .word(StaticWord(event.event.word)))
    extra.member("date", .text(day.text))
    let version = try tx.update(old, to: sale, .saleNoted, extra: extra)
    try tx.reschedule(bonusesOf: sale, after: event.event)
    return version
}

private func saleRenew(
    tx: inout Transaction, reference: SaleReference, amount: AmountText, at: TimeInput,
    ref: ExternalRef?
) throws(Rejection) -> NewVersion {
    let old = try tx.changes.view.sale(reference)
    try tx.checkVersion(old.version, of: old.id.text)
    guard old.state == .approved else { throw old.badState("renewed", from: "approved") }
    guard old.invoices.count <= Sale.renewalsMax else {
        throw Rejection(.limit, "sale: at most \(Sale.renewalsMax) renewals", field: "sale")
    }
    let minor = try amount.positive("amount", old.currency)
    guard let day = try tx.date(at, "at") else { throw .invalid("at", "is required") }
    guard let first = old.invoices.first?.date, day.daysSinceEpoch >= first.daysSinceEpoch else {
        throw .invalid("at", "\(day.text) is before the sale")
    }
    if let ref = ref?.text.orNil, old.invoices.contains(where: { $0.ref == ref }) {
        throw Rejection(.exists, "\(old.id) has a renewal '\(ref)'", field: "ref")
    }
    var sale = old
    sale.invoices.append(Sale.Invoice(amount: minor, date: day, ref: ref?.text.orNil))
    var extra = EventData()
    extra.member("renewal", .amount(Money(minor: minor, currency: sale.currency)))
    extra.member("at", .text(day.text))
    if let ref = ref?.text.orNil { extra.member("renewal_ref", .text(ref)) }
    let version = try tx.update(old, to: sale, .saleRenewed, extra: extra)
    let awards = tx.changes.view.renewals(of: sale, on: day, from: first)
    _ = try tx.grant(awards, for: sale, invoice: sale.invoices.count - 1)
    return version
}

private func saleRefund(
    tx: inout Transaction, reference: SaleReference, amount: AmountText, reason: Phrase,
    ref: ExternalRef?
) throws(Rejection) -> NewVersion {
    let old = try tx.changes.view.sale(reference)
    try tx.checkVersion(old.version, of: old.id.text)
    guard old.state == .approved else { throw old.badState("refunded", from: "approved") }
    // What a refund voids has its reason, and others of its renewals go on.
    try reason.requireOther(than: Bonus.splitReason)
    let minor = try amount.positive("amount", old.currency)
    var sale = old
    guard let changed = sale.refund(minor) else {
        let left = Money(minor: old.net, currency: old.currency)
        throw .invalid("amount", "only \(left.text) of the sale is left")
    }
    if sale.net == 0 { sale.state = .refunded }
    sale.reason = reason.text
    var extra = EventData()
    extra.member("refund", .amount(Money(minor: minor, currency: sale.currency)))
    if let ref = ref?.text.orNil { extra.member("refund_ref", .text(ref)) }
    let version = try tx.update(old, to: sale, .saleRefunded, extra: extra)
    for index in changed {
        try tx.reckonAgain(bonusesOf: sale, invoice: index, reason: reason.text)
    }
    return version
}

private func saleCancel(
    tx: inout Transaction, reference: SaleReference, reason: Phrase
) throws(Rejection) -> NewVersion {
    let old = try tx.changes.view.sale(reference)
    try tx.checkVersion(old.version, of: old.id.text)
    guard old.state == .new || old.state == .approved else {
        throw old.badState("cancelled", from: "new or approved")
    }
    var sale = old
    sale.state = .cancelled
    sale.reason = reason.text
    let version = try tx.update(old, to: sale, .saleCancelled)
    for index in sale.invoices.indices {
        try tx.reckonAgain(bonusesOf: sale, invoice: index, reason: reason.text)
    }
    return version
}

// MARK: - Reading

private func saleGet(
    reader: inout Reader, reference: SaleReference
) throws(Rejection) -> SaleMap {
    let sale = try reader.view.sale(reference)
    return SaleMap(entity: SaleEntry(sale, bonuses: reader.view.bonusIDs(of: sale.id)))
}
