import LeadlineDomain
import LeadlineStore

/// The documented fields of a referrer, in the order of `REFERRER.GET`.
enum ReferrerFields {
    static let table = FieldTable<Referrer>([
        EntityField("id") { .id($0.id) },
        EntityField("version") { .integer(Int64($0.version)) },
        EntityField("kind") { .word(StaticWord($0.kind.word)) },
        EntityField("name", personal: true) { .text($0.name) },
        EntityField("email", personal: true) { .optional($0.email) },
        EntityField("rate") { .optional($0.terms?.rateText) },
        EntityField("fixed") { referrer in
            referrer.terms?.fee(in: referrer.currency).map { .amount($0) } ?? .null
        },
        EntityField("currency") { .text($0.currency.text) },
        EntityField("ref") { .optional($0.ref) },
        EntityField("created") { .time($0.created) },
        EntityField("updated") { .time($0.updated) },
    ])
}

/// A referrer as a map of all its fields.
struct ReferrerMap: MappedRecord {
    static let fields = ReferrerFields.table
    let entity: Referrer
}

/// The columns of REFERRER.LIST.
enum ReferrerColumns: PageColumns {
    static let standard = ReferrerFields.table.columns([
        "id", "kind", "name", "email", "ref", "created",
    ])
}

typealias ReferrerReference = Reference<ReferrerID>

extension EventType {
    static let referrerCreated = EventType("referrer.created")
    static let referrerUpdated = EventType("referrer.updated")
}

extension Referrer {
    /// How events name this referrer.
    var subject: EventSubject {
        EventSubject(name: id.text, ref: ref, version: version, audience: [.referrer(id)])
    }
}

extension Commission {
    /// The share of a sale, as text; nil where the terms are a fee.
    var rateText: Text? {
        guard case .rate(let rate) = self else { return nil }
        return rate.text
    }

    /// The fee per sale; nil where the terms are a share.
    func fee(in currency: Currency) -> Money? {
        guard case .fixed(let minor) = self else { return nil }
        return Money(minor: minor, currency: currency)
    }
}
