import LeadlineDomain
import Testing

@testable import LeadlineEngine
@testable import LeadlineStore

@Suite("Missed answers in reports") struct MissedResponseTests {
    private static func lead() -> Lead {
        var lead = Lead(
            id: LeadID(raw: 1), direction: .out, email: "a@b.example", emailKey: "a@b.example",
            currency: .usd, source: .contact, submitter: "default", created: EngineHarness.start)
        lead.owner = "ada"
        lead.miss(.review, due: EngineHarness.start)
        lead.partner = PartnerID(raw: 1)
        lead.referrer = .partner(PartnerID(raw: 1))
        lead.miss(.accept, due: EngineHarness.start)
        lead.partner = PartnerID(raw: 2)
        lead.status = .review
        return lead
    }

    /// How often something was missed in one part of the counters.
    private static func missed(
        _ lead: Lead, _ book: CounterBook, _ party: Outsider?
    ) -> [CounterFact] {
        var facts: [CounterFact] = []
        lead.forEachCount { key, _ in
            if key.book == book, key.party == party, key.facet.fact.rawValue >= 7 {
                facts.append(key.facet.fact)
            }
        }
        return facts
    }

    @Test("each is counted once, under the partner that had the lead then")
    func parties() {
        let lead = Self.lead()
        let both: [CounterFact] = [.missedReview, .missedAccept]
        #expect(Self.missed(lead, .overall, nil) == both)
        #expect(Self.missed(lead, .party, .user("ada")) == both)
        // The first had the offer and is credited; the second has the lead now and missed nothing.
        #expect(Self.missed(lead, .party, .partner(PartnerID(raw: 1))) == both)
        #expect(Self.missed(lead, .party, .partner(PartnerID(raw: 2))) == [])
        #expect(Self.missed(lead, .partner, .partner(PartnerID(raw: 1))) == [])
    }

    @Test("a lead with what it missed is stored, read back and counted")
    func stored() throws {
        let harness = try EngineHarness()
        let store = harness.engine.store
        let group = Group(store: store)
        let lead = Self.lead()
        group.transact { changes in
            _ = changes.next(IDSequence.lead)
            changes.put(Schema.leads.table, lead)
        }
        #expect(group.fault == nil)
        try store.apply(#require(group.seal(epoch: store.epoch)))
        var view = store.view(.scan)
        #expect(view.get(Schema.leads.table, lead.id) == lead)
        #expect(Schema.leads.table.drift(in: &view, limit: 5) == [])
        let reply = harness.run("REPORT SLA COLUMNS stage,missed")
        #expect(
            reply == [
                "# stage\tmissed", " review\t1", " accept\t1", " contact\t0", " update\t0",
                "+OK 4",
            ])
    }
}
