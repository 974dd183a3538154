import LeadlineDomain
import LeadlineStore

/// A partner with what PARTNER.GET counts for it.
struct PartnerEntry: Sendable {
    let partner: Partner
    /// Leads open with it, `review` to `quoted`; nil where nobody counted, as in events.
    let open: Int64?

    init(_ partner: Partner, open: Int64? = nil) {
        self.partner = partner
        self.open = open
    }
}

/// The documented fields of a partner, in the order of `PARTNER.GET`.
enum PartnerFields {
    static let table = FieldTable<PartnerEntry>([
        EntityField("id") { .id($0.partner.id) },
        EntityField("version") { .integer(Int64($0.partner.version)) },
        EntityField("state") { .word(StaticWord($0.partner.state.word)) },
        EntityField("kind") { .word(StaticWord($0.partner.kind.word)) },
        EntityField("name") { .text($0.partner.name) },
        EntityField("email", personal: true) { .optional($0.partner.email) },
        EntityField("phone", personal: true) { .optional($0.partner.phone) },
        EntityField("contact", personal: true) { .optional($0.partner.contact) },
        EntityField("contact2", personal: true) { .optional($0.partner.contact2) },
        EntityField("manager") { .optional($0.partner.manager) },
        EntityField("tier") { .optional($0.partner.tier) },
        EntityField("pinned") { .yesNo($0.partner.tierPinned) },
        EntityField("parent") { .optional($0.partner.parent) },
        EntityField("weight") { .integer(Int64($0.partner.weight)) },
        EntityField("capacity") { $0.partner.capacity.map { .integer(Int64($0)) } ?? .null },
        EntityField("open") { $0.open.map { .integer($0) } ?? .null },
        EntityField("timezone") { .optional($0.partner.timezone) },
        EntityField("hours") { .optional($0.partner.hours) },
        EntityField("rate") { .optional($0.partner.rate) },
        EntityField("fixed") { $0.partner.fixedFee.map { .amount($0) } ?? .null },
        EntityField("currency") { .text($0.partner.currency.text) },
        EntityField("profile") { .optional($0.partner.profile) },
        EntityField("ref") { .optional($0.partner.ref) },
        EntityField("created") { .time($0.partner.created) },
        EntityField("updated") { .time($0.partner.updated) },
    ])
}

/// A partner as a map of all its fields.
struct PartnerMap: MappedRecord {
    static let fields = PartnerFields.table
    let entity: PartnerEntry
}

/// The columns of PARTNER.LIST.
enum PartnerColumns: PageColumns {
    static let standard = PartnerFields.table.columns([
        "id", "state", "name", "kind", "tier", "manager", "weight", "capacity", "open", "created",
    ])
}

typealias PartnerPage = RecordPage<PartnerEntry, PartnerColumns>

extension Partner {
    /// How events name this partner.
    var subject: EventSubject {
        EventSubject(name: id.text, ref: ref, version: version, audience: [.partner(id)])
    }

    /// The share of a sale that it gets, as text, where its terms are a rate.
    fileprivate var rate: Text? {
        guard case .rate(let rate) = terms else { return nil }
        return rate.text
    }

    /// The fee per sale that it gets, where its terms are a fixed one.
    fileprivate var fixedFee: Money? {
        guard case .fixed(let minor) = terms else { return nil }
        return Money(minor: minor, currency: currency)
    }
}

extension View {
    /// The partner with the number of leads that are open with it.
    mutating func entry(_ partner: Partner) -> PartnerEntry {
        PartnerEntry(partner, open: count(Schema.leads.openWithPartner, partner.id))
    }
}
