import LeadlineDomain
import Testing

@Suite struct WordsTests {
    @Test func wordsAreLowerCaseRunsOfLettersAndDigits() {
        let words = SearchWords.words(in: [
            "New CRM, 2026!", nil, "Ann O'Neil", "ann@acme-co.example",
        ])
        #expect(
            words == ["new", "crm", "2026", "ann", "o", "neil", "acme", "co", "example"])
    }

    @Test func lettersBeyondASCIIAreKeptAndFolded() {
        #expect(SearchWords.words(in: ["\u{C9}COLE M\u{DC}LLER"]) == ["\u{E9}cole", "m\u{FC}ller"])
    }

    @Test func aLongWordIsCutBetweenCharacters() throws {
        let letters = String(repeating: "a", count: 30)
        #expect(SearchWords.words(in: [Text(letters)]).map(\.count) == [24])
        // 23 letters and one of two bytes that would straddle the bound.
        let straddling = Text(String(repeating: "a", count: 23) + "\u{E9}z")
        let word = try #require(SearchWords.words(in: [straddling]).first)
        #expect(word == Text(String(repeating: "a", count: 23)))
    }

    @Test func bytesThatContinueNothingAreStillCut() {
        let broken = Text([UInt8](repeating: 0x80, count: 40))
        #expect(SearchWords.words(in: [broken]).allSatisfy { $0.count <= 24 })
    }

    @Test func thereAreAtMost32DistinctWords() {
        let many = Text((0..<50).map { "w\($0) w\($0)" }.joined(separator: " "))
        let words = SearchWords.words(in: [many])
        #expect(words.count == 32)
        #expect(Set(words).count == 32)
        #expect(words.last == "w31")
    }

    @Test func theBeginningOfAWordIsTheBeginningOfItsCutForm() throws {
        let full = String(repeating: "\u{E9}a", count: 12)
        let stored = try #require(SearchWords.words(in: [Text(full)]).first)
        for length in 1...24 {
            let query = try #require(
                SearchWords.words(in: [Text(String(full.prefix(length)))]).first)
            #expect(stored.bytes.starts(with: query.bytes), "\(length) characters")
        }
    }

    @Test(arguments: [
        ("Acme Inc.", "acme inc"), ("ACME, inc", "acme inc"), ("  acme -- inc ", "acme inc"),
        ("Caf\u{C9}", "caf\u{E9}"), ("3M", "3m"),
    ])
    func aCompanyIsKnownApartFromPunctuationAndCase(typed: String, key: String) {
        #expect(CompanyKey(Text(typed))?.text == Text(key))
    }

    @Test func nothingButPunctuationIsNoCompany() {
        #expect(CompanyKey("") == nil)
        #expect(CompanyKey(" .,- ") == nil)
    }

    @Test func theSameCompanyElsewhereHasAnotherKey() throws {
        let acme = try #require(CompanyKey("Acme"))
        let germany = try #require(CountryCode(slice("DE")))
        let here = acme.key(with: try Zip.parse(slice("90210"), in: .us))
        #expect(here == acme.key(with: try Zip.parse(slice("90210-1234"), in: .us)))
        #expect(here != acme.key(with: try Zip.parse(slice("90211"), in: .us)))
        #expect(here != acme.key(with: try Zip.parse(slice("90210"), in: germany)))
    }

    /// The vectors of the function's authors: the function is on disk.
    @Test(arguments: [
        ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C),
        ("foobar", 0x8594_4171_F739_67E8),
    ])
    func theFingerprintIsFNV1a(text: String, hash: UInt64) {
        #expect(Fingerprint64(Text(text)).raw == hash)
        #expect(Fingerprint64(slice(text)).raw == hash)
    }

    @Test(arguments: [
        ("SERVCE", "SERVICE"), ("servcie", "SERVICE"), ("SERVICES", "SERVICE"), ("EMIAL", "EMAIL"),
        ("mail", "EMAIL"), ("ARAE", "AREA"), ("ZPI", "ZIP"), ("ZI", "ZIP"), ("PHNE", "PHONE"),
        ("AREA", "AREA"),
    ])
    func theNearestWordIsSuggested(typed: String, word: String) {
        let words: [Text] = ["EMAIL", "SERVICE", "AREA", "ZIP", "PHONE", "NAME"]
        #expect(Nearest.word(to: slice(typed), among: words) == Text(word))
    }

    @Test(arguments: ["", "X", "Q", "Lee", "PAYROLL", "SEVCES", "Z12P4", "\u{E9}"])
    func whatIsNearNothingHasNoSuggestion(typed: String) {
        let words: [Text] = ["EMAIL", "SERVICE", "AREA", "ZIP", "PHONE", "NAME"]
        #expect(Nearest.word(to: slice(typed), among: words) == nil)
    }

    @Test func ofEqualsTheFirstIsSuggestedAndTheCloserWins() {
        #expect(Nearest.word(to: slice("BAT"), among: ["CAT", "HAT"]) == "CAT")
        #expect(Nearest.word(to: slice("BATES"), among: ["BATTLES", "BATHES"]) == "BATHES")
    }

    @Test func aVeryLongWordIsNotCompared() {
        let long = String(repeating: "A", count: 65)
        #expect(Nearest.word(to: slice(long), among: [Text(long)]) == nil)
    }
}
