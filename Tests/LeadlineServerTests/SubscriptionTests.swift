import Glibc
import LeadlineEngine
import LeadlineServer
import LeadlineStore
import LeadlineWire
import Synchronization
import Testing

extension ServerTests {
    @Suite("Subscriptions")
    struct SubscriptionTests {
        private func lead(_ name: String) -> String { "LEAD.NEW EMAIL \(name)@gmail.com\r\n" }

        /// The event's number in a line that is a push, or nil.
        private func sequence(_ line: String) -> Int? {
            guard line.hasPrefix(">"), let place = line.firstRange(of: "\"seq\":") else {
                return nil
            }
            return Int(line[place.upperBound...].prefix { $0.isNumber })
        }

        @Test("Pushes come in order, between whole replies, also those of one's own writes")
        func order() async throws {
            try await withServer { server in
                let client = try server.connect()
                client.send("SUBSCRIBE lead.created\r\n")
                #expect(try client.readLine() == "+OK 1")
                let other = try server.connect()
                let count = 300
                client.send(
                    (1...count).map { lead("a\($0)") + "LEAD.LIST LIMIT 2 COLUMNS id,status\r\n" }
                        .joined())
                other.send((1...count).map { lead("b\($0)") }.joined())
                var pushed: [Int] = []
                func reply() throws -> String {
                    while true {
                        let line = try client.readLine()
                        guard let number = sequence(line) else { return line }
                        pushed.append(number)
                    }
                }
                for _ in 1...count {
                    #expect(try reply().hasPrefix("=L"))
                    // From the header on no push may stand before the last line.
                    #expect(try reply() == "# id\tstatus")
                    var line = try client.readLine()
                    while line.hasPrefix(" ") { line = try client.readLine() }
                    #expect(line.hasPrefix("+OK "))
                }
                for _ in 1...count { #expect(try other.readLine().hasPrefix("=L")) }
                while pushed.count < 2 * count {
                    pushed.append(try #require(sequence(try client.readLine())))
                }
                #expect(pushed == Array(1...(2 * count)))
            }
        }

        @Test("What was asked before SUBSCRIBE is answered before its confirmation")
        func confirmation() async throws {
            let script = ScriptedJournal.Script(isGated: true)
            try await withServer(journal: script.journal) { server in
                defer { script.release(1000) }
                let client = try server.connect()
                client.send(RawClient.request(["LEAD.NEW", "EMAIL", "a@gmail.com"]))
                #expect(server.until { _ in script.asked.load(ordering: .relaxed) == 1 })
                client.send(
                    RawClient.request(["SUBSCRIBE", "lead.created"])
                        + RawClient.request(["PING", "x"]))
                script.release(1000)
                #expect(try client.reply() == .bulk(Array("L1".utf8)))
                let other = try server.connect()
                other.send(lead("b"))
                #expect(try other.readLine() == "=L2")
                #expect(try client.reply().words == ["subscribe", "lead.created", "1"])
                #expect(try client.reply().words == ["pong", "x"])
                #expect(try client.reply().words.prefix(2) == ["message", "lead.created"])
            }
        }

        // Guarantee G3: nobody is told of an event before it is durable
        // Threat T27: of a group that was lost nobody is told
        @Test("Nobody is told before the group is durable, and of a lost group nobody is told")
        func durable() async throws {
            let script = ScriptedJournal.Script(outcomes: [.durable, .unknown], isGated: true)
            try await withServer(journal: script.journal) { server in
                defer { script.release(1000) }
                let client = try server.connect()
                client.send("PSUBSCRIBE *\r\n")
                #expect(try client.readLine() == "+OK 1")
                let writer = try server.connect()
                writer.send(lead("a"))
                #expect(server.until { _ in script.asked.load(ordering: .relaxed) == 1 })
                #expect(try client.receive(within: .milliseconds(50)) == [])
                script.release()
                #expect(try writer.readLine() == "=L1")
                #expect(sequence(try client.readLine()) == 1)
                writer.send(lead("b"))
                script.release()
                #expect(try writer.readLine().hasPrefix("-UNCERTAIN "))
                client.send("PING\r\n")
                #expect(try client.readLine() == "+PONG")
            }
        }

        @Test("The 129th subscription of a connection is refused, and so is a name too long")
        func limits() async throws {
            try await withServer { server in
                let client = try server.connect()
                let names = (1...127).map { "c\($0)" }.joined(separator: " ")
                client.send("SUBSCRIBE \(names)\r\nPSUBSCRIBE c*\r\nPSUBSCRIBE c* d*\r\n")
                #expect(try client.readLine() == "+OK 127")
                #expect(try client.readLine() == "+OK 128")
                #expect(
                    try client.readLine() == "-LIMIT at most 128 subscriptions of a connection")
                client.send("SUBSCRIBE c1\r\nUNSUBSCRIBE c1\r\nPSUBSCRIBE d*\r\n")
                #expect(try client.readLine() == "+OK 128")
                #expect(try client.readLine() == "+OK 127")
                #expect(try client.readLine() == "+OK 128")
                let long = String(repeating: "x", count: EngineLimits.channelBytesMax)
                let other = try server.connect()
                other.send("SUBSCRIBE \(long)\r\nSUBSCRIBE \(long)x\r\n")
                #expect(try other.readLine() == "+OK 1")
                #expect(try other.readLine() == "-LIMIT channel: at most 128 bytes")
            }
        }

        @Test("A subscriber that dies in the middle is forgotten; the others are told on")
        func death() async throws {
            try await withServer { server in
                let dying = try server.connect(receiveBufferBytes: 4 << 10)
                let living = try server.connect()
                for client in [dying, living] {
                    client.send("PSUBSCRIBE lead.*\r\n")
                    #expect(try client.readLine() == "+OK 1")
                }
                let writer = try server.connect()
                writer.send((1...200).map { lead("a\($0)") }.joined())
                for _ in 1...100 { _ = try writer.readLine() }
                dying.reset()
                for _ in 101...200 { _ = try writer.readLine() }
                for number in 1...200 { #expect(sequence(try living.readLine()) == number) }
                #expect(server.until { $0.subscribers == 1 })
                living.close()
                #expect(server.until { $0.subscribers == 0 })
            }
        }

        // Fault 37: of 201 subscribers one is stuck: that one is told RESYNC and closed
        @Test("One of many subscribers is stuck: only that one is told RESYNC and closed")
        func stuck() async throws {
            var limits = TestServer.limits
            limits.listenerBytesSoft = 32 << 10
            limits.listenerPatienceMilliseconds = 3000
            // However quick the machine is, patience ends before room does.
            limits.outputBytesMax = 1 << 30
            try await withServer(limits: limits) { server in
                let stuck = try server.connect(receiveBufferBytes: 4 << 10)
                let others = try (1...200).map { _ in try server.connect() }
                try subscribeOften(stuck)
                for client in others {
                    client.send("SUBSCRIBE lead.created\r\n")
                    #expect(try client.readLine() == "+OK 1")
                }
                let writer = try server.connect()
                let field = String(repeating: "x", count: 4000)
                var count = 0
                while server.overruns == 0, count < 3000 {
                    count += 1
                    writer.send("LEAD.NEW EMAIL a\(count)@gmail.com FIELD a \(field)\r\n")
                    #expect(try writer.readLine() == "=L\(count)")
                    for client in others {
                        #expect(sequence(try client.readLine()) == count)
                    }
                    usleep(150_000)
                }
                #expect(server.overruns == 1)
                var last = 0
                var line = try stuck.readLine()
                while let number = sequence(line) {
                    #expect(number == last || number == last + 1)
                    last = number
                    line = try stuck.readLine()
                }
                #expect(line == "-RESYNC missed events; read on with EVENTS AFTER \(last)")
                #expect(try stuck.readToEnd() == "")
                #expect(server.until { $0.subscribers == 200 })
            }
        }

        // Threat T10: a subscriber that never reads is cut off
        @Test("A stuck subscriber that never reads is cut off")
        func cutOff() async throws {
            var limits = TestServer.limits
            limits.listenerBytesSoft = 32 << 10
            limits.listenerPatienceMilliseconds = 300
            try await withServer(limits: limits) { server in
                let stuck = try server.connect(receiveBufferBytes: 4 << 10)
                try subscribeOften(stuck)
                let writer = try server.connect()
                try flood(writer) { server.overruns > 0 }
                #expect(server.until { $0.connectionsOpen == 1 })
            }
        }

        @Test("Far too much unread closes a subscriber at once")
        func hardLimit() async throws {
            var limits = TestServer.limits
            limits.outputBytesHigh = 64 << 10
            limits.outputBytesLow = 16 << 10
            limits.outputBytesMax = 512 << 10
            limits.listenerPatienceMilliseconds = 600_000
            try await withServer(limits: limits) { server in
                let stuck = try server.connect(receiveBufferBytes: 4 << 10)
                try subscribeOften(stuck)
                let writer = try server.connect()
                try flood(writer) { server.overruns > 0 }
                #expect(server.overruns == 1)
                #expect(server.until { $0.connectionsOpen == 1 })
                writer.send("INFO stats\r\n")
                var lines: [String] = []
                while lines.last?.hasPrefix("+") != true { lines.append(try writer.readLine()) }
                #expect(lines.contains(" client_output_buffer_limit_disconnections:1"))
            }
        }

        /// Has every event sent a hundred times.
        private func subscribeOften(_ client: RawClient) throws {
            let patterns = (1...100).map { String(repeating: "*", count: $0) }
            client.send("PSUBSCRIBE \(patterns.joined(separator: " "))\r\n")
            #expect(try client.readLine() == "+OK 100")
        }

        /// Registers leads of 4 KB until something has happened, or 20 MB.
        private func flood(_ writer: RawClient, until isSo: () -> Bool) throws {
            let field = String(repeating: "x", count: 4000)
            for number in 1...5000 where !isSo() {
                writer.send("LEAD.NEW EMAIL f\(number)@gmail.com FIELD a \(field)\r\n")
                #expect(try writer.readLine() == "=L\(number)")
            }
        }

        // Threat T27: what a subscriber was not told is a gap that it learns of
        @Test("What a loop could not keep for its subscribers ends in RESYNC")
        func lostMail() async throws {
            var limits = TestServer.limits
            limits.mailboxBytesMax = 0
            limits.executingMax = .seconds(10)
            let script = ScriptedJournal.Script(isGated: true)
            try await withServer(limits: limits, journal: script.journal) { server in
                defer { script.release(1000) }
                let client = try server.connect()
                client.send("SUBSCRIBE lead.created\r\n")
                #expect(try client.readLine() == "+OK 1")
                let writer = try server.connect()
                writer.send(lead("a"))
                #expect(server.until { _ in script.asked.load(ordering: .relaxed) == 1 })
                writer.send((1...10).map { lead("b\($0)") }.joined())
                // All ten are in the group that follows.
                #expect(server.until { $0.registrations == 11 })
                // The mailbox is empty again once the first is read.
                script.release(1)
                #expect(sequence(try client.readLine()) == 1)
                script.release(1000)
                #expect(sequence(try client.readLine()) == 2)
                #expect(
                    try client.readLine() == "-RESYNC missed events; read on with EVENTS AFTER 2")
                #expect(try client.readToEnd() == "")
            }
        }

        @Test("RESYNC names the newest event at the time of subscribing when none was told")
        func nothingTold() async throws {
            var limits = TestServer.limits
            limits.mailboxBytesMax = -1
            try await withServer(limits: limits) { server in
                let writer = try server.connect()
                writer.send(lead("a") + lead("b"))
                #expect(try writer.readLine() == "=L1")
                #expect(try writer.readLine() == "=L2")
                let client = try server.connect()
                client.send("SUBSCRIBE lead.created\r\n")
                #expect(try client.readLine() == "+OK 1")
                writer.send(lead("c"))
                #expect(try writer.readLine() == "=L3")
                #expect(
                    try client.readToEnd()
                        == "-RESYNC missed events; read on with EVENTS AFTER 2\r\n")
            }
        }

