import LeadlineClient
import Testing

@Suite("ConnectionError", .timeLimit(.minutes(1)))
struct ConnectionErrorTests {
    private func failure(
        of commands: [[String]] = [["A"]], _ script: @escaping ScriptedServer.Script
    ) async throws -> ConnectionError? {
        let server = try await ScriptedServer.start(script)
        let client = try await LeadlineClient.connect(port: server.port)
        let error = await #expect(throws: ConnectionError.self) {
            try await client.sendAll(commands)
        }
        await client.close()
        return error
    }

    @Test("A connection that ends before the reply leaves the outcome unknown")
    func endsBeforeReply() async throws {
        let error = try await failure { _ in .close }
        #expect(error?.kind == .outcomeUnknown)
        #expect(error?.description.contains("outcome unknown") == true)
        #expect(error?.replies == [])
    }

    @Test("A connection that ends inside a reply leaves the outcome unknown")
    func endsInsideReply() async throws {
        let error = try await failure { _ in .init(pieces: ["$5\r\nhe"], isLast: true) }
        #expect(error?.kind == .outcomeUnknown)
    }

    @Test("Replies that came before the end are not lost")
    func keepsEarlierReplies() async throws {
        let error = try await failure(of: [["A"], ["B"], ["C"]]) { words in
            words == ["C"] ? .close : .reply("+\(words[0])\r\n")
        }
        #expect(error?.kind == .outcomeUnknown)
        #expect(error?.replies == [.status("A"), .status("B")])
    }

    @Test(
        "Bytes that are no reply end the connection",
        arguments: ["hello\r\n", "$x\r\n", "*-5\r\n", "\0\r\n"])
    func refusesForeignBytes(bytes: String) async throws {
        let error = try await failure { _ in .reply(bytes) }
        #expect(error?.kind == .protocolViolation)
    }

    @Test("A reply that no command asked for ends the connection")
    func refusesUnaskedReplies() async throws {
        let server = try await ScriptedServer.start { _ in .reply("+one\r\n+two\r\n") }
        let client = try await LeadlineClient.connect(port: server.port)
        #expect(try await client.send(["A"]) == .status("one"))
        let error = await #expect(throws: ConnectionError.self) { try await client.send(["B"]) }
        #expect(error?.kind == .notSent)
    }

    @Test("Nothing is sent on a closed connection")
    func refusesAfterClose() async throws {
        let server = try await ScriptedServer.start { _ in .silence }
        let client = try await LeadlineClient.connect(port: server.port)
        await client.close()
        let error = await #expect(throws: ConnectionError.self) { try await client.send(["A"]) }
        #expect(error?.kind == .notSent)
        #expect(server.requests == [["HELLO", "3"]])
        await client.close()
    }

    @Test("Closing fails what is still unanswered")
    func closingFailsTheUnanswered() async throws {
        let server = try await ScriptedServer.start { _ in .silence }
        let client = try await LeadlineClient.connect(port: server.port)
        let waiting = Task { try await client.send(["A"]) }
        while server.requests.count < 2 { try await Task.sleep(for: .milliseconds(2)) }
        await client.close()
        let error = await #expect(throws: ConnectionError.self) { try await waiting.value }
        #expect(error?.kind == .outcomeUnknown)
    }

    @Test("A closed port cannot be connected to, and the message says why")
    func closedPort() async throws {
        let server = try await ScriptedServer.start { _ in .silence }
        try await server.stop()
        let error = await #expect(throws: ConnectionError.self) {
            try await LeadlineClient.connect(port: server.port)
        }
        #expect(error?.kind == .cannotConnect)
        #expect(error?.reason == "127.0.0.1:\(server.port): Connection refused")
    }

    @Test(
        "A server that does not answer the greeting cannot be connected to",
        arguments: [ScriptedServer.Answer.silence, .close])
    func noGreeting(answer: ScriptedServer.Answer) async throws {
        let server = try await ScriptedServer.start(greeting: answer)
        let error = await #expect(throws: ConnectionError.self) {
            try await LeadlineClient.connect(port: server.port, timeout: .milliseconds(200))
        }
        #expect(error?.kind == .cannotConnect)
    }

    @Test("A refused greeting is thrown as the server's error")
    func refusedGreeting() async throws {
        let server = try await ScriptedServer.start(greeting: .reply("-WRONGPASS bad login\r\n"))
        await #expect(throws: ServerError(code: "WRONGPASS", message: "bad login")) {
            try await LeadlineClient.connect(port: server.port)
        }
    }
}
