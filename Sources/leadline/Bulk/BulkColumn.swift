/// A column that the records of a kind may have, and what it becomes of a command.
package struct BulkColumn: Equatable, Sendable {
    /// Where a value goes in the command.
    package enum Place: Equatable, Sendable {
        /// Among the words after the command's name, in the order of the kind's columns.
        case positional
        /// After a keyword; several values are joined with commas.
        case keyword(String)
        /// After a keyword that is repeated for each value.
        case each(String)
        /// A keyword without value, given where the value is yes.
        case flag(String)
        /// A part of the customer's name, which is put together where no whole one is given.
        case namePart(Int)
        /// A custom field; nil takes the members of an object as fields.
        case field(String?)
    }

    /// The name in exports.
    package let name: String
    /// Where it goes.
    package let place: Place
    /// Other headings that surely mean it, in lower case without blanks and signs.
    package var synonyms: [String] = []
    /// Whether the value names another record by its id.
    package var isReference = false
    /// Whether a record without it makes no sense.
    package var isRequired = false

    /// What the column is called where people choose one: its keyword, or its name.
    package var word: String {
        switch place {
        case .keyword(let word), .each(let word), .flag(let word): word
        case .positional, .namePart, .field: name.uppercased()
        }
    }

    /// Whether a heading surely means this column.
    package func isMeant(by heading: String) -> Bool {
        let plain = Self.plain(heading)
        return plain == Self.plain(name) || plain == Self.plain(word) || synonyms.contains(plain)
    }

    /// A heading in lower case, letters and digits only.
    package static func plain(_ heading: String) -> String {
        String(heading.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    static func word(_ name: String, _ synonyms: String...) -> BulkColumn {
        BulkColumn(name: name, place: .keyword(name.uppercased()), synonyms: synonyms)
    }

    static func reference(_ name: String) -> BulkColumn {
        BulkColumn(name: name, place: .keyword(name.uppercased()), isReference: true)
    }
}
