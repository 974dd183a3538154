import Foundation
import LeadlineEngine
import LeadlineServer
import LeadlineStore
import NIOCore
import Testing

extension ServerTests {
    @Suite("Pipelines")
    struct PipelineTests {
        /// Requests of every kind, whose replies are the same however often they are sent.
        private static let script = [
            "PING\r\n",
            "LEAD.NEW EMAIL ann@acme.example NAME \"Ann Lee\" ONEXISTS ignore\r\n",
            "LEAD.GET L1\n",
            "*2\r\n$4\r\nECHO\r\n$5\r\na\r\nbc\r\n",
            "\r\n# a comment\r\n",
            "*3\r\n$11\r\nSERVICE.SET\r\n$7\r\npayroll\r\n$4\r\nTEXT\r\n",
            "LEAD.LIST COLUMNS id,name\r\n",
            "ECHO \"open\r\n",
            "FORMAT JSON\r\n",
            "LEAD.NEW EMAIL ann@acme.example\r\n",
            "STATUS L1\r\n",
            "NOSUCH\r\n",
            "LEAD.GET L9\r\n",
            "SERVICE.SET setup TEXT \"one time\"\r\n",
            "EVENTS AFTER 0 LIMIT 1 COLUMNS seq,type\r\n",
            "FORMAT TEXT\r\n",
            "*1\r\n$4\r\nPING\r\n",
        ]

        // Fault 10, 11: requests of every kind, cut at every byte, are answered as when they came
        //   whole
        @Test("Replies come in the order of the requests, however the bytes are cut")
        func cuts() async throws {
            try await withServer { server in
                let expected = try await oneByOne(server)
                let bytes = Array(Self.script.joined().utf8)
                for cut in 0...bytes.count {
                    let client = try server.connect()
                    let before = server.inputBytes
                    client.send(Array(bytes[..<cut]))
                    #expect(
                        server.until {
                            $0.inputBytes >= before + cut
                        })
                    client.send(Array(bytes[cut...]))
                    client.finishSending()
                    let replies = try client.readToEnd()
                    #expect(replies == expected, "cut at \(cut)")
                    if replies != expected { return }
                }
            }
        }

        @Test("Lists that the loop reads itself and those that are too long for it come in order")
        func lists() async throws {
            try await withServer { server in
                let client = try server.connect()
                let count = EngineLimits.lookRowsMax + 12
                for number in 1...count {
                    client.send("LEAD.NEW EMAIL x\(number)@d\(number).example\r\n")
                    #expect(try client.readLine() == "=L\(number)")
                }
                client.send("FORMAT JSON\r\n")
                _ = try client.readLine()
                let short = "LEAD.LIST COLUMNS id LIMIT 3\r\n"
                let long = "LEAD.LIST COLUMNS id LIMIT 1000\r\n"
                client.send(short + long + "PING\r\n" + short + short + long + "ECHO end\r\n")
                func page(_ line: String) -> Int { line.components(separatedBy: "\"L").count - 1 }
                var answers: [String] = []
                while answers.count < 7 { answers.append(try client.readLine()) }
                #expect(answers[2].contains("PONG") && answers[6].contains("end"))
                #expect(answers[0] == answers[3] && answers[0] == answers[4])
                #expect(answers[1] == answers[5])
                #expect(page(answers[1]) == count, "\(answers[1].prefix(300))")
                #expect(page(answers[0]) >= 3, "\(answers[0])")
            }
        }

        @Test("A line that ends like HTTP's first was INTERNAL behind another")
        func framedAgain() async throws {
            try await withServer { server in
                let client = try server.connect()
                client.send("LEAD.NEW EMAIL ann@acme.example\r\n")
                #expect(try client.readLine() == "=L1")
                client.send("NOTE a:b HTTP/1.1\r\n")
                #expect(try !client.readLine().hasPrefix("-INTERNAL"))
                // In a block, where the writer frames it, and where the session does.
                client.send("MULTI\r\nNOTE a:b HTTP/1.1\r\nEXEC\r\n")
                #expect(try client.readLine() == "+OK")
                var answer = try client.readLine()
                if answer == "+QUEUED" { answer = try client.readLine() + client.readLine() }
                #expect(!answer.contains("INTERNAL"))
                let other = try server.connect()
                other.send("PING\r\nMULTI\r\nINFO a:b HTTP/1.1\r\nEXEC\r\nQUIT\r\n")
                let text = try other.readToEnd()
                #expect(text.hasPrefix("+PONG\r\n+OK\r\n+QUEUED\r\n"))
                #expect(!text.contains("INTERNAL"))
            }
        }

