import Dispatch
import Foundation
import LeadlineDomain
import LeadlineStore
import LeadlineWire
import Synchronization
import Testing

@testable import LeadlineEngine
@testable import LeadlineServer

/// A journal that commits when it is told to, with the outcome it is told.
final class ScriptedJournal: Journal {
    /// What a test sets and the writer's thread follows.
    final class Script: Sendable {
        private let outcomes: Mutex<[Outcome]>
        private let gate = DispatchSemaphore(value: 0)
        private let isGated: Bool
        /// Commits that have been asked for.
        let asked = Atomic<Int>(0)

        /// - Parameters:
        ///   - outcomes: Of the first commits; later ones are durable.
        ///   - isGated: Whether each commit waits for `release`.
        init(outcomes: [Outcome] = [], isGated: Bool) {
            self.outcomes = Mutex(outcomes)
            self.isGated = isGated
        }

        /// What becomes of the next commits; later ones are durable.
        func follow(_ next: [Outcome]) { outcomes.withLock { $0 = next } }

        /// Lets so many commits go on.
        func release(_ count: Int = 1) {
            for _ in 0..<count { gate.signal() }
        }

        /// Has a request answered, and lets go of each commit that is asked for until it is: what
        /// the server does by itself when it starts is over then.
        ///
        /// - Returns: How many commits were asked for.
        func letThrough(_ client: RawClient, _ request: String) throws -> Int {
            client.send(request + "\r\n")
            var released = 0
            for _ in 0..<2000 {
                while asked.load(ordering: .relaxed) > released {
                    release()
                    released += 1
                }
                if try client.receive(within: .milliseconds(5)) != [] { break }
            }
            return released
        }

        /// A journal that follows this script, before it reaches the store.
        func journal(_ store: Store) -> any Journal { ScriptedJournal(store, self) }

        fileprivate func next() -> Outcome {
            asked.add(1, ordering: .relaxed)
            if isGated { gate.wait() }
            return outcomes.withLock { $0.isEmpty ? .durable : $0.removeFirst() }
        }
    }

    private let script: Script
    private let journal: LevelDBJournal

    init(_ store: Store, _ script: Script) {
        journal = LevelDBJournal(store: store)
        self.script = script
    }

    func append(_ entry: Entry) -> Outcome {
        let outcome = script.next()
        return outcome == .durable ? journal.append(entry) : outcome
    }
}

/// Many gated commits: enough for any test to end.
let plenty = 1000

extension ServerTests {
    @Suite("Committing")
    struct CommitTests {
        // The pool of the writer's threads was shut down before the second one had begun, and the
        // stop waited for ever.
        @Test("A stop right behind the start comes to its end", .timeLimit(.minutes(1)))
        func stopAtOnce() async throws {
            for _ in 0..<30 { try await withServer { _ in } }
        }

        // Fault 79: 2,000 registrations of one customer make one lead and 1,999 EXISTS
        // Threat T15: one customer in five spellings over fifty connections is one lead
        @Test("2,000 registrations of one customer over 50 connections make one lead")
        func oneCustomer() async throws {
            try await withServer { server in
                let spellings = [
                    "ann.lee@gmail.com", "AnnLee@Gmail.com", "a.n.n.l.e.e@googlemail.com",
                    "ANNLEE+crm@gmail.com", "\"Ann Lee\" <annlee@gmail.com>",
                ]
                let clients = try (0..<50).map { _ in try server.connect() }
                for (number, client) in clients.enumerated() {
                    client.send(
                        (0..<40).map {
                            let email = spellings[(number + $0) % spellings.count]
                            return RawClient.request(["LEAD.NEW", "EMAIL", email, "NAME", "Ann"])
                        }.joined())
                }
                var created = 0
                var refused = 0
                for client in clients {
                    for _ in 0..<40 {
                        switch try client.reply() {
                        case .bulk(let id): created += Array("L1".utf8) == id ? 1 : 100
                        case .error(code: "EXISTS", _): refused += 1
                        case let other: Issue.record("\(other)")
                        }
                    }
                }
                #expect(created == 1)
                #expect(refused == 1999)
            }
        }

