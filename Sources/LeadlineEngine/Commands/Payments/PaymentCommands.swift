import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// Money coming in: every attempt, good or bad.
    static let payment: [Command] = [
        .write(
            "PAYMENT.BEGIN", "Begins to pay what is open of an invoice; of several at once, one.",
            group: .money, by: .cashiers, reach: .record("invoice"), kind: .create,
            events: [.paymentBegun, .paymentRefused, .invoiceUpdated],
            Positional<Plain<InvoiceID>>("invoice"), Keyword<BrandName>("BRAND"),
            run: paymentBegin),
        .write(
            "PAYMENT.RESULT", "Notes what came of an attempt, also of one that is unknown.",
            group: .money, by: .cashiers, reach: .record("payment"), kind: .update,
            events: [
                .paymentApproved, .paymentDeclined, .paymentAbandoned, .paymentUnknown,
                .invoicePaid, .invoiceUpdated, .saleNoted, .bonusRescheduled,
            ],
            Positional<Plain<PaymentID>>("payment"), Positional<PaymentResult>("result"),
            PaymentForm.form, run: paymentResult),
        .write(
            "PAYMENT.REVERSE", "Notes that a payment was given back, or a part of it.",
            group: .money, by: .cashiers, reach: .record("payment"), kind: .update,
            events: [
                .paymentReversed, .invoiceReopened, .invoiceUpdated, .saleNoted,
                .bonusRescheduled,
            ],
            Positional<Plain<PaymentID>>("payment"), RequiredKeyword<AmountText>("AMOUNT"),
            RequiredKeyword<Choice<ReversalReason>>("REASON"), run: paymentReverse),
        .scan(
            "PAYMENT.LIST", "Lists attempts to pay, good or bad, the newest first.",
            group: .money, by: .treasuryReaders, reach: .house,
            OptionalPositional<Plain<InvoiceID>>("invoice"), PaymentFilter.form,
            Keyword<PageLimit>("LIMIT"), Keyword<Plain<PaymentID>>("AFTER"),
            Keyword<WordList>("COLUMNS"), run: paymentList),
    ]
}

// MARK: - Beginning

/// What PAYMENT.BEGIN answers: the attempt, or that it was refused, which is kept, too.
enum BegunPayment: ReplyValue {
    static let shape = ReplyShape(.id)
    static var createdPrefix: StaticString? { PaymentID.prefix }
    case begun(PaymentID)
    case refused(Rejection)

    var createdID: Text? {
        switch self {
        case .begun(let id): id.text
        case .refused: nil
        }
    }

    func write(to reply: inout ReplyWriter) {
        switch self {
        case .begun(let id): reply.string(id.text.bytes)
        case .refused(let rejection): reply.rejection(rejection)
        }
    }
}

private func paymentBegin(
    tx: inout Transaction, id: Plain<InvoiceID>, brand: BrandName?
) throws(Rejection) -> BegunPayment {
    let old = try tx.changes.view.invoice(id.id, tx.caller.wall)
    try tx.requirePayable(old)
    if let brand, brand.accepted == nil {
        let rejection = Rejection.invalid(
            "brand", "\(brand.text) is not accepted: \(CardBrand.words)")
        // What fails in a block leaves nothing behind.
        guard !tx.isInBlock else { throw rejection }
        var refused = try tx.newPayment(of: old, old.open, .card, state: .refused)
        refused.message = Text(rejection.message)
        refused.ended = tx.now
        var extra = EventData()
        extra.member("brand", .text(brand.text))
        try tx.make(refused, extra: extra)
        return .refused(rejection)
    }
    var payment = try tx.newPayment(of: old, old.open, .card, state: .processing)
    payment.brand = brand?.accepted
    payment.expires = tx.now.advanced(by: tx.settings.paymentTimeout) ?? .latest
    try tx.make(payment)
    var invoice = old
    guard invoice.begin(payment.id) else { throw old.cannotTake(payment.id) }
    try tx.keep(invoice, from: old, .invoiceUpdated)
    return .begun(payment.id)
}

// MARK: - Results

/// The keywords of PAYMENT.RESULT as they were given.
struct PaymentForm: Sendable {
    var brand: Choice<CardBrand>?
    var lastFour: LastFour?
    var ref: ExternalRef?
    var message: ProcessorMessage?

    static let form = Form(
        PaymentForm(),
        [
            .one("BRAND", \.brand), .one("LAST4", \.lastFour), .one("REF", \.ref),
            .one("MESSAGE", \.message),
        ])

