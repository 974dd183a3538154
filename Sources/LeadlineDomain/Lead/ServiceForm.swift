/// The custom fields and acceptance criteria of a service.
package struct ServiceForm: Equatable, Sendable {
    /// The service's name, in lower case.
    package let service: Text

    /// The fields, in the order in which they were first declared.
    package var fields: [FormField]

    /// Makes a form of its parts.
    package init(service: Text, fields: [FormField]) {
        self.service = service
        self.fields = fields
    }

    /// The field with this name, letter case apart; nil when the form has none.
    package func field(named name: Text) -> FormField? {
        fields.first { $0.name.isSpelledLike(name) }
    }

    /// The names of required fields that the lead lacks, in the form's order.
    package func missing(of lead: Lead) -> [Text] {
        fields.filter { field in
            field.isRequired && !lead.fields.contains { $0.name.isSpelledLike(field.name) }
        }.map(\.name)
    }
}
