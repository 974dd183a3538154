import Testing

@testable import LeadlineDomain

@Suite("Rate of exchange") struct ExchangeRateTests {
    private static func rate(_ text: String) throws -> ExchangeRate {
        try ExchangeRate.parse(Array(text.utf8)[...])
    }

    private static func currency(_ code: String) throws -> Currency {
        try #require(Currency(Array(code.utf8)[...]))
    }

    @Test(
        "reads and prints decimals exactly",
        arguments: [
            ("1", "1"), ("1.0842", "1.0842"), ("0.000000000001", "0.000000000001"),
            ("1.500", "1.5"), ("9000000", "9000000"), ("007", "7"),
        ])
    func reads(text: String, printed: String) throws {
        #expect(try Self.rate(text).text == Text(printed))
    }

    @Test(
        "refuses what is no rate",
        arguments: [
            "", "0", "0.0", "-1", "+1", "1.", ".5", "1e3", "1,5", "9000000.000000000001",
            "1.0000000000001", "99999999999999999999999999",
        ])
    func refuses(text: String) {
        #expect(throws: ValueFault.self) { try Self.rate(text) }
    }

    @Test(
        "converts between currencies of different minor digits, half away from zero",
        arguments: [
            (1000, "EUR", "1.0842", "USD", 1084), (1, "EUR", "1.5", "USD", 2),
            (-1, "EUR", "1.5", "USD", -2), (1, "EUR", "1.4", "USD", 1),
            (1000, "JPY", "0.0066", "USD", 660), (660, "USD", "151.5", "JPY", 1000),
            (1, "KWD", "3.25", "USD", 0), (2, "KWD", "3.25", "USD", 1), (0, "EUR", "2", "USD", 0),
        ] as [(Int128, String, String, String, Int128)])
    func converts(minor: Int128, from: String, rate: String, to: String, expected: Int128) throws {
        let converted = try Self.rate(rate).convert(
            minor, from: Self.currency(from), to: Self.currency(to))
        #expect(converted == expected)
    }

    @Test("what does not fit is nothing, not a trap")
    func overflows() throws {
        let rate = try Self.rate("9000000")
        #expect(try rate.convert(.max, from: Self.currency("EUR"), to: .usd) == nil)
        let large = Int128(Int64.max)
        #expect(try rate.convert(large, from: Self.currency("EUR"), to: .usd) == large * 9_000_000)
    }

    @Test("seeded amounts convert as whole-number arithmetic says")
    func agreesWithIntegers() throws {
        var number: UInt64 = 20_261_122
        for _ in 0..<500 {
            number = number &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let minor = Int128(number >> 40)
            let thousandths = Int64(number >> 20 & 0xffff) + 1
            let rate = try #require(ExchangeRate(units: thousandths * 1_000_000_000))
            let exact = minor * Int128(thousandths)
            let rounded = (exact * 2 + 1000) / 2000
            #expect(try rate.convert(minor, from: Self.currency("EUR"), to: .usd) == rounded)
        }
    }
}
