import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

@Suite("The follow-up clock in the server") struct FollowUpEngineTests {
    private func harness(_ change: (inout Settings) -> Void = { _ in }) throws -> EngineHarness {
        var settings = EngineHarness.settings
        change(&settings)
        return try EngineHarness(settings)
    }

    private func types(_ harness: EngineHarness) -> [String] {
        harness.run("EVENTS COLUMNS type LIMIT 1000").dropFirst().dropLast()
            .map { String($0.dropFirst()) }
    }

    @Test("with autorelease an offer that runs out is offered to the next candidate at once")
    func autorelease() throws {
        let harness = try harness { $0.autorelease = true }
        for number in 1...2 {
            harness.run("PARTNER.NEW NAME P\(number)")
            harness.run("COVER.ADD P\(number) SERVICE hr AREA *")
        }
        harness.run("SLA.SET accept 4h")
        harness.run("LEAD.NEW EMAIL ann@acme.example SERVICE hr")
        #expect(harness.last("ASSIGN L1 AUTO") == "=P1")
        harness.run("RELEASE L1")
        harness.run("DEBUG CLOCK ADVANCE 5h")
        #expect(
            harness.run("LEAD.LIST COLUMNS status,partner,due,version")[1]
                == " offered\tP2\t2026-11-22T02:00:00Z\t4")
        // The second has its own time, and there is no third.
        harness.run("DEBUG CLOCK ADVANCE 4h")
        #expect(harness.run("LEAD.LIST COLUMNS status,partner,due")[1] == " new\t\\N\t\\N")
        #expect(types(harness).suffix(3) == ["lead.warned", "lead.breached", "lead.timedout"])
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    @Test("hours and zone of the house hold for it and for partners that say nothing")
    func house() throws {
        let rules = try #require(ZoneFolder().rules(of: "Europe/Paris"))
        let hours = try WorkingHours.parse(Array("Mon-Fri 09:00-17:00".utf8)[...])
        let harness = try harness {
            $0.zone = HouseZone(rules)
            $0.hours = hours
        }
        harness.run("PARTNER.NEW NAME Silent")
        harness.run("SLA.SET review 1h")
        harness.run("SLA.SET accept 1h")
        harness.run("LEAD.NEW EMAIL ann@acme.example")
        #expect(harness.run("LEAD.LIST COLUMNS due")[1] == " 2026-11-23T09:00:00Z")
        harness.run("HOLIDAY.ADD 2026-11-23")
        harness.run("ASSIGN L1 P1")
        harness.run("RELEASE L1")
        #expect(harness.run("LEAD.LIST COLUMNS due")[1] == " 2026-11-24T09:00:00Z")
    }

    @Test("a partner sees when it has to answer, not when the house has to")
    func walls() throws {
        let harness = try harness()
        harness.run("PARTNER.NEW NAME North")
        harness.run("PARTNER.NEW NAME South")
        harness.run("SLA.SET accept 4h")
        harness.run("SLA.SET review 1h")
        harness.run("LEAD.NEW EMAIL ann@acme.example")
        harness.run("DEBUG CLOCK ADVANCE 2h")
        harness.run("ASSIGN L1 P1")
        harness.run("USER.NEW ada ROLE admin")
        let token = harness.run("USER.NEW pia ROLE partner PARTNER P1").last?.dropFirst() ?? ""
        let other = harness.run("USER.NEW pat ROLE partner PARTNER P2").last?.dropFirst() ?? ""
        let (own, foreign) = (harness.connect(), harness.connect())
        own.run("AUTH \(token)")
        foreign.run("AUTH \(other)")
        harness.run("RELEASE L1")
        #expect(own.run("LEAD.LIST COLUMNS id,due")[1] == " L1\t2026-11-21T23:00:00Z")
        #expect(own.run("LEAD.LIST SORT due COLUMNS id")[1] == " L1")
        #expect(own.run("OVERDUE").last == "+OK 0")
        #expect(foreign.run("LEAD.LIST SORT due COLUMNS id").last == "+OK 0")
        harness.run("DEBUG CLOCK ADVANCE 200m")
        #expect(
            own.run("HISTORY L1 COLUMNS type").dropFirst() == [
                " lead.offered", " lead.warned", "+OK 2",
            ])
        #expect(foreign.run("OVERDUE").last == "+OK 0")
        #expect(foreign.run("SLA.LIST").last?.hasPrefix("-NOPERM") == true)
    }

    @Test("what is late of one partner is read alone, however much is late of others")
    func overdueIsBounded() throws {
        let harness = try harness()
        harness.run("PARTNER.NEW NAME North")
        harness.run("PARTNER.NEW NAME South")
        harness.run("SLA.SET review 1h")
        let count = 300
        for number in 1...count {
            let partner = number > count - 2 ? "P2" : "P1"
            harness.run("LEAD.NEW EMAIL a@c\(number).example DIRECTION in REFERRER \(partner)")
        }
        harness.run("DEBUG CLOCK ADVANCE 2h")
        let admin = Caller(name: "ann", role: .admin, origin: "127.0.0.1:1#1")
        var reader = LeadlineEngine.Reader(
            view: harness.engine.store.view(.scan), now: harness.engine.clock.now, caller: admin,
            settings: EngineHarness.settings)
        var query = OverdueQuery()
        query.partners = try ListOf<PartnerReference>(argument: Array("P2".utf8)[...])
        let page = try overdue(reader: &reader, query: query)
        #expect(page.rows.map(\.lead.id.raw) == [UInt64(count) - 1, UInt64(count)])
        #expect(reader.view.rowsRead < 20)
    }

    @Test("without a rule nothing is looked up and nothing is kept")
    func unused() throws {
        let harness = try harness()
        #expect(!harness.engine.followUps.isOpen)
        harness.run("LEAD.NEW EMAIL ann@acme.example")
        #expect(harness.run("LEAD.LIST COLUMNS due")[1] == " \\N")
        harness.run("SLA.SET review 1h DRYRUN")
        harness.run("SLA.SET review 1h")
        #expect(harness.engine.followUps.isOpen)
        try harness.restart()
        #expect(harness.engine.followUps.isOpen)
    }

    @Test("a record with a clock is read back, and a damaged one is refused")
    func record() throws {
        let harness = try harness()
        harness.run("SLA.SET review 1h")
        harness.run("LEAD.NEW EMAIL ann@acme.example DIRECTION in")
        harness.run("LEAD.NEW EMAIL bob@bolt.example DIRECTION in")
        harness.run("DEBUG CLOCK ADVANCE 50m")
        harness.run("STATUS L2 needsinfo REASON what")
        try harness.restart()
        #expect(
            Array(harness.run("LEAD.LIST COLUMNS id,status,due")[1...2]) == [
                " L2\tneedsinfo\t\\N", " L1\tnew\t2026-11-21T18:00:00Z",
            ])
        #expect(harness.run("LEAD.GET L1").contains(" due\t2026-11-21T18:00:00Z"))
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }
}
