import LeadlineDomain
import LeadlineStore

// What a payment brings about, all of it in the commit of its result: the invoice, the ledger, and
// the event of the sale that bonuses wait for.

// MARK: - Writing

extension Transaction {
    /// Writes an invoice over what it was, with its event.
    @discardableResult
    mutating func keep(
        _ changed: Invoice, from old: Invoice, _ type: EventType
    ) throws(Rejection) -> Invoice {
        guard old.version < .max else {
            throw Rejection(.limit, "\(old.id) has no version left")
        }
        var new = changed
        new.version = old.version + 1
        new.updated = now
        changes.put(Schema.invoices.table, new)
        record(
            type, new.subjectOfEvents, InvoiceFields.table, from: InvoiceEntry(old),
            to: InvoiceEntry(new))
        return new
    }

    /// Writes a payment over what it was, with its event and its entries in the ledger.
    mutating func keep(
        _ changed: Payment, from old: Payment, _ type: EventType, extra: EventData = EventData()
    ) throws(Rejection) -> Payment {
        guard old.version < .max else {
            throw Rejection(.limit, "\(old.id) has no version left")
        }
        var new = changed
        new.version = old.version + 1
        new.updated = now
        try enter(new, before: old.net)
        changes.put(Schema.payments.table, new)
        record(type, new.subject, PaymentFields.table, from: old, to: new, extra: extra)
        return new
    }

    /// Writes a payment that is new, with its event and its entries in the ledger.
    mutating func make(_ payment: Payment, extra: EventData = EventData()) throws(Rejection) {
        try enter(payment, before: 0)
        changes.insert(Schema.payments.table, payment)
        record(
            payment.state.event, payment.subject, PaymentFields.table, from: nil, to: payment,
            extra: extra)
    }

    /// What came in stands as a debit of `clearing` and a credit of `income`.
    private mutating func enter(_ payment: Payment, before: Int64) throws(Rejection) {
        let change = payment.net - before
        guard change != 0 else { return }
        try post(
            [(.clearing, change), (.income, -change)], payment.currency, of: payment.id.text)
    }

    /// An attempt to pay so much of an invoice, not yet written.
    mutating func newPayment(
        of invoice: Invoice, _ minor: Int64, _ method: PaymentMethod, state: PaymentState
    ) throws(Rejection) -> Payment {
        let most = Payment.perInvoiceMax
        let found = changes.view.ids(Schema.payments.byKey, .invoice(invoice.id), limit: most)
        guard found.count < most else {
            throw Rejection(.limit, "invoice: at most \(most) attempts", field: "invoice")
        }
        return Payment(
            id: PaymentID(raw: changes.next(IDSequence.payment)), state: state, of: invoice,
            place: place(of: invoice), amount: minor, method: method, creator: caller.name,
            created: now)
    }

    /// Whose business an invoice is now.
    private mutating func place(of invoice: Invoice) -> Payment.Place {
        var place = Payment.Place()
        if let billed = invoice.billed {
            place.partner = billed
            place.isBilled = true
        }
        if let lead = invoice.lead.flatMap({ changes.view.anyLead($0) }) {
            place.direction = lead.direction
            place.service = lead.service
            place.partner = lead.partner
            place.owner = lead.owner
            place.submitter = lead.submitter
        }
        return place
    }
}

// MARK: - Refusing

extension Transaction {
    /// Refuses what cannot be paid: paid already, under way, or void.
    mutating func requirePayable(_ invoice: Invoice) throws(Rejection) {
        if let done = invoice.completion {
            throw Rejection(
                .exists, "\(done.payment) paid \(done.at.text); RECEIPT \(invoice.id)")
        }
        try requireIdle(invoice)
        guard invoice.state == .open else {
            throw Rejection(.badState, "invoice is \(invoice.state.word); only an open one is paid")
        }
    }

    /// Refuses an invoice of which an attempt is under way.
    mutating func requireIdle(_ invoice: Invoice) throws(Rejection) {
        guard let attempt = invoice.attempt else { return }
        let isUnknown = changes.view.get(Schema.payments.table, attempt)?.state == .unknown
        throw Rejection(
            .conflict, "\(attempt) is \(isUnknown ? "unknown; give its result" : "under way")")
    }

    /// Refuses a wire or cheque that was noted on the invoice before.
    mutating func requireNew(
        _ method: PaymentMethod, _ ref: Text, on invoice: InvoiceID
    ) throws(Rejection) {
        let same = changes.view.payments(of: invoice).first { $0.method == method && $0.ref == ref }
        guard let same else { return }
        throw Rejection(.exists, "\(same.id) has ref '\(ref)'", field: "ref")
    }
}

