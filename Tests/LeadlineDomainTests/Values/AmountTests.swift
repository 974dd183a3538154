import LeadlineDomain
import Testing

@Suite struct AmountTests {
    // Fault 97, 100: 0 and 10^15 are taken; each currency has its decimals
    @Test(arguments: [
        ("19.99", "USD", 1999), ("1.15", "USD", 115), ("1200.50", "USD", 120_050),
        ("0", "USD", 0), ("0.00", "USD", 0), ("0.01", "USD", 1), ("0.1", "USD", 10),
        ("5", "USD", 500), ("007.5", "EUR", 750), ("8.41", "USD", 841), ("1.10", "USD", 110),
        ("2.675", "KWD", 2675), ("1200", "JPY", 1200), ("1.2345", "CLF", 12_345),
        ("10000000000000.00", "USD", 1_000_000_000_000_000),
        ("1000000000000000", "JPY", 1_000_000_000_000_000),
    ])
    func textBecomesMinorUnitsExactly(text: String, code: String, minor: Int64) throws {
        let currency = try #require(Currency(slice(code)))
        #expect(try Amount.parse(slice(text), in: currency) == minor)
    }

    // Fault 96, 97: no sign, exponent, other digits or blanks; nothing beyond 10^15 minor units
    @Test(arguments: [
        ("1e3", "USD"), ("0x10", "USD"), ("+5", "USD"), ("-0", "USD"), ("-5", "USD"),
        ("1,5", "USD"), ("1,000.00", "USD"), (".5", "USD"), ("5.", "USD"), (".", "USD"),
        ("NaN", "USD"), ("inf", "USD"), (" 5", "USD"), ("5 ", "USD"), ("", "USD"),
        ("\u{665}", "USD"), ("\u{FF15}", "USD"), ("1.2.3", "USD"), ("1_000", "USD"), ("$5", "USD"),
        ("1.234", "USD"), ("1.000", "USD"), ("5.0", "JPY"), ("1.2345", "KWD"),
        ("10000000000000.01", "USD"), ("1000000000000001", "JPY"),
        ("9223372036854775808", "USD"), ("92233720368547758.08", "USD"),
        ("99999999999999999999999999999999999999", "USD"),
    ])
    func whatIsNoPlainDecimalIsRefused(text: String, code: String) throws {
        let currency = try #require(Currency(slice(code)))
        #expect(
            fault { () throws(ValueFault) in try Amount.parse(slice(text), in: currency) } != nil)
    }

    @Test(arguments: [
        (120_050, "USD", "1200.50"), (0, "USD", "0.00"), (5, "USD", "0.05"), (-5, "USD", "-0.05"),
        (-1999, "USD", "-19.99"), (1200, "JPY", "1200"), (0, "JPY", "0"), (-7, "JPY", "-7"),
        (1, "KWD", "0.001"), (12_345, "CLF", "1.2345"),
        (.max, "USD", "92233720368547758.07"), (.min, "USD", "-92233720368547758.08"),
    ])
    func minorUnitsPrintWithTheCurrencysDigits(minor: Int64, code: String, text: String) throws {
        let currency = try #require(Currency(slice(code)))
        #expect(Amount.text(minor, in: currency) == Text(text))
        #expect(Money(minor: minor, currency: currency).text == Text(text))
    }

    @Test func whatIsPrintedIsReadBack() throws {
        let seed: UInt64 = 6
        var random = SeededGenerator(seed: seed)
        for code in ["USD", "JPY", "KWD", "CLF"] {
            let currency = try #require(Currency(slice(code)))
            for _ in 0..<2000 {
                let bound = Int64(1) << Int64.random(in: 0...49, using: &random)
                let minor = Int64.random(in: 0...min(bound, Amount.minorMax), using: &random)
                let text = Amount.text(minor, in: currency)
                #expect(try Amount.parse(text.bytes, in: currency) == minor, "seed \(seed)")
            }
        }
    }

    @Test(arguments: [
        ("0%", 0), ("10%", 100_000), ("12.5%", 125_000), ("2.9%", 29_000), ("100%", 1_000_000),
        ("0.0001%", 1), ("33.3333%", 333_333),
    ])
    func aRateIsInMillionths(text: String, millionths: UInt32) throws {
        let rate = try Rate.parse(slice(text))
        #expect(rate.millionths == millionths)
        #expect(rate.text == Text(text))
    }

    // Fault 98: what is above 100 %, or has five decimals, is no rate
    @Test(arguments: [
        "", "%", "10", "10 %", "-1%", "+1%", "100.0001%", "101%", "0.00001%", "1e1%", ".5%", "5.%",
        "99999999999999999999%", "10%%",
    ])
    func otherRatesAreRefused(text: String) {
        #expect(fault { () throws(ValueFault) in try Rate.parse(slice(text)) } != nil)
    }

    @Test func needlessZerosOfARateAreNotPrinted() throws {
        #expect(try Rate.parse(slice("12.5000%")).text == "12.5%")
        #expect(try Rate.parse(slice("20.0%")).text == "20%")
        #expect(Rate(millionths: 1_000_001) == nil)
    }
}
