import Dispatch
import LeadlineServer
import LeadlineWire
import Synchronization
import Testing

extension ServerTests {
    @Suite("Connection limits")
    struct LimitTests {
        // Fault 29: one connection too many is told so and closed, the others go on
        @Test("A connection over the limit is told so and closed; the others stay")
        func connectionsMax() async throws {
            var limits = TestServer.limits
            limits.connectionsMax = 3
            try await withServer(limits: limits) { server in
                let clients = try (0..<3).map { _ in try server.connect() }
                for client in clients { #expect(try client.ask("PING") == .simple("PONG")) }
                for _ in 0..<5 {
                    let refused = try server.connect()
                    #expect(
                        try refused.readToEnd() == "-ERR max number of clients reached\r\n")
                }
                for client in clients { #expect(try client.ask("PING") == .simple("PONG")) }
                clients[0].close()
                #expect(server.until { $0.connectionsOpen == 2 })
                let next = try server.connect()
                #expect(try next.ask("PING") == .simple("PONG"))
                #expect(server.connectionsRejected == 5)
            }
        }

        // Fault 26: a client that does not read is not read from, and loses no reply
        @Test("A client that does not read is not read from, and loses no reply")
        func throttling() async throws {
            var limits = TestServer.limits
            limits.outputBytesHigh = 64 << 10
            limits.outputBytesLow = 16 << 10
            try await withServer(limits: limits) { server in
                let client = try server.connect(receiveBufferBytes: 8 << 10)
                let text = String(repeating: "x", count: 4 << 10)
                let request = RawClient.request(["ECHO", text])
                let count = 4000
                let sending = client.sendAside(request, times: count)
                let total = request.utf8.count * count
                #expect(settledInput(server) < total / 2)
                let expected = RESPValue.bulk(Array(text.utf8))
                for _ in 0..<count { #expect(try client.reply() == expected) }
                sending.wait()
                #expect(server.inputBytes == total)
            }
        }

        /// Waits until the server reads nothing any more, and answers how much it has read.
        private func settledInput(_ server: TestServer) -> Int {
            var last = -1
            var unchanged = 0
            _ = server.until { server in
                let now = server.inputBytes
                unchanged = now == last && now > 0 ? unchanged + 1 : 0
                last = now
                return unchanged > 4000
            }
            return last
        }

        // Fault 26: a client with too many replies pending is closed, the others stay
        @Test("A client with far too many replies pending is closed; the others stay")
        func slowReader() async throws {
            var limits = TestServer.limits
            limits.outputBytesHigh = 64 << 10
            limits.outputBytesLow = 16 << 10
            limits.outputBytesMax = 128 << 10
            limits.groupReplyBytesMax = 64 << 20
            let script = ScriptedJournal.Script(isGated: true)
            try await withServer(limits: limits, journal: script.journal) {
                server in
                defer { script.release(1000) }
                let other = try server.connect()
                let long = String(repeating: "x", count: 4000)
                let fields = (0..<10).flatMap { ["FIELD", "f\($0)", long] }
                other.send(RawClient.request(["LEAD.NEW", "EMAIL", "a@gmail.com"] + fields))
                script.release()
                #expect(try other.reply() == .bulk(Array("L1".utf8)))
                let client = try server.connect(receiveBufferBytes: 8 << 10)
                client.send("LEAD.NEW EMAIL c@gmail.com\r\n")
                #expect(server.until { _ in script.asked.load(ordering: .relaxed) == 2 })
                client.send(String(repeating: "LEAD.GET L1\r\n", count: 900))
                #expect(
                    server.until { $0.requestsHandled == 902 })
                script.release(1000)
                #expect(server.until { $0.connectionsOpen == 1 })
                #expect(try other.ask("PING") == .simple("PONG"))
            }
        }

        // Threat T12: of one connection so many requests wait, and no more
        @Test("Reading pauses at the limit of unanswered requests and goes on afterwards")
        func unanswered() async throws {
            var limits = TestServer.limits
            limits.unansweredRequestsMax = 100
            let script = ScriptedJournal.Script(isGated: true)
            try await withServer(limits: limits, journal: script.journal) {
                server in
                defer { script.release(1000) }
                let client = try server.connect()
                client.send("LEAD.NEW EMAIL c@gmail.com\r\n")
                #expect(server.until { _ in script.asked.load(ordering: .relaxed) == 1 })
                let count = 100_000
                let sending = client.sendAside("PING\r\n", times: count)
                #expect(
                    server.until { $0.requestsHandled == 100 })
                #expect(settledInput(server) < count * 3)
                #expect(server.requestsHandled == 100)
                script.release(1000)
                sending.wait()
                client.finishSending()
                let expected = "=L1\r\n" + String(repeating: "+PONG\r\n", count: count)
                #expect(try client.readToEnd() == expected)
            }
        }
    }
}
