import LeadlineDomain
import LeadlineStore

extension Wall {
    /// Whether the caller reaches the invoice: who reads every row, the gateway what it takes
    /// payments for, and a partner what it is billed.
    func reaches(_ invoice: Invoice) -> Bool {
        if isOpen || role == .gateway { return true }
        return invoice.billed.map { isOwn(.partner($0)) } ?? false
    }
}

extension View {
    /// The invoice with that id, if it stands before that wall.
    mutating func invoice(_ id: InvoiceID, _ wall: Wall) throws(Rejection) -> Invoice {
        if let invoice = get(Schema.invoices.table, id), wall.reaches(invoice) { return invoice }
        throw absent(InvoiceID.noun, "\(id)")
    }

    /// The invoice with that id, for who reads every one.
    mutating func invoice(_ id: InvoiceID) throws(Rejection) -> Invoice {
        guard let invoice = get(Schema.invoices.table, id) else {
            throw absent(InvoiceID.noun, "\(id)")
        }
        return invoice
    }

    /// The payment with that id.
    mutating func payment(_ id: PaymentID) throws(Rejection) -> Payment {
        guard let payment = get(Schema.payments.table, id) else {
            throw absent(PaymentID.noun, "\(id)")
        }
        return payment
    }

    /// The payment with that id, if its invoice stands before that wall.
    mutating func payment(_ id: PaymentID, _ wall: Wall) throws(Rejection) -> Payment {
        let payment = get(Schema.payments.table, id)
        // One that is missing costs the second read as well.
        let invoice = get(Schema.invoices.table, payment?.invoice ?? InvoiceID(raw: 0))
        if let payment, let invoice, wall.reaches(invoice) { return payment }
        throw absent(PaymentID.noun, "\(id)")
    }

    /// Every attempt to pay an invoice, the oldest first.
    mutating func payments(of invoice: InvoiceID) -> [Payment] {
        ids(Schema.payments.byKey, .invoice(invoice), limit: Payment.perInvoiceMax)
            .compactMap { get(Schema.payments.table, $0.id) }
    }

    /// The invoices of a lead, its sales' among them, the oldest first.
    mutating func invoices(of lead: LeadID) -> [Invoice] {
        ids(Schema.invoices.bySubject, KeyText(lead.text.bytes), limit: EngineLimits.scanRowsMax)
            .compactMap { get(Schema.invoices.table, $0.id) }
    }
}

/// The filters of INVOICE.LIST, combined with AND; nil is "not given".
struct InvoiceFilter: Sendable {
    var states: ListOf<Choice<InvoiceState>>?
    var lead: LeadReference?
    var sale: SaleReference?
    var bill: PartnerReference?
    var since: TimeInput?
    var until: TimeInput?
    var period: CalendarPeriod?

    static let form = Form(
        InvoiceFilter(),
        [
            .one("STATE", \.states), .one("LEAD", \.lead), .one("SALE", \.sale),
            .one("BILL", \.bill), .one("SINCE", \.since), .one("UNTIL", \.until),
            .one("IN", \.period),
        ])
}

/// What invoices are listed by.
private enum InvoiceSource {
    case all
    case state(InvoiceState)
    /// What stands under all of these; the first decides where is looked.
    case subjects([Text])
    case none

    func rows(_ view: inout View, after place: InvoiceID?, limit: Int) -> [Invoice] {
        let behind = place.map { (Nothing(), $0) }
        switch self {
        case .all:
            return view.rows(of: Schema.invoices.table, after: place, .descending, limit: limit)
        case .state(let state):
            return view.ids(
                Schema.invoices.byState, state, after: behind, .descending, limit: limit
            ).compactMap { view.get(Schema.invoices.table, $0.id) }
        case .subjects(let names):
            guard let first = names.first else { return [] }
            return view.ids(
                Schema.invoices.bySubject, KeyText(first.bytes), after: behind, .descending,
                limit: limit
            ).compactMap { view.get(Schema.invoices.table, $0.id) }
        case .none: return []
        }
    }

    /// Whether an invoice stands under every subject that was named.
    func includes(_ invoice: Invoice) -> Bool {
        guard case .subjects(let names) = self else { return true }
        let own = [invoice.subject.text, invoice.lead?.text]
        return names.allSatisfy { own.contains($0) }
    }
}

/// INVOICE.LIST: by state, what it is for and when it was made, the newest first.
func invoiceList(
    reader: inout Reader, filter: InvoiceFilter, limit: PageLimit?, after: Plain<InvoiceID>?,
    columns: WordList?
) throws(Rejection) -> RecordPage<InvoiceEntry, InvoiceColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try InvoiceFields.table.columns(chosen: list.words)
    }
    let wall = reader.caller.wall
    let source = try source(of: filter, &reader)
    let span = try TimeSpan.of(filter.since, filter.until, filter.period, reader)
    let states = filter.states.map { Set($0.values.map(\.value)) }
    let listing = Listing<Invoice, InvoiceID>(limit: limit, after: after?.id) { $0.id }
    let page = listing.page(&reader.view) { view, place, count in
        source.rows(&view, after: place, limit: count)
    } keep: { _, invoice in
        wall.reaches(invoice) && source.includes(invoice) && span.contains(invoice.created)
            && states?.contains(invoice.state) ?? true
    }
    let entries = page.rows.map { InvoiceEntry($0, forOutsider: !wall.isHouse) }
    return RecordPage(entries, next: page.next?.text, columns: columns)
}

/// The shortest way to what is asked for; an outsider's is what it is billed.
private func source(
    of filter: InvoiceFilter, _ reader: inout Reader
) throws(Rejection) -> InvoiceSource {
    var names: [Text] = []
    if let bill = filter.bill { names.append(try reader.partner(bill).id.text) }
    guard reader.caller.wall.isHouse else {
        guard filter.lead == nil, filter.sale == nil else {
            throw Rejection(
                .noPermission, "LEAD and SALE are not for the role \(reader.caller.role.text)")
        }
        return reader.caller.partner.map { .subjects([$0.text]) } ?? .none
    }
    if let sale = filter.sale { names.append(try reader.view.sale(sale).id.text) }
    if let lead = filter.lead { names.append(try reader.lead(lead).id.text) }
    if !names.isEmpty { return .subjects(names) }
    if let states = filter.states, states.values.count == 1, let state = states.values.first {
        return .state(state.value)
    }
    return .all
}
