import LeadlineDomain
import Testing

@Suite struct PhoneNumberTests {
    private static func phone(_ typed: String, _ country: String = "") throws -> PhoneNumber {
        try PhoneNumber.parse(slice(typed), country: CountryCode(slice(country)))
    }

    @Test(arguments: [
        ("+1 415 555 0100", "", "+14155550100"), ("+1 (415) 555-0100", "DE", "+14155550100"),
        ("(415) 555-0100", "US", "+14155550100"), ("1-415-555-0100", "US", "+14155550100"),
        ("415.555.0100", "CA", "+14155550100"), ("011 44 20 7946 0000", "US", "+442079460000"),
        ("0044 20 7946 0000", "", "+442079460000"), ("+44 (0)20 7946 0000", "", "+442079460000"),
        ("020 7946 0000", "GB", "+442079460000"), ("030/123456", "DE", "+4930123456"),
        ("+49 (0) 30 123456", "", "+4930123456"), ("06 12345678", "IT", "+390612345678"),
        ("+39 06 12345678", "", "+390612345678"), ("8 (495) 123-45-67", "RU", "+74951234567"),
        ("06 1 234 5678", "HU", "+3612345678"), ("3-1234-5678", "JP", "+81312345678"),
        ("6123 4567", "SG", "+6561234567"), ("tel:+1-415-555-0100", "", "+14155550100"),
        ("\u{FF0B}\u{FF11} 415 555 0100", "", "+14155550100"),
        ("\u{202A}+1 415\u{A0}555\u{2011}0100\u{202C}", "", "+14155550100"),
        ("+\u{664}\u{664} 20 7946 0000", "", "+442079460000"),
        ("555-0100", "US", "+15550100"),
    ])
    func aNumberIsE164WhereTheCountryIsKnown(typed: String, country: String, e164: String) throws {
        #expect(try Self.phone(typed, country).e164 == Text(e164))
    }

    @Test(arguments: ["415 555 0100", "020 7946 0000", "1234"])
    func withoutACountryThereIsNoE164(typed: String) throws {
        #expect(try Self.phone(typed).e164 == nil)
    }

    @Test(arguments: [
        "", " ", "+", "none", "call me", "123", "+1", "+1 23", "1234567890123456", "+999 1234567",
        "+0 1234567", "00 0 1234567", "++1 415 555 0100", "1+415 555 0100", "415 555 0100 x",
        "x12", "ext 12", "415 555 0100 foo 12", "415 555 0100 x1234567890",
        "415 555 0100, 415 555 0101", "415 555 0100 x12 x13", "1-800-FLOWERS", "415_555_0100",
        "415 555 0100 +1", "\u{1F4DE} 415 555 0100",
        "4                                                                    155550100",
    ])
    func whatIsNoNumberIsRefused(typed: String) {
        #expect(throws: ValueFault.self) { try Self.phone(typed) }
    }

    @Test(arguments: [
        "+1 415 555 0100 x12", "+1 415 555 0100 ext. 12", "+1 415 555 0100 Ext 12",
        "+1 415 555 0100 extension 12", "+1 415 555 0100 #12", "+1 415 555 0100,12",
        "+1-415-555-0100;ext=12", "+14155550100x12",
    ])
    func anExtensionIsKeptApart(typed: String) throws {
        let phone = try Self.phone(typed)
        #expect(phone.e164 == "+14155550100")
        #expect(phone.extensionDigits == "12")
    }

    @Test(arguments: [
        ("+1 415 555 0100", "", "(415) 555-0100", "US", PhoneMatch.exact),
        ("+44 20 7946 0000", "", "020 7946 0000", "GB", .exact),
        ("+1 415 555 0100", "", "415 555 0100", "", .national),
        ("+1 415 555 0100", "", "1 415 555 0100", "", .national),
        ("+44 20 7946 0000", "", "020 7946 0000", "", .national),
        ("+44 20 7946 0000", "", "44 20 7946 0000", "", .national),
        ("+44 20 7946 0000", "", "44 (0)20 7946 0000", "", .national),
        ("415 555 0100", "", "(415) 555-0100", "", .national),
        ("+1 415 555 0100", "", "555 0100", "", .shortNational),
        ("+1 415 555 0100", "", "555 0100", "US", .shortNational),
        ("415 555 0100", "", "1 415 555 0100", "", .shortNational),
        ("+1 415 555 0100", "", "+44 415 555 0100", "", .none),
        ("+1 415 555 0100", "", "415 555 0100", "DE", .none),
        ("+1 415 555 0100", "", "415 555 0101", "", .none),
        ("+1 415 555 0100", "", "55 0100", "", .none),
        ("+1 415 555 0100", "", "+1 555 555 0100", "", .none),
        ("+1 415 555 0100 x1", "", "+1 415 555 0100 x1", "", .exact),
        ("+1 415 555 0100 x1", "", "+1 415 555 0100 x2", "", .none),
        ("+1 415 555 0100 x1", "", "+1 415 555 0100", "", .none),
        ("+1 415 555 0100 x1", "", "415 555 0100 ext 1", "", .national),
    ])
    func matchesAreGraded(
        first: String, firstCountry: String, second: String, secondCountry: String,
        grade: PhoneMatch
    ) throws {
        let left = try Self.phone(first, firstCountry)
        let right = try Self.phone(second, secondCountry)
        #expect(PhoneNumber.match(left, right) == grade)
        #expect(PhoneNumber.match(right, left) == grade)
        if grade > .none { #expect(left.lookupKey == right.lookupKey) }
    }

    // The trunk prefix and the zero of an area, both written: found by fuzzing, for what was
    // printed was read as another number.
    @Test(arguments: [
        ("+44 (0)020 7946 0958", "+442079460958"), ("0049 0 030 123456", "+4930123456"),
        ("+39 06 123456", "+3906123456"), ("+36 06 06 1 234567", "+361234567"),
    ])
    func twoTrunkZeros(typed: String, written: String) throws {
        let phone = try Self.phone(typed)
        #expect(phone.e164 == Text(written))
        #expect(try Self.phone(written).e164 == Text(written))
    }

    @Test func gradesAreOrdered() {
        #expect(PhoneMatch.none < .shortNational)
        #expect(PhoneMatch.shortNational < .national)
        #expect(PhoneMatch.national < .exact)
    }

    @Test func everyInhabitedCountryHasACallingCode() {
        let without = CountryCode.all.filter { country in
            (try? PhoneNumber.parse(slice("12345678"), country: country))?.callingCode == nil
        }
        #expect(without.isEmpty, "\(without.map(\.text))")
    }

    @Test func anyTwoNumbersThatMatchShareTheirLookupKey() throws {
        let seed: UInt64 = 1876
        var random = SeededGenerator(seed: seed)
        let prefixes = ["+1 ", "1", "", "+49 ", "0", "+49 0", "0049", "+7 ", "8"]
        var numbers: [PhoneNumber] = []
        for _ in 0..<120 {
            // Few digits, so that many numbers are ends of each other.
            let length = Int.random(in: 4...11, using: &random)
            let digits = String(repeating: "12", count: 6).suffix(length)
            let prefix = prefixes.randomElement(using: &random) ?? ""
            let typed = prefix + digits
            guard let phone = try? Self.phone(typed) else { continue }
            numbers.append(phone)
        }
        var matches = 0
        for left in numbers {
            for right in numbers where PhoneNumber.match(left, right) > .none {
                matches += 1
                #expect(left.lookupKey == right.lookupKey, "seed \(seed): \(left) \(right)")
            }
        }
        #expect(matches > numbers.count, "seed \(seed)")
    }
}
