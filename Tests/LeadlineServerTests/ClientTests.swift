import Dispatch
import LeadlineServer
import LeadlineWire
import Testing

extension ServerTests {
    @Suite("CLIENT over all connections")
    struct ClientTests {
        /// Connections live on several loops.
        private static var limits: ServerLimits {
            var limits = TestServer.limits
            limits.loopCount = 3
            return limits
        }

        private func number(_ client: RawClient) throws -> String {
            guard case .integer(let number) = try client.ask("CLIENT", "ID") else { return "" }
            return "\(number)"
        }

        private func lines(_ client: RawClient, _ words: String...) throws -> [Substring] {
            client.send(RawClient.request(["CLIENT", "LIST"] + words))
            guard case .bulk(let bytes) = try client.reply() else { return [] }
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        }

        @Test("the list has every connection of every loop once, in the order of their numbers")
        func listsAllLoops() async throws {
            try await withServer(limits: Self.limits) { server in
                let clients = try (0..<9).map { _ in try server.connect() }
                // Loops accept side by side: who connected first need not have the lower number.
                let numbers = try clients.map { client in
                    let number = try number(client)
                    #expect(try client.ask("CLIENT", "SETNAME", "n\(number)") == .simple("OK"))
                    return number
                }.sorted()
                for client in clients {
                    let names = try lines(client).compactMap { line in
                        line.split(separator: " ").first { $0.hasPrefix("name=") }
                    }
                    #expect(names == numbers.map { "name=n\($0)" })
                }
                let two = try lines(clients[0], "ID", numbers[3], numbers[7])
                #expect(
                    two.map { $0.prefix { $0 != " " } } == ["id=\(numbers[3])", "id=\(numbers[7])"])
            }
        }

        @Test("the list is answered in its turn behind a write")
        func keepsTheOrder() async throws {
            try await withServer(limits: Self.limits) { server in
                let client = try server.connect()
                client.send("LEAD.NEW EMAIL a@gmail.com\r\nCLIENT LIST\r\nPING\r\n")
                #expect(try client.readLine() == "=L1")
                #expect(try client.readLine().contains(" cmd=client|list "))
                #expect(try client.readLine() == "+OK 1")
                #expect(try client.readLine() == "+PONG")
            }
        }