    /// Refuses what a result has to name and does not: of a card that was tried, which it was.
    fileprivate func requireCard(for state: PaymentState) throws(Rejection) {
        guard state == .approved || state == .declined else { return }
        guard brand != nil else { throw .invalid("brand", "\(state.word) requires BRAND") }
        guard lastFour != nil else { throw .invalid("last4", "\(state.word) requires LAST4") }
    }
}

private func paymentResult(
    tx: inout Transaction, id: Plain<PaymentID>, result: PaymentResult, form: PaymentForm
) throws(Rejection) -> NewVersion {
    let old = try tx.changes.view.payment(id.id)
    try tx.checkVersion(old.version, of: old.id.text)
    var payment = old
    guard payment.end(as: result.state, at: tx.now) else {
        let allowed = old.state == .processing || old.state == .unknown
        let hint = allowed ? "already" : "a result is for one that is processing or unknown"
        throw Rejection(.badState, "payment is \(old.state.word); \(hint)")
    }
    try form.requireCard(for: result.state)
    if let brand = form.brand { payment.brand = brand.value }
    if let lastFour = form.lastFour { payment.lastFour = lastFour }
    if let ref = form.ref { payment.ref = ref.text.orNil }
    if let message = form.message { payment.message = message.text.orNil }
    let kept = try tx.keep(payment, from: old, result.state.event)
    try tx.conclude(kept)
    return NewVersion(kept.version)
}

private func paymentReverse(
    tx: inout Transaction, id: Plain<PaymentID>, amount: AmountText,
    reason: Choice<ReversalReason>
) throws(Rejection) -> NewVersion {
    let old = try tx.changes.view.payment(id.id)
    try tx.checkVersion(old.version, of: old.id.text)
    guard old.state == .approved else {
        throw Rejection(.badState, "payment is \(old.state.word); only an approved one is reversed")
    }
    let minor = try amount.positive("amount", old.currency)
    guard minor <= old.net else {
        let left = Money(minor: old.net, currency: old.currency)
        throw .invalid("amount", "only \(left.text) of the payment is left")
    }
    guard old.reversals.count < Payment.reversalsMax else {
        throw Rejection(
            .limit, "payment: at most \(Payment.reversalsMax) reversals", field: "payment")
    }
    var payment = old
    guard payment.reverse(.init(at: tx.now, amount: minor, reason: reason.value)) else {
        throw .invalid("amount", "is not left of the payment")
    }
    var extra = EventData()
    extra.member("reversal", old.money(minor))
    extra.member("reason", .word(StaticWord(reason.value.word)))
    let kept = try tx.keep(payment, from: old, .paymentReversed, extra: extra)
    try tx.giveBack(minor, of: kept)
    return NewVersion(kept.version)
}

// MARK: - Reading

/// The filters of PAYMENT.LIST, combined with AND; nil is "not given".
struct PaymentFilter: Sendable {
    var states: ListOf<Choice<PaymentState>>?
    var since: TimeInput?
    var until: TimeInput?
    var period: CalendarPeriod?

    static let form = Form(
        PaymentFilter(),
        [
            .one("STATE", \.states), .one("SINCE", \.since), .one("UNTIL", \.until),
            .one("IN", \.period),
        ])
}

private func paymentList(
    reader: inout Reader, invoice: Plain<InvoiceID>?, filter: PaymentFilter, limit: PageLimit?,
    after: Plain<PaymentID>?, columns: WordList?
) throws(Rejection) -> RecordPage<Payment, PaymentColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try PaymentFields.table.columns(chosen: list.words)
    }
    if let invoice { _ = try reader.view.invoice(invoice.id) }
    let span = try TimeSpan.of(filter.since, filter.until, filter.period, reader)
    let states = filter.states.map { Set($0.values.map(\.value)) }
    var key = invoice.map { PaymentKey.invoice($0.id) }
    if key == nil, let states, states.count == 1, let state = states.first { key = .state(state) }
    let listing = Listing<Payment, PaymentID>(limit: limit, after: after?.id) { $0.id }
    let page = listing.page(&reader.view) { view, place, count in
        guard let key else {
            return view.rows(of: Schema.payments.table, after: place, .descending, limit: count)
        }
        return view.ids(
            Schema.payments.byKey, key, after: place.map { (Nothing(), $0) }, .descending,
            limit: count
        ).compactMap { view.get(Schema.payments.table, $0.id) }
    } keep: { _, payment in
        span.contains(payment.created) && states?.contains(payment.state) ?? true
    }
    return RecordPage(page.rows, next: page.next?.text, columns: columns)
}
