import LeadlineDomain
import LeadlineStore

extension TodoSource {
    /// Attempts to pay of which nobody knows what became of them, the oldest first.
    static let payments = TodoSource(roles: .treasury) { reader, limit in
        reader.view.ids(Schema.payments.byKey, .state(.unknown), limit: limit).map(\.id.raw)
    } row: { reader, number in
        reader.view.get(Schema.payments.table, PaymentID(raw: number)).map { payment in
            let amount = Amount.text(payment.amount, in: payment.currency)
            return TodoRow(
                due: nil, what: "payment", id: payment.id.text,
                why: Text("unknown, begun \(payment.created.text) for \(amount)"),
                command: Text("PAYMENT.LIST \(payment.invoice)"))
        }
    }
}
