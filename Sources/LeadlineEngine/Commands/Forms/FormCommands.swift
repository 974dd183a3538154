import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// What services ask of their leads.
    static let form: [Command] = [
        .write(
            "FORM.SET", "Declares a custom field that a service asks of its leads.",
            group: .lead, by: .desk, reach: .house, kind: .create, events: [.formSet],
            Positional<ServiceName>("service"), RequiredKeyword<Text>("FIELD"),
            RequiredKeyword<Choice<FieldType>>("TYPE"), Keyword<WordList>("CHOICES"),
            Flag("REQUIRED"), Flag("PERSONAL"), Keyword<FieldNumber>("MIN"),
            Keyword<FieldNumber>("MAX"), run: formSet),
        .scan(
            "FORM.GET", "Lists the custom fields that a service asks of its leads.",
            group: .lead, by: .readers, reach: .everybody, Positional<ServiceName>("service"),
            run: formGet),
        .write(
            "FORM.DEL", "Takes a field out of a service's form; leads keep its values.",
            group: .lead, by: .desk, reach: .house, kind: .create, events: [.formDeleted],
            Positional<ServiceName>("service"), RequiredKeyword<Text>("FIELD"), run: formDelete),
    ]
}

extension FieldNumber: Argument {
    static var typeName: String { "number" }
    init(argument: Bytes) throws(ValueFault) { self = try FieldNumber.parse(argument) }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// A row of FORM.GET.
enum FormColumns: PageColumns {
    static let standard =
        [EntityField<FormField>("field") { .text($0.name) }] + definition.fields

    /// All but the name, which events tell apart.
    static let definition = FieldTable<FormField>([
        EntityField("type") { .word(StaticWord($0.type.word)) },
        EntityField("choices") { .texts($0.choices) },
        EntityField("required") { .yesNo($0.isRequired) },
        EntityField("personal") { .yesNo($0.isPersonal) },
        EntityField("min") { .optional($0.min?.text) },
        EntityField("max") { .optional($0.max?.text) },
    ])
}

private func formSet(
    tx: inout Transaction, service: ServiceName, name: Text, type: Choice<FieldType>,
    choices: WordList?, isRequired: Bool, isPersonal: Bool, min: FieldNumber?, max: FieldNumber?
) throws(Rejection) -> Done {
    let field = FormField(
        name: name.trimmed, type: type.value, choices: choices?.words ?? [],
        isRequired: isRequired, isPersonal: isPersonal, min: min, max: max)
    try check(field)
    if tx.settings.areServicesClosed { try tx.changes.view.requireService(service.text) }
    var form =
        tx.changes.view.get(Schema.forms.table, FoldedName(service.text))
        ?? ServiceForm(service: service.text, fields: [])
    let place = form.fields.firstIndex { $0.name.isSpelledLike(field.name) }
    let old = place.map { form.fields[$0] }
    guard field != old else { return Done() }
    if let place { form.fields[place] = field } else { form.fields.append(field) }
    guard form.fields.count <= EngineLimits.fieldsPerLeadMax else {
        throw Rejection(.limit, "field: at most \(EngineLimits.fieldsPerLeadMax)", field: "field")
    }
    tx.forms.open()
    tx.changes.put(Schema.forms.table, form)
    var extra = EventData()
    extra.member("field", .text(field.name))
    tx.record(
        .formSet, EventSubject(name: form.service), FormColumns.definition, from: old, to: field,
        extra: extra)
    return Done()
}

/// Refuses a declaration that contradicts itself.
private func check(_ field: FormField) throws(Rejection) {
    guard !field.name.isEmpty, !LeadForm.isKeyword(field.name) else {
        throw .invalid("field", "\(field.name.bytes.quoted) is a keyword's name or empty")
    }
    guard field.type == .choice || field.choices.isEmpty else {
        throw .invalid("choices", "only a choice has them")
    }
    guard field.type != .choice || !field.choices.isEmpty else {
        throw .invalid("choices", "a choice requires CHOICES")
    }
    guard Set(field.choices.map(\.asciiLowercased)).count == field.choices.count else {
        throw .invalid("choices", "one of them is there twice")
    }
    if let bound = field.min == nil ? field.max.map({ _ in "max" }) : "min" {
        guard field.type == .text || field.type == .number else {
            throw .invalid(bound, "only a number or a text has bounds")
        }
    }
    if let min = field.min, let max = field.max, max < min {
        throw .invalid("max", "\(max.text) is below MIN \(min.text)")
    }
}

private func formGet(
    reader: inout Reader, service: ServiceName
) throws(Rejection) -> RecordPage<FormField, FormColumns> {
    RecordPage(reader.view.get(Schema.forms.table, FoldedName(service.text))?.fields ?? [])
}

private func formDelete(
    tx: inout Transaction, service: ServiceName, name: Text
) throws(Rejection) -> Done {
    guard var form = tx.changes.view.get(Schema.forms.table, FoldedName(service.text)),
        let place = form.fields.firstIndex(where: { $0.name.isSpelledLike(name.trimmed) })
    else { throw tx.changes.view.absent("field", "\(name)") }
    let field = form.fields.remove(at: place)
    if form.fields.isEmpty {
        tx.changes.delete(Schema.forms.table, form.id)
    } else {
        tx.changes.put(Schema.forms.table, form)
    }
    var data = EventData()
    data.member("field", .text(field.name))
    tx.record(.formDeleted, EventSubject(name: form.service), data: data)
    return Done()
}
