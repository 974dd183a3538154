import LeadlineDomain
import LeadlineStore
import Synchronization
import Testing

@testable import LeadlineEngine

@Suite struct OperationTests {
    private func harness() throws -> EngineHarness {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME Northwind")
        harness.run("PARTNER.NEW NAME Yonder PARENT P1")
        harness.run("COVER.ADD P1 SERVICE hr AREA *")
        harness.run("TERRITORY.SET 90210 P1")
        harness.run("LEAD.NEW EMAIL ann@acme.example SERVICE hr IDEM k1")
        harness.run("ASSIGN L1 P1")
        harness.run("NOTE L1 called")
        return harness
    }

    @Test func someCountersOfConnectionsOutlivedTheReset() throws {
        let harness = try EngineHarness()
        let statistics = harness.engine.statistics
        let page = { () -> [String] in
            harness.run("INFO stats").filter { line in
                !line.contains("total_commands_processed") && !line.contains("_ops_per_sec")
            }
        }
        harness.run("CONFIG RESETSTAT")
        let before = page()
        statistics.connectionsReceived.add(2, ordering: .relaxed)
        statistics.connectionsRejected.add(3, ordering: .relaxed)
        statistics.connectionsEvicted.add(4, ordering: .relaxed)
        statistics.connectionsOverdue.add(5, ordering: .relaxed)
        statistics.requestsRateLimited.add(6, ordering: .relaxed)
        statistics.connectionsOverrun.add(7, ordering: .relaxed)
        statistics.loginsFailed.add(8, ordering: .relaxed)
        statistics.inputBytes.add(9, ordering: .relaxed)
        statistics.outputBytes.add(10, ordering: .relaxed)
        #expect(Set(page()).subtracting(before).count >= 9)
        #expect(harness.last("CONFIG RESETSTAT") == "+OK")
        #expect(page() == before)
    }

    @Test func aSoundStoreHasNoProblem() throws {
        let harness = try harness()
        #expect(harness.run("CHECK") == ["# check\tsubject\tproblem", "+OK 0"])
        #expect(harness.run("CHECK DEEP") == ["# check\tsubject\tproblem", "+OK 0"])
    }