        @Test("Replies that are not read hold pushes up as well")
        func unreadReplies() async throws {
            var limits = TestServer.limits
            limits.listenerBytesSoft = 8 << 10
            // So long it may stay unread, and so long the client then has to read it.
            limits.listenerPatienceMilliseconds = 2000
            try await withServer(limits: limits) { server in
                let writer = try server.connect()
                let long = String(repeating: "x", count: 60_000)
                writer.send(lead("a") + "NOTE L1 \(long)\r\n")
                #expect(try writer.readLine() == "=L1")
                #expect(try writer.readLine() == "+OK")
                let client = try server.connect(receiveBufferBytes: 4 << 10)
                client.send("SUBSCRIBE lead.lost partner.created\r\n")
                #expect(try client.readLine() == "+OK 2")
                // Replies that are not read hold pushes up as well.
                client.send(String(repeating: "NOTE L1\r\n", count: 300))
                #expect(server.until { $0.outputBytes > 1 << 20 })
                // The system takes some megabytes; what comes once it is full stays with us.
                var sent = 0
                while sent != server.outputBytes {
                    sent = server.outputBytes
                    try await Task.sleep(for: .milliseconds(300))
                }
                writer.send("PARTNER.NEW NAME A\r\n")
                #expect(try writer.readLine() == "=P1")
                #expect(server.until { $0.overruns == 1 })
                let lines = try client.readToEnd().components("\r\n")
                #expect(
                    lines.suffix(2) == [
                        "-RESYNC missed events; read on with EVENTS AFTER 3", "",
                    ])
            }
        }

        @Test("A stop ends subscribed connections")
        func stop() async throws {
            let server = try await TestServer.start()
            let client = try server.connect()
            client.send("PSUBSCRIBE *\r\nMONITOR\r\n")
            #expect(try client.readLine() == "+OK 1")
            #expect(try client.readLine() == "+OK")
            try await server.stop()
            #expect(try client.readToEnd() == "")
        }
    }
}

extension RESPValue {
    /// The elements of an array or push as text.
    fileprivate var words: [String] {
        switch self {
        case .array(let values), .push(let values): values.flatMap(\.words)
        case .bulk(let bytes): [String(decoding: bytes, as: UTF8.self)]
        case .integer(let number): ["\(number)"]
        default: ["\(self)"]
        }
    }
}
