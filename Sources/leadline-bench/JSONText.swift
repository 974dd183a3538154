/// JSON put together from text.
enum JSONText {
    /// A string; what would need an escape is left out, as nothing in a report does.
    static func string(_ text: String) -> String {
        let plain = text.unicodeScalars.filter { $0 >= " " && $0 != "\"" && $0 != "\\" }
        return "\"\(String(String.UnicodeScalarView(plain)))\""
    }

    /// An object of names and values that are JSON already.
    static func object(_ fields: [(String, String)]) -> String {
        "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    /// A list of values that are JSON already.
    static func list(_ values: [String]) -> String { "[" + values.joined(separator: ",") + "]" }

    /// Median and ends.
    static func spread(_ spread: Spread) -> String {
        object([
            ("median", decimal(spread.median, 4)), ("min", decimal(spread.least, 4)),
            ("max", decimal(spread.greatest, 4)),
        ])
    }
}
