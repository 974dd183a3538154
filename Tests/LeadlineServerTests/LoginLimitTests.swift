import Dispatch
import LeadlineEngine
import LeadlineServer
import LeadlineWire
import Synchronization
import Testing

extension ServerTests {
    @Suite("Limits before and after the login")
    struct LoginLimitTests {
        /// A user of each kind that is wanted here, with its token.
        private struct Tokens {
            let admin: String
            let agent: String

            /// The first user is made by whoever is there first, and everybody else has to log in.
            init(_ server: TestServer) throws {
                let founder = try server.connect()
                func token(_ name: String, _ role: String) throws -> String {
                    guard case .bulk(let bytes) = try founder.ask("USER.NEW", name, "ROLE", role)
                    else { throw RawClient.Failure.reset }
                    return String(decoding: bytes, as: UTF8.self)
                }
                admin = try token("root", "admin")
                agent = try token("ann", "agent")
                founder.close()
                guard server.until({ $0.connectionsOpen == 0 }) else {
                    throw RawClient.Failure.reset
                }
            }
        }

        private func loggedIn(_ server: TestServer, _ token: String) throws -> RawClient {
            let client = try server.connect()
            #expect(try client.ask("AUTH", token) == .simple("OK"))
            return client
        }

        // Threat T6: strangers may send short requests only
        @Test("Whoever has not logged in may send short requests only, and the usual ones then")
        func sizes() async throws {
            try await withServer { server in
                let tokens = try Tokens(server)
                let many = Array(repeating: "x", count: 11)
                let long = String(repeating: "x", count: (16 << 10) + 1)
                for request in [many, ["ECHO", long], ["ECHO", long, long, long]] {
                    let stranger = try server.connect()
                    stranger.send(RawClient.request(request))
                    #expect(try stranger.readToEnd().hasPrefix("-ERR Protocol error: "))
                    let line = try server.connect()
                    line.send(request.joined(separator: " ") + "\r\n")
                    #expect(try line.readLine().hasPrefix("-ERR Protocol error: "))
                }
                let client = try server.connect()
                // In one go: the second request is judged by what the first one has made of it.
                client.send(
                    RawClient.request(["AUTH", tokens.agent])
                        + RawClient.request(["ECHO", long]) + RawClient.request(["PING"] + many))
                #expect(try client.reply() == .simple("OK"))
                #expect(try client.reply() == .bulk(Array(long.utf8)))
                #expect(try client.readLine().hasPrefix("-ERR wrong number of arguments"))
            }
        }

        // Fault 21: who does not log in is told so and closed in time, this machine's connections
        //   are not
        @Test("A login must come in time, unless it comes from this machine")
        func loginTimeout() async throws {
            var limits = TestServer.limits
            limits.sparesLoopback = false
            var guards = ConnectionGuards()
            guards.loginSeconds = 1
            try await withServer(limits: limits, guards: guards) { server in
                let tokens = try Tokens(server)
                let silent = try server.connect()
                let chatty = try server.connect()
                let client = try loggedIn(server, tokens.agent)
                #expect(try chatty.ask("PING") == .simple("PONG"))
                #expect(try silent.readToEnd() == "-DENIED no login within 1 s\r\n")
                #expect(try chatty.readToEnd() == "-DENIED no login within 1 s\r\n")
                #expect(try client.receive(within: .seconds(2)) == [])
                #expect(try client.ask("PING") == .simple("PONG"))
            }
            limits.sparesLoopback = true
            try await withServer(limits: limits, guards: guards) { server in
                _ = try Tokens(server)
                let silent = try server.connect()
                #expect(try silent.receive(within: .milliseconds(2500)) == [])
            }
        }

