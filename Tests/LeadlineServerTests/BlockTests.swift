import LeadlineServer
import LeadlineStore
import LeadlineWire
import Synchronization
import Testing

extension ServerTests {
    @Suite("Blocks of MULTI and EXEC")
    struct BlockTests {
        private static func lines(_ lines: [String]) -> String {
            lines.map { $0 + "\r\n" }.joined()
        }

        private static func resp(_ requests: [[String]]) -> String {
            requests.map { RawClient.request($0) }.joined()
        }

        @Test("sixteen in one pipeline are answered in order, each by itself whole or not at all")
        func pipeline() async throws {
            try await withServer { server in
                let client = try server.connect()
                client.send(
                    (0..<16).map { block in
                        Self.resp([
                            ["MULTI"], ["LEAD.NEW", "EMAIL", "a\(block)@gmail.com"],
                            ["LEAD.SET", "$1", "TITLE", "block \(block)"],
                            [
                                "LEAD.NEW", "EMAIL",
                                block % 4 == 3 ? "a0@gmail.com" : "b\(block)@gmail.com",
                            ],
                            ["EXEC"], ["PING"],
                        ])
                    }.joined())
                var next = 1
                for block in 0..<16 {
                    #expect(try client.reply() == .simple("OK"))
                    for _ in 0..<3 { #expect(try client.reply() == .simple("QUEUED")) }
                    guard case .array(let replies) = try client.reply() else {
                        Issue.record("block \(block)")
                        return
                    }
                    if block % 4 == 3 {
                        let cause = "command 3: EXISTS L1 customer is registered"
                        #expect(replies[0] == .error(code: "ABORTED", message: cause))
                        #expect(replies[1] == .error(code: "ABORTED", message: cause))
                        #expect(
                            replies[2]
                                == .error(code: "EXISTS", message: "L1 customer is registered"))
                    } else {
                        #expect(replies[0] == .bulk(Array("L\(next)".utf8)))
                        #expect(replies[1] == .integer(2))
                        #expect(replies[2] == .bulk(Array("L\(next + 1)".utf8)))
                        next += 2
                    }
                    #expect(try client.reply() == .simple("PONG"))
                }
                #expect(try await Self.isSound(server))
            }
        }

        @Test("a block of 1,001 commands is refused whole, one of 1,000 runs")
        func tooMany() async throws {
            try await withServer { server in
                let client = try server.connect()
                let many = (0..<1001).map { "LEAD.NEW EMAIL m\($0)@gmail.com" }
                client.send(Self.lines(["MULTI"] + many + ["EXEC", "PING"]))
                #expect(try client.readLine() == "+OK")
                for _ in 0..<1000 { #expect(try client.readLine() == "+QUEUED") }
                #expect(try client.readLine().hasPrefix("-LIMIT "))
                #expect(try client.readLine().hasPrefix("-EXECABORT "))
                #expect(try client.readLine() == "+PONG")
                client.send(Self.lines(["MULTI"] + many.dropLast() + ["EXEC"]))
                for _ in 0..<1001 { _ = try client.readLine() }
                for number in 1...1000 {
                    #expect(try client.readLine() == #" {"ok":true,"result":"L\#(number)"}"#)
                }
                #expect(try client.readLine() == "+OK 1000")
            }
        }

        @Test("EXEC after a syntax error is EXECABORT, and others are unharmed")
        func spoiled() async throws {
            try await withServer { server in
                let client = try server.connect()
                let other = try server.connect()
                client.send(
                    Self.lines([
                        "MULTI", "LEAD.NEW EMAIL a@gmail.com", "LEAD.NEW EMIAL b@gmail.com", "EXEC",
                    ]))
                #expect(try client.readLine() == "+OK")
                #expect(try client.readLine() == "+QUEUED")
                #expect(try client.readLine().hasPrefix("-ERR unknown keyword 'EMIAL'"))
                #expect(
                    try client.readLine()
                        == "-EXECABORT Transaction discarded because of previous errors.")
                other.send(Self.lines(["LEAD.NEW EMAIL a@gmail.com"]))
                #expect(try other.readLine() == "=L1")
            }
        }

        @Test(
            "One that dies before EXEC leaves nothing, one that dies after it all or nothing"
        )
        func dying() async throws {
            try await withServer { server in
                for round in 0..<30 {
                    let client = try server.connect()
                    let block = (0..<5).map { "LEAD.NEW EMAIL d\(round)x\($0)@gmail.com" }
                    client.send(Self.lines(["MULTI"] + block + (round % 3 == 0 ? [] : ["EXEC"])))
                    if round % 3 == 2 { _ = try client.readLine() }
                    client.reset()
                }
                #expect(server.until { $0.connectionsOpen == 0 })
                let client = try server.connect()
                // What the dead have left in the writer's queue is executed before this.
                #expect(try client.ask("LEAD.NEW", "EMAIL", "last@gmail.com") != .null)
                for round in 0..<30 {
                    var found = 0
                    for number in 0..<5 {
                        let check = try client.ask(
                            "LEAD.CHECK", "EMAIL", "d\(round)x\(number)@gmail.com")
                        found += check == .bulk(Array("registered".utf8)) ? 1 : 0
                    }
                    #expect(found == 0 || (found == 5 && round % 3 != 0), "round \(round)")
                }
                #expect(try await Self.isSound(server))
            }
        }

