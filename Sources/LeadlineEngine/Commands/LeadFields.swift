import LeadlineDomain
import LeadlineWire

/// The documented fields of a lead, in the order of `LEAD.GET` (`commands.md`).
///
/// Fields whose chapter is not served yet are always unset, so that the map never changes shape.
enum LeadFields {
    static let table = FieldTable<Lead>([
        EntityField("id") { .id($0.id) },
        EntityField("version") { .integer(Int64($0.version)) },
        EntityField("status") { .word(StaticWord($0.status.word)) },
        EntityField("direction") { .word(StaticWord($0.direction.word)) },
        EntityField("title", personal: true) { .optional($0.title) },
        EntityField("email", personal: true) { .text($0.email) },
        EntityField("name", personal: true) { .optional($0.name) },
        EntityField("company", personal: true) { .optional($0.company) },
        EntityField("phone", personal: true) { .optional($0.phone) },
        EntityField("service") { .optional($0.service) },
        EntityField("areas") { .texts($0.areas.map(\.text)) },
        EntityField("zip") { .optional($0.zip?.code) },
        EntityField("country") { .optional($0.country?.text) },
        EntityField("value") { lead in
            lead.value.map { .amount(Money(minor: $0, currency: lead.currency)) } ?? .null
        },
        EntityField("currency") { .text($0.currency.text) },
        EntityField("notes", personal: true) { .optional($0.notes) },
        EntityField("source") { .word(StaticWord($0.source.word)) },
        EntityField("external") { .yesNo($0.external) },
        EntityField("submitter") { .text($0.submitter) },
        EntityField("owner") { .optional($0.owner) },
        EntityField("partner") { .optional($0.partner) },
        EntityField("referrer") { .optional($0.referrer?.text) },
        EntityField("helper") { .optional($0.helper) },
        EntityField("campaign") { .optional($0.campaign) },
        EntityField("products") { .texts($0.products) },
        EntityField("ref") { .optional($0.ref) },
        EntityField("score") { .integer(Int64($0.score)) },
        EntityField("due") { _ in .null },
        EntityField("protected_until") { _ in .null },
        EntityField("reason", personal: true) { .optional($0.reason) },
        EntityField("meeting") { .optional($0.meeting) },
        EntityField("from") { .optional($0.from) },
        EntityField("related") { .texts($0.related.map(\.text)) },
        EntityField("sales") { _ in .texts([]) },
        EntityField("dispute") { _ in .null },
        EntityField("missing") { _ in .texts([]) },
        EntityField("created") { .time($0.created) },
        EntityField("updated") { .time($0.updated) },
        EntityField("closed") { .optional($0.closed) },
        EntityField("fields", personal: true) { lead in
            .pairs(lead.fields.map { TextPair(name: $0.name, value: $0.value) })
        },
    ])
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
}

typealias LeadPage = RecordPage<Lead, LeadColumns>

extension Lead {
    /// How events name this lead.
    var subject: EventSubject { EventSubject(name: id.text, ref: ref, version: version) }
}