        @Test("LEAD.CHECK kept an iterator open and went on seeing what had been")
        func checkSeesNewLeads() async throws {
            try await withServer { server in
                let client = try server.connect()
                func ask(_ line: String) throws -> String {
                    client.send(line + "\r\n")
                    return try client.readLine()
                }
                // More of one customer than stand in one row: they are walked through.
                let new = "LEAD.NEW EMAIL ann@acme.example DIRECTION in PRODUCT p"
                for number in 1...20 { #expect(try ask("\(new)\(number)") == "=L\(number)") }
                let check = "LEAD.CHECK EMAIL ann@acme.example PRODUCT p21"
                #expect(try ask(check) == "=free")
                #expect(try ask("\(new)21") == "=L21")
                #expect(try ask(check).hasPrefix("=registered"))
                let cursors = server.server.engine.store.statistics()
                    .first { $0.0 == "open_iterators" }
                #expect(cursors?.1 == "0")
            }
        }

        // Fault 10: one byte a packet gives the same replies
        @Test("One byte at a time gives the same replies")
        func bytewise() async throws {
            try await withServer { server in
                let expected = try await oneByOne(server)
                let client = try server.connect()
                for byte in Self.script.joined().utf8 { client.send([byte]) }
                client.finishSending()
                #expect(try client.readToEnd() == expected)
            }
        }

        /// The replies to the script when each request waits for the one before.
        private func oneByOne(_ server: TestServer) async throws -> String {
            let client = try server.connect()
            var handled = server.requestsHandled
            for request in Self.script {
                client.send(request)
                let isAnswered = !request.hasPrefix("\r\n") && !request.contains("open")
                handled += isAnswered ? 1 : 0
                #expect(
                    server.until { $0.requestsHandled >= handled }
                )
            }
            client.finishSending()
            return try client.readToEnd()
        }

        // Fault 11: 3,000 commands in one packet are answered in order, whoever has the turn
        @Test("A connection that gives up its turn after every request loses none")
        func turns() async throws {
            var limits = TestServer.limits
            limits.turnMax = .zero
            try await withServer(limits: limits) { server in
                let client = try server.connect()
                client.send((0..<3000).map { "ECHO \($0)\r\n" }.joined())
                client.send("LEAD.NEW EMAIL ann@acme.example\r\nLEAD.GET L2\r\n")
                client.finishSending()
                let expected = (0..<3000).map { "=\($0)\r\n" }.joined()
                #expect(try client.readToEnd() == expected + "=L1\r\n-NOTFOUND no lead 'L2'\r\n")
            }
        }

        @Test("What came before another protocol's line is answered")
        func repliesBeforeForeignLine() async throws {
            try await withServer { server in
                let client = try server.connect()
                client.send("LEAD.NEW EMAIL ann@acme.example\r\nPING\r\n")
                client.send("POST / HTTP/1.1\r\nPING\r\n")
                #expect(try client.readToEnd() == "=L1\r\n+PONG\r\n")
            }
        }

        // Fault 87: a read behind a write sees it
        // Guarantee G3: what a connection was answered it reads back
        @Test("A read behind this connection's write sees it")
        func readYourWrites() async throws {
            try await withServer { server in
                let client = try server.connect()
                let count = 300
                client.send(
                    (1...count).map {
                        "LEAD.NEW EMAIL a\($0)@gmail.com NAME \"Ann \($0)\"\r\nLEAD.GET L\($0)\r\n"
                    }.joined())
                client.finishSending()
                let replies = try client.readToEnd()
                #expect(replies.components("\r\n=L").count == count)
                for number in 1...count {
                    #expect(replies.contains(" name\tAnn \(number)\r\n"))
                }
            }
        }

        @Test("A list behind this connection's writes sees them all")
        func listBehindWrites() async throws {
            try await withServer { server in
                let client = try server.connect()
                client.send(
                    (1...50).map { "LEAD.NEW EMAIL a\($0)@gmail.com NAME \"Ann \($0)\"\r\n" }
                        .joined()
                        + "LEAD.LIST COLUMNS id\r\nPING\r\n")
                client.finishSending()
                #expect(try client.readToEnd().hasSuffix(" L2\r\n L1\r\n+OK 50\r\n+PONG\r\n"))
            }
        }

