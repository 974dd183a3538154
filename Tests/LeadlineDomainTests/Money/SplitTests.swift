import LeadlineDomain
import Testing

@Suite struct SplitTests {
    // Fault 98: a cent over three, and 33.33 % three times, add up; the rest goes in order
    @Test(
        arguments: [
            // The examples of the rules.
            (100, [333_300, 333_300, 333_400], [33, 33, 34]), (5, [70, 30], [4, 1]),
            (800, [1, 1, 1], [267, 267, 266]),
            // Their mirrors.
            (-100, [333_300, 333_300, 333_400], [-33, -33, -34]), (-5, [70, 30], [-4, -1]),
            (-800, [1, 1, 1], [-267, -267, -266]),
            // Ties go in listed order, fractions before order.
            (1, [1, 1], [1, 0]), (1, [1, 1, 1], [1, 0, 0]), (2, [1, 1, 1], [1, 1, 0]),
            (1, [30, 70], [0, 1]), (3, [1, 1], [2, 1]), (10, [1, 2, 3], [2, 3, 5]),
            (1, [40, 20, 40], [1, 0, 0]), (7, [40, 20, 40], [3, 1, 3]),
            // Nothing to divide, one share, shares of nothing.
            (0, [1, 1], [0, 0]), (9, [5], [9]), (9, [0, 1], [0, 9]), (9, [1, 0, 0], [9, 0, 0]),
            (.max, [1], [.max]), (.min, [1], [.min]),
            (.max, [1, 1], [4_611_686_018_427_387_904, 4_611_686_018_427_387_903]),
            (.min, [1, 1], [-4_611_686_018_427_387_904, -4_611_686_018_427_387_904]),
            (.max, [.max, .max], [4_611_686_018_427_387_904, 4_611_686_018_427_387_903]),
        ] as [(Int64, [Int64], [Int64])])
    func aSplitLosesNothing(minor: Int64, weights: [Int64], shares: [Int64]) {
        #expect(Split.shares(of: minor, by: weights) == shares)
    }

    @Test(arguments: [[], [0], [0, 0], [1, -1], [-1, 2]] as [[Int64]])
    func weightsThatDoNotSayHowAreRefused(weights: [Int64]) {
        #expect(Split.shares(of: 100, by: weights) == nil)
        #expect(Portion(weights: weights, index: 0) == nil)
    }

    // Threat T16: any amount by any weights adds up exactly
    @Test func theSharesAddUpAndAreFair() throws {
        let seed: UInt64 = 62
        var random = SeededGenerator(seed: seed)
        for _ in 0..<3000 {
            let count = Int.random(in: 1...Split.sharesMax, using: &random)
            let weights = (0..<count).map { _ in Int64.random(in: 1...1_000_000, using: &random) }
            let minor = Int64.random(in: -1_000_000...1_000_000, using: &random)
            let shares = try #require(Split.shares(of: minor, by: weights))
            let total = weights.reduce(0, +)
            #expect(shares.reduce(0, +) == minor, "seed \(seed)")
            for (share, weight) in zip(shares, weights) {
                // Less than a unit from the exact share.
                #expect((share * total - minor * weight).magnitude < total, "seed \(seed)")
            }
        }
    }

    @Test func aPortionIsOneShareOfTheSplit() throws {
        let first = try #require(Portion(weights: [70, 30], index: 0))
        let second = try #require(Portion(weights: [70, 30], index: 1))
        #expect(first.share(of: 5) == 4)
        #expect(second.share(of: 5) == 1)
        #expect(second.share(of: -5) == -1)
        #expect(Portion(weights: [70, 30], index: 2) == nil)
        #expect(Portion(weights: [70, 30], index: -1) == nil)
        let most = [Int64](repeating: 1, count: Split.sharesMax)
        #expect(Portion(weights: most, index: 0) != nil)
        #expect(Portion(weights: most + [1], index: 0) == nil)
    }

    @Test(
        arguments: [(800, 3, [267, 267, 266]), (1, 2, [1, 0]), (7, 1, [7]), (7, 0, [])]
            as [(Int64, Int, [Int64])])
    func equalPartsBeginWithTheLarger(minor: Int64, parts: Int, shares: [Int64]) {
        #expect(Split.equal(minor, parts: parts) == shares)
    }
}
