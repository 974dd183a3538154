import LeadlineDomain
import LeadlineStore

/// The documented fields of a tier.
enum TierFields {
    static let table = FieldTable<Tier>([
        EntityField("name") { .text($0.name) },
        EntityField("rank") { .integer(Int64($0.rank)) },
        EntityField("rate") { .optional($0.rate?.text) },
        EntityField("minwon") { $0.minWon.map { .integer(Int64($0)) } ?? .null },
        EntityField("minrevenue") { tier in
            tier.minRevenue.map { .amount(Money(minor: $0, currency: tier.currency)) } ?? .null
        },
        EntityField("currency") { .text($0.currency.text) },
        EntityField("window") { .text(Text("\($0.windowDays)d")) },
        EntityField("grace") { .text($0.grace.text) },
        EntityField("protect") { .optional($0.protect?.text) },
        EntityField("benefits") { .texts($0.benefits) },
        EntityField("created") { .time($0.created) },
        EntityField("updated") { .time($0.updated) },
    ])
}

/// The columns of TIER.LIST.
enum TierColumns: PageColumns {
    static let standard = TierFields.table.columns([
        "name", "rank", "rate", "minwon", "minrevenue", "currency", "window", "grace", "protect",
        "benefits",
    ])
}

extension EventType {
    static let tierSet = EventType("tier.set")
    static let tierDeleted = EventType("tier.deleted")
    private static let moveFields = ["won", "revenue", "rates"]
    static let partnerPromoted = EventType("partner.promoted", fields: moveFields)
    static let partnerDemoted = EventType("partner.demoted", fields: moveFields)
    static let partnerWarned = EventType("partner.warned", fields: ["tier", "until"])
    static let partnerCleared = EventType("partner.cleared", fields: ["tier"])
}

extension Tier {
    /// How events name this tier, as scopes of terms do.
    var subject: EventSubject { EventSubject(name: Text("TIER \(name)")) }
}

extension Reader {
    /// The subject of a tier's events that `TIER gold` names; nil for any other text.
    mutating func tierSubject(_ name: Text) throws(Rejection) -> Text? {
        let bytes = name.bytes
        guard bytes.count > 5, bytes.prefix(5).matches("TIER ") else { return nil }
        guard let tier = view.get(Schema.tiers.table, FoldedName(Text(bytes.dropFirst(5)))) else {
            throw View.missing("tier", "\(Text(bytes.dropFirst(5)))")
        }
        return tier.subject.name
    }
}
