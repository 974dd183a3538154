import LeadlineClient
import Testing

@Suite("LeadlineClient", .timeLimit(.minutes(1)))
struct LeadlineClientTests {
    private static func echo(_ words: [String]) -> ScriptedServer.Answer {
        let word = words.last ?? ""
        return .reply("$\(word.utf8.count)\r\n\(word)\r\n")
    }

    private func connect(_ server: ScriptedServer) async throws -> LeadlineClient {
        try await LeadlineClient.connect(port: server.port)
    }

    @Test("It greets with HELLO 3 and keeps what the server says of itself")
    func greets() async throws {
        let server = try await ScriptedServer.start(Self.echo)
        let client = try await connect(server)
        #expect(server.requests == [["HELLO", "3"]])
        #expect(client.server["proto"] == .integer(3))
        await client.close()
    }

    @Test("It logs in with the greeting")
    func logsIn() async throws {
        let server = try await ScriptedServer.start(Self.echo)
        let client = try await LeadlineClient.connect(
            port: server.port, credentials: .init(user: "ann", token: "s3cret"))
        #expect(server.requests == [["HELLO", "3", "AUTH", "ann", "s3cret"]])
        await client.close()
    }

    @Test("Words arrive verbatim, whatever is in them")
    func sendsWordsVerbatim() async throws {
        let server = try await ScriptedServer.start(Self.echo)
        let client = try await connect(server)
        let words = ["ECHO", "", "two words", "\"quoted\\", "line\r\n*1\r\n", "Zoë 名"]
        #expect(try await client.send(words) == .string(Array("Zoë 名".utf8)))
        #expect(server.requests.last == words)
        await client.close()
    }

    @Test(
        "Every kind of RESP value becomes its reply",
        arguments: [
            ("+OK\r\n", Reply.status("OK")),
            (":-42\r\n", .integer(-42)),
            ("$3\r\na\nb\r\n", .string(Array("a\nb".utf8))),
            ("$0\r\n\r\n", .string([])),
            ("_\r\n", .null),
            ("$-1\r\n", .null),
            ("#t\r\n", .bool(true)),
            ("#f\r\n", .bool(false)),
            (",0.5\r\n", .double(0.5)),
            ("=7\r\ntxt:a\nb\r\n", .text("a\nb")),
            ("*2\r\n:1\r\n$1\r\nx\r\n", .list([.integer(1), .string([120])])),
            ("~1\r\n+fast\r\n", .list([.status("fast")])),
            ("*0\r\n", .list([])),
            (
                "%1\r\n$2\r\nid\r\n$3\r\nL42\r\n",
                .map([.init(key: .string(Array("id".utf8)), value: .string(Array("L42".utf8)))])
            ),
            (
                "*1\r\n-EXISTS L7 is live\r\n",
                .list([.error(ServerError(code: "EXISTS", message: "L7 is live"))])
            ),
        ])
    func readsEveryKind(bytes: String, expected: Reply) async throws {
        let server = try await ScriptedServer.start { _ in .reply(bytes) }
        let client = try await connect(server)
        #expect(try await client.send(["ANY"]) == expected)
        await client.close()
    }

    @Test("A reply may come byte by byte")
    func readsCutReplies() async throws {
        let bytes = "*2\r\n$5\r\nhello\r\n=8\r\ntxt:a\r\nb\r\n+next\r\n"
        let server = try await ScriptedServer.start { _ in
            ScriptedServer.Answer(pieces: bytes.utf8.map { String(UnicodeScalar($0)) })
        }
        let client = try await connect(server)
        let reply = try await client.sendAll([["A"]])
        #expect(reply == [.list([.string(Array("hello".utf8)), .text("a\r\nb")])])
        await client.close()
    }

    @Test("Many tasks share a connection and each gets its own reply")
    func pipelinesConcurrentSends() async throws {
        let server = try await ScriptedServer.start(Self.echo)
        let client = try await connect(server)
        let wrong = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<500 {
                group.addTask {
                    try await client.send(["ECHO", "n\(number)"]).string != "n\(number)"
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wrong == 0)
        #expect(server.requests.count == 501)
        await client.close()
    }

    @Test("An error reply is thrown, and the connection lives on")
    func throwsServerErrors() async throws {
        let server = try await ScriptedServer.start { words in
            words == ["BAD"] ? .reply("-NOTFOUND no lead 'L9'\r\n") : Self.echo(words)
        }
        let client = try await connect(server)
        await #expect(throws: ServerError(code: "NOTFOUND", message: "no lead 'L9'")) {
            try await client.send(["BAD"])
        }
        #expect(try await client.send(["ECHO", "x"]).string == "x")
        await client.close()
    }

    @Test("Several commands sent together keep refusals in their places")
    func keepsErrorsInPlace() async throws {
        let server = try await ScriptedServer.start { words in
            words == ["BAD"] ? .reply("-ERR no\r\n") : Self.echo(words)
        }
        let client = try await connect(server)
        let replies = try await client.sendAll([["ECHO", "a"], ["BAD"], ["ECHO", "b"]])
        #expect(
            replies == [
                .string([97]), .error(ServerError(code: "ERR", message: "no")), .string([98]),
            ])
        #expect(try await client.sendAll([]) == [])
        await client.close()
    }

    @Test("Inline lines leave as they are, each with its line end")
    func sendsLines() async throws {
        let server = try await ScriptedServer.start { _ in .reply("+OK\r\n") }
        let client = try await connect(server)
        let replies = try await client.sendInline(["NOTE L1 \"two words\"", "PING"])
        #expect(replies == [.status("OK"), .status("OK")])
        #expect(server.requests.dropFirst() == [["NOTE L1 \"two words\"\r\n"], ["PING\r\n"]])
        await client.close()
    }

    @Test("A push between replies answers no command")
    func skipsPushes() async throws {
        let server = try await ScriptedServer.start { _ in
            .reply(">2\r\n+message\r\n+hello\r\n+OK\r\n")
        }
        let client = try await connect(server)
        #expect(try await client.send(["A"]) == .status("OK"))
        await client.close()
    }

    @Test("A cancelled send leaves the next reply to the next command")
    func dropsCancelledReplies() async throws {
        let server = try await ScriptedServer.start { words in
            words == ["SLOW"] ? .silence : .reply("+slow\r\n+\(words[0])\r\n")
        }
        let client = try await connect(server)
        let slow = Task { try await client.send(["SLOW"]) }
        while server.requests.count < 2 { try await Task.sleep(for: .milliseconds(2)) }
        slow.cancel()
        let error = await #expect(throws: ConnectionError.self) { try await slow.value }
        #expect(error?.kind == .cancelled)
        #expect(try await client.send(["NEXT"]) == .status("NEXT"))
        await client.close()
    }
}
