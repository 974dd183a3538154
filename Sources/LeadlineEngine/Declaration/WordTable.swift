/// Numbers found by a word, or by a word behind another one; fixed once it is made.
///
/// Open addressing over folded words: finding one compares integers and allocates nothing.
struct WordTable: Sendable {
    private struct Bucket {
        let word: FoldedWord
        let scope: Int32
        let number: Int32
    }

    private var buckets: [Bucket?]
    private let mask: Int

    /// A table with room for so many words.
    init(capacity: Int) {
        var size = 16
        while size < capacity * 4 { size *= 2 }
        buckets = Array(repeating: nil, count: size)
        mask = size - 1
    }

    /// Puts a word in; `scope` tells equal words behind different ones apart.
    mutating func insert(_ word: FoldedWord, in scope: Int = 0, _ number: Int) {
        var bucket = Self.start(word, scope) & mask
        while buckets[bucket] != nil { bucket = (bucket + 1) & mask }
        buckets[bucket] = Bucket(
            word: word, scope: Int32(truncatingIfNeeded: scope),
            number: Int32(truncatingIfNeeded: number))
    }

    /// The number that a word was put in with, or nil.
    func find(_ word: FoldedWord, in scope: Int = 0) -> Int? {
        var bucket = Self.start(word, scope) & mask
        while let found = buckets[bucket] {
            if found.word == word, Int(found.scope) == scope { return Int(found.number) }
            bucket = (bucket + 1) & mask
        }
        return nil
    }

    private static func start(_ word: FoldedWord, _ scope: Int) -> Int {
        word.spread ^ scope &* 0x9E5
    }
}
