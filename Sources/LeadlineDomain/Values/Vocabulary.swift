/// A closed set of words that callers type and read, with a number for each on disk.
package protocol Vocabulary: RawRepresentable<UInt8>, CaseIterable, Hashable, Sendable {
    /// The word as it is printed, in lower case.
    var word: StaticString { get }
}

extension Vocabulary {
    /// The case the word names, letter case apart; nil for any other word.
    package init?(word: ArraySlice<UInt8>) {
        guard let match = Self.allCases.first(where: { word.matches($0.word) }) else { return nil }
        self = match
    }

    /// The word as text.
    package var text: Text { Text(word) }

    /// Every word of the vocabulary with a blank between, for messages.
    package static var words: String {
        allCases.map { "\($0.word)" }.joined(separator: " ")
    }
}
