import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// What is to be paid to us.
    static let invoice: [Command] = [
        .write(
            "INVOICE.NEW", "Makes an invoice for a lead or a sale, or of a fee a partner owes.",
            group: .money, by: .treasury, reach: .house, kind: .create, events: [.invoiceCreated],
            InvoiceForm.form, run: invoiceNew),
        .row(
            "INVOICE.GET", "Answers everything kept on an invoice.", group: .money, by: .earners,
            reach: .record("invoice"), Positional<Plain<InvoiceID>>("invoice"), run: invoiceGet),
        .scan(
            "INVOICE.LIST", "Lists invoices, the newest first; outsiders what they are billed.",
            group: .money, by: .earners, reach: .records, InvoiceFilter.form,
            Keyword<PageLimit>("LIMIT"), Keyword<Plain<InvoiceID>>("AFTER"),
            Keyword<WordList>("COLUMNS"), run: invoiceList),
        .write(
            "INVOICE.VOID", "Has nothing be owed any more of what was not paid of an invoice.",
            group: .money, by: .treasury, reach: .house, kind: .update, events: [.invoiceVoided],
            Positional<Plain<InvoiceID>>("invoice"), run: invoiceVoid),
        .write(
            "INVOICE.LINK", "Makes the token of an invoice's link; the one before is over.",
            group: .money, by: .treasury, reach: .house, kind: .update, events: [.invoiceLinked],
            Positional<Plain<InvoiceID>>("invoice"), run: invoiceLink),
        .scan(
            "INVOICE.OPEN", "Answers what a link says is to be paid, or was; changes nothing.",
            group: .money, by: .tellers, reach: .links, Positional<LinkToken>("token"),
            run: invoiceOpen),
        .write(
            "INVOICE.PAID", "Notes what came in without the gateway; a part may do.",
            group: .money, by: .treasury, reach: .house, kind: .update,
            events: [
                .paymentApproved, .invoicePaid, .invoiceUpdated, .saleNoted, .bonusRescheduled,
            ],
            Positional<Plain<InvoiceID>>("invoice"), RequiredKeyword<AmountText>("AMOUNT"),
            RequiredKeyword<OfflineMethod>("METHOD"), RequiredKeyword<ExternalRef>("REF"),
            run: invoicePaid),
        .scan(
            "RECEIPT", "Answers what has come in for an invoice.", group: .money,
            by: .receiptReaders, reach: .record("invoice"),
            Positional<Plain<InvoiceID>>("invoice"), run: receipt),
    ]
}

extension Roles {
    /// Those who take payments.
    static let cashiers: Roles = treasury.union([.gateway])
    /// Those who look what a link is for.
    static let tellers: Roles = treasuryReaders.union([.gateway])
    /// Those who read what was paid.
    static let receiptReaders: Roles = tellers.union([.partner])
}

/// The keywords of INVOICE.NEW as they were given.
struct InvoiceForm: Sendable {
    var lead: LeadReference?
    var sale: SaleReference?
    var bill: PartnerReference?
    var amount: AmountText?
    var currency: Currency?
    var ref: ExternalRef?

    static let form = Form(
        InvoiceForm(),
        [
            .one("LEAD", \.lead), .one("SALE", \.sale), .one("BILL", \.bill),
            .one("AMOUNT", \.amount), .one("CURRENCY", \.currency), .one("REF", \.ref),
        ])
}

// MARK: - Making

private func invoiceNew(
    tx: inout Transaction, form: InvoiceForm
) throws(Rejection) -> Identified<InvoiceID> {
    let target = try tx.target(of: form)
    guard let amount = form.amount else {
        throw .syntax("keyword AMOUNT is required for INVOICE.NEW")
    }
    let currency = form.currency ?? target.currency
    if case .sale = target.subject, currency != target.currency {
        throw .invalid("currency", "the sale is in \(target.currency.text)")
    }
    let minor = try amount.positive("amount", currency)
    if let ref = form.ref?.text.orNil,
        let holder = tx.changes.view.holder(Schema.invoices.byRef, KeyText(ref.bytes))
    {
        throw Rejection(.exists, "\(holder) ref '\(ref)' is taken", field: "ref")
    }
    let invoice = Invoice(
        id: InvoiceID(raw: tx.changes.next(IDSequence.invoice)), subject: target.subject,
        lead: target.lead, currency: currency, amount: minor, ref: form.ref?.text.orNil,
        creator: tx.caller.name, created: tx.now)
    tx.changes.insert(Schema.invoices.table, invoice)
    tx.record(
        .invoiceCreated, invoice.subjectOfEvents, InvoiceFields.table, from: nil,
        to: InvoiceEntry(invoice))
    return Identified(id: invoice.id)
}

/// What an invoice is for.
private struct InvoiceTarget {
    let subject: Invoice.Subject
    let lead: LeadID?
    let currency: Currency
}

