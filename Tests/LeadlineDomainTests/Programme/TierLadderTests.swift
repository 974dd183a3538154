import LeadlineDomain
import Testing

@Suite("The ladder of tiers") struct TierLadderTests {
    private static let start = instant("2026-11-21T17:00:00Z")

    private static func tier(
        _ name: Text, _ rank: UInt32, won: UInt32? = nil, revenue: Int64? = nil,
        grace: Int64 = 30
    ) -> Tier {
        var tier = Tier(name: name, rank: rank, currency: .usd, created: start)
        tier.minWon = won
        tier.minRevenue = revenue
        tier.grace = Seconds(grace * 86_400)
        return tier
    }

    private static let ladder = TierLadder([
        tier("gold", 30, won: 5, revenue: 100_000), tier("bronze", 10), tier("silver", 20, won: 2),
        tier("founders", 40),
    ])

    private static func earned(_ won: Int64, _ revenue: Int128) -> Text? {
        ladder.earned { _ in TierRecord(won: won, revenue: revenue) }?.name
    }

    @Test(
        "is climbed by all that a tier takes",
        arguments: [
            (0, 0, "bronze"), (1, 999_999, "bronze"), (2, 0, "silver"), (5, 99_999, "silver"),
            (5, 100_000, "gold"), (4, 100_000, "silver"), (1000, 1_000_000_000, "gold"),
        ])
    func climbs(won: Int64, revenue: Int128, name: Text) {
        #expect(Self.earned(won, revenue) == name)
    }

    @Test("has nobody in it who earned nothing, where each tier takes something")
    func nobody() {
        let ladder = TierLadder([Self.tier("gold", 1, won: 1)])
        #expect(ladder.earned { _ in TierRecord(won: 0, revenue: 0) } == nil)
    }

    @Test("tells what the next step takes")
    func next() {
        #expect(Self.ladder.next(above: nil)?.name == "silver")
        #expect(Self.ladder.next(above: "Silver")?.name == "gold")
        #expect(Self.ladder.next(above: "gold") == nil)
        let gold = Self.ladder.next(above: "silver")
        #expect(
            gold?.missing(to: TierRecord(won: 7, revenue: 40_000))
                == TierRecord(won: 0, revenue: 60_000))
    }

    @Test("is reached from a tier or a higher one")
    func reaches() {
        #expect(Self.ladder.reaches("Silver", from: "GOLD"))
        #expect(Self.ladder.reaches("gold", from: "gold"))
        #expect(!Self.ladder.reaches("gold", from: "silver"))
        #expect(!Self.ladder.reaches("gold", from: nil))
        #expect(Self.ladder.reaches("other", from: "Other"))
        #expect(!Self.ladder.reaches("other", from: "gold"))
    }

    private static func verdict(
        _ tier: Text?, isPinned: Bool = false, lapsed: Timestamp? = nil, earned: Text?,
        at now: Timestamp = start
    ) -> TierVerdict {
        ladder.verdict(
            on: TierStanding(tier: tier, isPinned: isPinned, lapsedSince: lapsed),
            earned: earned.flatMap { ladder.tier(named: $0) }, at: now)
    }

    @Test("goes up at once")
    func up() {
        #expect(Self.verdict(nil, earned: "bronze") == .rises(to: "bronze"))
        #expect(Self.verdict("bronze", earned: "gold") == .rises(to: "gold"))
        #expect(Self.verdict("Gold", earned: "gold") == .stays)
        #expect(Self.verdict(nil, earned: nil) == .stays)
    }

    @Test("goes down only after the grace")
    func down() throws {
        let end = try #require(Self.start.advanced(by: Seconds(30 * 86_400)))
        let justBefore = try #require(end.advanced(by: Seconds(-1)))
        #expect(
            Self.verdict("gold", earned: "silver") == .lapses(since: Self.start, until: end))
        #expect(
            Self.verdict("gold", lapsed: Self.start, earned: nil, at: justBefore)
                == .lapses(since: Self.start, until: end))
        #expect(
            Self.verdict("gold", lapsed: Self.start, earned: "silver", at: end)
                == .falls(to: "silver"))
        #expect(
            Self.verdict("gold", lapsed: Self.start, earned: nil, at: end) == .falls(to: nil))
        #expect(Self.verdict("gold", lapsed: Self.start, earned: "gold", at: end) == .stays)
    }

    @Test("leaves a pinned partner where it is")
    func pinned() {
        #expect(Self.verdict("silver", isPinned: true, earned: "gold") == .stays)
        #expect(Self.verdict("gold", isPinned: true, lapsed: .earliest, earned: nil) == .stays)
    }

    @Test("has no grace for what is no tier")
    func unknown() {
        #expect(Self.verdict("platinum", earned: "silver") == .falls(to: "silver"))
        #expect(Self.verdict("platinum", earned: nil) == .falls(to: nil))
    }

    @Test(
        "a grace without length is over at once, one beyond the calendar never",
        arguments: [
            ("gold", .falls(to: nil)), ("iron", .lapses(since: start, until: .latest)),
        ] as [(Text, TierVerdict)])
    func edges(name: Text, verdict: TierVerdict) {
        let ladder = TierLadder([
            Self.tier("gold", 2, won: 1, grace: 0), Self.tier("iron", 1, won: 1, grace: 9_999_999),
        ])
        let standing = TierStanding(tier: name, isPinned: false, lapsedSince: nil)
        #expect(ladder.verdict(on: standing, earned: nil, at: Self.start) == verdict)
    }
}
