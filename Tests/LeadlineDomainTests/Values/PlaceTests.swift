import LeadlineDomain
import Testing

@Suite struct PlaceTests {
    @Test(arguments: [("USD", 2), ("usd", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("EUR", 2)])
    func aCurrencyKnowsItsMinorDigits(code: String, digits: UInt8) {
        #expect(Currency(slice(code))?.minorDigits == digits)
        #expect(Currency(slice(code))?.text == Text(code).asciiUppercased)
    }

    @Test(arguments: ["", "US", "USDX", "XXX", "XAU", "XTS", "ABC", "U$D", "\u{20AC}"])
    func anUnknownCurrencyIsNone(code: String) {
        #expect(Currency(slice(code)) == nil)
    }

    @Test func theDefaultCurrencyIsTheDollarOfTheTable() {
        #expect(Currency(slice("USD")) == .usd)
        #expect(CountryCode(slice("US")) == .us)
    }

    @Test(arguments: [("us", "US"), ("GB", "GB"), ("uk", "GB"), ("XK", "XK"), ("na", "NA")])
    func aCountryIsTwoLetters(typed: String, code: String) {
        #expect(CountryCode(slice(typed))?.text == Text(code))
    }

    @Test(arguments: ["", "U", "USA", "XX", "ZZ", "EU", "U1", "\u{DF}"])
    func anUnknownCountryIsNone(typed: String) {
        #expect(CountryCode(slice(typed)) == nil)
    }

    @Test func thereAre249CountriesOfISO3166AndKosovo() {
        #expect(CountryCode.all.count == 250)
    }

    @Test(arguments: [
        ("90210", "90210"), ("02134", "02134"), ("90210-1234", "90210"), ("902101234", "90210"),
        ("90210 1234", "90210"), (" 90210 ", "90210"), ("00601", "00601"),
    ])
    func aZIPHasFiveDigits(typed: String, code: String) throws {
        let zip = try Zip.parse(slice(typed), in: .us)
        #expect(zip.code == Text(code))
        #expect(zip.country == .us)
    }

    @Test(arguments: [
        "", "9021", "902101", "90210-", "90210-123", "90210-12345", "9021O", "90210-12 4", "-90210",
        "\u{FF19}0210",
    ])
    func otherZIPsAreRefused(typed: String) {
        let reason = fault { () throws(ValueFault) in try Zip.parse(slice(typed), in: .us) }
        #expect(reason != nil)
    }

    @Test func fourDigitsGetAHint() {
        let reason = fault { () throws(ValueFault) in try Zip.parse(slice("2134"), in: .us) }
        #expect(reason == "'2134' has 4 digits, a ZIP has 5; did it lose a leading zero?")
    }

    @Test(arguments: [
        ("GB", "sw1a 1aa", "SW1A1AA"), ("DE", "10115", "10115"), ("NL", " 1012 ab ", "1012AB"),
        ("PL", "00-950", "00-950"), ("IE", "D02 X285", "D02X285"), ("IS", "1", "1"),
        ("CA", "K1A-0B1", "K1A-0B1"), ("MT", "ABC 123456 7", "ABC1234567"),
    ])
    func abroadAPostalCodeIsUpperCaseWithoutBlanks(
        country: String, typed: String, code: String
    ) throws {
        let country = try #require(CountryCode(slice(country)))
        #expect(try Zip.parse(slice(typed), in: country).code == Text(code))
    }

    @Test(arguments: ["", "   ", "-", "1234567890123", "12_34", "12\t34", "\u{C4}BC"])
    func otherPostalCodesAreRefused(typed: String) throws {
        let germany = try #require(CountryCode(slice("DE")))
        let reason = fault { () throws(ValueFault) in try Zip.parse(slice(typed), in: germany) }
        #expect(reason != nil)
    }

    @Test(arguments: [
        ("90210", "CA"), ("00601", "PR"), ("00801", "VI"), ("02134", "MA"), ("10001", "NY"),
        ("20001", "DC"), ("20101", "VA"), ("33101", "FL"), ("60601", "IL"), ("77001", "TX"),
        ("72601", "AR"), ("83401", "ID"), ("96910", "GU"), ("99501", "AK"), ("99999", "AK"),
    ])
    func theFirstThreeDigitsTellTheState(zip: String, state: String) throws {
        #expect(try Zip.parse(slice(zip), in: .us).state == Text(state))
    }

    @Test func digitsThatNoZIPBeginsWithAreInNoState() throws {
        #expect(try Zip.parse(slice("00001"), in: .us).state == nil)
        #expect(try Zip.parse(slice("21300"), in: .us).state == nil)
        let germany = try #require(CountryCode(slice("DE")))
        #expect(try Zip.parse(slice("90210"), in: germany).state == nil)
    }
}
