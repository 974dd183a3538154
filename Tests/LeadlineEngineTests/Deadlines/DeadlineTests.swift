import Foundation
import LeadlineDomain
import LeadlineStore
import Synchronization
import Testing

@testable import LeadlineEngine

@Suite("What happens by itself") struct DeadlineTests {
    private let harness: EngineHarness

    init() throws { harness = try EngineHarness() }

    private func events(_ types: String) -> [String] {
        let lines = harness.run("EVENTS TYPE \(types) COLUMNS at,type,subject,actor LIMIT 1000")
        return lines.dropFirst().dropLast().map { String($0.dropFirst()) }
    }

    private func lead(_ number: Int, accepted: Bool) {
        harness.run("LEAD.NEW EMAIL a\(number)@b\(number).example DIRECTION in")
        if accepted { harness.run("ACCEPT L\(number)") }
    }

    @Test("happens before the moved clock is answered, in due order, once")
    func movedClock() {
        lead(1, accepted: true)
        lead(2, accepted: false)
        #expect(harness.last("DEBUG CLOCK ADVANCE 6d") == "+OK")
        lead(3, accepted: false)
        #expect(events("lead.lapsed,lead.expired") == [])
        harness.run("DEBUG CLOCK ADVANCE 84d")
        #expect(
            events("lead.lapsed,lead.expired") == [
                "2027-02-19T17:00:00Z\tlead.lapsed\tL2\tsystem",
                "2027-02-19T17:00:00Z\tlead.lapsed\tL3\tsystem",
                "2027-02-19T17:00:00Z\tlead.expired\tL1\tsystem",
            ])
        harness.run("DEBUG CLOCK ADVANCE 900d")
        #expect(events("lead.lapsed,lead.expired").count == 3)
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    @Test("happens late after a downtime, with its true time, once")
    func downtime() throws {
        lead(1, accepted: true)
        let later = try #require(EngineHarness.start.advanced(by: Seconds(100 * 86_400)))
        try harness.restart(at: later)
        #expect(events("lead.expired") == ["2027-03-01T17:00:00Z\tlead.expired\tL1\tsystem"])
        #expect(
            harness.run("LEAD.LIST COLUMNS id,status,closed,protected_until")[1]
                == " L1\texpired\t2027-02-19T17:00:00Z\t\\N")
        try harness.restart()
        try harness.restart(at: later.advanced(by: Seconds(86_400)))
        #expect(events("lead.expired").count == 1)
    }

    @Test("frees who waits behind a registration that nobody looked at")
    func lapsed() {
        lead(1, accepted: false)
        harness.run("LEAD.NEW EMAIL a1@b1.example DIRECTION in QUEUE")
        harness.run("DEBUG CLOCK ADVANCE 7d")
        #expect(
            Array(harness.run("LEAD.LIST COLUMNS id,version,status,protected_until")[1...2])
                == [" L2\t2\tnew\t2026-12-05T17:00:00Z", " L1\t2\tnew\t2026-11-28T17:00:00Z"])
        #expect(
            events("lead.lapsed,lead.promoted") == [
                "2026-11-28T17:00:00Z\tlead.lapsed\tL1\tsystem",
                "2026-11-28T17:00:00Z\tlead.promoted\tL2\tsystem",
            ])
    }

    @Test("does not happen to what was taken away before")
    func withdrawn() {
        lead(1, accepted: true)
        harness.run("LEAD.WITHDRAW L1 REASON gone")
        harness.run("DEBUG CLOCK ADVANCE 365d")
        #expect(events("lead.expired") == [])
    }

    @Test("of more than one commit takes is answered once, when all has happened")
    func steps() {
        let count = Deadlines.firingsPerStep + 3
        for number in 1...count { lead(number, accepted: false) }
        let before = harness.engine.store.position
        #expect(harness.run("DEBUG CLOCK ADVANCE 8d") == ["+OK"])
        #expect(harness.engine.store.position == before + 2)
        #expect(harness.last("DEBUG CLOCK") == "=2026-11-29T17:00:00Z")
        #expect(harness.last("LEAD.LIST STATUS new LIMIT 1000") == "+OK \(count)")
        #expect(events("lead.lapsed").count == count)
    }

    @Test("is not moved by a clock that is only asked")
    func asked() {
        lead(1, accepted: true)
        let before = harness.engine.store.position
        #expect(harness.last("DEBUG CLOCK") == "=2026-11-21T17:00:00Z")
        #expect(harness.last("DEBUG CLOCK ADVANCE 1h") == "+OK")
        #expect(harness.engine.store.position == before)
    }

    @Test("of days that were missed makes what each day would have made")
    func missedDays() throws {
        let other = try EngineHarness()
        for harness in [harness, other] {
            harness.run("SCORE.SET writes FIELD mails OP > VALUE 0 POINTS 40 HALFLIFE 10d")
            for name in ["ann", "bob"] {
                harness.run("LEAD.NEW EMAIL \(name)@\(name).example")
                harness.run("MAIL.LOG EMAIL \(name)@\(name).example SUBJECT s BODY b")
                harness.run("DEBUG CLOCK ADVANCE 3d")
            }
        }
        harness.run("DEBUG CLOCK ADVANCE 9d")
        for _ in 1...9 { other.run("DEBUG CLOCK ADVANCE 1d") }
        let sorted = "LEAD.LIST SORT score COLUMNS id,score"
        for line in ["QUEUE COLUMNS id,score", sorted, "SCORE L1"] {
            #expect(harness.run(line) == other.run(line), "\(line)")
        }
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    /// The simulation found it (seed 12000416): the writer waited for the time at which it had
    /// looked.
    @Test("what is left of what was due is not forgotten by a clock that is set back")
    func clockSetBackBetweenFirings() throws {
        lead(1, accepted: true)
        lead(2, accepted: true)
        let writer = Writer(engine: harness.engine, seed: 2)
        let due = try #require(EngineHarness.start.advanced(by: Seconds(100 * 86_400)))
        harness.engine.clock.stand(at: due)
        let isMore = writer.fireDue(atMost: 1)
        #expect(isMore)
        #expect(writer.commit() == .durable)
        let back = try #require(due.advanced(by: Seconds(-3600)))
        harness.engine.clock.stand(at: back)
        #expect(writer.mayBeDue)
        #expect(writer.catchUp() == .durable)
        #expect(events("lead.expired").count == 2)
    }

    @Test("is told among the events, with the clock as its cause")
    func declared() {
        #expect(harness.run("EVENT.TYPES").contains { $0.hasPrefix(" lead.lapsed\t") })
        for source in Deadlines.sources where !source.events.isEmpty {
            #expect(source.events.allSatisfy { Deadlines.events.contains($0) })
        }
    }
}

