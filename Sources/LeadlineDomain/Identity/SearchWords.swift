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
        let lowercased = joined(texts)
        return lowercased.withUnsafeBufferPointer { distinct(in: $0) }.map { word in
            Text(lowercased[word])
        }
    }

    /// All the texts in lower case, a byte that is no part of a word behind each.
    private static func joined(_ texts: [Text?]) -> [UInt8] {
        var joined: [UInt8] = []
        joined.reserveCapacity(texts.reduce(0) { $0 + ($1?.count ?? 0) + 1 })
        for case let text? in texts {
            if text.hasBytesBeyondASCII {
                joined.append(contentsOf: text.lowercased.bytes)
            } else {
                text.bytes.withUnsafeBufferPointer { bytes in
                    for byte in bytes { joined.append(byte.lowercased) }
                }
            }
            joined.append(UInt8(ascii: " "))
        }
        return joined
    }

    /// Where the words lie, one of each.
    private static func distinct(in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var words: [Range<Int>] = []
        words.reserveCapacity(wordCountMax)
        var index = 0
        while index < bytes.count, words.count < wordCountMax {
            let start = index
            while index < bytes.count, isPart(bytes[index]) { index += 1 }
            if index > start {
                let word = start..<cut(bytes, start, index)
                // So few that looking at each costs less than hashing.
                if !words.contains(where: { isSame(bytes, $0, word) }) { words.append(word) }
            }
            index += 1
        }
        return words
    }

    private static func isSame(
        _ bytes: UnsafeBufferPointer<UInt8>, _ one: Range<Int>, _ other: Range<Int>
    ) -> Bool {
        guard one.count == other.count, bytes[one.lowerBound] == bytes[other.lowerBound] else {
            return false
        }
        return bytes[one].elementsEqual(bytes[other])
    }

    /// Whether a byte belongs to a word.
    static func isPart(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit || byte >= 0x80 }

    /// Where the word that ends at `end` is cut.
    private static func cut(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
    ) -> Int {
        guard end - start > wordBytesMax else { return end }
        var cut = start + wordBytesMax
        // A byte 10xxxxxx continues a character: step back to where one begins.
        while cut > start, bytes[cut] & 0xC0 == 0x80 { cut -= 1 }
        return cut > start ? cut : start + wordBytesMax
    }
}
