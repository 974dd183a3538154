/// A company's name apart from letter case, punctuation and blanks.
package struct CompanyKey: Hashable, Sendable {
    /// Lower-case words with one blank between.
    package let text: Text

    /// Nil when nothing but punctuation and blanks is left.
    package init?(_ company: Text) {
        let words = SearchWords.split(company.lowercased)
        guard !words.isEmpty else { return nil }
        text = Text(Array(words.joined(separator: [0x20])))
    }

    /// The key of a company at a postal code.
    package func key(with zip: Zip) -> Text {
        Text(text.bytes + [0x00] + Area.zip(zip).text.bytes)
    }
}
