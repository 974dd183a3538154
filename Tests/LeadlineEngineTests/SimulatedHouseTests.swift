import Foundation
import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine
@testable import LeadlineSimulation

/// Random histories of a whole house: many clients that lose patience and ask again, groups that
/// come to nothing, a process that dies, and a clock that only the history moves.
///
/// `LEADLINE_HOUSES` makes it more of them, `LEADLINE_SEED` begins with that seed; longer runs are
/// `leadline-simulate`.
@Suite("A simulated house") struct SimulatedHouseTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let count = environment["LEADLINE_HOUSES"].flatMap { UInt64($0) } ?? 12
    private static let base =
        environment["LEADLINE_SEED"].flatMap { UInt64($0) }
        ?? UInt64.random(in: 0...UInt64.max / 2)
    private static let days = 6

    // Fault 24, 41, 80, 81, 82, 87, 88: what clients lost is there once, and a replay is exact
    // Guarantee G2: a request sent again with its key happens once, whatever became of its group
    @Test("holds whatever its clients do, and its history executed again leaves the same bytes")
    func holds() throws {
        print("simulated houses from seed \(Self.base)")
        var census = Census()
        for number in 0..<Self.count {
            let history = try SimulatedHistory(seed: Self.base &+ number, days: Self.days)
            census.add(history.census)
            guard !history.faults.isEmpty else { continue }
            let short = try history.shrunk()
            Issue.record(
                """
                seed \(history.seed), \(Self.days) days: \(history.faults[0])
                \(short.steps.map { "  \($0)" }.joined(separator: "\n"))
                then \(short.faults.first ?? "nothing")
                """)
            return
        }
        for event in ["restart", "block", "group durable"] {
            #expect(census.events[event, default: 0] > 0, "no \(event) in seed \(Self.base)")
        }
    }

    @Test("is told twice alike from one seed")
    func repeats() throws {
        let first = try SimulatedHistory(seed: 7, days: 2)
        let second = try SimulatedHistory(seed: 7, days: 2)
        #expect(first.steps == second.steps)
        #expect(first.requestCount == second.requestCount)
        #expect(first.faults == [])
    }

    @Test("knows words for every slot of every command")
    func knowsEverySlot() {
        #expect(SimulatedHistory.unknownSlots == [])
    }

    // Fault 66: a disk that says it has written what it has not is found out
    @Test("with a disk that lies is found out, and its history shrunk to a few steps")
    func findsALie() throws {
        let name = Array("South".utf8)
        let lies: SimulatedHistory.Lies = { entry in
            entry.body.indices.contains { entry.body[$0...].starts(with: name) }
        }
        let history = try SimulatedHistory(seed: 3, days: 1, lies: lies)
        #expect(history.faultKind != nil)
        let short = try history.shrunk(triesMax: 250, lies: lies)
        #expect(short.faultKind == history.faultKind)
        #expect(short.steps.count <= 4, "\(short.steps)")
        #expect(history.steps.count > 50)
    }
}

@Suite("What is repeated") struct RepeatsTests {
    // Found by a million simulated requests: seed 1000113 was told a fault that was none.
    @Test("a repetition a few hours before its key expires does not make the key younger")
    func repetitionKeepsTheAge() {
        var repeats = Repeats()
        let lines: [Line] = [["PARTNER.NEW", "NAME", "one", "IDEM", "k"]]
        func note(_ reply: String, after hours: Int64) -> Repeats.Finding {
            repeats.note("k", lines, reply, at: Timestamp(milliseconds: hours * 3_600_000))
        }
        #expect(note("P1", after: 0) == .new)
        #expect(note("P1", after: 24 * 5) == .repeated)
        #expect(note("P2", after: 24 * 5) == .differs("P1"))
        // Nobody can tell from the reply whether this is the kept one.
        #expect(note("P1", after: 24 * 7 - 1) == .late)
        #expect(note("P2", after: 24 * 7 + 1) == .new)
        #expect(note("P1", after: 24 * 7 + 2) == .differs("P2"))
    }

    // Found by a million simulated requests: seed 5020545230403658090 was told a fault that was
    // none. The first use of a key was forgotten with a late repetition whose group was lost.
    @Test("a late repetition that comes to nothing leaves the first as it was")
    func lateRepetition() {
        var repeats = Repeats()
        let lines: [Line] = [["PARTNER.NEW", "NAME", "one", "IDEM", "k"]]
        func note(after hours: Int64) -> Repeats.Finding {
            repeats.note("k", lines, "P1", at: Timestamp(milliseconds: hours * 3_600_000))
        }
        #expect(note(after: 0) == .new)
        // What is new is forgotten when its group comes to nothing, what is late is not.
        #expect(note(after: 24 * 6 + 4) == .late)
        #expect(note(after: 24 * 6 + 13) == .late)
    }

    // Found by a million simulated requests: seed 2029000 was told a fault that was none.
    @Test("a block of one request is answered as the request alone")
    func blockOfOne() {
        func kept(_ reply: String, _ lines: [Line], isBlock: Bool = true) -> String {
            SimulatedHouse.Answer(connection: 1, lines: lines, reply: reply, isBlock: isBlock)
                .keptReply
        }
        #expect(kept("*1\r\n+OK\r\n", [["PING"]]) == "+OK\r\n")
        #expect(kept("*1\r\n+OK\r\n", [["PING"]], isBlock: false) == "*1\r\n+OK\r\n")
        #expect(kept("*2\r\n+A\r\n+B\r\n", [["A"], ["B"]]) == "*2\r\n+A\r\n+B\r\n")
    }
}

@Suite("Shrinking") struct ShrinkerTests {
    @Test("leaves what is needed, in its order", arguments: [[3], [0, 99], [17, 18, 64], []])
    func keepsTheNeeded(needed: [Int]) {
        var shrinker = Shrinker(triesMax: 2000)
        let kept = shrinker.shrink(Array(0..<100)) { Set(needed).isSubset(of: $0) }
        #expect(kept == needed)
    }

    @Test("ends when it has tried often enough")
    func ends() {
        var tries = 0
        var shrinker = Shrinker(triesMax: 9)
        let kept = shrinker.shrink(Array(0..<1000)) { _ in
            tries += 1
            return false
        }
        #expect(kept.count == 1000)
        #expect(tries == 9)
    }
}