        // Fault 25: after a half-close every whole request is answered, the cut one refused
        @Test("After half-close every whole request is answered and the cut one is refused")
        func halfClose() async throws {
            try await withServer { server in
                let client = try server.connect()
                client.send("PING\r\nLEAD.NEW EMAIL a@gmail.com\r\nLEAD.NEW EMAIL c@gmail.com")
                client.finishSending()
                #expect(
                    try client.readToEnd()
                        == "+PONG\r\n=L1\r\n"
                        + "-ERR Protocol error: unexpected end of input in request\r\n")
                let other = try server.connect()
                other.send("LEAD.LIST COLUMNS id\r\n")
                other.finishSending()
                #expect(try other.readToEnd() == "# id\r\n L1\r\n+OK 1\r\n")
            }
        }

        @Test(
            "Half-close behind blanks, a comment or nothing adds no reply",
            arguments: ["", "PING\r\n", "PING\r\n# cut", "PING\r\n  "])
        func quietEnd(request: String) async throws {
            try await withServer { server in
                let client = try server.connect()
                client.send(request)
                client.finishSending()
                #expect(try client.readToEnd() == (request.isEmpty ? "" : "+PONG\r\n"))
            }
        }

        @Test("telnet's bytes are answered and taken out of the line")
        func telnet() async throws {
            try await withServer { server in
                let client = try server.connect()
                client.send(Array("LEAD.NEW EMAIL a@".utf8) + [0xFF, 0xFD, 0x01])
                client.send(
                    Array("gmail.com NAME Ann\r\nPI".utf8) + [0xFF, 0xF4, 0xFF, 0xFD, 0x06])
                client.send("PING\r\nLEAD.GET L1\r\n\u{4}\r\n")
                let replies = try client.readToEnd()
                #expect(replies.contains("=L1\r\n"))
                #expect(replies.contains("+PONG\r\n"))
                #expect(replies.contains(" email\ta@gmail.com\r\n"))
                #expect(replies.hasSuffix("+OK\r\n"))
            }
        }

        @Test("A framing error is answered behind the earlier replies, then the connection closes")
        func fatal() async throws {
            try await withServer { server in
                let client = try server.connect()
                client.send("LEAD.NEW EMAIL a@gmail.com\r\nPING\r\n*1\r\n$-5\r\nPING\r\n")
                #expect(
                    try client.readToEnd()
                        == "=L1\r\n+PONG\r\n-ERR Protocol error: invalid bulk length\r\n")
            }
        }

        @Test("QUIT answers what came before it and ignores the rest")
        func quit() async throws {
            try await withServer { server in
                let client = try server.connect()
                client.send("LEAD.NEW EMAIL a@gmail.com\r\nQUIT\r\nPING\r\n")
                #expect(try client.readToEnd() == "=L1\r\n+OK\r\n")
            }
        }

        @Test(
            "Another protocol is closed without a reply",
            arguments: ["GET / HTTP/1.1\r\nHost: x\r\n\r\nPING\r\n", "\u{16}\u{3}\u{1}\u{2}"])
        func foreign(request: String) async throws {
            try await withServer { server in
                let client = try server.connect()
                client.send(request)
                #expect(((try? client.readToEnd()) ?? "") == "")
            }
        }

        // Fault 23: clients that reset in mid-pipeline leave the store sound
        @Test("A client that vanishes in mid-pipeline harms nobody")
        func vanishing() async throws {
            try await withServer { server in
                for round in 0..<20 {
                    let client = try server.connect()
                    client.send(
                        (0..<50).map { "LEAD.NEW EMAIL v\(round)x\($0)@gmail.com\r\n" }.joined()
                            + "LEAD.LIST\r\nLEAD.NEW EMAIL cu")
                    client.reset()
                }
                #expect(server.until { $0.connectionsOpen == 0 })
                let client = try server.connect()
                client.send("PING\r\nCHECK DEEP\r\n")
                client.finishSending()
                #expect(try client.readToEnd() == "+PONG\r\n# check\tsubject\tproblem\r\n+OK 0\r\n")
            }
        }
    }
}