        // Fault 80: one key from ten connections makes one lead and ten equal replies
        @Test("The same IDEM key from ten connections makes one lead and ten equal replies")
        func idempotency() async throws {
            try await withServer { server in
                let clients = try (0..<10).map { _ in try server.connect() }
                let request = RawClient.request(
                    ["LEAD.NEW", "EMAIL", "ann@gmail.com", "IDEM", "key-1"])
                for client in clients { client.send(request) }
                for client in clients { #expect(try client.reply() == .bulk(Array("L1".utf8))) }
                let page = try clients[0].ask("LEAD.LIST", "COLUMNS", "id")
                #expect(page == .array([.null, .array([.array([.bulk(id), .bulk(lead)])])]))
            }
        }

        private var id: [UInt8] { Array("id".utf8) }
        private var lead: [UInt8] { Array("L1".utf8) }

        /// A connection whose lead is being committed, and stays so until the script goes on.
        func commitsFirst(
            _ server: TestServer, _ script: ScriptedJournal.Script
        ) throws -> RawClient {
            let first = try server.connect()
            first.send("LEAD.NEW EMAIL first@gmail.com\r\n")
            #expect(server.until { _ in script.asked.load(ordering: .relaxed) == 1 })
            return first
        }

        // Guarantee G3: no reply leaves, and no other reads it, before the group is durable
        @Test("No reply leaves before its group is durable")
        func nothingBeforeDurable() async throws {
            let script = ScriptedJournal.Script(isGated: true)
            try await withServer(journal: script.journal) { server in
                defer { script.release(plenty) }
                let client = try server.connect()
                client.send("LEAD.NEW EMAIL a@gmail.com\r\nPING\r\n")
                #expect(server.until { _ in script.asked.load(ordering: .relaxed) == 1 })
                let other = try server.connect()
                other.send("LEAD.GET L1\r\nPING\r\n")
                #expect(try other.readLine() == "-NOTFOUND no lead 'L1'")
                #expect(try other.readLine() == "+PONG")
                #expect(server.outputBytes == 31)
                script.release(plenty)
                #expect(try client.readLine() == "=L1")
                #expect(try client.readLine() == "+PONG")
            }
        }

        // Guarantee G2: a commit of unknown fate is UNCERTAIN to its whole group
        @Test(
            "A commit that failed half-way answers UNCERTAIN to its whole group and ends the server"
        )
        func uncertain() async throws {
            let script = ScriptedJournal.Script(outcomes: [.durable, .unknown], isGated: true)
            var limits = TestServer.limits
            limits.executingMax = .seconds(10)
            try await withServer(limits: limits, journal: script.journal) {
                server in
                defer { script.release(plenty) }
                let first = try commitsFirst(server, script)
                let clients = try (0..<5).map { _ in try server.connect() }
                for (number, client) in clients.enumerated() {
                    client.send(
                        (0..<10).map { "LEAD.NEW EMAIL c\(number)x\($0)@gmail.com\r\n" }.joined())
                }
                #expect(server.until { $0.registrations == 51 })
                #expect(!server.server.hasUncertainCommit)
                script.release(2)
                #expect(try first.readLine() == "=L1")
                for client in clients {
                    for _ in 0..<10 { #expect(try client.readLine().hasPrefix("-UNCERTAIN ")) }
                }
                await server.server.untilUncertain()
                #expect(server.server.hasUncertainCommit)
                first.send("LEAD.NEW EMAIL later@gmail.com\r\nLEAD.GET L1\r\n")
                #expect(try first.readLine().hasPrefix("-SHUTDOWN "))
            }
        }

        @Test("A command whose first steps are durable was told that nothing was executed")
        func interrupted() async throws {
            let script = ScriptedJournal.Script(isGated: false)
            try await withServer(journal: script.journal) { server in
                let client = try server.connect()
                client.send("PARTNER.NEW NAME Northwind\r\n")
                #expect(try client.readLine() == "=P1")
                for number in 1...EngineLimits.stepRecordsMax * 5 / 2 {
                    client.send(
                        "LEAD.NEW EMAIL a\(number)@x\(number).example\r\nASSIGN L\(number) P1\r\n"
                            + "RELEASE L\(number)\r\n")
                    for _ in 0..<3 { _ = try client.readLine() }
                }
                script.follow([.durable, .unknown])
                client.send("PARTNER.SUSPEND P1 REASON gone\r\nNOTE L1 late\r\n")
                #expect(
                    try client.readLine() == "-UNCERTAIN a part was executed and stays; reconnect "
                        + "and send it again to go on")
                #expect(
                    try client.readLine()
                        == "-SHUTDOWN the server is going down; nothing was executed; reconnect")
            }
        }