        @Test("KILL closes connections of other loops, one that waits for events among them")
        func kills() async throws {
            try await withServer(limits: Self.limits) { server in
                let killer = try server.connect()
                let own = try number(killer)
                let waiter = try server.connect()
                let waiting = try number(waiter)
                waiter.send("EVENTS AFTER 0 BLOCK 0\r\n")
                #expect(server.until { $0.connectionsBlocked == 1 })
                #expect(try lines(killer, "ID", waiting)[0].contains(" flags=b "))
                let others = try (0..<5).map { _ in try server.connect() }
                for other in others { #expect(try other.ask("PING") == .simple("PONG")) }
                #expect(try killer.ask("CLIENT", "KILL", "ID", waiting) == .integer(1))
                #expect(try waiter.readToEnd() == "")
                #expect(server.until { $0.connectionsBlocked == 0 })
                #expect(try killer.ask("CLIENT", "KILL", "TYPE", "normal") == .integer(5))
                for other in others { #expect(try other.readToEnd() == "") }
                #expect(server.until { $0.connectionsOpen == 1 })
                #expect(
                    try killer.ask("CLIENT", "KILL", "ID", own, "SKIPME", "no") == .integer(1))
                #expect(try killer.readToEnd() == "")
            }
        }

        @Test("who closes itself in a pipeline is answered up to there")
        func killsItself() async throws {
            try await withServer(limits: Self.limits) { server in
                let client = try server.connect()
                client.send("PING\r\nCLIENT KILL SKIPME no\r\nPING\r\n")
                #expect(try client.readToEnd() == "+PONG\r\n:1\r\n")
            }
        }

        @Test("the old form closes by address, also the asking connection")
        func killsByAddress() async throws {
            try await withServer(limits: Self.limits) { server in
                let client = try server.connect()
                let line = try lines(client)[0]
                let address = line.split(separator: " ")[1].dropFirst("addr=".count)
                #expect(try client.ask("CLIENT", "KILL", String(address)) == .simple("OK"))
                #expect(try client.readToEnd() == "")
            }
        }

        @Test("a connection that does not read its replies is listed with them, and closed")
        func killsWhoDoesNotRead() async throws {
            try await withServer(limits: Self.limits) { server in
                let stuck = try server.connect(receiveBufferBytes: 4096)
                let number = try number(stuck)
                let sending = stuck.sendAside("HELP LEAD.NEW\r\n", times: 20_000)
                let killer = try server.connect()
                let isFull = server.until { _ in
                    (try? lines(killer, "ID", number).first.map { !$0.contains(" omem=0 ") })
                        == true
                }
                #expect(isFull)
                #expect(try killer.ask("CLIENT", "KILL", "ID", number) == .integer(1))
                #expect(server.until { $0.connectionsOpen == 1 })
                sending.wait()
            }
        }

        @Test("UNBLOCK ends a wait as its time would, or with an error")
        func unblocks() async throws {
            try await withServer(limits: Self.limits) { server in
                let waiter = try server.connect()
                let number = try number(waiter)
                let other = try server.connect()
                #expect(try other.ask("CLIENT", "UNBLOCK", number) == .integer(0))
                waiter.send("EVENTS AFTER 0 BLOCK 0 COLUMNS seq\r\nPING\r\n")
                #expect(server.until { $0.connectionsBlocked == 1 })
                #expect(try other.ask("CLIENT", "UNBLOCK", number, "TIMEOUT") == .integer(1))
                #expect(try waiter.reply() == .array([.null, .array([])]))
                #expect(try waiter.reply() == .simple("PONG"))
                waiter.send("EVENTS AFTER 0 BLOCK 0\r\nPING\r\n")
                #expect(server.until { $0.connectionsBlocked == 1 })
                #expect(try other.ask("CLIENT", "UNBLOCK", number, "ERROR") == .integer(1))
                #expect(
                    try waiter.reply()
                        == .error(code: "UNBLOCKED", message: "client unblocked via CLIENT UNBLOCK")
                )
                #expect(try waiter.reply() == .simple("PONG"))
                #expect(server.connectionsBlocked == 0)
            }
        }

        @Test("timeout closes who asks nothing, but not who waits for events")
        func closesIdle() async throws {
            try await withServer(limits: Self.limits) { server in
                let idle = try server.connect()
                #expect(try idle.ask("PING") == .simple("PONG"))
                let waiter = try server.connect()
                waiter.send("EVENTS AFTER 0 BLOCK 0\r\n")
                #expect(server.until { $0.connectionsBlocked == 1 })
                let desk = try server.connect()
                #expect(try desk.ask("CONFIG", "SET", "timeout", "60") == .simple("OK"))
                #expect(try desk.ask("DEBUG", "CLOCK", "ADVANCE", "61s") == .simple("OK"))
                #expect(try idle.readToEnd() == "")
                #expect(server.connectionsBlocked == 1)
            }
        }

        @Test("maxclients counts at once, up to what the server was started with")
        func lowersConnections() async throws {
            try await withServer(limits: Self.limits) { server in
                let client = try server.connect()
                #expect(try client.ask("CONFIG", "SET", "maxclients", "1") == .simple("OK"))
                #expect(
                    try server.connect().readToEnd()
                        == "-ERR max number of clients reached\r\n")
                #expect(try client.ask("CONFIG", "SET", "maxclients", "2") == .simple("OK"))
                #expect(try server.connect().ask("PING") == .simple("PONG"))
            }
        }
    }
}
