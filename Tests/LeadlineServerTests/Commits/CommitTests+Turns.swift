import Foundation
import LeadlineDomain
import LeadlineEngine
import LeadlineStore
import Synchronization
import Testing

@testable import LeadlineServer

/// Who waits for whom, and for how long.
extension ServerTests.CommitTests {
    // Threat T12: behind a flood of writes another one waits for a group, not for all of it
    @Test("A flood of writes keeps the others waiting for one group, and stays in order")
    func othersHaveTheirTurn() async throws {
        var limits = TestServer.limits
        // A group for each request.
        limits.groupReplyBytesMax = 1
        let script = ScriptedJournal.Script(isGated: true)
        try await withServer(limits: limits, journal: script.journal) { server in
            defer { script.release(plenty) }
            let first = try commitsFirst(server, script)
            let greedy = try server.connect()
            greedy.send((2...21).map { "LEAD.NEW EMAIL c\($0)@gmail.com\r\n" }.joined())
            #expect(server.until { $0.requestsHandled == 21 && $0.registrations == 2 })
            let other = try server.connect()
            other.send("LEAD.NEW EMAIL other@gmail.com\r\n")
            #expect(server.until { $0.requestsHandled == 22 })
            // What it asks later is not executed before what it asked first.
            greedy.send((22...24).map { "LEAD.NEW EMAIL c\($0)@gmail.com\r\n" }.joined())
            #expect(server.until { $0.requestsHandled == 25 })
            script.release(plenty)
            #expect(try first.readLine() == "=L1")
            #expect(try other.readLine() == "=L4")
            for number in [2, 3] + Array(5...25) {
                #expect(try greedy.readLine() == "=L\(number)")
            }
        }
    }

    // Guarantee G4: what was answered last is known to be durable a second later, though
    //   nothing is written behind it
    @Test("The note of what is durable stopped at the first commit of a burst")
    func notedAtRest() async throws {
        try await withServer(durability: .always) { server in
            let client = try server.connect()
            for number in 1...5 {
                client.send("LEAD.NEW EMAIL a@x\(number).example\r\n")
                #expect(try client.readLine() == "=L\(number)")
            }
            let path = server.configuration.store.path + "/high-water"
            let position = server.server.engine.store.position
            let isNoted = server.until { _ in
                (try? String(contentsOfFile: path, encoding: .utf8)) == "\(position)\n"
            }
            #expect(isNoted)
        }
    }

    // Fault 34: a disk that does not answer keeps nobody waiting who asks later
    @Test("While a commit takes too long writes are TRYAGAIN at once, and taken again later")
    func stuckDisk() async throws {
        var limits = TestServer.limits
        limits.committingMax = .milliseconds(100)
        let script = ScriptedJournal.Script(isGated: true)
        try await withServer(limits: limits, journal: script.journal) { server in
            defer { script.release(plenty) }
            let first = try commitsFirst(server, script)
            try await Task.sleep(for: .milliseconds(150))
            let second = try server.connect()
            second.send("LEAD.NEW EMAIL b@gmail.com\r\nPING\r\nMULTI\r\n")
            let refused = "-TRYAGAIN the disk does not answer; nothing was executed"
            #expect(try second.readLine() == refused)
            #expect(try second.readLine() == "+PONG")
            #expect(try second.readLine() == "+OK")
            second.send("LEAD.NEW EMAIL b@gmail.com\r\nEXEC\r\n")
            #expect(try second.readLine() == "+QUEUED")
            #expect(try second.readLine() == refused)
            script.release(plenty)
            #expect(try first.readLine() == "=L1")
            second.send("LEAD.NEW EMAIL b@gmail.com\r\n")
            #expect(try second.readLine() == "=L2")
        }
    }

    @Test("Who waits while the clock moves waits until it has, and it moves once")
    func clockMovesAlone() async throws {
        var limits = TestServer.limits
        // A group for each request.
        limits.groupReplyBytesMax = 1
        let script = ScriptedJournal.Script(isGated: true)
        try await withServer(limits: limits, journal: script.journal) { server in
            defer { script.release(plenty) }
            let clocker = try server.connect()
            // More becomes due than one step does.
            let leads = (1...800).map { "LEAD.NEW EMAIL a@b\($0).example\r\n" }
            clocker.send("MULTI\r\nSLA.SET review 1h\r\n\(leads.joined())EXEC\r\nPING\r\n")
            script.release()
            while try clocker.readLine() != "+PONG" {}
            let first = try server.connect()
            let asked = script.asked.load(ordering: .relaxed)
            let registered = server.registrations
            // One group flies, the next is full: what is asked then waits together.
            first.send("LEAD.NEW EMAIL a@gmail.com\r\nLEAD.NEW EMAIL b@gmail.com\r\n")
            #expect(server.until { _ in script.asked.load(ordering: .relaxed) == asked + 1 })
            #expect(server.until { $0.registrations == registered + 2 })
            let handled = server.requestsHandled
            clocker.send("DEBUG CLOCK ADVANCE 2h\r\n")
            #expect(server.until { $0.requestsHandled == handled + 1 })
            let other = try server.connect()
            other.send("LEAD.NEW EMAIL other@gmail.com\r\nDEBUG CLOCK\r\n")
            #expect(server.until { $0.requestsHandled == handled + 3 })
            script.release(plenty)
            let moved = try clocker.readLine()
            #expect(moved == "+OK")
            let registration = try other.readLine()
            #expect(registration.hasPrefix("=L"))
            let time = Timestamp(milliseconds: TestServer.start.milliseconds + 7_200_000)
            let shown = try other.readLine()
            #expect(shown == "=\(time.text)")
        }
    }
}
