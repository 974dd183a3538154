import LeadlineDomain
import LeadlineStore

/// The documented fields of a payment, in the order of PAYMENT.LIST.
enum PaymentFields {
    static let table = FieldTable<Payment>([
        EntityField("id") { .id($0.id) },
        EntityField("version") { .integer(Int64($0.version)) },
        EntityField("state") { .word(StaticWord($0.state.word)) },
        EntityField("invoice") { .id($0.invoice) },
        EntityField("lead") { .optional($0.lead) },
        EntityField("currency") { .text($0.currency.text) },
        EntityField("amount") { $0.money($0.amount) },
        EntityField("reversed") { $0.money($0.reversed) },
        EntityField("method") { .word(StaticWord($0.method.word)) },
        EntityField("brand") { $0.brand.map { .word(StaticWord($0.word)) } ?? .null },
        EntityField("last4") { .optional($0.lastFour?.text) },
        EntityField("ref") { .optional($0.ref) },
        EntityField("message", personal: true) { .optional($0.message) },
        EntityField("created_by") { .text($0.creator) },
        EntityField("created") { .time($0.created) },
        EntityField("ended") { .optional($0.ended) },
        EntityField("updated") { .time($0.updated) },
    ])
}

/// The columns of PAYMENT.LIST.
enum PaymentColumns: PageColumns {
    static let standard = PaymentFields.table.columns([
        "id", "state", "invoice", "currency", "amount", "reversed", "method", "brand", "last4",
        "ref", "message", "created", "ended",
    ])
}

extension Payment {
    /// How events name this payment; of a bill it is also its partner's.
    var subject: EventSubject {
        var audience: [Outsider] = []
        if place.isBilled, let partner = place.partner { audience = [.partner(partner)] }
        return EventSubject(name: id.text, ref: ref, version: version, audience: audience)
    }

    /// An amount of it, ready to be shown.
    func money(_ minor: Int64) -> FieldValue {
        .amount(Money(minor: minor, currency: currency))
    }
}

extension EventType {
    static let paymentBegun = EventType("payment.begun")
    static let paymentApproved = EventType("payment.approved")
    static let paymentDeclined = EventType("payment.declined")
    static let paymentAbandoned = EventType("payment.abandoned")
    static let paymentUnknown = EventType("payment.unknown")
    static let paymentRefused = EventType("payment.refused", fields: ["brand"])
    static let paymentReversed = EventType("payment.reversed", fields: ["reversal", "reason"])
}

extension PaymentState {
    /// The event of an attempt's coming to stand here.
    var event: EventType {
        switch self {
        case .processing: .paymentBegun
        case .approved: .paymentApproved
        case .declined: .paymentDeclined
        case .abandoned: .paymentAbandoned
        case .unknown: .paymentUnknown
        case .refused: .paymentRefused
        }
    }
}
