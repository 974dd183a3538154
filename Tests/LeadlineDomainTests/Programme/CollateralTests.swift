import LeadlineDomain
import Testing

@Suite("Collateral") struct CollateralTests {
    private static let start = instant("2026-11-21T17:00:00Z")
    private static let ladder = TierLadder([
        Tier(name: "silver", rank: 1, currency: .usd, created: start),
        Tier(name: "gold", rank: 2, currency: .usd, created: start),
    ])

    private static func piece(_ tier: Text?) -> Collateral {
        Collateral(
            name: "Deck", url: "https://a.example", service: nil, tier: tier, created: start)
    }

    @Test(
        "is open to its tier and to higher ones",
        arguments: [
            (nil, nil, true), (nil, "silver", true), ("silver", nil, false),
            ("silver", "Silver", true), ("silver", "gold", true), ("gold", "silver", false),
            ("inner", "gold", false), ("inner", "inner", true),
        ] as [(Text?, Text?, Bool)])
    func isOpen(tier: Text?, holder: Text?, expected: Bool) {
        #expect(Self.piece(tier).isOpen(to: holder, Self.ladder) == expected)
    }
}
