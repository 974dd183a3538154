import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

/// The key was kept with the last step only, and only where its caller made that: a request whose
/// last step a restart or the clock made was new when it was sent again.
// Guarantee G6: so it is for a command in steps whose last step a restart or the clock makes
@Suite("IDEM of a command in steps whose last step somebody else makes") struct StepKeyTests {
    private static let ann = Caller(name: "ann", role: .admin, origin: "127.0.0.1:1#1")
    /// More than one step takes.
    private static let many = EngineLimits.stepRecordsMax + 8

    /// Ann's requests, on a new connection.
    private static func annAnew(_ harness: EngineHarness) -> HarnessConnection {
        let connection = harness.connect()
        connection.session.caller = Caller(name: "ann", role: .admin, origin: "127.0.0.1:2#7")
        return connection
    }

    /// Executes the first step of ann's request, and no more.
    private static func begin(_ line: String, _ harness: EngineHarness) {
        let writer = Writer(engine: harness.engine, seed: 2)
        #expect(writer.run(line, ann) == "")
        #expect(writer.isUnfinished, "\(line) has no second step")
        #expect(writer.commit() == .durable)
    }

    /// Ann's request, sent again, has its first outcome and writes nothing.
    private static func expectKept(_ line: String, _ reply: [String], _ harness: EngineHarness) {
        let before = harness.engine.store.position
        let ann = annAnew(harness)
        #expect(ann.run(line) == reply)
        #expect(harness.engine.store.position == before)
        var view = harness.engine.store.view(.scan)
        let kept = view.rows(of: Schema.idempotency.table, limit: 100)
        #expect(!kept.isEmpty && kept.allSatisfy { $0.step == nil })
        #expect(ann.run("CHECK DEEP").last == "+OK 0")
    }

    /// Partners, the first of whom has so many leads.
    private static func harness(leads count: Int, offered: Bool) throws -> EngineHarness {
        let harness = try EngineHarness()
        for name in ["North", "Pacific"] { harness.run("PARTNER.NEW NAME \(name)") }
        for number in 1...count {
            let lead = "LEAD.NEW EMAIL a\(number)@x\(number).example"
            harness.run(offered ? lead : "\(lead) DIRECTION in REFERRER P1")
            guard offered else { continue }
            harness.run("ASSIGN L\(number) P1")
            harness.run("RELEASE L\(number)")
        }
        return harness
    }

    /// Somebody with more due bonuses than one step pays.
    private static func harness(earner: String, bonuses count: Int) throws -> EngineHarness {
        let harness = try EngineHarness()
        harness.run("USER.NEW root ROLE admin")
        harness.run("PARTNER.NEW NAME North")
        harness.run("PARTNER.NEW NAME Pacific")
        for number in 1...3 { harness.run("REFERRER.NEW KIND employee NAME e\(number)") }
        addBonuses(1...count, earner, harness)
        return harness
    }

    private static func addBonuses(
        _ numbers: ClosedRange<Int>, _ earner: String, _ harness: EngineHarness
    ) {
        let ann = annAnew(harness)
        let second = harness.connect()
        second.session.caller = Caller(name: "fin", role: .finance, origin: "127.0.0.1:1#9")
        let type = earner == "R" ? "referral-employee" : "referral-vendor"
        for number in numbers {
            ann.run("BONUS.NEW TYPE \(type) EARNER \(earner)\(number % 2 + 1) AMOUNT 1.00")
            ann.run("BONUS.COMPLETE B\(number)")
            #expect(second.run("BONUS.APPROVE B\(number)") == [":3"])
        }
    }

    @Test("PARTNER.SUSPEND, with an IF that holds no longer")
    func suspension() throws {
        let harness = try Self.harness(leads: Self.many, offered: true)
        let line = "PARTNER.SUSPEND P1 REASON gone IF 1 IDEM k1"
        Self.begin(line, harness)
        try harness.restart()
        #expect(harness.last("PARTNER.RESUME P1") == ":3")
        Self.expectKept(line, [":2"], harness)
        #expect(harness.run("PARTNER.GET P1").contains(" state\tactive"))
    }

    @Test("LEAD.TRANSFER: what the giver has got since stays")
    func transfer() throws {
        let harness = try Self.harness(leads: Self.many, offered: false)
        let line = "LEAD.TRANSFER FROM P1 TO P2 REASON merger IDEM k1"
        Self.begin(line, harness)
        try harness.restart()
        harness.run("LEAD.NEW EMAIL new@new.example DIRECTION in REFERRER P1")
        Self.expectKept(line, [":\(Self.many)"], harness)
        #expect(harness.last("LEAD.LIST PARTNER P1 COLUMNS id") == "+OK 1")
    }

