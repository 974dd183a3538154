import LeadlineDomain
import LeadlineWire

/// The documented fields of a lead, in the order of `LEAD.GET` (`commands.md`).
///
/// Fields whose chapter is not served yet are always unset, so that the map never changes shape.
enum LeadFields {
    static let table = FieldTable<Lead>([
        EntityField("id", .id(LeadSlot.id, LeadID.self)) { .id($0.id) },
        EntityField("version", .number(LeadSlot.version)) { .integer(Int64($0.version)) },
        EntityField("status", .word(LeadSlot.status, LeadStatus.self)) {
            .word(StaticWord($0.status.word))
        },
        EntityField("direction", .word(LeadSlot.direction, LeadlineDomain.Direction.self)) {
            .word(StaticWord($0.direction.word))
        },
        EntityField("title", personal: true, .text(LeadSlot.title)) { .optional($0.title) },
        EntityField("email", personal: true, .text(LeadSlot.email)) { .text($0.email) },
        EntityField("name", personal: true, .text(LeadSlot.name)) { .optional($0.name) },
        EntityField("company", personal: true, .text(LeadSlot.company)) { .optional($0.company) },
        EntityField("phone", personal: true, .text(LeadSlot.phone)) { .optional($0.phone) },
        EntityField("service", .text(LeadSlot.service)) { .optional($0.service) },
        EntityField("areas", .texts(LeadSlot.areas)) { .texts($0.areas.map(\.text)) },
        EntityField("zip", .secondText(LeadSlot.zip)) { .optional($0.zip?.code) },
        EntityField("country", .text(LeadSlot.country)) { .optional($0.country?.text) },
        EntityField("value", .amount(LeadSlot.value, in: .currency)) { lead in
            lead.value.map { .amount(Money(minor: $0, currency: lead.currency)) } ?? .null
        },
        EntityField("currency", .text(LeadSlot.currency)) { .text($0.currency.text) },
        EntityField("notes", personal: true, .text(LeadSlot.notes)) { .optional($0.notes) },
        EntityField("source", .word(LeadSlot.source, LeadSource.self)) {
            .word(StaticWord($0.source.word))
        },
        EntityField("external", .yesNo(LeadSlot.external)) { .yesNo($0.external) },
        EntityField("submitter", .filledText(LeadSlot.submitter)) { .optional($0.submitter.orNil) },
        EntityField("owner", .text(LeadSlot.owner)) { .optional($0.owner) },
        EntityField("partner", .id(LeadSlot.partner, PartnerID.self)) { .optional($0.partner) },
        EntityField("referrer", .text(LeadSlot.referrer)) { .optional($0.referrer?.text) },
        EntityField("helper", .id(LeadSlot.helper, ReferrerID.self)) { .optional($0.helper) },
        EntityField("campaign", .id(LeadSlot.campaign, CampaignID.self)) { .optional($0.campaign) },
        EntityField("products", .texts(LeadSlot.products)) { .texts($0.products) },
        EntityField("ref", .text(LeadSlot.ref)) { .optional($0.ref) },
        EntityField("score", .number(LeadSlot.score)) { .integer(Int64($0.score)) },
        EntityField("due", .time(LeadSlot.due)) { .optional($0.followUp?.due) },
        EntityField("protected_until", .time(LeadSlot.protectedUntil)) {
            .optional($0.claim?.expires)
        },
        EntityField("reason", personal: true, .text(LeadSlot.reason)) { .optional($0.reason) },
        EntityField("meeting", .time(LeadSlot.meeting)) { .optional($0.meeting) },
        EntityField("from", .id(LeadSlot.from, LeadID.self)) { .optional($0.from) },
        EntityField("related", .ids(LeadSlot.related, LeadID.self)) {
            .texts($0.related.map(\.text))
        },
        EntityField("sales", .ids(LeadSlot.sales, SaleID.self)) { .texts($0.sales.map(\.text)) },
        EntityField("dispute", .id(LeadSlot.dispute, DisputeID.self)) { .optional($0.dispute) },
        EntityField("missing", .texts(LeadSlot.missing)) { .texts($0.missing) },
        EntityField("created", .time(LeadSlot.created)) { .time($0.created) },
        EntityField("updated", .time(LeadSlot.updated)) { .time($0.updated) },
        EntityField("closed", .time(LeadSlot.closed)) { .optional($0.closed) },
        EntityField("fields", personal: true, .pairs(LeadSlot.fields)) { lead in
            .pairs(lead.fields.map { TextPair(name: $0.name, value: $0.value) })
        },
    ])
}

extension LeadFields {
    /// The fields as they are read off an encoded lead.
    static let stored = stored(table.fields)

    /// Some of them as they are read off an encoded lead.
    static func stored(_ fields: [EntityField<Lead>]) -> StoredMap {
        StoredMap(
            FieldTable(fields), version: Lead.recordVersion, LeadSlot.allCases.map(\.shape))
    }
}

/// A lead as a map of all its fields.
struct LeadMap: MappedRecord {
    static let fields = LeadFields.table
    let entity: Lead
}

/// The columns of every list of leads.
enum LeadColumns: PageColumns {
    static let standard = LeadFields.table.columns([
        "id", "status", "direction", "name", "company", "service", "zip", "partner", "owner",
        "score", "due", "created",
    ])
    /// The same as they are read off an encoded lead.
    static let stored = LeadFields.stored(standard)
}

typealias LeadPage = RecordPage<Lead, LeadColumns>

extension Lead {
    /// How events name this lead.
    var subject: EventSubject {
        EventSubject(name: id.text, ref: ref, version: version, audience: outsiders)
    }
}
