import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

@Suite("Suspending a partner in steps") struct SuspensionTests {
    /// A partner with so many offered leads, and another with as many.
    private static func harness(offered count: Int) throws -> EngineHarness {
        let harness = try EngineHarness()
        #expect(harness.run("PARTNER.NEW NAME Northwind") == ["=P1"])
        #expect(harness.run("PARTNER.NEW NAME Pacific") == ["=P2"])
        for number in 1...count {
            harness.run("LEAD.NEW EMAIL a\(number)@x\(number).example")
            harness.run("ASSIGN L\(number) P\(number.isMultiple(of: 4) ? 2 : 1)")
            harness.run("RELEASE L\(number)")
        }
        return harness
    }

    private static func offered(_ harness: EngineHarness, to partner: String) -> Int {
        harness.run("LEAD.LIST PARTNER \(partner) STATUS offered LIMIT 1000 COLUMNS id").count - 2
    }

    @Test func allOffersGoBackAndTheVersionIsAnsweredOnce() throws {
        let harness = try Self.harness(offered: EngineLimits.stepRecordsMax * 8 / 3)
        let before = harness.engine.store.position
        #expect(harness.run("PARTNER.SUSPEND P1 REASON gone IF 1 IDEM k1") == [":2"])
        #expect(harness.engine.store.position - before >= 3)
        #expect(Self.offered(harness, to: "P1") == 0)
        #expect(Self.offered(harness, to: "P2") == EngineLimits.stepRecordsMax * 2 / 3)
        #expect(harness.run("PARTNER.SUSPEND P1 REASON gone IF 1 IDEM k1") == [":2"])
        #expect(harness.run("PARTNER.SUSPEND P1 REASON again") == [":2"])
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    @Test func whatWasInterruptedIsFinishedAfterARestart() throws {
        let harness = try Self.harness(offered: EngineLimits.stepRecordsMax * 4 / 3 + 8)
        // Only the first step, as if the server had been killed behind it.
        let first = Writer(engine: harness.engine, seed: 2)
        let admin = Caller(name: "ann", role: .admin, origin: "127.0.0.1:1#1")
        #expect(first.run("PARTNER.SUSPEND P1 REASON gone", admin) == "")
        #expect(first.isUnfinished)
        #expect(first.commit() == .durable)
        #expect(Self.offered(harness, to: "P1") > 0)
        let second = Writer(engine: harness.engine, seed: 3)
        #expect(second.finishSteps() == .durable)
        #expect(Self.offered(harness, to: "P1") == 0)
        #expect(second.finishSteps() == .durable)
        let actors = harness.run("EVENTS TYPE lead.unassigned COLUMNS actor LIMIT 1000")
        #expect(Set(actors.dropFirst().dropLast()) == [" ann"])
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }
}
