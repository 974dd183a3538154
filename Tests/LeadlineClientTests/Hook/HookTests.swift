import LeadlineClient
import Synchronization
import Testing
import leadline

@Suite("Hook", .timeLimit(.minutes(1)))
struct HookTests {
    /// A server with three events and one cursor; afterwards it waits.
    private final class Journal: Sendable {
        let place = Mutex<Int?>(nil)

        func answer(_ words: [String]) -> ScriptedServer.Answer {
            switch words.first {
            case "AUDIT.HEAD": return .reply("%1\r\n$3\r\nseq\r\n:3\r\n")
            case "CURSOR.GET":
                return place.withLock { $0.map { .reply(":\($0)\r\n") } ?? .reply("_\r\n") }
            case "CURSOR.SET":
                place.withLock { $0 = Int(words[2]) }
                return .reply("+OK\r\n")
            case "EVENTS":
                let after = place.withLock { $0 ?? 0 }
                guard after < 3 else { return .silence }
                let rows = (after + 1...3).map { "%2\r\n+seq\r\n:\($0)\r\n+type\r\n+lead.won\r\n" }
                return .reply("*2\r\n_\r\n*\(rows.count)\r\n\(rows.joined())")
            default: return .reply("+OK\r\n")
            }
        }
    }

    private final class Log: Sendable {
        let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    /// Runs a hook until it ends, or until the server is asked behind the last event.
    private func run(
        _ journal: Journal, dead: Log? = nil, attempts: Int = 2,
        _ deliver: @escaping @Sendable (HookEvent) -> Bool
    ) async throws -> (any Error)? {
        let server = try await ScriptedServer.start { journal.answer($0) }
        let port = server.port
        var hook = Hook(cursor: "c") {
            deliver($0)
        } tell: { _ in
        }
        hook.isFromStart = true
        hook.attemptsMax = attempts
        hook.pause = { _ in }
        if let dead { hook.bury = { event throws(BulkFault) in dead.add(event.json) } }
        let running = hook
        let task = Task { () -> (any Error)? in
            do {
                try await running.run { () async throws(BulkFault) in
                    do {
                        return try await LeadlineClient.connect(port: port)
                    } catch {
                        throw BulkFault("\(error)", status: .unavailable)
                    }
                }
                return nil
            } catch {
                return error
            }
        }
        while !task.isCancelled {
            let isDone = journal.place.withLock { $0 == 3 }
            if isDone { task.cancel() } else { try await Task.sleep(for: .milliseconds(5)) }
            if dead == nil, server.requests.filter({ $0.first == "EVENTS" }).count > 0 {
                break
            }
        }
        if dead == nil, try await !Self.until({ journal.place.withLock { $0 ?? 0 } == 3 }) {
            let error = await task.value
            try await server.stop()
            return error
        }
        task.cancel()
        _ = await task.value
        try await server.stop()
        return nil
    }

    private static func until(_ isSo: () -> Bool) async throws -> Bool {
        for _ in 0..<100 {
            if isSo() { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return isSo()
    }

    @Test("Every event is delivered once and the cursor follows")
    func delivers() async throws {
        let journal = Journal()
        let log = Log()
        let error = try await run(journal) {
            log.add("\($0.seq) \($0.type)")
            return true
        }
        #expect(error == nil)
        #expect(log.all == ["1 lead.won", "2 lead.won", "3 lead.won"])
    }

    @Test("A long stretch that the filter leaves out was looked through again after each start")
    func passesFilteredStretches() async throws {
        let place = Mutex(0)
        let server = try await ScriptedServer.start { words in
            switch words.first {
            case "CURSOR.GET": return .reply(":0\r\n")
            case "CURSOR.SET":
                place.withLock { $0 = Int(words[2]) ?? -1 }
                return .reply("+OK\r\n")
            case "EVENTS":
                // No row in the first stretch, but where the next one begins.
                let isFirst = place.withLock { $0 == 0 }
                return isFirst ? .reply("*2\r\n$4\r\n2000\r\n*0\r\n") : .silence
            default: return .reply("+OK\r\n")
            }
        }
        let port = server.port
        let hook = Hook(cursor: "c") { _ in
            true
        } tell: { _ in
        }
        let task = Task {
            try? await hook.run { () async throws(BulkFault) in
                do {
                    return try await LeadlineClient.connect(port: port)
                } catch {
                    throw BulkFault("\(error)", status: .unavailable)
                }
            }
        }
        #expect(try await Self.until { place.withLock { $0 } == 2000 })
        task.cancel()
        try await server.stop()
        await task.value
    }

    @Test("A program that fails is run again, then the hook stops in front of the event")
    func stops() async throws {
        let journal = Journal()
        let log = Log()
        let error = try await run(journal) {
            log.add("\($0.seq)")
            return $0.seq != 2
        }
        #expect(log.all == ["1", "2", "2"])
        #expect((error as? BulkFault)?.description.contains("before event 2") == true)
        #expect(journal.place.withLock { $0 } == 1)
    }

    @Test("With a place for them, events that fail are kept and the others go on")
    func buries() async throws {
        let journal = Journal()
        let dead = Log()
        _ = try await run(journal, dead: dead) { $0.seq != 2 }
        #expect(dead.all.count == 1)
        let kept = HookEvent(line: Array((dead.all.first ?? "").utf8))
        #expect(kept?.seq == 2)
        #expect(kept?.type == "lead.won")
        #expect(journal.place.withLock { $0 } == 3)
    }

    @Test("A program gets the event on its input and in its environment, and need not read it")
    func runsPrograms() throws {
        let out = try TemporaryFile("")
        let line = Array("{\"seq\":7,\"type\":\"lead.won\",\"subject\":\"L1\"}".utf8)
        let event = try #require(HookEvent(line: line))
        let script = "cat > '\(out.path)'; echo $LEADLINE_SEQ $LEADLINE_TYPE >> '\(out.path)'"
        #expect(HookProgram(words: ["sh", "-c", script]).run(event))
        #expect(out.text == "\(event.json)\n7 lead.won\n")
        #expect(HookProgram(words: ["true"]).run(event))
        #expect(!HookProgram(words: ["sh", "-c", "exit 3"]).run(event))
        #expect(!HookProgram(words: ["no-such-program-anywhere"]).run(event))
        let long = HookEvent(line: line)
        #expect(HookProgram(words: ["sh", "-c", "test \"$1\" = \"it's\"", "x", "it's"]).run(event))
        #expect(long == event)
    }
}
