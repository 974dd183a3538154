/// What a service asks of one custom field of its leads.
package struct FormField: Equatable, Sendable {
    /// The name as it was declared; letter case apart, it is found by any spelling.
    package let name: Text

    /// What its value is.
    package let type: FieldType

    /// The words of a choice, as they were declared; empty for other types.
    package let choices: [Text]

    /// Whether a lead without it is incomplete.
    package let isRequired: Bool

    /// Whether it tells of a person, and so goes with the lead's other personal data.
    package let isPersonal: Bool

    /// The least number, or characters of a text.
    package let min: FieldNumber?

    /// The greatest number, or characters of a text.
    package let max: FieldNumber?

    /// Makes a field of its parts.
    package init(
        name: Text, type: FieldType, choices: [Text], isRequired: Bool, isPersonal: Bool,
        min: FieldNumber?, max: FieldNumber?
    ) {
        self.name = name
        self.type = type
        self.choices = choices
        self.isRequired = isRequired
        self.isPersonal = isPersonal
        self.min = min
        self.max = max
    }

    /// The value as it is kept: without blanks around it, and a choice in its declared spelling.
    ///
    /// - Throws: What is wrong with a value that the field does not take. An empty one is nobody's
    ///   business: it clears the field.
    package func kept(_ value: Text) throws(ValueFault) -> Text {
        let value = value.trimmed
        guard !value.isEmpty else { return value }
        switch type {
        case .text: try checkBounds(FieldNumber(whole: characters(of: value)), " characters")
        case .number: try checkBounds(try FieldNumber.parse(value.bytes), "")
        case .date:
            guard CivilDate(value.bytes) != nil else {
                throw ValueFault("\(value.bytes.quoted) is not a date such as 2026-11-21")
            }
        case .choice:
            guard let choice = choices.first(where: { $0.isSpelledLike(value) }) else {
                let words = choices.map { "\($0)" }.joined(separator: ", ")
                throw ValueFault("\(value.bytes.quoted) is not one of: \(words)")
            }
            return choice
        }
        return value
    }

    private func checkBounds(_ number: FieldNumber, _ unit: String) throws(ValueFault) {
        if let min, number < min { throw ValueFault("at least \(min.text)\(unit)") }
        if let max, max < number { throw ValueFault("at most \(max.text)\(unit)") }
    }

    /// Counts what begins a character of UTF-8.
    private func characters(of text: Text) -> Int {
        text.bytes.count { $0 & 0xc0 != 0x80 }
    }
}

extension Text {
    /// Whether the two differ in the case of ASCII letters at most.
    package func isSpelledLike(_ other: Text) -> Bool {
        count == other.count && asciiLowercased == other.asciiLowercased
    }
}

extension [Text] {
    /// Whether one of them differs from `word` in the case of ASCII letters at most.
    ///
    /// So products are told apart: `CRM` and `crm` are one.
    package func contains(spelledLike word: Text) -> Bool {
        contains { $0.isSpelledLike(word) }
    }
}
