import Foundation
import Testing

@testable import LeadlineEngine

@Suite("Random histories")
struct SimulationTests {
    /// How many histories a run tells; the long run is asked for by the environment.
    static let histories =
        ProcessInfo.processInfo.environment["LEADLINE_HISTORIES"].flatMap { Int($0) } ?? 1000

    @Test("leave records, indexes, counters and the chain in agreement, on a follower too")
    func historiesAgree() throws {
        let base = ProcessInfo.processInfo.environment["LEADLINE_SEED"].flatMap { UInt64($0) }
        let seed = base ?? UInt64.random(in: 0...UInt64.max / 2)
        print("simulation seed \(seed)")
        for history in 0..<UInt64(Self.histories) {
            let simulation = try Simulation(seed: seed &+ history)
            simulation.run(commands: 60)
            let check = simulation.ask(["CHECK", "DEEP"])
            try #require(
                check == "*2\r\n_\r\n*0\r\n", "seed \(seed &+ history): CHECK DEEP says \(check)")
            let faults = simulation.faults()
            try #require(faults.isEmpty, "seed \(seed &+ history): \(faults)")
            let audit = simulation.ask(["AUDIT.VERIFY"])
            try #require(
                audit.hasSuffix("$9\r\nbroken_at\r\n_\r\n"),
                "seed \(seed &+ history): AUDIT.VERIFY says \(audit)")
            try #require(
                try simulation.followerAgrees(), "seed \(seed &+ history): the follower differs")
        }
    }

    @Test("make everything happen to inbound leads that can")
    func historiesReachEveryInboundEvent() throws {
        var reached: Set<String> = []
        for seed in UInt64(1)...150 {
            let simulation = try Simulation(seed: seed)
            simulation.run(commands: 120)
            let page = simulation.ask(["EVENTS", "COLUMNS", "type", "LIMIT", "1000"])
            reached.formUnion(page.split(separator: "\r\n").map { String($0) })
        }
        // Claims run out after ninety days, which these histories seldom tell.
        let all: [EventType] = [
            .leadRegistered, .leadAsked, .leadPromoted, .leadQualified, .leadScheduled,
            .leadNegotiated, .leadUnqualified,
        ]
        #expect(all.map(\.name).filter { !reached.contains($0) } == [])
    }

    @Test("told twice from one seed give the same replies to the byte")
    func historiesRepeat() throws {
        for seed in UInt64(1)...20 {
            let first = try Simulation(seed: seed)
            first.run(commands: 120)
            let second = try Simulation(seed: seed)
            second.run(commands: 120)
            #expect(first.replies == second.replies, "seed \(seed)")
        }
    }

    @Test("make every kind of command succeed at times")
    func historiesReachEverything() throws {
        var succeeded = 0
        var refused = 0
        for seed in UInt64(1)...50 {
            let simulation = try Simulation(seed: seed)
            simulation.run(commands: 120)
            succeeded += simulation.replies.count { !$0.hasPrefix("-") }
            refused += simulation.replies.count { $0.hasPrefix("-") }
            #expect(!simulation.replies.contains { $0.hasPrefix("-INTERNAL") }, "seed \(seed)")
        }
        #expect(succeeded * 4 > refused)
    }
}
