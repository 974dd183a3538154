import LeadlineDomain
import LeadlineStore

/// An invoice as somebody sees it.
struct InvoiceEntry: Sendable {
    let invoice: Invoice
    /// Whether what is of the house is left out.
    let isForOutsider: Bool

    init(_ invoice: Invoice, forOutsider isForOutsider: Bool = false) {
        self.invoice = invoice
        self.isForOutsider = isForOutsider
    }

    fileprivate func inside(_ value: FieldValue) -> FieldValue { isForOutsider ? .null : value }
}

/// The documented fields of an invoice, in the order of INVOICE.GET.
enum InvoiceFields {
    static let table = FieldTable<InvoiceEntry>([
        EntityField("id") { .id($0.invoice.id) },
        EntityField("version") { .integer(Int64($0.invoice.version)) },
        EntityField("state") { .word(StaticWord($0.invoice.state.word)) },
        EntityField("lead") { .optional($0.invoice.lead) },
        EntityField("sale") { .optional($0.invoice.sale) },
        EntityField("bill") { .optional($0.invoice.billed) },
        EntityField("currency") { .text($0.invoice.currency.text) },
        EntityField("amount") { $0.invoice.money($0.invoice.amount) },
        EntityField("paid") { $0.invoice.money($0.invoice.paid) },
        EntityField("open") { $0.invoice.money($0.invoice.open) },
        EntityField("ref") { .optional($0.invoice.ref) },
        EntityField("attempt") { $0.inside(.optional($0.invoice.attempt)) },
        EntityField("paid_at") { .optional($0.invoice.completion?.at) },
        EntityField("linked") { $0.inside(.optional($0.invoice.linked)) },
        EntityField("created_by") { $0.inside(.text($0.invoice.creator)) },
        EntityField("created") { .time($0.invoice.created) },
        EntityField("updated") { .time($0.invoice.updated) },
    ])
}

/// An invoice as a map of all its fields.
struct InvoiceMap: MappedRecord {
    static let fields = InvoiceFields.table
    let entity: InvoiceEntry
}

/// The columns of INVOICE.LIST.
enum InvoiceColumns: PageColumns {
    static let standard = InvoiceFields.table.columns([
        "id", "state", "lead", "sale", "bill", "currency", "amount", "paid", "open", "ref",
        "created",
    ])
}

extension Invoice {
    /// How events name this invoice; a bill is also its partner's.
    var subjectOfEvents: EventSubject {
        EventSubject(
            name: id.text, ref: ref, version: version,
            audience: billed.map { [.partner($0)] } ?? [])
    }

    /// An amount of it, ready to be shown.
    func money(_ minor: Int64) -> FieldValue {
        .amount(Money(minor: minor, currency: currency))
    }
}

extension EventType {
    static let invoiceCreated = EventType("invoice.created")
    static let invoiceUpdated = EventType("invoice.updated")
    static let invoiceLinked = EventType("invoice.linked")
    static let invoiceVoided = EventType("invoice.voided")
    static let invoicePaid = EventType("invoice.paid")
    static let invoiceReopened = EventType("invoice.reopened")
}

// MARK: - For who pays

/// An invoice with what has come in: for who pays it.
struct ReceiptEntry: Sendable {
    let invoice: Invoice
    /// The payments that came in, the oldest first.
    let payments: [Payment]
    /// How the house is called.
    let payee: Text?
}

/// What RECEIPT answers, and INVOICE.OPEN.
struct Receipt: MappedRecord {
    let entity: ReceiptEntry

    static let fields = FieldTable<ReceiptEntry>([
        EntityField("invoice") { .id($0.invoice.id) },
        EntityField("state") { .word(StaticWord($0.invoice.state.word)) },
        EntityField("currency") { .text($0.invoice.currency.text) },
        EntityField("amount") { $0.invoice.money($0.invoice.amount) },
        EntityField("paid") { $0.invoice.money($0.invoice.paid) },
        EntityField("open") { $0.invoice.money($0.invoice.open) },
        EntityField("payee") { .optional($0.payee) },
        EntityField("ref") { .optional($0.invoice.ref) },
        EntityField("paid_at") { .optional($0.invoice.completion?.at) },
        EntityField("payments") { .texts($0.payments.flatMap(\.receiptLines)) },
    ])
}

extension Payment {
    /// What a receipt says of it: `PMT21 2026-11-21T17:00:00Z visa 4242 100.00`.
    fileprivate var receiptLines: [Text] {
        var how = "\((brand?.text) ?? method.text)"
        if let lastFour { how += " \(lastFour.text)" }
        let paid = Amount.text(amount, in: currency)
        let lines = [Text("\(id) \((ended ?? created).text) \(how) \(paid)")]
        return lines
            + reversals.map { reversal in
                let minor = Amount.text(-reversal.amount, in: currency)
                return Text("\(id) \(reversal.at.text) \(reversal.reason.word) \(minor)")
            }
    }
}