        // Guarantee G2: of two blocks over the same customers one makes all, the other none
        @Test("Two connections' blocks over the same customers: one makes all, the other none")
        func race() async throws {
            try await withServer { server in
                let clients = try (0..<2).map { _ in try server.connect() }
                for round in 0..<50 {
                    for (number, client) in clients.enumerated() {
                        let order = number == 0 ? [0, 1, 2] : [2, 1, 0]
                        client.send(
                            Self.resp(
                                [["MULTI"], ["PARTNER.NEW", "NAME", "p\(round)-\(number)"]]
                                    + order.map {
                                        ["LEAD.NEW", "EMAIL", "r\(round)x\($0)@gmail.com"]
                                    } + [["EXEC"]]))
                    }
                    var made = 0
                    for client in clients {
                        for _ in 0..<5 { _ = try client.reply() }
                        guard case .array(let replies) = try client.reply() else {
                            Issue.record("round \(round)")
                            return
                        }
                        let errors = replies.count {
                            if case .error = $0 { true } else { false }
                        }
                        #expect(errors == 0 || errors == 4)
                        made += errors == 0 ? 1 : 0
                    }
                    #expect(made == 1)
                }
                let leads = try clients[0].ask("DBSIZE")
                #expect(leads == .integer(150))
                #expect(try await Self.isSound(server))
            }
        }

        @Test("A commit that failed half-way answers UNCERTAIN to the whole EXEC")
        func uncertain() async throws {
            let script = ScriptedJournal.Script(outcomes: [.unknown], isGated: false)
            try await withServer(journal: script.journal) { server in
                let client = try server.connect()
                client.send(
                    Self.lines([
                        "MULTI", "LEAD.NEW EMAIL a@gmail.com", "LEAD.NEW EMAIL b@gmail.com",
                        "EXEC",
                    ]))
                for _ in 0..<3 { _ = try client.readLine() }
                #expect(try client.readLine().hasPrefix("-UNCERTAIN "))
                await server.server.untilUncertain()
            }
        }

        @Test("No reply of EXEC leaves before the block is durable")
        func nothingBeforeDurable() async throws {
            let script = ScriptedJournal.Script(isGated: true)
            try await withServer(journal: script.journal) { server in
                defer { script.release(1000) }
                let client = try server.connect()
                client.send(
                    Self.lines([
                        "MULTI", "LEAD.NEW EMAIL a@gmail.com", "LEAD.NEW EMAIL b@gmail.com",
                        "EXEC", "PING",
                    ]))
                #expect(server.until { _ in script.asked.load(ordering: .relaxed) == 1 })
                for expected in ["+OK", "+QUEUED", "+QUEUED"] {
                    #expect(try client.readLine() == expected)
                }
                #expect(try client.receive(within: .milliseconds(50)) == [])
                script.release(1000)
                #expect(try client.readLine() == #" {"ok":true,"result":"L1"}"#)
                #expect(try client.readLine() == #" {"ok":true,"result":"L2"}"#)
                #expect(try client.readLine() == "+OK 2")
                #expect(try client.readLine() == "+PONG")
            }
        }

        // Fault 34: EXEC at a full queue is TRYAGAIN, and nothing of the block runs
        @Test("EXEC at a full queue is TRYAGAIN and nothing of the block runs")
        func fullQueue() async throws {
            var limits = TestServer.limits
            limits.queuedRequestsMax = 10
            let script = ScriptedJournal.Script(isGated: true)
            try await withServer(limits: limits, journal: script.journal) { server in
                defer { script.release(1000) }
                let first = try server.connect()
                let asked = try script.letThrough(first, "LEAD.NEW EMAIL warm@gmail.com")
                first.send("LEAD.NEW EMAIL first@gmail.com\r\n")
                #expect(server.until { _ in script.asked.load(ordering: .relaxed) == asked + 1 })
                let filler = try server.connect()
                filler.send((0..<10).map { "LEAD.NEW EMAIL f\($0)@gmail.com\r\n" }.joined())
                #expect(server.until { $0.requestsHandled == 12 })
                let third = try server.connect()
                third.send(
                    Self.lines([
                        "MULTI", "CLIENT SETNAME x", "LEAD.NEW EMAIL third@gmail.com", "EXEC",
                        "CLIENT GETNAME",
                    ]))
                for expected in ["+OK", "+QUEUED", "+QUEUED"] {
                    #expect(try third.readLine() == expected)
                }
                #expect(try third.readLine().hasPrefix("-TRYAGAIN "))
                #expect(try third.readLine() == "_")
                script.release(1000)
                #expect(try first.readLine() == "=L2")
                for number in 3...12 { #expect(try filler.readLine() == "=L\(number)") }
                third.send("LEAD.CHECK EMAIL third@gmail.com\r\n")
                #expect(try third.readLine() == "=free")
            }
        }

        @Test("A block larger than a group is committed alone and whole")
        func large() async throws {
            let script = ScriptedJournal.Script(isGated: false)
            try await withServer(journal: script.journal) { server in
                let client = try server.connect()
                let text = String(repeating: "x", count: 50_000)
                let notes = (0..<60).map { _ in "NOTE L1 \(text)" }
                client.send(
                    Self.lines(["MULTI", "LEAD.NEW EMAIL a@gmail.com"] + notes + ["EXEC"]))
                for _ in 0..<62 { _ = try client.readLine() }
                for _ in 0..<61 { #expect(try client.readLine().hasPrefix(#" {"ok":true"#)) }
                #expect(try client.readLine() == "+OK 61")
                #expect(script.asked.load(ordering: .relaxed) == 1)
            }
        }

        private static func isSound(_ server: TestServer) async throws -> Bool {
            let client = try server.connect()
            client.send("CHECK DEEP\r\n")
            client.finishSending()
            return try client.readToEnd() == "# check\tsubject\tproblem\r\n+OK 0\r\n"
        }
    }
}
