import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

@Suite("An evaluation of all partners") struct TierEvaluationTests {
    private let harness: EngineHarness

    init() throws { harness = try EngineHarness() }

    private func addPartners(_ count: Int) {
        for number in 1...count { harness.run("PARTNER.NEW NAME Partner\(number)") }
    }

    private var runs: Int {
        var view = harness.engine.store.view(.scan)
        return view.ids(of: Schema.tierRuns.table, limit: 10).count
    }

    @Test("takes as many commits as it needs, and answers once")
    func steps() {
        addPartners(EngineLimits.stepRecordsMax * 2 + 1)
        harness.run("TIER.SET member RANK 1")
        let before = harness.engine.store.position
        let reply = harness.run("TIER.EVALUATE")
        // A page has a thousand rows, the events have all.
        #expect(reply.last == "+OK \(EngineLimits.pageRowsMax)")
        #expect(harness.engine.store.position == before + 3)
        #expect(runs == 0)
        let promoted = harness.last("EVENTS TYPE partner.promoted LIMIT 1000 COLUMNS seq")
        #expect(promoted.hasPrefix("+OK 1000 next="))
        #expect(harness.run("TIER.EVALUATE").last == "+OK 0")
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    @Test("ends with the last partner when they fill the steps exactly")
    func wholeSteps() {
        addPartners(EngineLimits.stepRecordsMax)
        harness.run("TIER.SET member RANK 1")
        #expect(harness.last("TIER.EVALUATE") == "+OK \(EngineLimits.stepRecordsMax)")
        #expect(runs == 0)
    }

    @Test("leaves no trace with DRYRUN, however many steps it takes")
    func dryRun() {
        addPartners(EngineLimits.stepRecordsMax + 1)
        harness.run("TIER.SET member RANK 1")
        let head = harness.run("AUDIT.HEAD")
        #expect(harness.last("TIER.EVALUATE DRYRUN") == "+OK \(EngineLimits.stepRecordsMax + 1)")
        #expect(harness.run("AUDIT.HEAD") == head)
        #expect(harness.run("PARTNER.GET P1").contains(" tier\t\\N"))
        #expect(runs == 0)
    }

    @Test("does nothing where there is no tier")
    func noTiers() {
        addPartners(1)
        harness.run("PARTNER.SET P1 TIER gold")
        #expect(harness.last("TIER.EVALUATE") == "+OK 0")
        #expect(harness.run("PARTNER.GET P1").contains(" tier\tgold"))
    }

    @Test("leaves alone who is suspended")
    func suspended() {
        addPartners(1)
        harness.run("TIER.SET member RANK 1")
        harness.run("PARTNER.SUSPEND P1 REASON fraud")
        #expect(harness.last("TIER.EVALUATE") == "+OK 0")
        #expect(harness.last("TIER.EVALUATE P1") == "+OK 0")
    }

    @Test("runs by itself when the house's day begins, and is finished in steps")
    func daily() {
        addPartners(EngineLimits.stepRecordsMax + 1)
        harness.run("TIER.SET member RANK 1")
        #expect(harness.run("DEBUG CLOCK ADVANCE 1d") == ["+OK"])
        #expect(harness.last("TIER.EVALUATE") == "+OK 0")
        let last = "P\(EngineLimits.stepRecordsMax + 1)"
        let events = harness.run("HISTORY \(last) COLUMNS at,type,actor")
        #expect(
            events.suffix(2).first
                == " 2026-11-22T17:00:00Z\tpartner.promoted\tsystem")
    }

    @Test("after days that were missed begins a grace now, not in the past")
    func missedDays() {
        harness.run("TIER.SET gold RANK 1 MINWON 1 WINDOW 10d GRACE 5d")
        addPartners(1)
        for line in ["ASSIGN L1 P1", "RELEASE L1", "ACCEPT L1"] {
            if line.hasPrefix("ASSIGN") { harness.run("LEAD.NEW EMAIL ann@acme.example") }
            harness.run(line)
        }
        for state in ["contacted", "won VALUE 10"] { harness.run("STATUS L1 \(state)") }
        harness.run("DEBUG CLOCK ADVANCE 1d")
        #expect(harness.run("PARTNER.GET P1").contains(" tier\tgold"))
        // The window ends on the eleventh day; the grace would have ended on the sixteenth.
        harness.run("DEBUG CLOCK ADVANCE 40d")
        #expect(harness.run("PARTNER.GET P1").contains(" tier\tgold"))
        #expect(
            harness.run("EVENTS TYPE partner.warned COLUMNS at,data")[1]
                == " 2027-01-01T17:00:00Z\t{\"tier\":\"gold\",\"until\":\"2027-01-06T17:00:00Z\"}")
        harness.run("DEBUG CLOCK ADVANCE 4d")
        #expect(harness.run("PARTNER.GET P1").contains(" tier\tgold"))
        harness.run("DEBUG CLOCK ADVANCE 2d")
        #expect(harness.run("PARTNER.GET P1").contains(" tier\t\\N"))
    }

    @Test("is finished when the server ended in its middle, unless it was dry")
    func restart() throws {
        addPartners(3)
        harness.run("TIER.SET member RANK 1")
        let group = Group(store: harness.engine.store)
        group.transact { changes in
            for isDryRun in [false, true] {
                var run = TierRun(
                    key: isDryRun ? "127.0.0.1:2#2" : "127.0.0.1:1#1", isDryRun: isDryRun,
                    actor: "mia")
                run.last = PartnerID(raw: 1)
                changes.put(Schema.tierRuns.table, run)
            }
        }
        try harness.engine.store.apply(
            #require(group.seal(epoch: harness.engine.store.epoch)))
        #expect(runs == 2)
        try harness.restart()
        #expect(runs == 0)
        let events = harness.run("EVENTS TYPE partner.promoted COLUMNS subject,actor,from")
        let expected = ["P2", "P3"].map { " \($0)\tmia\t127.0.0.1:1" }
        #expect(Array(events.dropFirst().dropLast()) == expected)
    }
}
