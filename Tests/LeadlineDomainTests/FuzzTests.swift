import LeadlineDomain
import Testing

/// Every parser takes whatever bytes come: it answers or refuses, and never traps.
@Suite struct FuzzTests {
    private static let seeds: [UInt64] = [1, 2, 3, 20_261_121]

    private static let samples = [
        "L18446744073709551615", "2026-11-21T17:00:00.123+01:00", "2026-Q4", "last-month", "7d",
        "9999-12-31", "10000000000000.00", "12.5%", "US-90210", "90210-1234", "EMEA", "*",
        "\"Ann Lee\" <ann.lee+crm@googlemail.com>", "+44 (0)20 7946 0000 ext. 12", "withdrawn",
        "tel:+1-415-555-0100;ext=12", "B\u{FC}cher GmbH", "gb-sw1a 1aa", "PAY4", "JPY",
    ]

    /// Random bytes, or a sample with some bytes changed, dropped or doubled.
    private static func input(_ random: inout SeededGenerator) -> ArraySlice<UInt8> {
        if Int.random(in: 0..<4, using: &random) == 0 {
            let count = Int.random(in: 0...80, using: &random)
            return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }[...]
        }
        var bytes = Array((samples.randomElement(using: &random) ?? "").utf8)
        for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
            case 1: bytes.remove(at: index)
            default: bytes.insert(contentsOf: bytes[index...], at: index)
            }
        }
        let padding = Int.random(in: 0...3, using: &random)
        return ([UInt8](repeating: 0x39, count: padding) + bytes)[padding...]
    }

    @Test(arguments: seeds)
    func noParserTraps(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<5000 {
            let bytes = Self.input(&random)
            readValues(bytes, random.next())
            readIdentity(bytes)
        }
        print("FuzzTests.noParserTraps seed \(seed)")
    }

    private func readValues(_ bytes: ArraySlice<UInt8>, _ number: UInt64) {
        _ = (LeadID(bytes), Payee(bytes), LeadStatus(word: bytes), CountryCode(bytes))
        if let date = CivilDate(bytes) { #expect(date.text.bytes.elementsEqual(bytes)) }
        if let rate = try? Rate.parse(bytes) { #expect(rate.millionths <= 1_000_000) }
        if let span = try? Seconds.parse(bytes) { #expect(span <= .longest) }
        if let amount = try? Amount.parse(bytes, in: .usd) {
            #expect((0...Amount.minorMax).contains(amount))
        }
        let now = Timestamp(milliseconds: Int64(bitPattern: number))
        _ = now.text
        if let input = try? TimeInput.parse(bytes) {
            _ = try? input.resolve(now: now, zone: .utc, toward: .past, edge: .start)
            _ = try? input.resolve(now: now, zone: .utc, toward: .future, edge: .end)
        }
        _ = (try? CalendarPeriod.parse(bytes))?.span(now: now, zone: .utc)
        if let area = try? Area.parse(bytes) {
            #expect((try? Area.parse(area.text.bytes)) == area, "\(area.text)")
            #expect(area.covers(area, regions: .usual), "\(area.text)")
        }
        for country in [CountryCode.us, CountryCode(slice("GB")) ?? .us] {
            guard let zip = try? Zip.parse(bytes, in: country) else { continue }
            #expect((try? Zip.parse(zip.code.bytes, in: country)) == zip, "\(zip.code)")
        }
    }

    private func readIdentity(_ bytes: ArraySlice<UInt8>) {
        if let address = try? EmailAddress.parse(bytes),
            let key = try? address.key(ascii: { _ in "xn--x.example" })
        {
            // A key is its own key: normalising twice changes nothing.
            let again = try? EmailAddress.parse(key.text.bytes).key(ascii: { $0 })
            #expect(again == key, "\(key.text)")
        }
        if let phone = try? PhoneNumber.parse(bytes, country: nil) {
            #expect(PhoneNumber.match(phone, phone) >= .national)
            _ = phone.lookupKey
        }
        let words = SearchWords.words(in: [Text(bytes)])
        #expect(words.allSatisfy { !$0.isEmpty && $0.count <= SearchWords.wordBytesMax })
        _ = (CompanyKey(Text(bytes)), Nearest.word(to: bytes, among: ["SERVICE", "*"]))
        _ = (Currency(bytes), Fingerprint64(bytes))
    }
}
