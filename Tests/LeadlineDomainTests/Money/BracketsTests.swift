import LeadlineDomain
import Testing

@Suite struct BracketsTests {
    private static let example = "0:5%,50000:7%,100000:10%"

    @Test(
        arguments: [
            // 5 % to 50k, 7 % to 100k, 10 % above: the example of the rules, and around each bound.
            (17_500_000, 1_350_000), (0, 0), (1, 0), (10, 1), (9, 0), (4_999_999, 250_000),
            (5_000_000, 250_000), (5_000_001, 250_000), (5_000_010, 250_001), (9_999_999, 600_000),
            (10_000_000, 600_000), (10_000_001, 600_000), (10_000_005, 600_001),
            (-17_500_000, -1_350_000), (-5_000_010, -250_001), (-1, 0),
        ] as [(Int64, Int64)])
    func marginalRatesAreOfTheirOwnSlice(minor: Int64, commission: Int64) throws {
        let brackets = try Brackets.parse(slice(Self.example), in: .usd)
        #expect(brackets.commission(on: minor, .marginal, boost: .zero).rounded == commission)
    }

    @Test(
        arguments: [
            (17_500_000, 1_750_000), (0, 0), (4_999_999, 250_000), (5_000_000, 350_000),
            (9_999_999, 700_000), (10_000_000, 1_000_000), (-5_000_000, -350_000),
            (-4_999_999, -250_000),
        ] as [(Int64, Int64)])
    func theWholeIsPaidByItsBracket(minor: Int64, commission: Int64) throws {
        let brackets = try Brackets.parse(slice(Self.example), in: .usd)
        #expect(brackets.commission(on: minor, .whole, boost: .zero).rounded == commission)
    }

    @Test(arguments: [Int64.max, .min])
    func theLimitsOfAnAmountFit(minor: Int64) throws {
        let brackets = try Brackets.parse(slice("0:100%,1:100%"), in: .usd)
        for mode in [Brackets.Mode.marginal, .whole] {
            #expect(brackets.commission(on: minor, mode, boost: .zero).rounded == minor)
        }
    }

    @Test func slicesAreRoundedOnceTogether() throws {
        // 0.5 and 0.5 of a cent are one cent, not two.
        let brackets = try Brackets.parse(slice("0:50%,0.01:50%"), in: .usd)
        #expect(brackets.commission(on: 2, .marginal, boost: .zero).rounded == 1)
    }

    @Test func aBoostRaisesEveryRate() throws {
        let brackets = try Brackets.parse(slice(Self.example), in: .usd)
        let boosted = brackets.commission(on: 17_500_000, .marginal, boost: rate("2%")).rounded
        #expect(boosted == 1_350_000 + 350_000)
    }

    @Test(arguments: [
        ("", "''"), ("5%", "'5%'"), ("0:5", "rate"), ("0:5%,", "''"), ("1:5%", "gap"),
        ("0:5%,0:7%", "overlap"), ("0:5%,100:7%,50:9%", "overlap"), ("0:5%,-1:7%", "amount"),
        ("0:101%", "100%"), ("0.001:5%", "decimals"),
    ])
    func gapsOverlapsAndWhatIsNoBracketAreRefused(text: String, word: String) throws {
        let reason = try #require(
            fault { () throws(ValueFault) in try Brackets.parse(slice(text), in: .usd) })
        #expect(reason.contains(word), "\(reason)")
    }

    @Test func thereAreOnlySoMany() {
        let most = (0..<Brackets.rowsMax).map { Brackets.Row(from: Int64($0), rate: .zero) }
        #expect(fault { () throws(ValueFault) in try Brackets(most) } == nil)
        let more = most + [Brackets.Row(from: 1000, rate: .zero)]
        #expect(fault { () throws(ValueFault) in try Brackets(more) } != nil)
        #expect(fault { () throws(ValueFault) in try Brackets([]) } != nil)
        let text = (0..<21).map { "\($0):1%" }.joined(separator: ",")
        #expect(fault { () throws(ValueFault) in try Brackets.parse(slice(text), in: .usd) } != nil)
    }

    @Test func theyArePrintedAsTheyAreRead() throws {
        let yen = try #require(Currency(slice("JPY")))
        #expect(
            try Brackets.parse(slice("0:5%, 50:7.5%"), in: .usd).text(in: .usd)
                == "0.00:5%,50.00:7.5%")
        #expect(try Brackets.parse(slice("0:5%,50:7.5%"), in: yen).text(in: yen) == "0:5%,50:7.5%")
    }
}