    @Test func rowsThatNameAMissingPartnerAreListed() throws {
        let harness = try harness()
        try harness.change { _ = $0.delete(Schema.partners.table, PartnerID(raw: 1)) }
        #expect(
            harness.run("CHECK DEEP").dropFirst().dropLast() == [
                " lead\tL1\tits partner P1 does not exist",
                " assignment\t1\tits partner P1 does not exist",
                " partner\tP2\tits partner P1 does not exist",
                " coverage\tP1/*/hr\tits partner P1 does not exist",
                " territory\tUS-90210\tits partner P1 does not exist",
            ])
        #expect(harness.last("CHECK") == "+OK 3", "the quick look leaves coverage and ZIPs out")
    }

    @Test func rowsThatNameAMissingLeadAreListed() throws {
        let harness = try harness()
        try harness.change { _ = $0.delete(Schema.leads.table, LeadID(raw: 1)) }
        #expect(
            harness.run("CHECK DEEP").dropFirst().dropLast() == [
                " assignment\t1\tits lead L1 does not exist",
                " note\tL1/1\tits lead does not exist",
            ])
    }

    @Test func aCustomerWhoIsTwoLeadsIsListed() throws {
        let harness = try EngineHarness()
        harness.run("LEAD.NEW EMAIL ann@acme.example SERVICE hr")
        harness.run("LEAD.NEW EMAIL ann@acme.example SERVICE payroll")
        harness.run("LEAD.NEW EMAIL ann@acme.example DIRECTION in")
        #expect(harness.last("CHECK DEEP") == "+OK 0")
        try harness.change { changes in
            guard var lead = changes.view.get(Schema.leads.table, LeadID(raw: 2)) else { return }
            lead.service = nil
            changes.put(Schema.leads.table, lead)
        }
        #expect(harness.run("CHECK DEEP")[1] == " lead\tL2\tholds what L1 holds")
        #expect(harness.last("CHECK DEEP") == "+OK 1")
    }

    @Test func aLeadThatWaitsForNothingIsListed() throws {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME Northwind")
        harness.run("LEAD.NEW EMAIL ann@acme.example DIRECTION in")
        harness.run("LEAD.NEW EMAIL ann@acme.example DIRECTION in REFERRER P1 QUEUE")
        #expect(harness.last("CHECK DEEP") == "+OK 0")
        try harness.change { changes in
            guard var lead = changes.view.get(Schema.leads.table, LeadID(raw: 1)) else { return }
            lead.status = .withdrawn
            lead.claim = nil
            changes.put(Schema.leads.table, lead)
        }
        #expect(
            harness.run("CHECK DEEP")[1] == " lead\tL2\tis queued and waits for nothing")
    }

    @Test func aNumberThatWasNeverTakenIsNoticed() throws {
        let harness = try harness()
        let stray = Partner(
            id: PartnerID(raw: 99), name: "Stray", currency: .usd, created: EngineHarness.start)
        try harness.change { $0.put(Schema.partners.table, stray) }
        #expect(harness.run("CHECK")[1] == " sequence\tpartner\tstands at 2, but 99 exists")
    }

    @Test func rowsOfNoTableAreListed() throws {
        let harness = try harness()
        let unknown = Table<Partner>(tag: 0xdf, name: "unknown")
        let stray = Partner(
            id: PartnerID(raw: 1), name: "Stray", currency: .usd, created: EngineHarness.start)
        try harness.change { $0.put(unknown, stray) }
        #expect(
            harness.run("CHECK DEEP").dropFirst().dropLast() == [
                " store\t223\trows that are of no table"
            ])
    }

    @Test func noTagIsTakenTwice() throws {
        let harness = try harness()
        var numbers = NumbersTaken()
        try harness.change { Schema.show(&numbers, in: &$0.view) }
        #expect(Set(numbers.tags).count == numbers.tags.count)
        #expect(numbers.sequences.contains(IDSequence.lead))
        // Payouts and payrolls are numbered together.
        #expect(Set(numbers.sequences).count == numbers.sequences.count - 1)
    }

    private struct NumbersTaken: TableVisitor {
        var tags: [UInt8] = []
        var sequences: [UInt8] = []

        mutating func visit<R>(_ table: borrowing Table<R>, in _: inout View) {
            tags += table.tags
            if let sequence = table.sequence { sequences.append(sequence) }
        }
    }

    @Test func theQuickLookTakesOnlyTheNewestRows() throws {
        let harness = try harness()
        for number in 3...110 { harness.run("PARTNER.NEW NAME N\(number)") }
        try harness.change { _ = $0.delete(Schema.events.table, 3) }
        #expect(harness.last("CHECK") == "+OK 0")
        #expect(harness.last("CHECK DEEP") == "+OK 1")
    }

    @Test(arguments: ["DEBUG CLOCK", "DEBUG CLOCK ADVANCE 1h", "DEBUG CLOCK SET 2030-01-01"])
    func theClockIsNotMovedOnAnOrdinaryServer(_ line: String) throws {
        let harness = try EngineHarness(Settings())
        #expect(harness.last(line).hasPrefix("-ERR DEBUG CLOCK is not allowed"))
        #expect(harness.engine.clock.now == EngineHarness.start)
    }

    @Test(arguments: [
        ("ADVANCE 9999999999999999999d", "-INVALID advance:"), ("ADVANCE 9000w", "+OK"),
        ("ADVANCE 3651635d", "-INVALID advance:"), ("ADVANCE 0s", "+OK"),
        ("SET 9999-12-31T23:59:59Z", "+OK"), ("SET 10000-01-01", "-INVALID set:"),
        ("ADVANCE 1h SET 1h", "-ERR ADVANCE and SET"), ("SET 1h", "+OK"),
        ("ADVANCE 2026-11-30", "-INVALID advance:"), ("SET 2020-01-01", "+OK"),
    ])
    func theClockGoesWhereTimeCan(_ words: String, _ beginning: String) throws {
        let harness = try EngineHarness()
        #expect(harness.last("DEBUG CLOCK \(words)").hasPrefix(beginning))
        #expect(harness.last("EVENTS") == "+OK 0")
    }
}
