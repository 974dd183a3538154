import LeadlineDomain
import Testing

@Suite struct OverridesTests {
    @Test(
        arguments: [
            // The examples of the rules: of a commission of 100, and of a sale of 500.
            ("10%,10%,10%", Overrides.Base.commission, [1000, 100, 10]),
            ("10%,5%,3%", .sale, [5000, 2500, 1500]),
            ("0%,50%", .commission, [0, 0]), ("0%,50%", .sale, [0, 25_000]),
            ("100%,100%", .commission, [10_000, 10_000]), ("100%", .sale, [50_000]),
        ] as [(String, Overrides.Base, [Int64])])
    func aRecipeOfEachLevelTakesItsRate(
        text: String, base: Overrides.Base, amounts: [Int64]
    ) throws {
        var terms = terms(.rate(rate("20%")))
        terms.overrides = try Overrides.parse(slice(text), of: base)
        #expect(terms.overrides?.text == Text(text))
        for (index, amount) in amounts.enumerated() {
            let recipe = Recipe(.override(terms, level: UInt8(index + 1)))
            #expect(recipe.reckon(50_000, in: .usd).amount == amount)
            // A refund reverses every level.
            #expect(recipe.reckon(0, in: .usd).amount == 0)
        }
        #expect(Recipe(.override(terms, level: 0)).reckon(50_000, in: .usd).amount == 0)
        #expect(Recipe(.override(terms, level: 9)).reckon(50_000, in: .usd).amount == 0)
        terms.minSale = 50_001
        #expect(Recipe(.override(terms, level: 2)).reckon(50_000, in: .usd).amount == 0)
    }

    @Test func thereAreOnlySoManyLevels() {
        let most = Array(repeating: "1%", count: Overrides.levelsMax)
        func reason(_ rates: [String]) -> String? {
            let text = rates.joined(separator: ",")
            return fault { () throws(ValueFault) in try Overrides.parse(slice(text), of: .sale) }
        }
        #expect(reason(most) == nil)
        #expect(reason(most + ["1%"]) != nil)
        #expect(reason([]) != nil)
        #expect(reason(["1%", ""]) != nil)
        #expect(fault { () throws(ValueFault) in try Overrides(rates: [], of: .sale) } != nil)
    }

    private static func parents(_ pairs: [(UInt64, UInt64)]) -> (PartnerID) -> PartnerID? {
        let above = Dictionary(uniqueKeysWithValues: pairs)
        return { above[$0.raw].map(PartnerID.init(raw:)) }
    }

    @Test(
        arguments: [
            ([(1, 2), (2, 3), (3, 4)], 3, [2, 3, 4]), ([(1, 2), (2, 3), (3, 4)], 2, [2, 3]),
            ([(1, 2)], 3, [2]), ([], 3, []), ([(1, 2)], 0, []),
            // Nobody comes twice, whatever is stored.
            ([(1, 1)], 3, []), ([(1, 2), (2, 1)], 9, [2]), ([(1, 2), (2, 3), (3, 2)], 9, [2, 3]),
        ] as [([(UInt64, UInt64)], Int, [UInt64])])
    func thoseAboveAreTheNearestFirst(
        pairs: [(UInt64, UInt64)], count: Int, above: [UInt64]
    ) {
        let chain = Ancestry.above(
            PartnerID(raw: 1), atMost: count, parent: Self.parents(pairs))
        #expect(chain.map(\.raw) == above)
    }
}
