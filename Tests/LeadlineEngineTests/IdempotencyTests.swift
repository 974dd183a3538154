import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

@Suite struct IdempotencyTests {
    /// The keys that are kept, the oldest first.
    private func keptKeys(_ harness: EngineHarness) -> [String] {
        var view = harness.engine.store.view(.scan)
        let kept = view.ids(Schema.idempotency.byTime, Nothing(), limit: 100)
        return kept.map { "\($0.id.key)" }
    }

    /// Registers a lead under a key, at a time after the harness's start.
    private func register(_ harness: EngineHarness, _ key: String, afterDays days: Int64 = 0) {
        let milliseconds = EngineHarness.start.milliseconds + days * 86_400_000
        harness.engine.clock.stand(at: Timestamp(milliseconds: milliseconds))
        #expect(harness.last("LEAD.NEW EMAIL \(key)@gmail.com IDEM \(key)").hasPrefix("=L"))
    }

    @Test func keysAreForgottenTwoAtATimeOnceTheyHaveExpired() throws {
        let harness = try EngineHarness()
        for key in ["a", "b", "c"] { register(harness, key) }
        register(harness, "d", afterDays: 3)
        register(harness, "e", afterDays: EngineLimits.idempotencyDays)
        #expect(keptKeys(harness) == ["a", "b", "c", "d", "e"], "the last day counts")
        register(harness, "f", afterDays: EngineLimits.idempotencyDays + 1)
        #expect(keptKeys(harness) == ["c", "d", "e", "f"])
        register(harness, "g", afterDays: EngineLimits.idempotencyDays + 1)
        #expect(keptKeys(harness) == ["d", "e", "f", "g"])
        register(harness, "h", afterDays: EngineLimits.idempotencyDays + 1)
        #expect(keptKeys(harness) == ["d", "e", "f", "g", "h"])
    }

    // With two keys the second had looked behind what the first had forgotten; the simulation found
    // it (seed 2513012), since a replay does not run what was refused.
    @Test(arguments: [["x"], ["x", "y"]])
    func whatABlockForgotBeforeItWasUndoneIsForgottenLater(keys: [String]) throws {
        let harness = try EngineHarness()
        register(harness, "a")
        register(harness, "b", afterDays: 3)
        let later = EngineLimits.idempotencyDays + 1
        let milliseconds = EngineHarness.start.milliseconds + later * 86_400_000
        harness.engine.clock.stand(at: Timestamp(milliseconds: milliseconds))
        harness.run("MULTI")
        for key in keys { harness.run("LEAD.NEW EMAIL \(key)@gmail.com IDEM \(key)") }
        harness.run("LEAD.SET L99 TITLE x")
        harness.run("EXEC")
        #expect(keptKeys(harness) == ["a", "b"])
        register(harness, "c", afterDays: later)
        #expect(keptKeys(harness) == ["b", "c"])
    }

    @Test func keysFromBeforeARestartAreForgotten() throws {
        let harness = try EngineHarness()
        register(harness, "a")
        try harness.restart()
        register(harness, "b", afterDays: EngineLimits.idempotencyDays + 1)
        #expect(keptKeys(harness) == ["b"])
    }
}
