import LeadlineDomain
import Testing

@Suite("A campaign") struct CampaignTests {
    private static let start = instant("2026-11-21T17:00:00Z")

    private static func campaign(_ change: (inout Campaign) -> Void) -> Campaign {
        var campaign = Campaign(id: CampaignID(raw: 2), name: "Spring", created: start)
        change(&campaign)
        return campaign
    }

    private static func lead(_ change: (inout Lead) -> Void = { _ in }) -> Lead {
        var lead = Lead(
            id: LeadID(raw: 1), direction: .in, email: "a@b.example", emailKey: "a@b.example",
            currency: .usd, source: .partner, submitter: "default", created: start)
        change(&lead)
        return lead
    }

    private static func matches(_ campaign: Campaign, _ lead: Lead, tier: Text? = nil) -> Bool {
        campaign.matches(CampaignLead(lead, tier: tier), regions: .usual)
    }

    @Test(
        "runs from its first instant up to its last one",
        arguments: [
            ("2026-11-21T16:59:59Z", CampaignState.scheduled), ("2026-11-21T17:00:00Z", .running),
            ("2026-11-30T23:59:59Z", .running), ("2026-12-01T00:00:00Z", .ended),
        ])
    func runs(at time: String, state: CampaignState) {
        let campaign = Self.campaign { $0.until = instant("2026-12-01T00:00:00Z") }
        #expect(campaign.state(at: instant(time)) == state)
        #expect(campaign.runs(at: instant(time)) == (state == .running))
    }

    @Test("that was ended is over from then on")
    func ended() {
        let campaign = Self.campaign {
            $0.until = instant("2026-12-01T00:00:00Z")
            $0.ended = instant("2026-11-25T00:00:00Z")
        }
        #expect(campaign.runs(at: instant("2026-11-24T23:59:59Z")))
        #expect(!campaign.runs(at: instant("2026-11-25T00:00:00Z")))
        #expect(campaign.state(at: instant("2026-11-24T00:00:00Z")) == .ended)
    }

    @Test("without conditions is for the leads that name it")
    func unconditional() {
        let campaign = Self.campaign { _ in }
        #expect(!Self.matches(campaign, Self.lead()))
        #expect(Self.matches(campaign, Self.lead { $0.campaign = CampaignID(raw: 2) }))
        #expect(!Self.matches(campaign, Self.lead { $0.campaign = CampaignID(raw: 3) }))
    }

    @Test("with conditions is for each lead that meets all of them, whatever it names")
    func conditional() {
        let campaign = Self.campaign {
            $0.services = ["hr", "payroll"]
            $0.areas = [area("US-CA"), area("EMEA")]
            $0.products = ["crm"]
            $0.tiers = ["gold"]
        }
        let full = Self.lead {
            $0.service = "payroll"
            $0.areas = [area("JP"), area("DE")]
            $0.products = ["erp", "crm"]
        }
        #expect(Self.matches(campaign, full, tier: "Gold"))
        #expect(!Self.matches(campaign, full, tier: "silver"))
        #expect(!Self.matches(campaign, full))
        let changes: [(inout Lead) -> Void] = [
            { $0.service = nil }, { $0.service = "tax" }, { $0.areas = [] },
            { $0.areas = [area("US")] }, { $0.products = [] }, { $0.products = ["crm2"] },
        ]
        for change in changes {
            var lead = full
            change(&lead)
            lead.campaign = CampaignID(raw: 2)
            #expect(!Self.matches(campaign, lead, tier: "gold"))
        }
        var spelledOtherwise = full
        spelledOtherwise.products = ["CRM"]
        #expect(Self.matches(campaign, spelledOtherwise, tier: "gold"))
    }

    @Test("covers a lead by its ZIP and by its country")
    func places() throws {
        let campaign = Self.campaign { $0.areas = [area("US-CA")] }
        let zip = try Zip.parse(slice("90210"), in: .us)
        #expect(Self.matches(campaign, Self.lead { $0.zip = zip }))
        #expect(!Self.matches(campaign, Self.lead { $0.country = .us }))
        let wide = Self.campaign { $0.areas = [area("US")] }
        #expect(Self.matches(wide, Self.lead { $0.country = .us }))
    }

    @Test("is for what was registered while it ran")
    func time() {
        let before = Self.campaign {
            $0.services = ["hr"]
            $0.since = instant("2026-11-21T17:00:01Z")
        }
        let lead = Self.lead { $0.service = "hr" }
        #expect(!Self.matches(before, lead))
        let after = Self.campaign {
            $0.services = ["hr"]
            $0.ended = Self.start
        }
        #expect(!Self.matches(after, lead))
    }
}
