import LeadlineDomain
import LeadlineStore

extension Transaction {
    /// The form that leads of this service are to fill; nil when there is none.
    mutating func form(of service: Text?) -> ServiceForm? {
        guard forms.isOpen, let service else { return nil }
        return changes.view.get(Schema.forms.table, FoldedName(service))
    }
}

extension Lead {
    /// Sets custom fields, each apart; an empty value removes one.
    ///
    /// What the form of the lead's service declares is checked and kept as that says; all else is
    /// free text.
    mutating func set(
        _ given: [(name: Text, value: CustomValue)], _ form: ServiceForm?
    ) throws(Rejection) {
        for (index, field) in given.enumerated() {
            // Which of two values is meant nobody can tell.
            guard !given[..<index].contains(where: { $0.name == field.name }) else {
                throw .invalid("\(field.name)", "is given twice")
            }
            guard !field.name.isEmpty, !LeadForm.isKeyword(field.name) else {
                throw .invalid(
                    "field", "\(field.name.bytes.quoted) is a keyword's name or empty")
            }
            try set(field.name, field.value.text, form?.field(named: field.name))
        }
        guard fields.count <= EngineLimits.fieldsPerLeadMax else {
            throw Rejection(
                .limit, "field: at most \(EngineLimits.fieldsPerLeadMax)", field: "field")
        }
    }

    private mutating func set(
        _ name: Text, _ value: Text, _ declared: FormField?
    ) throws(Rejection) {
        let place = fields.firstIndex {
            $0.name == name || declared?.name.isSpelledLike($0.name) == true
        }
        let kept = try declared.map { field throws(Rejection) in
            try checking("\(field.name)") { () throws(ValueFault) in try field.kept(value) }
        }
        let custom = CustomField(name: declared?.name ?? name, value: kept ?? value)
        switch (place, custom.value.isEmpty) {
        case (let place?, true): fields.remove(at: place)
        case (let place?, false): fields[place] = custom
        case (nil, true): break
        case (nil, false): fields.append(custom)
        }
    }

    /// Checks every field it has by another service's form.
    mutating func conform(to form: ServiceForm) throws(Rejection) {
        for field in fields {
            guard let declared = form.field(named: field.name) else { continue }
            try set(field.name, field.value, declared)
        }
    }
}
