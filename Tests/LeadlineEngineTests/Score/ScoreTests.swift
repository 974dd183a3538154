import LeadlineDomain
import LeadlineStore
import LeadlineWire
import Testing

@testable import LeadlineEngine

/// Histories of leads and rules under a clock that only they move.
private final class ScoredHouse {
    let simulation: Simulation

    /// At midnight, when the sweep comes; its outsiders are of the first two partners.
    init(seed: UInt64) throws {
        simulation = try Simulation(seed: seed)
        for name in ["North", "South"] { ask("PARTNER.NEW NAME \(name)") }
        advance(hours: 7)
    }

    var engine: Engine { simulation.engine }

    @discardableResult
    func ask(_ line: String) -> String {
        simulation.ask(line.split(separator: " ").map { $0 == "''" ? "" : String($0) })
    }

    func advance(days: Int64) { advance(hours: days * 24) }

    private func advance(hours: Int64) {
        let now = engine.clock.now.milliseconds
        engine.clock.stand(at: Timestamp(milliseconds: now + hours * 3_600_000))
    }

    /// Runs the sweep to its end; answers in how many commits.
    func sweep() -> Int {
        var steps = 0
        var isUnfinished = true
        while isUnfinished {
            let isDone = simulation.writer.perform(as: .system) { tx in
                isUnfinished = tx.sweepScores()
            }
            precondition(isDone && simulation.writer.commit() == .durable)
            steps += 1
        }
        return steps
    }

    var leads: [Lead] {
        var view = engine.store.view(.scan)
        return view.rows(of: Schema.leads.table, limit: 10_000)
    }

    /// A lead's score as the rules make it now, from what is kept.
    func scoring(of lead: Lead) -> Scoring {
        var view = engine.store.view(.scan)
        let kept = view.get(Schema.assessments.table, lead.id) ?? Assessment(lead.id)
        return view.scoring(of: lead, kept, view.scorecard(), at: engine.clock.now)
    }

    var queue: [(score: Int32, id: LeadID)] {
        var view = engine.store.view(.scan)
        return view.queue(of: nil, after: nil, limit: 1000).map {
            (Int32(clamping: $0.order.part), $0.id)
        }
    }

    func expectSound(_ seed: UInt64) {
        #expect(ask("CHECK DEEP") == "*2\r\n_\r\n*0\r\n", "seed \(seed)")
        let queue = queue
        for (first, second) in zip(queue, queue.dropFirst()) {
            let isOrdered =
                first.score > second.score || first.score == second.score && first.id < second.id
            #expect(isOrdered, "seed \(seed): \(first) stands before \(second)")
        }
        let new = leads.filter { $0.status == .new }
        #expect(Set(queue.map(\.id)) == Set(new.map(\.id)), "seed \(seed)")
        for entry in queue {
            #expect(leads.first { $0.id == entry.id }?.score == entry.score, "seed \(seed)")
        }
    }
}

@Suite("Scores of leads") struct ScoreTests {
    private static let rules = [
        "SCORE.SET a FIELD service OP = VALUE payroll POINTS 20 CAP 60",
        "SCORE.SET b FIELD value OP > VALUE 1000 POINTS 45",
        "SCORE.SET c FIELD remarks OP > VALUE 0 POINTS 30 HALFLIFE 7d",
        "SCORE.SET d FIELD remarks OP > VALUE 1 POINTS 25 HALFLIFE 30d CAP 50",
        "SCORE.SET e FIELD budget OP > VALUE 10 POINTS 5",
        "SCORE.SET f FIELD owner OP = VALUE '' POINTS -4",
        "SCORE.SET g FIELD status OP = VALUE review POINTS 12 HALFLIFE 3d",
    ]

    /// One random step in the life of few leads.
    private func step(_ house: ScoredHouse) {
        let simulation = house.simulation
        let lead = "L\(Int.random(in: 1...6, using: &simulation.random))"
        let points = Int.random(in: 0...25, using: &simulation.random)
        let number = Int.random(in: 1...40, using: &simulation.random)
        let service = simulation.pick(["payroll", "hr"])
        house.ask(
            simulation.pick([
                "LEAD.NEW EMAIL a\(number)@b\(number).example SERVICE \(service)",
                "LEAD.NEW EMAIL a\(number)@b\(number).example VALUE 5000",
                "QUALIFY \(lead) BUDGET \(points) NEED \(points)",
                "QUALIFY \(lead) BUDGET ''", "NOTE \(lead) called", "NOTE \(lead) called",
                "LEAD.SET \(lead) VALUE \(points * 100)", "TAKE", "ASSIGN \(lead) USER NONE",
                "ASSIGN \(lead) P1 FORCE sure", "LEAD.WITHDRAW \(lead) REASON gone",
                "UNASSIGN \(lead) REASON back",
            ]))
    }