    @Test("TIER.EVALUATE")
    func tiers() throws {
        let harness = try EngineHarness()
        for number in 1...Self.many { harness.run("PARTNER.NEW NAME Partner\(number)") }
        harness.run("TIER.SET member RANK 1")
        Self.begin("TIER.EVALUATE IDEM k1", harness)
        try harness.restart()
        let again = Self.annAnew(harness).run("TIER.EVALUATE IDEM k1")
        #expect(again.last == "+OK \(Self.many)")
        Self.expectKept("TIER.EVALUATE IDEM k1", again, harness)
    }

    @Test("ERASE")
    func erasure() throws {
        let harness = try EngineHarness()
        harness.run("LEAD.NEW EMAIL ann@acme.example NAME Ann")
        for note in 1...(2 * Self.many) { harness.run("NOTE L1 n\(note)") }
        let line = "ERASE EMAIL ann@acme.example REASON asked IDEM k1"
        Self.begin(line, harness)
        try harness.restart()
        // The same address comes back, and is not erased by what was asked before.
        harness.run("LEAD.NEW EMAIL ann@acme.example NAME Ann")
        Self.expectKept(line, ["+OK"], harness)
        #expect(harness.run("PERSON EMAIL ann@acme.example").contains { $0.contains("L2") })
    }

    @Test("PAYOUT.RUN: what has become due since waits for the next run")
    func payouts() throws {
        let count = Payout.bonusesMax * 2 + 10
        let harness = try Self.harness(earner: "P", bonuses: count)
        Self.begin("PAYOUT.RUN IDEM k1", harness)
        try harness.restart()
        Self.addBonuses((count + 1)...(count + 1), "P", harness)
        Self.expectKept("PAYOUT.RUN IDEM k1", [" run\t1", " payouts\t4", "+OK 2"], harness)
        let due = Self.annAnew(harness).run("BONUS.LIST STATE due COLUMNS id")
        #expect(due.last == "+OK 1")
    }

    @Test("PAYROLL.RUN, and a payroll's move with an IF that holds no longer")
    func payroll() throws {
        let harness = try Self.harness(earner: "R", bonuses: Payout.stepRecordsMax * 2)
        let line = "PAYROLL.RUN UNTIL 2026-11-21 IDEM k1"
        Self.begin(line, harness)
        try harness.restart()
        Self.expectKept(line, ["=PAY1"], harness)
        let second = harness.connect()
        second.session.caller = Caller(name: "fin", role: .finance, origin: "127.0.0.1:1#9")
        #expect(second.run("PAYOUT.APPROVE PAY1") == [":2"])
        #expect(second.run("PAYOUT.SEND PAY1 METHOD ach") == [":3"])
        let paid = "PAYOUT.PAID PAY1 REF x IF 3 IDEM k2"
        Self.begin(paid, harness)
        #expect(Self.annAnew(harness).run(paid) == ["-CONFLICT PAY1 is being moved"])
        try harness.restart()
        Self.expectKept(paid, [":4"], harness)
    }

    @Test("the clock makes the last step as well as a restart does")
    func leftAlone() throws {
        let harness = try Self.harness(earner: "R", bonuses: Payout.stepRecordsMax * 4 / 3)
        let line = "PAYROLL.RUN UNTIL 2026-11-21 IDEM k1"
        Self.begin(line, harness)
        harness.run("DEBUG CLOCK ADVANCE 61s")
        Self.expectKept(line, ["=PAY1"], harness)
    }

    @Test("two who asked for the same are both answered again, and nobody has the other's key")
    func two() throws {
        let harness = try Self.harness(leads: Self.many * 2, offered: false)
        let line = "LEAD.TRANSFER FROM P1 TO P2 REASON merger IDEM k1"
        Self.begin(line, harness)
        let others = Writer(engine: harness.engine, seed: 3)
        let bob = Caller(name: "bob", role: .admin, origin: "127.0.0.1:1#3")
        #expect(others.run(line, bob) == "")
        #expect(others.commit() == .durable)
        // What is under way is told from a key that was used for something else.
        let used = "-CONFLICT key 'k1' was used with other arguments"
        let anew = Self.annAnew(harness)
        #expect(anew.run("LEAD.TRANSFER FROM P1 TO P2 REASON x IDEM k1") == [used])
        try harness.restart()
        Self.expectKept(line, [":\(Self.many * 2)"], harness)
        let second = harness.connect()
        second.session.caller = bob
        #expect(second.run(line) == [":\(Self.many * 2)"])
        #expect(harness.last("LEAD.LIST PARTNER P1 COLUMNS id") == "+OK 0")
    }
}