extension Invoice {
    /// What to answer where the invoice does not take what its attempt says; it never happens.
    func cannotTake(_ payment: PaymentID) -> Rejection {
        Rejection(.internal, "\(id) is \(state.word) and does not agree with \(payment)")
    }
}

// MARK: - Money that comes and goes

extension Transaction {
    /// Does to the invoice what an attempt that has ended says.
    mutating func conclude(_ payment: Payment) throws(Rejection) {
        let old = try changes.view.invoice(payment.invoice)
        switch payment.state {
        case .approved: try receive(payment, on: old)
        case .declined, .abandoned:
            var invoice = old
            invoice.abandon()
            try keep(invoice, from: old, .invoiceUpdated)
        case .unknown, .processing, .refused: return
        }
    }

    /// Takes an approved payment in; one that completes the invoice fires its sale's event.
    @discardableResult
    mutating func receive(_ payment: Payment, on old: Invoice) throws(Rejection) -> Invoice {
        var invoice = old
        guard invoice.credit(payment.amount, by: payment.id, at: now) else {
            throw old.cannotTake(payment.id)
        }
        let isPaid = invoice.state == .paid
        let kept = try keep(invoice, from: old, isPaid ? .invoicePaid : .invoiceUpdated)
        if isPaid { try notePaid(kept) }
        return kept
    }

    /// Has what was given back be open again; the sale's event is taken back with it.
    mutating func giveBack(_ minor: Int64, of payment: Payment) throws(Rejection) {
        let old = try changes.view.invoice(payment.invoice)
        var invoice = old
        guard invoice.reverse(minor) else { throw old.cannotTake(payment.id) }
        let wasPaid = old.state == .paid
        let kept = try keep(invoice, from: old, wasPaid ? .invoiceReopened : .invoiceUpdated)
        if wasPaid { try notePaid(kept) }
    }

    /// Lets an attempt be unknown of which nobody has told in time.
    mutating func expire(_ id: PaymentID) throws(Rejection) {
        guard let old = changes.view.get(Schema.payments.table, id) else { return }
        var payment = old
        guard old.state == .processing, payment.end(as: .unknown, at: now) else { return }
        _ = try keep(payment, from: old, .paymentUnknown)
    }

    /// Notes on which day the sale of an invoice was paid: that of its newest invoice that is paid
    /// in full; none when there is none any more.
    private mutating func notePaid(_ invoice: Invoice) throws(Rejection) {
        guard let id = invoice.sale, let old = changes.view.get(Schema.sales.table, id),
            old.state == .new || old.state == .approved
        else { return }
        let paid = changes.view.ids(
            Schema.invoices.bySubject, KeyText(id.text.bytes), limit: Invoice.perSaleMax
        ).compactMap { changes.view.get(Schema.invoices.table, $0.id)?.completion?.at }
        let day = paid.max().map { settings.zone.day(of: $0) }
        guard old.date(of: .paid) != day else { return }
        var sale = old
        sale.noteSystem(.paid, on: day)
        var extra = EventData()
        extra.member("event", .word(StaticWord(DueEvent.paid.word)))
        extra.member("date", .optional(day?.text))
        _ = try update(old, to: sale, .saleNoted, extra: extra)
        try reschedule(bonusesOf: sale, after: .paid)
    }
}

// MARK: - Forgetting

extension Transaction {
    /// Takes away what processors have said on payments of a lead; at most so many rows, which are
    /// taken off the budget; answers whether none is left.
    mutating func forgetMessages(of lead: LeadID, _ budget: inout Int) -> Bool {
        while true {
            guard budget > 0 else { return false }
            let found = changes.view.ids(Schema.payments.byKey, .said(lead), limit: budget)
            guard !found.isEmpty else { return true }
            for entry in found {
                guard var payment = changes.view.get(Schema.payments.table, entry.id) else {
                    continue
                }
                payment.message = nil
                changes.put(Schema.payments.table, payment)
                budget -= 1 + forgetEvents(of: payment)
            }
        }
    }

    /// Erases the personal part of a payment's events; answers how many they were.
    private mutating func forgetEvents(of payment: Payment) -> Int {
        let name = payment.id.text
        let told = changes.view.ids(
            Schema.events.bySubject, Fingerprint64(name).raw, limit: Payment.eventsMax)
        var count = 0
        for entry in told {
            guard var event = changes.view.get(Schema.events.table, entry.id),
                event.subject == name, case .kept = event.personal,
                let digest = event.personal.digest
            else { continue }
            event.personal = .erased(digest)
            changes.put(Schema.events.table, event)
            count += 1
        }
        return count
    }
}

extension Payment {
    /// How many events one payment has at most: its beginning, that it was unknown, its result and
    /// its reversals.
    fileprivate static let eventsMax = 3 + reversalsMax
}