@Suite("When the writer looks for what is due") struct AlarmTests {
    @Test("never too late: what is entered brings it forward")
    func forward() {
        var alarm = Alarm()
        #expect(alarm.next == .earliest)
        alarm.set(.latest)
        alarm.bringForward(to: EngineHarness.start)
        alarm.bringForward(to: .latest)
        #expect(alarm.next == EngineHarness.start)
        alarm.lookAgain()
        #expect(alarm.next == .earliest)
    }

    @Test("a source that failed is left alone for a while, the others are not")
    func rest() {
        var alarm = Alarm()
        alarm.rest(1)
        alarm.endRests()
        let states = [alarm.isResting(0), alarm.isResting(1), alarm.hasResting]
        #expect(states == [false, true, true])
    }

    @Test("one deadline that failed kept all others of its source waiting")
    func restOfOne() throws {
        let harness = try EngineHarness()
        let writer = Writer(engine: harness.engine, seed: 2)
        let done = Mutex<Set<UInt8>>([])
        // More of them than are looked at together.
        let names = (1...UInt8(2 * Deadlines.lookAhead))
        writer.deadlineSources = [
            DeadlineSource("test", events: []) { _, _, _, limit in
                let left = names.filter { name in !done.withLock { $0.contains(name) } }
                return left.prefix(limit).map { name in
                    Deadline(due: EngineHarness.start, name: [name]) {
                        (_: inout Transaction) throws(Rejection) in
                        if name.isMultiple(of: 2) { throw Rejection(.conflict, "in the way") }
                        done.withLock { _ = $0.insert(name) }
                    }
                }
            }
        ]
        while writer.fireDue(atMost: 1000) { _ = writer.commit() }
        #expect(done.withLock { $0 } == Set(names.filter { !$0.isMultiple(of: 2) }))
        #expect(writer.hasFailedDeadlines)
    }

    @Test("two that stand there although they were fired were fired for ever")
    func stuckByTurns() throws {
        let harness = try EngineHarness()
        let writer = Writer(engine: harness.engine, seed: 2)
        let count = Mutex(0)
        writer.deadlineSources = [
            DeadlineSource("test", events: []) { _, _, _, limit in
                [1, 2].prefix(limit).map { name in
                    Deadline(due: EngineHarness.start, name: [name]) { _ in
                        count.withLock { $0 += 1 }
                    }
                }
            }
        ]
        #expect(!writer.fireDue(atMost: 1000))
        #expect(count.withLock { $0 } == 2 * Deadlines.repeatsMax)
    }

    @Test("what stands there although it was fired is left alone after a few times")
    func stuck() {
        var alarm = Alarm()
        let deadline = Deadline(due: EngineHarness.start, name: [1]) { _ in }
        var notes: [Bool] = []
        for _ in 0...Deadlines.repeatsMax { notes.append(alarm.note(0, deadline)) }
        #expect(notes.count { $0 } == Deadlines.repeatsMax && notes.last == false)
        let other = alarm.note(1, deadline)
        #expect(other)
    }
}
