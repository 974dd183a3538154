import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

@Suite("Keys of counters") struct CounterKeyTests {
    private static func facet(_ random: inout SeededGenerator, _ book: CounterBook) -> CounterFacet
    {
        func maybe<T>(_ value: T) -> T? { Bool.random(using: &random) ? value : nil }
        var facet = CounterFacet()
        facet.fact = CounterFact.allCases.randomElement(using: &random) ?? .closed
        facet.outcome = LeadOutcome.allCases.randomElement(using: &random) ?? .open
        facet.reached = LeadStage.allCases.randomElement(using: &random) ?? .won
        facet.direction = Bool.random(using: &random) ? .in : .out
        facet.service = maybe("pay\u{0}roll\u{1}")
        guard book == .overall || book == .party else { return facet }
        facet.source = .nurture
        facet.campaign = maybe(CampaignID(raw: 7))
        guard book == .party else { return facet }
        facet.partner = maybe(PartnerID(raw: 1 << 40))
        facet.owner = maybe("ada")
        facet.referrer = maybe(
            maybe(Payee.partner(PartnerID(raw: 3))) ?? .referrer(ReferrerID(raw: 2)))
        facet.roles = PartyRoles(rawValue: UInt8.random(in: 0 ... .max, using: &random))
        return facet
    }

    @Test("every key of every book is read back as it was written")
    func roundTrip() {
        var random = SeededGenerator(seed: 20_261_122)
        let parties: [Outsider] = [
            .partner(PartnerID(raw: 1)), .referrer(ReferrerID(raw: 9)), .user("ada@b.example"),
        ]
        for round in 0..<400 {
            for book in CounterBook.allCases {
                let key = CounterKey(
                    book: book, month: UInt32(24_000 + round),
                    party: book == .overall ? nil : parties[round % 3],
                    facet: Self.facet(&random, book))
                var bytes: [UInt8] = []
                key.append(to: &bytes)
                var reader = KeyReader(bytes[...])
                #expect(CounterKey.read(&reader) == key)
                #expect(reader.isAtEnd)
            }
        }
    }

    @Test("bytes that are no key are none, and trap nothing")
    func foreignBytes() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...40, using: &random)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0...9, using: &random) }
            if !bytes.isEmpty { bytes[0] = UInt8.random(in: 0...6, using: &random) }
            var reader = KeyReader(bytes[...])
            _ = CounterKey.read(&reader)
        }
    }

    // Found by fuzzing: bytes that no key is written in were read as one.
    @Test("a key in other bytes than it is written in is none")
    func otherwise() {
        let key = CounterKey(
            book: .overall, month: 24_000, party: nil, facet: CounterFacet(service: "payroll"))
        var bytes: [UInt8] = []
        key.append(to: &bytes)
        func isRead(_ bytes: [UInt8]) -> Bool {
            var reader = KeyReader(bytes[...])
            return CounterKey.read(&reader) != nil
        }
        #expect(isRead(bytes))
        let currency = bytes.firstRange(of: Array("USD".utf8))
        var small = bytes
        if let currency { small.replaceSubrange(currency, with: "USd".utf8) }
        #expect(small != bytes && !isRead(small))
        var source = bytes
        source[bytes.count - 9] = .max
        #expect(!isRead(source))
    }

    @Test("a folded name in capitals is none")
    func foldedName() {
        func read(_ text: String) -> FoldedName? {
            var key: [UInt8] = []
            KeyText(Array(text.utf8)).append(to: &key)
            var reader = KeyReader(key[...])
            return FoldedName.read(&reader)
        }
        #expect(read("gold") == FoldedName("GOLD"))
        #expect(read("Gold") == nil)
    }

    @Test("a currency or country in small letters is no field of a record")
    func smallLetters() throws {
        func read<F: RecordField>(_ type: F.Type, _ text: Text) throws -> F {
            var writer = RecordWriter()
            writer.integer(UInt8(1))
            writer.bytes(text.bytes)
            var reader = try RecordReader(writer.bytes[...])
            return try F(from: &reader)
        }
        #expect(try read(Currency.self, "USD") == .usd)
        #expect(throws: RecordFault.self) { try read(Currency.self, "USd") }
        #expect(try read(CountryCode.self, "US") == .us)
        #expect(throws: RecordFault.self) { try read(CountryCode.self, "us") }
        #expect(throws: RecordFault.self) { try read(CountryCode.self, "UK") }
    }

    @Test("a new lead of the house stands in one row, with an owner in three")
    func newLeadIsCheap() {
        var lead = Lead(
            id: LeadID(raw: 1), direction: .out, email: "a@b.example", emailKey: "a@b.example",
            currency: .usd, source: .contact, submitter: "default", created: EngineHarness.start)
        #expect(Self.books(of: lead) == [.overall])
        lead.owner = "ada"
        #expect(Self.books(of: lead) == [.overall, .owner, .party])
    }

    private static func books(of lead: Lead) -> [CounterBook] {
        var books: [CounterBook] = []
        lead.forEachCount { key, _ in books.append(key.book) }
        return books
    }
}
