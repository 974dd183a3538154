import LeadlineDomain

/// A tax form as somebody sees it.
struct TaxFormEntry: Sendable {
    let form: TaxForm
    /// Whether the digits of the taxpayer's number are hidden.
    let isMasked: Bool

    init(_ form: TaxForm, masked isMasked: Bool = true) {
        self.form = form
        self.isMasked = isMasked
    }
}

/// The documented fields of a tax form, in the order of TAX.GET.
enum TaxFormFields {
    static let table = FieldTable<TaxFormEntry>([
        EntityField("payee") { .id($0.form.payee.text) },
        EntityField("version") { .integer(Int64($0.form.version)) },
        EntityField("form") { .word(StaticWord($0.form.kind.word)) },
        EntityField("name", personal: true) { .optional($0.form.name) },
        EntityField("address", personal: true) { .optional($0.form.address) },
        EntityField("entity") { $0.form.entity.map { .word(StaticWord($0.word)) } ?? .null },
        EntityField("tin_last4", personal: true) { entry in
            .optional(entry.form.tinLast4.map { entry.isMasked ? TaxForm.mask : $0 })
        },
        EntityField("withhold") { .optional($0.form.withhold?.text) },
        EntityField("created") { .time($0.form.created) },
        EntityField("updated") { .time($0.form.updated) },
    ])

    /// What events keep: nothing of the person, because the whole house reads them.
    static let event = FieldTable<TaxFormEntry>(
        table.fields.filter { !$0.isPersonal && "\($0.name)" != "payee" })
}

/// A tax form as a map of all its fields.
struct TaxFormMap: MappedRecord {
    static let fields = TaxFormFields.table
    let entity: TaxFormEntry
}

extension TaxForm {
    /// What stands in the place of digits that are hidden.
    static let mask: Text = "****"

    /// How events name whose form it is.
    var subject: EventSubject {
        EventSubject(name: payee.text, version: version, audience: [Outsider(payee)])
    }
}

extension EventType {
    static let taxFiled = EventType(
        "tax.filed", fields: ["form", "entity", "withhold"])
}
