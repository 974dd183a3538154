import LeadlineDomain
import LeadlineStore

extension Inspection {
    /// An invoice is for something that exists, and what it says of its payments is so.
    mutating func checkPayments(_ view: inout View) {
        let invoice = view.ids(of: Schema.invoices.table, .descending, limit: 1).first?.raw
        checkSequence("invoice", IDSequence.invoice, invoice, &view)
        let payment = view.ids(of: Schema.payments.table, .descending, limit: 1).first?.raw
        checkSequence("payment", IDSequence.payment, payment, &view)
        each(Schema.invoices.table, &view) { inspection, view, invoice in
            inspection.check(invoice, &view)
        }
        each(Schema.payments.table, &view) { inspection, view, payment in
            guard let invoice = view.get(Schema.invoices.table, payment.invoice) else {
                let problem = "its invoice \(payment.invoice) does not exist"
                return inspection.add("payment", payment.id.text, problem)
            }
            let isOpen = payment.state == .processing || payment.state == .unknown
            if isOpen != (invoice.attempt == payment.id) {
                inspection.add(
                    "payment", payment.id.text,
                    "is \(payment.state.word), and \(invoice.id) is \(invoice.state.word)")
            }
        }
        each(Schema.invoiceLinks.table, &view) { inspection, view, link in
            guard view.get(Schema.invoices.table, link.id)?.linked != link.issued else { return }
            inspection.add("invoice link", link.id.text, "its invoice does not say so")
        }
    }

    private mutating func check(_ invoice: Invoice, _ view: inout View) {
        let isThere =
            switch invoice.subject {
            case .lead(let id): view.anyLead(id) != nil
            case .sale(let id): view.get(Schema.sales.table, id)?.lead == invoice.lead
            case .bill(let id): view.get(Schema.partners.table, id) != nil
            }
        if !isThere {
            add("invoice", invoice.id.text, "\(invoice.subject.text) is not as it says")
        }
        let paid = view.payments(of: invoice.id).reduce(Int128(0)) { $0 + Int128($1.net) }
        guard paid != Int128(invoice.paid) else { return }
        add("invoice", invoice.id.text, "has \(invoice.paid) paid, its payments \(paid)")
    }
}
