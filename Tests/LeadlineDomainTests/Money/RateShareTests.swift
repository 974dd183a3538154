import LeadlineDomain
import Testing

@Suite struct RateShareTests {
    // Fault 98: a share is rounded half away from zero, up to the last bit
    @Test(
        arguments: [
            // The examples of the rules.
            (1900, "10%", 190), (7, "20%", 1), (2, "20%", 0), (3, "20%", 1), (15, "10%", 2),
            (1, "50%", 1), (500, "2.9%", 15),
            // The mirror of each: a refund.
            (-1900, "10%", -190), (-7, "20%", -1), (-2, "20%", 0), (-3, "20%", -1),
            (-15, "10%", -2),
            (-1, "50%", -1), (-500, "2.9%", -15),
            // On both sides of a half.
            (14, "10%", 1), (16, "10%", 2), (25, "10%", 3), (35, "10%", 4), (24, "10%", 2),
            (499_999, "0.0001%", 0), (500_000, "0.0001%", 1), (1_499_999, "0.0001%", 1),
            (-499_999, "0.0001%", 0), (-500_000, "0.0001%", -1),
            // Nothing, and all.
            (0, "0%", 0), (0, "100%", 0), (1, "0%", 0), (-1, "0%", 0), (1, "100%", 1),
            (.max, "0%", 0), (.min, "0%", 0), (.max, "100%", .max), (.min, "100%", .min),
            (.max, "50%", 4_611_686_018_427_387_904), (.min, "50%", -4_611_686_018_427_387_904),
            (.max, "0.0001%", 9_223_372_036_855), (.min, "0.0001%", -9_223_372_036_855),
            (.max, "99.9999%", 9_223_362_813_482_738_952),
        ] as [(Int64, String, Int64)])
    func aShareRoundsHalfAwayFromZero(minor: Int64, text: String, share: Int64) {
        #expect(rate(text).share(of: minor) == share)
    }

    @Test func aShareOfTheNegativeIsTheNegativeOfTheShare() throws {
        let seed: UInt64 = 61
        var random = SeededGenerator(seed: seed)
        for _ in 0..<5000 {
            let minor = Int64.random(in: 0...Int64.max, using: &random)
            let rate = try #require(Rate(millionths: .random(in: 0...1_000_000, using: &random)))
            #expect(rate.share(of: -minor) == -rate.share(of: minor), "seed \(seed)")
        }
    }

    @Test(arguments: [
        ("10%", "2%", "12%"), ("0%", "2%", "2%"), ("10%", "0%", "10%"), ("99%", "1%", "100%"),
        ("99%", "2%", "100%"), ("100%", "100%", "100%"), ("12.3456%", "0.0001%", "12.3457%"),
    ])
    func aBoostAddsPointsUpToAll(plain: String, points: String, boosted: String) {
        #expect(rate(plain).boosted(by: rate(points)) == rate(boosted))
    }

    @Test(
        arguments: [
            (140_000_000, "USD", "1.40"), (1_400_000, "USD", "0.014"), (1_450_000, "USD", "0.0145"),
            (1, "USD", "0.00000001"), (-1_400_000, "USD", "-0.014"), (0, "USD", "0.00"),
            (1_400_000, "JPY", "1.4"), (1_000_000, "JPY", "1"), (1_400_000, "KWD", "0.0014"),
        ] as [(Int128, String, String)])
    func whatWasNotRoundedIsPrintedToItsLastDigit(
        millionths: Int128, code: String, text: String
    ) throws {
        let currency = try #require(Currency(slice(code)))
        #expect(ExactAmount(millionths: millionths).text(in: currency) == Text(text))
    }
}
