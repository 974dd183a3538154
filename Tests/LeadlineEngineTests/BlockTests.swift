import LeadlineStore
import Synchronization
import Testing

@testable import LeadlineEngine

@Suite("Blocks of MULTI and EXEC")
struct BlockTests {
    /// Queues the lines on a harness's connection and answers EXEC's reply.
    private func run(_ harness: EngineHarness, _ lines: [String]) -> [String] {
        #expect(harness.last("MULTI") == "+OK")
        for line in lines { #expect(harness.last(line) == "+QUEUED", "\(line)") }
        return harness.run("EXEC")
    }

    @Test("whose third command fails leave not a byte behind")
    func nothingRemains() throws {
        let harness = try EngineHarness()
        harness.run("LEAD.NEW EMAIL ann@acme.example")
        harness.run("PARTNER.NEW NAME Northwind")
        let before = try harness.engine.store.contentDigest()
        let reply = run(
            harness,
            [
                "LEAD.NEW EMAIL bob@bolt.example NAME Bob IDEM k1",
                "ASSIGN L1 P1 IDEM k2", "LEAD.SET L9 TITLE x IDEM k3",
                "PARTNER.NEW NAME Other IDEM k4",
            ])
        #expect(reply.count == 5)
        #expect(reply[2].hasPrefix(#" {"ok":false,"error":{"code":"NOTFOUND""#))
        #expect(
            reply.count { $0.contains(#""code":"ABORTED","message":"command 3: NOTFOUND"#) } == 3)
        #expect(try harness.engine.store.contentDigest() == before)
        #expect(harness.last("LEAD.NEW EMAIL cat@cord.example IDEM k1") == "=L2")
        #expect(harness.last("EVENTS AFTER 2 COLUMNS seq") == "+OK 1")
    }

    @Test("are one entry of the journal, and count each write")
    func oneCommit() throws {
        let harness = try EngineHarness()
        let groups = harness.engine.statistics.groupsCommitted.load(ordering: .relaxed)
        let committed = harness.engine.statistics.commandsCommitted.load(ordering: .relaxed)
        _ = run(harness, (0..<20).map { "LEAD.NEW EMAIL a\($0)@gmail.com" } + ["LEAD.GET L1"])
        let groupsNow = harness.engine.statistics.groupsCommitted.load(ordering: .relaxed)
        #expect(groupsNow == groups + 1)
        let now = harness.engine.statistics.commandsCommitted.load(ordering: .relaxed)
        #expect(now == committed + 20)
    }

    @Test("hold 1,000 commands; one more is refused and spoils them")
    func commandsMax() throws {
        let harness = try EngineHarness()
        #expect(EngineLimits.blockCommandsMax == 1000)
        let thousand = (0..<1000).map { "LEAD.NEW EMAIL a\($0)@gmail.com" }
        #expect(run(harness, thousand).last == "+OK 1000")
        let digest = try harness.engine.store.contentDigest()
        harness.run("MULTI")
        for line in thousand { harness.run(line + " FORCE x") }
        #expect(harness.last("LEAD.GET L1").hasPrefix("-LIMIT at most 1000 commands"))
        #expect(harness.last("PING").hasPrefix("-LIMIT "))
        #expect(harness.last("EXEC").hasPrefix("-EXECABORT "))
        #expect(try harness.engine.store.contentDigest() == digest)
    }

    @Test("hold 4 MiB of requests")
    func bytesMax() throws {
        let harness = try EngineHarness()
        harness.run("LEAD.NEW EMAIL ann@acme.example")
        #expect(EngineLimits.blockBytesMax == 4 << 20)
        harness.run("MULTI")
        let line = "NOTE L1 " + String(repeating: "x", count: 60_000)
        let fitting = (4 << 20) / (line.utf8.count + 2)
        for _ in 0..<fitting { #expect(harness.last(line) == "+QUEUED") }
        #expect(harness.last(line).hasPrefix("-LIMIT at most 4194304 bytes"))
        #expect(harness.last("EXEC").hasPrefix("-EXECABORT "))
        #expect(harness.run("NOTE L1").count == 2)
    }

    @Test("are given up when their replies grow beyond the limit")
    func replyBytesMax() throws {
        var limits = BlockLimits()
        #expect(limits.replyBytes == 8 << 20)
        limits.replyBytes = 600
        let harness = try EngineHarness(blockLimits: limits)
        let echo = "ECHO " + String(repeating: "x", count: 400)
        let reply = run(harness, ["LEAD.NEW EMAIL ann@acme.example", echo, echo, "PING"])
        #expect(reply[2].contains(#""code":"LIMIT""#))
        #expect(reply.count { $0.contains(#""message":"command "#) } == 3)
        #expect(reply.count { $0.contains(#""code":"LIMIT""#) } == 1)
        #expect(harness.last("LEAD.GET L1").hasPrefix("-NOTFOUND "))
    }

    @Test("are given up when they read more rows than they may")
    func rowsMax() throws {
        var limits = BlockLimits()
        #expect(limits.rows == 1_000_000)
        limits.rows = 500
        let harness = try EngineHarness(blockLimits: limits)
        for number in 0..<50 { harness.run("LEAD.NEW EMAIL a\(number)@gmail.com") }
        let lists = [String](repeating: "LEAD.LIST COLUMNS id", count: 20)
        let reply = run(harness, ["LEAD.NEW EMAIL ann@acme.example"] + lists)
        #expect(reply.count { $0.contains(#""code":"LIMIT""#) } == 1)
        #expect(reply.count { $0.contains(#""code":"ABORTED""#) } == 20)
        #expect(harness.last("LEAD.GET L51").hasPrefix("-NOTFOUND "))
    }

    @Test("count what they hold, and nothing without MULTI")
    func queuedCount() throws {
        let conversation = try SessionConversation()
        let session = conversation.session
        #expect(session.queuedCommandCount == -1)
        _ = conversation.type("MULTI")
        #expect(session.queuedCommandCount == 0)
        _ = conversation.type("PING")
        _ = conversation.type("LEAD.GET L1")
        #expect(session.queuedCommandCount == 2)
        _ = conversation.type("DISCARD")
        #expect(session.queuedCommandCount == -1)
    }

    @Test("are shown to clients as commands that a block refuses")
    func flags() throws {
        let conversation = try SessionConversation()
        let info = try conversation.call("COMMAND", "INFO", "FORMAT", "LEAD.NEW")
        #expect(info?.elements.map { $0.shown.contains("no_multi") } == [true, false])
    }

    @Test("that are undone leave the store as it was, whatever they held")
    func randomBlocks() throws {
        var undone = 0
        for seed in UInt64(1)...20 {
            let simulation = try Simulation(seed: seed)
            simulation.run(commands: 40)
            for _ in 0..<20 {
                let before = try simulation.engine.store.contentDigest()
                simulation.executeBlock()
                #expect(simulation.writer.commit() == .durable)
                let reply = simulation.replies.last ?? ""
                guard reply.contains("-ABORTED ") || reply.hasPrefix("-EXECABORT ") else {
                    continue
                }
                undone += 1
                let after = try simulation.engine.store.contentDigest()
                #expect(before == after, "seed \(seed): \(reply)")
            }
        }
        #expect(undone > 20)
    }
}