extension Transaction {
    fileprivate mutating func target(of form: InvoiceForm) throws(Rejection) -> InvoiceTarget {
        switch (form.lead, form.sale, form.bill) {
        case (let reference?, nil, nil):
            let lead = try lead(reference)
            return InvoiceTarget(subject: .lead(lead.id), lead: lead.id, currency: lead.currency)
        case (nil, let reference?, nil):
            let sale = try changes.view.sale(reference)
            guard sale.state == .new || sale.state == .approved else {
                throw sale.badState("invoiced", from: "new or approved")
            }
            try requireRoomForInvoice(of: sale.id)
            return InvoiceTarget(subject: .sale(sale.id), lead: sale.lead, currency: sale.currency)
        case (nil, nil, let reference?):
            let partner = try partner(reference)
            return InvoiceTarget(
                subject: .bill(partner.id), lead: nil,
                currency: changes.view.currency(of: .partner(partner.id), settings))
        default: throw .syntax("INVOICE.NEW takes one of LEAD, SALE and BILL")
        }
    }

    private mutating func requireRoomForInvoice(of sale: SaleID) throws(Rejection) {
        let most = Invoice.perSaleMax
        let found = changes.view.ids(
            Schema.invoices.bySubject, KeyText(sale.text.bytes), limit: most)
        guard found.count < most else {
            throw Rejection(.limit, "sale: at most \(most) invoices", field: "sale")
        }
    }
}

// MARK: - Moving

private func invoiceVoid(
    tx: inout Transaction, id: Plain<InvoiceID>
) throws(Rejection) -> NewVersion {
    let old = try tx.changes.view.invoice(id.id)
    try tx.checkVersion(old.version, of: old.id.text)
    try tx.requireIdle(old)
    var invoice = old
    guard invoice.void() else {
        throw Rejection(.badState, "invoice is \(old.state.word); only an open one is voided")
    }
    return NewVersion(try tx.keep(invoice, from: old, .invoiceVoided).version)
}

private func invoiceLink(
    tx: inout Transaction, id: Plain<InvoiceID>
) throws(Rejection) -> NewToken {
    let old = try tx.changes.view.invoice(id.id)
    try tx.checkVersion(old.version, of: old.id.text)
    guard old.state != .void else {
        throw Rejection(.badState, "invoice is void; nobody pays it")
    }
    let token = tx.newToken()
    tx.changes.put(
        Schema.invoiceLinks.table,
        InvoiceLink(id: old.id, token: token.digest, issued: tx.now))
    var invoice = old
    invoice.linked = tx.now
    try tx.keep(invoice, from: old, .invoiceLinked)
    return NewToken(token: token)
}

private func invoicePaid(
    tx: inout Transaction, id: Plain<InvoiceID>, amount: AmountText, method: OfflineMethod,
    ref: ExternalRef
) throws(Rejection) -> NewVersion {
    let old = try tx.changes.view.invoice(id.id)
    try tx.checkVersion(old.version, of: old.id.text)
    let minor = try amount.positive("amount", old.currency)
    guard let ref = ref.text.orNil else { throw .invalid("ref", "must not be empty") }
    try tx.requirePayable(old)
    guard minor <= old.open else {
        let left = Money(minor: old.open, currency: old.currency)
        throw .invalid("amount", "only \(left.text) is open")
    }
    try tx.requireNew(method.method, ref, on: old.id)
    var payment = try tx.newPayment(of: old, minor, method.method, state: .approved)
    payment.ref = ref
    payment.ended = tx.now
    try tx.make(payment)
    return NewVersion(try tx.receive(payment, on: old).version)
}

// MARK: - Reading

private func invoiceGet(
    reader: inout Reader, id: Plain<InvoiceID>
) throws(Rejection) -> InvoiceMap {
    let wall = reader.caller.wall
    let invoice = try reader.view.invoice(id.id, wall)
    return InvoiceMap(entity: InvoiceEntry(invoice, forOutsider: !wall.isHouse))
}

private func invoiceOpen(
    reader: inout Reader, token: LinkToken
) throws(Rejection) -> Receipt {
    let id = reader.view.holder(Schema.invoiceLinks.byToken, TokenKey(digest: token.digest))
    guard let id, let link = reader.view.get(Schema.invoiceLinks.table, id),
        let invoice = reader.view.get(Schema.invoices.table, id)
    else {
        // The token is not said again: it may be the secret of another place.
        guard reader.view.fault == nil else { throw reader.view.absent("link", "") }
        throw Rejection(.notFound, "no such link")
    }
    if let span = reader.settings.linkExpiry, let end = link.issued.advanced(by: span),
        reader.now >= end
    {
        throw Rejection(.badState, "the link is over since \(end.text); INVOICE.LINK makes another")
    }
    return reader.receipt(of: invoice)
}

private func receipt(
    reader: inout Reader, id: Plain<InvoiceID>
) throws(Rejection) -> Receipt {
    let invoice = try reader.view.invoice(id.id, reader.caller.wall)
    let receipt = reader.receipt(of: invoice)
    guard !receipt.entity.payments.isEmpty else {
        throw Rejection(.badState, "nothing of \(invoice.id) was paid")
    }
    return receipt
}

extension Reader {
    /// What has come in for an invoice.
    fileprivate mutating func receipt(of invoice: Invoice) -> Receipt {
        let payments = view.payments(of: invoice.id).filter { $0.state == .approved }
        return Receipt(
            entity: ReceiptEntry(invoice: invoice, payments: payments, payee: settings.house))
    }
}
