import LeadlineDomain
import Testing

@Suite struct LeadTests {
    @Test func aNewLeadIsOpenAtVersion1AndHasNothingOptional() {
        let created = instant("2026-11-21T17:00:00Z")
        let lead = Lead(
            id: LeadID(raw: 1), direction: .out, email: "Ann@acme.example",
            emailKey: "ann@acme.example", currency: .usd, source: .employee, submitter: "default",
            created: created)
        #expect(lead.version == 1)
        #expect(lead.status == .new)
        #expect(lead.since == created)
        #expect(lead.updated == created)
        #expect(lead.lastActor == "default")
        #expect(lead.partner == nil && lead.assignment == nil && lead.owner == nil)
        #expect(lead.areas.isEmpty && lead.fields.isEmpty && lead.declined.isEmpty)
    }

    @Test func aNewPartnerIsActiveWithWeight1AndUnlimited() {
        let partner = Partner(
            id: PartnerID(raw: 7), name: "Acme", currency: .usd,
            created: instant("2026-11-21T17:00:00Z"))
        #expect(partner.state == .active)
        #expect(partner.weight == 1)
        #expect(partner.capacity == nil)
        #expect(partner.kind == .company)
    }
}
