/// Cuts text into the words by which leads are found.
///
/// A word is a run of letters, digits and bytes beyond ASCII, in lower case. Words of a query are
/// cut by the same rules, so that the beginning of a word finds it.
package enum SearchWords {
    /// The longest word, in bytes; a longer one is cut between two characters.
    package static let wordBytesMax = 24

    /// The most words of one lead or one query.
    package static let wordCountMax = 32

    /// The distinct words of some texts, in the order in which they stand.
    ///
    /// Words beyond the bound are left out, so the texts that matter most stand first.
    package static func words(in texts: [Text?]) -> [Text] {
        var words: [Text] = []
        words.reserveCapacity(wordCountMax)
        for case let text? in texts {
            for word in split(text.lowercased) {
                let cut = Text(cut(word))
                // So few that looking at each costs less than hashing.
                guard !words.contains(cut) else { continue }
                words.append(cut)
                if words.count == wordCountMax { return words }
            }
        }
        return words
    }

    private static func split(_ text: Text) -> [ArraySlice<UInt8>] {
        text.bytes.split { !isPart($0) }
    }

    /// Whether a byte belongs to a word.
    static func isPart(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit || byte >= 0x80 }

    private static func cut(_ word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard word.count > wordBytesMax else { return word }
        var end = word.startIndex + wordBytesMax
        // A byte 10xxxxxx continues a character: step back to where one begins.
        while end > word.startIndex, word[end] & 0xC0 == 0x80 { end -= 1 }
        return end > word.startIndex ? word[..<end] : word.prefix(wordBytesMax)
    }
}