        @Test("A first commit that failed at the start was answered UNCERTAIN for ever")
        func uncertainAtStart() async throws {
            let script = ScriptedJournal.Script(outcomes: [.unknown], isGated: false)
            let server = try await TestServer.start(journal: script.journal) { folder in
                let store = try Store.open(
                    StoreOptions(
                        path: folder, durability: .os, freeBytesMin: 0, freePercentMin: 0))
                defer { store.close() }
                let group = Group(store: store)
                group.transact { changes in
                    changes.put(
                        Schema.suspensions.table,
                        SuspensionRecord(
                            partner: PartnerID(raw: 1), reason: "fraud", actor: "ann", origin: ""))
                }
                try store.apply(try #require(group.seal(epoch: store.epoch)))
            }
            let isTold = server.until { $0.server.hasUncertainCommit }
            #expect(isTold)
            if isTold { await server.server.untilUncertain() }
            try await server.stop()
        }

        @Test("A wish for a compaction that could not be noted was followed by UNCERTAIN for ever")
        func poisonedBesideCommits() async throws {
            let server = try await TestServer.start()
            let client = try server.connect()
            client.send("LEAD.NEW EMAIL a@gmail.com\r\n")
            #expect(try client.readLine() == "=L1")
            try FileManager.default.removeItem(atPath: server.configuration.store.path)
            client.send("ERASE L1 REASON asked\r\n")
            #expect(try client.readLine().hasPrefix("-INTERNAL "))
            #expect(server.until { $0.server.hasUncertainCommit })
            client.send("LEAD.NEW EMAIL b@gmail.com\r\n")
            #expect(try client.readLine().hasPrefix("-SHUTDOWN "))
            try await server.server.stop()
        }

        @Test("The files were rewritten while what was erased was on its way to the disk")
        func erasureIsDurableFirst() async throws {
            let script = ScriptedJournal.Script(isGated: true)
            try await withServer(journal: script.journal) { server in
                defer { script.release(plenty) }
                let store = server.server.engine.store
                let first = try commitsFirst(server, script)
                let eraser = try server.connect()
                eraser.send("ERASE L1 REASON asked\r\n")
                #expect(server.until { _ in store.isCompactionWished })
                // The group before it is durable, and its own is on its way.
                script.release()
                #expect(try first.readLine() == "=L1")
                #expect(server.until { _ in script.asked.load(ordering: .relaxed) == 2 })
                try await Task.sleep(for: .milliseconds(300))
                #expect(store.isCompactionWished)
                script.release(plenty)
                #expect(try eraser.readLine() == "+OK")
                #expect(server.until { _ in !store.isCompactionWished })
            }
        }

        @Test("A commit that another writer superseded answers TRYAGAIN: nothing happened")
        func superseded() async throws {
            let script = ScriptedJournal.Script(outcomes: [.superseded], isGated: false)
            try await withServer(journal: script.journal) { server in
                let client = try server.connect()
                client.send("LEAD.NEW EMAIL a@gmail.com\r\n")
                #expect(try client.readLine().hasPrefix("-TRYAGAIN "))
                client.send("LEAD.NEW EMAIL a@gmail.com\r\n")
                #expect(try client.readLine() == "=L1")
            }
        }

        // Fault 34: at a full queue a write is TRYAGAIN at once, and taken again afterwards
        @Test("A full queue answers TRYAGAIN at once, and takes writes again afterwards")
        func fullQueue() async throws {
            var limits = TestServer.limits
            limits.queuedRequestsMax = 10
            limits.groupReplyBytesMax = 1
            let script = ScriptedJournal.Script(isGated: true)
            try await withServer(limits: limits, journal: script.journal) {
                server in
                defer { script.release(plenty) }
                // The first request's group is being committed, and the second's is full.
                let first = try commitsFirst(server, script)
                let second = try server.connect()
                second.send("LEAD.NEW EMAIL second@gmail.com\r\n")
                #expect(server.until { $0.registrations == 2 })
                let filler = try server.connect()
                filler.send((0..<30).map { "LEAD.NEW EMAIL f\($0)@gmail.com\r\n" }.joined())
                #expect(
                    server.until { $0.requestsHandled == 12 })
                let third = try server.connect()
                third.send("LEAD.NEW EMAIL third@gmail.com\r\nPING\r\n")
                #expect(try third.readLine().hasPrefix("-TRYAGAIN "))
                #expect(try third.readLine() == "+PONG")
                script.release(plenty)
                #expect(try first.readLine() == "=L1")
                #expect(try second.readLine() == "=L2")
                for number in 3...32 { #expect(try filler.readLine() == "=L\(number)") }
                third.send("LEAD.NEW EMAIL third@gmail.com\r\n")
                #expect(try third.readLine() == "=L33")
            }
        }

        @Test("While a group is on its way the next is executed over it, and answered after it")
        func overlap() async throws {
            let script = ScriptedJournal.Script(isGated: true)
            try await withServer(journal: script.journal) { server in
                defer { script.release(plenty) }
                let first = try commitsFirst(server, script)
                let second = try server.connect()
                second.send("LEAD.NEW EMAIL first@gmail.com\r\nLEAD.NEW EMAIL b@gmail.com\r\n")
                #expect(server.until { $0.registrations == 3 })
                #expect(script.asked.load(ordering: .relaxed) == 1)
                #expect(server.outputBytes == 0)
                script.release(1)
                #expect(try first.readLine() == "=L1")
                #expect(server.until { _ in script.asked.load(ordering: .relaxed) == 2 })
                script.release(1)
                #expect(try second.readLine().hasPrefix("-EXISTS L1 "))
                #expect(try second.readLine() == "=L2")
            }
        }

        @Test("What one connection sends ahead is executed while its first group is on its way")
        func sentAhead() async throws {
            var limits = TestServer.limits
            // A group for each request.
            limits.groupReplyBytesMax = 1
            let script = ScriptedJournal.Script(isGated: true)
            try await withServer(limits: limits, journal: script.journal) { server in
                defer { script.release(plenty) }
                let client = try commitsFirst(server, script)
                script.release(1)
                #expect(try client.readLine() == "=L1")
                client.send((2...5).map { "LEAD.NEW EMAIL c\($0)@gmail.com\r\n" }.joined())
                #expect(server.until { _ in script.asked.load(ordering: .relaxed) == 2 })
                #expect(server.until { $0.registrations == 3 })
                script.release(plenty)
                for number in 2...5 { #expect(try client.readLine() == "=L\(number)") }
            }
        }

        // Guarantee G2: nothing of what ran over a group that was not written has happened
        @Test("Nothing of what was executed over a group that another writer forestalled happened")
        func supersededBelow() async throws {
            let script = ScriptedJournal.Script(outcomes: [.superseded], isGated: true)
            try await withServer(journal: script.journal) { server in
                defer { script.release(plenty) }
                let first = try commitsFirst(server, script)
                let second = try server.connect()
                second.send("LEAD.NEW EMAIL first@gmail.com\r\nLEAD.NEW EMAIL b@gmail.com\r\n")
                #expect(server.until { $0.registrations == 3 })
                script.release(plenty)
                for client in [first, second, second] {
                    #expect(try client.readLine().hasPrefix("-TRYAGAIN "))
                }
                second.send("LEAD.NEW EMAIL b@gmail.com\r\n")
                #expect(try second.readLine() == "=L1")
            }
        }

        @Test("Nothing of what was executed over a group of unknown fate happened, and it says so")
        func uncertainBelow() async throws {
            let script = ScriptedJournal.Script(outcomes: [.unknown], isGated: true)
            try await withServer(journal: script.journal) { server in
                defer { script.release(plenty) }
                let first = try commitsFirst(server, script)
                let second = try server.connect()
                second.send("LEAD.NEW EMAIL b@gmail.com\r\n")
                #expect(server.until { $0.registrations == 2 })
                script.release(plenty)
                #expect(try first.readLine().hasPrefix("-UNCERTAIN "))
                #expect(try second.readLine().hasPrefix("-SHUTDOWN "))
            }
        }

        @Test("A stop answers what was received, then closes")
        func gracefulStop() async throws {
            let script = ScriptedJournal.Script(isGated: true)
            let server = try await TestServer.start(journal: script.journal)
            let clients = try (0..<3).map { _ in try server.connect() }
            for (number, client) in clients.enumerated() {
                client.send(
                    (0..<20).map { "LEAD.NEW EMAIL c\(number)x\($0)@gmail.com\r\n" }.joined()
                        + "LEAD.LIST COLUMNS id LIMIT 1\r\nEVENTS AFTER 1000 BLOCK 60000\r\nPIN")
            }
            #expect(server.until { $0.requestsHandled == 63 })
            async let stopped: Void = server.stop()
            script.release(plenty)
            for client in clients {
                let lines = try client.readToEnd().components("\r\n")
                #expect(lines.count { $0.hasPrefix("=L") } == 20)
                #expect(lines.contains { $0.hasPrefix("+OK 1") })
                #expect(lines.suffix(2) == ["+OK 0", ""])
            }
            try await stopped
            #expect(throws: RawClient.Failure.self) { try server.connect() }
        }
    }
}

extension String {
    /// The parts between a separator, empty ones too.
    func components(_ separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