        // Fault 21: silent strangers have a share; the oldest makes room for the next
        // Threat T6: strangers take a quarter of the connections at most
        @Test("Connections without a login have their share; the oldest makes room for a new one")
        func share() async throws {
            var limits = TestServer.limits
            limits.connectionsMax = 8
            try await withServer(limits: limits) { server in
                let tokens = try Tokens(server)
                let client = try loggedIn(server, tokens.agent)
                let first = try server.connect()
                #expect(try first.ask("PING") == .simple("PONG"))
                let second = try server.connect()
                #expect(try second.ask("PING") == .simple("PONG"))
                let third = try server.connect()
                #expect(try third.ask("PING") == .simple("PONG"))
                #expect(try first.readToEnd().isEmpty)
                for other in [second, third, client] {
                    #expect(try other.ask("PING") == .simple("PONG"))
                }
                #expect(try second.ask("AUTH", tokens.agent) == .simple("OK"))
                let fourth = try server.connect()
                #expect(try fourth.ask("PING") == .simple("PONG"))
                #expect(try third.ask("PING") == .simple("PONG"))
                #expect(
                    server.counters.connectionsUnauthenticated.load(ordering: .relaxed) == 2)
                // Who logs out counts again.
                #expect(try second.ask("RESET") == .simple("RESET"))
                #expect(
                    server.until {
                        $0.counters.connectionsUnauthenticated.load(ordering: .relaxed) == 3
                    })
                for other in [second, third, fourth] { other.close() }
                #expect(
                    server.until {
                        $0.counters.connectionsUnauthenticated.load(ordering: .relaxed) == 0
                    })
            }
        }

        // Fault 29: the last connections are for admins
        @Test("The last connections are for admins")
        func reserve() async throws {
            var limits = TestServer.limits
            limits.connectionsMax = 8
            var guards = ConnectionGuards()
            guards.unauthenticatedPercent = 100
            try await withServer(limits: limits, guards: guards) { server in
                let tokens = try Tokens(server)
                let clients = try (0..<6).map { _ in try loggedIn(server, tokens.agent) }
                let late = try server.connect()
                late.send(RawClient.request(["AUTH", tokens.agent]))
                #expect(
                    try late.readToEnd() == "+OK\r\n-ERR max number of clients reached\r\n")
                late.close()
                #expect(server.until { $0.connectionsOpen == 6 })
                let admins = try (0..<2).map { _ in try loggedIn(server, tokens.admin) }
                let tooLate = try server.connect()
                #expect(try tooLate.readToEnd() == "-ERR max number of clients reached\r\n")
                for client in clients + admins {
                    #expect(try client.ask("PING") == .simple("PONG"))
                }
            }
        }

        @Test("Who is turned away from the admins' connections does not keep them by lingering")
        func reserveIsNotHeld() async throws {
            var limits = TestServer.limits
            limits.connectionsMax = 8
            limits.lingerMilliseconds = 60_000
            var guards = ConnectionGuards()
            guards.unauthenticatedPercent = 100
            try await withServer(limits: limits, guards: guards) { server in
                let tokens = try Tokens(server)
                let clients = try (0..<6).map { _ in try loggedIn(server, tokens.agent) }
                let late = try (0..<2).map { _ in try server.connect() }
                for client in late { client.send(RawClient.request(["AUTH", tokens.agent])) }
                // They do not close their side.
                #expect(server.until { $0.connectionsOpen == 6 })
                let admins = try (0..<2).map { _ in try loggedIn(server, tokens.admin) }
                for client in clients + admins {
                    #expect(try client.ask("PING") == .simple("PONG"))
                }
                for client in late { client.close() }
            }
        }

        @Test("A user's requests are limited over all its connections, an admin's are not")
        func rate() async throws {
            var guards = ConnectionGuards()
            guards.requestsPerSecond = 10
            try await withServer(guards: guards) { server in
                let tokens = try Tokens(server)
                let ann = try (0..<2).map { _ in try loggedIn(server, tokens.agent) }
                var refused = 0
                for round in 0..<20 {
                    let reply = try ann[round % 2].ask("PING")
                    if reply == .simple("PONG") { continue }
                    refused += 1
                    #expect("\(reply)".contains("at most 10 requests a second of one user"))
                }
                // On a slow machine some tenths of a second may have passed.
                #expect(refused >= 5)
                let root = try loggedIn(server, tokens.admin)
                for _ in 0..<100 { #expect(try root.ask("PING") == .simple("PONG")) }
                #expect(try root.ask("CONFIG", "SET", "ratelimit", "0") == .simple("OK"))
                for _ in 0..<100 { #expect(try ann[0].ask("PING") == .simple("PONG")) }
            }
        }

        @Test("A refused command spoils its block, and what ends the block always passes")
        func rateInBlock() async throws {
            var guards = ConnectionGuards()
            guards.requestsPerSecond = 1
            try await withServer(guards: guards) { server in
                let tokens = try Tokens(server)
                let ann = try loggedIn(server, tokens.agent)
                ann.send(
                    ["MULTI", "PING", "EXEC"].map { RawClient.request([$0]) }.joined())
                #expect(try ann.reply() == .simple("OK"))
                #expect(try "\(ann.reply())".contains("LIMIT"))
                #expect(try "\(ann.reply())".contains("EXECABORT"))
            }
        }

        // Threat T6: little output waits for a stranger that does not read
        @Test("Little output waits for whoever has not logged in and does not read")
        func unreadBeforeLogin() async throws {
            try await withServer { server in
                _ = try Tokens(server)
                let deaf = try server.connect(receiveBufferBytes: 4 << 10)
                let sending = deaf.sendAside("HELP\r\n", times: 200_000)
                var highest = 0
                var unchanged = 0
                var last = -1
                _ = server.until { server in
                    let held = server.counters.connectionBytes.load(ordering: .relaxed)
                    highest = max(highest, held)
                    unchanged = server.inputBytes == last && last > 0 ? unchanged + 1 : 0
                    last = server.inputBytes
                    return unchanged > 4000
                }
                #expect(highest < 256 << 10)
                #expect(last < 200_000 * 3)
                deaf.close()
                sending.wait()
            }
        }
    }
}
