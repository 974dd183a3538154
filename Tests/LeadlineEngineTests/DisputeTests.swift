import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

@Suite("Disputes") struct DisputeTests {
    private let harness: EngineHarness
    private let north: HarnessConnection
    private let south: HarnessConnection

    init() throws {
        harness = try EngineHarness()
        for name in ["North", "South"] { harness.run("PARTNER.NEW NAME \(name)") }
        north = harness.connect()
        north.session.caller = WalledHouse.caller("nora", .partner, PartnerID(raw: 1))
        south = harness.connect()
        south.session.caller = WalledHouse.caller("saul", .partner, PartnerID(raw: 2))
    }

    @Test("who objects to a customer is told the same, whoever has it, or nobody")
    func nothingLeaks() throws {
        let free = try DisputeTests()
        let held = try DisputeTests()
        #expect(held.north.run("LEAD.NEW EMAIL ann@acme.example PRODUCT crm") == ["=L1"])
        held.harness.run("ACCEPT L1")
        let sent = try DisputeTests()
        sent.harness.run("LEAD.NEW EMAIL ann@acme.example")
        sent.harness.run("ASSIGN L1 P1")
        let worlds = [free, held, sent]
        for line in [
            "DISPUTE.NEW EMAIL ann@acme.example REASON mine",
            "DISPUTE.NEW EMAIL Ann+x@acme.example REASON again",
            "DISPUTE.NOTE D1 \"see my mails\"", "DISPUTE.GET D1", "DISPUTE.LIST",
            "HISTORY D1 COLUMNS type,data", "LEAD.LIST", "CLAIM.LIST",
        ] {
            let replies = worlds.map { $0.south.run(line) }
            #expect(Set(replies).count == 1, "\(line): \(replies)")
        }
        for world in worlds {
            #expect(world.harness.last("DISPUTE.RESOLVE D1 FOR P1 REASON so") == ":2")
        }
        let outcomes = worlds.map { $0.south.run("DISPUTE.GET D1") }
        #expect(Set(outcomes).count == 1, "\(outcomes)")
        #expect(outcomes[0].contains(" state\tresolved"))
        #expect(!outcomes.joined().contains { $0.contains("P1") })
    }

    @Test("a lead says that it is disputed as long as one dispute is open")
    func open() {
        harness.run("LEAD.NEW EMAIL ann@acme.example DIRECTION in REFERRER P1")
        #expect(south.run("DISPUTE.NEW EMAIL ann@acme.example REASON mine") == ["=D1"])
        #expect(north.run("DISPUTE.NEW L1 REASON mine") == ["=D2"])
        #expect(harness.run("DISPUTE.NEW L1 REASON \"not clear\"") == ["=D3"])
        func shown(_ connection: HarnessConnection) -> String? {
            connection.run("LEAD.GET L1").first { $0.hasPrefix(" dispute\t") }
        }
        let desk = harness.connect()
        #expect(shown(desk) == " dispute\tD1")
        #expect(shown(north) == " dispute\tD2")
        #expect(south.run("DISPUTE.WITHDRAW D1") == [":2"])
        #expect(shown(desk) == " dispute\tD2")
        #expect(harness.last("DISPUTE.RESOLVE D2 FOR P1 REASON so") == ":2")
        #expect(shown(desk) == " dispute\tD3")
        #expect(shown(north) == " dispute\t\\N")
        #expect(harness.run("DISPUTE.WITHDRAW D3") == [":2"])
        #expect(shown(desk) == " dispute\t\\N")
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    @Test("the oldest note that there may be is followed by 255 more, and by no other")
    func notes() {
        harness.run("DISPUTE.NEW EMAIL ann@acme.example REASON mine")
        for _ in 0..<DisputeNote.countMax { harness.run("DISPUTE.NOTE D1 more") }
        #expect(
            harness.run("DISPUTE.NOTE D1 more")
                == ["-LIMIT at most \(DisputeNote.countMax) notes on a dispute"])
        #expect(harness.last("DISPUTE.GET D1") == "+OK 14")
    }

    @Test("a lead is touched so often, and no more")
    func touches() {
        harness.run("LEAD.NEW EMAIL ann@acme.example")
        for second in 0..<Touch.countMax {
            #expect(harness.last("TOUCH L1 P1 AT \(second)s") == "+OK")
        }
        #expect(
            harness.last("TOUCH L1 P1 AT 1d")
                == "-LIMIT at most \(Touch.countMax) touches of a lead")
        #expect(harness.run("CREDIT L1 MODEL position").count == 3)
    }
}
