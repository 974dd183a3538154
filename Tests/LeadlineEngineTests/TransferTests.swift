import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

@Suite("Transferring leads in steps") struct TransferTests {
    /// Two partners, the first with so many inbound leads.
    private static func harness(leads count: Int) throws -> EngineHarness {
        let harness = try EngineHarness()
        #expect(harness.run("PARTNER.NEW NAME Northwind") == ["=P1"])
        #expect(harness.run("PARTNER.NEW NAME Pacific") == ["=P2"])
        for number in 1...count {
            harness.run("LEAD.NEW EMAIL a\(number)@x\(number).example DIRECTION in REFERRER P1")
        }
        return harness
    }

    private static func count(_ harness: EngineHarness, of partner: String) -> Int {
        var count = 0
        var place = ""
        while true {
            let page = harness.run("LEAD.LIST PARTNER \(partner) LIMIT 1000 COLUMNS id\(place)")
            count += page.count - 2
            guard let next = page.last?.split(separator: "next=").dropFirst().last else {
                return count
            }
            place = " AFTER \(next)"
        }
    }

    @Test("all of them move, and the number is answered once")
    func all() throws {
        let leads = EngineLimits.stepRecordsMax * 5 / 2
        let harness = try Self.harness(leads: leads)
        let transfer = "LEAD.TRANSFER FROM P1 TO P2 REASON merger"
        #expect(harness.run("\(transfer) DRYRUN") == [":\(leads)"])
        let before = harness.engine.store.position
        #expect(harness.run("\(transfer) IDEM k1") == [":\(leads)"])
        #expect(harness.engine.store.position - before >= 3)
        #expect(harness.run("\(transfer) IDEM k1") == [":\(leads)"])
        #expect(harness.run(transfer) == [":0"])
        #expect(Self.count(harness, of: "P1") == 0)
        #expect(Self.count(harness, of: "P2") == leads)
        #expect(harness.last("CLAIM.LIST PARTNER P2 LIMIT 1000").hasPrefix("+OK 1000 next="))
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    @Test("what was interrupted is finished after a restart, and nothing else begins meanwhile")
    func interrupted() throws {
        let harness = try Self.harness(leads: EngineLimits.stepRecordsMax + 8)
        let first = Writer(engine: harness.engine, seed: 2)
        let admin = Caller(name: "ann", role: .admin, origin: "127.0.0.1:1#1")
        #expect(first.run("LEAD.TRANSFER FROM P1 TO P2 REASON merger", admin) == "")
        #expect(first.isUnfinished)
        #expect(first.commit() == .durable)
        #expect(Self.count(harness, of: "P1") == 8)
        harness.run("PARTNER.NEW NAME Third")
        let other = harness.last("LEAD.TRANSFER FROM P1 TO P3 REASON x")
        #expect(other == "-CONFLICT another transfer from P1 is under way")
        let second = Writer(engine: harness.engine, seed: 3)
        #expect(second.finishSteps() == .durable)
        #expect(Self.count(harness, of: "P1") == 0)
        let actors = harness.run("EVENTS TYPE lead.transferred COLUMNS actor LIMIT 1000")
        #expect(Set(actors.dropFirst().dropLast()) == [" ann"])
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }
}
