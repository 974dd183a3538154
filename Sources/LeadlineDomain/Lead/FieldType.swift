/// What the value of a custom field is.
package enum FieldType: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// Any text.
    case text = 1
    /// A decimal number; see `FieldNumber`.
    case number = 2
    /// A day, `YYYY-MM-DD`.
    case date = 3
    /// One of some words.
    case choice = 4

    package var word: StaticString {
        switch self {
        case .text: "text"
        case .number: "number"
        case .date: "date"
        case .choice: "choice"
        }
    }
}