    @Test("agree with the rules after each write and each sweep", arguments: UInt64(1)...30)
    func agree(seed: UInt64) throws {
        let house = try ScoredHouse(seed: seed)
        for rule in Self.rules { house.ask(rule) }
        for _ in 0..<80 {
            step(house)
            // Nothing has faded since the last sweep: what is kept is what the rules say.
            for lead in house.leads {
                #expect(Int(lead.score) == house.scoring(of: lead).total, "seed \(seed)")
            }
            guard Int.random(in: 0..<4, using: &house.simulation.random) == 0 else { continue }
            house.advance(days: Int64.random(in: 1...9, using: &house.simulation.random))
            _ = house.sweep()
        }
        house.expectSound(seed)
    }

    @Test("are told by the events: replayed, they give every score that is kept")
    func areInTheLog() throws {
        let house = try ScoredHouse(seed: 5)
        for rule in Self.rules { house.ask(rule) }
        for _ in 0..<150 {
            step(house)
            house.advance(days: 1)
            _ = house.sweep()
        }
        var scores: [Text: Int] = [:]
        var view = house.engine.store.view(.scan)
        for event in view.rows(of: Schema.events.table, limit: 10_000) {
            let data = "\(event.data)"
            guard let member = data.firstRange(of: "\"score\":") else { continue }
            let value = data[member.upperBound...].prefix { $0 != "]" && $0 != "}" }
            let last = value.split(separator: ",").last { $0.allSatisfy { $0 != "\"" } }
            let numbers = value.hasPrefix("[") ? value.dropFirst().split(separator: ",") : []
            let score = numbers.count == 2 ? numbers[1] : last ?? ""
            scores[event.subject] = Int(score)
        }
        for lead in house.leads {
            #expect(scores[lead.id.text] == Int(lead.score), "\(lead.id)")
        }
        #expect(Set(scores.values).count > 3)
    }

    @Test("fade by the sweep in steps, which looks at no lead whose points stay")
    func sweeps() throws {
        let house = try ScoredHouse(seed: 1)
        house.ask("SCORE.SET new FIELD status OP = VALUE new POINTS 40 HALFLIFE 30d")
        house.ask("SCORE.SET hr FIELD service OP = VALUE hr POINTS 9")
        let count = EngineLimits.stepRecordsMax + 7
        for number in 1...count { house.ask("LEAD.NEW EMAIL a@b\(number).example") }
        #expect(house.sweep() == 1, "nothing has faded yet")
        #expect(house.leads.allSatisfy { $0.score == 40 && $0.version == 1 })
        house.advance(days: 30)
        house.ask("LEAD.NEW EMAIL z@z.example")
        #expect(house.sweep() == 2)
        let scores = house.leads.map(\.score)
        #expect(scores.dropLast().allSatisfy { $0 == 20 } && scores.last == 40)
        #expect(house.leads.allSatisfy { $0.version == 1 }, "the sweep is no change of a lead")
        #expect(house.sweep() == 1)
        let events = house.ask("EVENTS TYPE lead.scored LIMIT 1000 COLUMNS actor")
        #expect(events.ranges(of: "system").count == count)
        // In the end nothing is left, and nothing is looked at any more.
        house.advance(days: 400)
        _ = house.sweep()
        var view = house.engine.store.view(.scan)
        #expect(view.rows(of: Schema.assessments.table, limit: 1000).isEmpty)
        #expect(house.leads.allSatisfy { $0.score == 0 })
        house.expectSound(1)
    }

    @Test("cost nothing while nobody scores: no look at a rule, no row")
    func isClosed() throws {
        let house = try ScoredHouse(seed: 2)
        house.ask("LEAD.NEW EMAIL a@b.example")
        house.ask("NOTE L1 called")
        #expect(!house.engine.scores.isOpen)
        house.ask("SCORE.DEL nothing")
        #expect(!house.engine.scores.isOpen)
        house.ask("QUALIFY L1 NEED 25")
        #expect(house.engine.scores.isOpen)
        let again = Engine(store: house.engine.store)
        #expect(again.scores.isOpen, "an engine over a store with judgements scores")
    }

    @Test("have at most so many rules")
    func rulesAreBounded() throws {
        let house = try ScoredHouse(seed: 3)
        for number in 1...EngineLimits.scoreRulesMax {
            house.ask("SCORE.SET r-\(number) FIELD service OP = VALUE hr POINTS 1")
        }
        let more = house.ask("SCORE.SET more FIELD service OP = VALUE hr POINTS 1")
        #expect(more.hasPrefix("-LIMIT rule: at most 200 rules"))
        let known = house.ask("SCORE.SET r-7 FIELD service OP = VALUE hr POINTS 2")
        #expect(known == "+OK\r\n")
        house.ask("LEAD.NEW EMAIL a@b.example SERVICE hr")
        #expect(house.leads.first?.score == 100)
        let name = String(repeating: "n", count: EngineLimits.scoreRuleNameBytesMax + 1)
        let long = house.ask("SCORE.SET \(name) FIELD service OP = VALUE hr POINTS 1")
        #expect(long.hasPrefix("-INVALID rule: 1 to 64 bytes"))
    }
}
