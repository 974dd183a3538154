/// A field of RFC 4180.
enum CSVField {
    /// The text, quoted where a reader would else take it apart, or refuse it.
    static func quoted(_ text: String, delimiter: Unicode.Scalar = ",") -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar != delimiter && scalar != "\"" && scalar != "\n" && scalar != "\r"
                && scalar != "\0"
        }
        return isPlain ? text : "\"\(text.replacingScalar("\"", with: "\"\""))\""
    }
}
