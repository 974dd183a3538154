import LeadlineDomain
import Testing

@Suite struct ClaimTests {
    private static let day: Int64 = 86_400_000
    private static let start = Timestamp(milliseconds: 1_795_280_400_000)

    private static func later(_ days: Int64, _ milliseconds: Int64 = 0) -> Timestamp {
        Timestamp(milliseconds: start.milliseconds + days * day + milliseconds)
    }

    @Test func aRegistrationBlocksForSevenDays() {
        let claim = Claim(registered: Self.start)
        #expect(claim.isAlive(at: Self.later(7, -1)))
        #expect(!claim.isAlive(at: Self.later(7)))
        #expect(claim.accepted == nil)
    }

    @Test func acceptanceProtectsFromThenOn() {
        let claim = Claim(registered: Self.start)
            .accepted(at: Self.later(3), protection: Claim.usualProtection)
        #expect(claim.registered == Self.start)
        #expect(claim.accepted == Self.later(3))
        #expect(claim.expires == Self.later(93))
    }

    @Test func aProtectionBeyondTheCalendarLeavesTheClaimAsItWas() {
        let claim = Claim(registered: Self.start)
            .accepted(at: Self.start, protection: Seconds.longest)
        #expect(claim.expires == Self.later(7))
    }

    @Test func onlyAnInboundLeadHoldsByAClaim() {
        var lead = Lead(
            id: LeadID(raw: 1), direction: .in, email: "a@b.example", emailKey: "a@b.example",
            currency: .usd, source: .partner, submitter: "default", created: Self.start)
        #expect(!lead.isHolding(at: Self.start))
        lead.claim = Claim(registered: Self.start)
        #expect(lead.isHolding(at: Self.start))
        #expect(!lead.isHolding(at: Self.later(7)))
        let outbound = Lead(
            id: LeadID(raw: 1), direction: .out, email: "a@b.example", emailKey: "a@b.example",
            currency: .usd, source: .employee, submitter: "default", created: Self.start)
        #expect(outbound.isHolding(at: Self.later(1000)))
    }
}
