import LeadlineDomain
import Testing

@Suite struct RecipeTests {
    @Test(
        arguments: [
            // A flat fee is per sale, and only what was given back altogether takes it back.
            (100_000, 25_000), (1, 25_000), (0, 0),
        ] as [(Int64, Int64)])
    func aFlatFeeIsPerSale(net: Int64, amount: Int64) {
        #expect(Recipe(.terms(terms(.fixed(25_000)))).reckon(net, in: .usd).amount == amount)
        #expect(Recipe(.given(25_000)).reckon(net, in: .usd).amount == amount)
    }

    @Test(arguments: [(49_999, 0), (50_000, 5000), (50_001, 5000), (0, 0)] as [(Int64, Int64)])
    func belowTheLeastSaleNothingIsPaid(net: Int64, amount: Int64) {
        var terms = terms(.rate(rate("10%")))
        terms.minSale = 50_000
        #expect(Recipe(.terms(terms)).reckon(net, in: .usd).amount == amount)
    }

    @Test(
        arguments: [("10%", "2%", 1200), ("99%", "2%", 10_000), ("0%", "5%", 500)]
            as [(String, String, Int64)])
    func aBoostAddsPoints(plain: String, points: String, amount: Int64) {
        var recipe = Recipe(.terms(terms(.rate(rate(plain)))))
        recipe.boost = rate(points)
        #expect(recipe.reckon(10_000, in: .usd).amount == amount)
    }

    @Test func sharesOfACommissionAddUpToIt() {
        var amounts: [Int64] = []
        for index in 0..<2 {
            var recipe = Recipe(.terms(terms(.rate(rate("10%")))))
            recipe.share = Portion(weights: [700_000, 300_000], index: index)
            amounts.append(recipe.reckon(50, in: .usd).amount)
        }
        #expect(amounts == [4, 1])
    }

    @Test func theStepsEndInTheAmount() throws {
        var recipe = Recipe(.terms(terms(.rate(rate("12.5%")))))
        recipe.boost = rate("2%")
        recipe.share = Portion(weights: [2, 1], index: 0)
        recipe.room = 90
        recipe.parts = [try #require(Portion(weights: [1, 1], index: 1))]
        let reckoning = recipe.reckon(1001, in: .usd)
        // 14.5 % of 10.01 is 1.45145; two thirds of 1.45 are 0.97; the cap leaves 0.90, half 0.45.
        #expect(reckoning.steps.map(\.amount) == [nil, 145, 97, 90, 45])
        #expect(reckoning.steps[1].exact?.text(in: .usd) == "1.45145")
        #expect(reckoning.steps[2].exact == nil)
        #expect(reckoning.amount == 45)
    }

    /// What 40 % back means of 2,500 that were 10 % of 25,000: the example of the rules.
    @Test(
        arguments: [
            (2_500_000, 1_500_000, true, Correction.debt(100_000)),
            (2_500_000, 1_500_000, false, .change(-100_000)),
            (2_500_000, 0, true, .debt(250_000)), (2_500_000, 2_500_000, true, nil),
            (15, 14, true, .debt(1)), (14, 13, true, nil),
        ] as [(Int64, Int64, Bool, Correction?)])
    func aRefundReckonsAgainWithTheSameTerms(
        sale: Int64, net: Int64, isPaid: Bool, correction: Correction?
    ) {
        let recipe = Recipe(.terms(terms(.rate(rate("10%")))))
        let before = recipe.reckon(sale, in: .usd).amount
        let after = recipe.reckon(net, in: .usd).amount
        #expect(Correction.from(before, to: after, isSettled: isPaid) == correction)
    }

    @Test func refundsInAnyStepsEndWhereOneWould() {
        let seed: UInt64 = 63
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let recipe = Recipe(
                .terms(
                    terms(
                        .rate(
                            Rate(millionths: .random(in: 0...1_000_000, using: &random))
                                ?? .zero))))
            let sale = Int64.random(in: 1...1_000_000, using: &random)
            var net = sale
            var amount = recipe.reckon(sale, in: .usd).amount
            var taken: Int64 = 0
            while net > 0 {
                net -= Int64.random(in: 1...net, using: &random)
                let after = recipe.reckon(net, in: .usd).amount
                taken += amount - after
                amount = after
            }
            #expect(amount == 0 && taken == recipe.reckon(sale, in: .usd).amount, "seed \(seed)")
        }
    }
}
