import Testing

@testable import LeadlineEngine

@Suite struct FoldedWordTests {
    @Test func lettersAreEqualInAnyCaseAndNothingElseIs() {
        for left in UInt8.min...UInt8.max {
            for right in UInt8.min...UInt8.max {
                let areEqual = FoldedWord([left]) == FoldedWord([right])
                #expect(areEqual == (Self.upper(left) == Self.upper(right)), "\(left) \(right)")
            }
        }
    }

    @Test func wordsOfEveryLengthAreToldApart() {
        var random = SeededGenerator(seed: 11)
        for count in 0...FoldedWord.byteCountMax {
            let word = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(FoldedWord(word[...]) == FoldedWord(word.map(Self.upper)[...]), "seed 11")
            #expect(FoldedWord(word[...]) != FoldedWord((word + [0])[...]), "seed 11")
            for index in word.indices {
                var other = word
                other[index] ^= 0x80
                #expect(FoldedWord(word[...]) != FoldedWord(other[...]), "seed 11")
            }
        }
    }

    @Test func aTableFindsWhatWasPutInWhereItWasPutIn() {
        var table = WordTable(capacity: 300)
        for number in 0..<300 { table.insert(FoldedWord("word\(number)"), in: number % 3, number) }
        for number in 0..<300 {
            let word = FoldedWord("WORD\(number)")
            #expect(table.find(word, in: number % 3) == number)
            #expect(table.find(word, in: (number + 1) % 3) == nil)
        }
        #expect(table.find(FoldedWord("word300")) == nil)
    }

    private static func upper(_ byte: UInt8) -> UInt8 {
        byte >= 0x61 && byte <= 0x7A ? byte & 0xDF : byte
    }
}
