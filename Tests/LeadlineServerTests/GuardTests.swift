import Dispatch
import LeadlineEngine
import LeadlineServer
import LeadlineWire
import Synchronization
import Testing

extension ServerTests {
    @Suite("Connection guards")
    struct GuardTests {
        @Test("A client that repeats what is refused has to wait, and is answered all the same")
        func insisting() async throws {
            var limits = TestServer.limits
            limits.refusalsPerSecond = 20
            limits.refusalSeconds = 5
            try await withServer(limits: limits) { server in
                let client = try server.connect()
                let names = (0...EngineLimits.subscriptionsMax).map { "c\($0)" }
                let request = RawClient.request(["SUBSCRIBE"] + names)
                let count = 140
                let start = ContinuousClock.now
                client.send(String(repeating: request, count: count) + "PING\r\n")
                let other = try server.connect()
                #expect(try other.ask("PING") == .simple("PONG"))
                for _ in 0..<count { #expect(try client.readLine().hasPrefix("-LIMIT ")) }
                #expect(try client.readLine() == "+PONG")
                // A hundred at once, then twenty a second.
                #expect(.now - start > .seconds(1))
            }
        }

        @Test("An address has as many connections as it may, also this machine's once that is set")
        func perAddress() async throws {
            var guards = ConnectionGuards()
            guards.perAddressMax = 2
            try await withServer(guards: guards) { server in
                let clients = try (0..<2).map { _ in try server.connect() }
                for client in clients { #expect(try client.ask("PING") == .simple("PONG")) }
                let refused = try server.connect()
                #expect(
                    try refused.readToEnd() == "-DENIED too many connections from this address\r\n")
                #expect(try clients[0].ask("CONFIG", "SET", "maxclientsperaddress", "3") == .ok)
                let third = try server.connect()
                #expect(try third.ask("PING") == .simple("PONG"))
                clients[1].close()
                #expect(server.until { $0.connectionsOpen == 2 })
                #expect(try server.connect().ask("PING") == .simple("PONG"))
            }
        }

        @Test("New connections come as fast as they may, and no faster")
        func connectionRate() async throws {
            var guards = ConnectionGuards()
            guards.newPerSecondMax = 5
            try await withServer(guards: guards) { server in
                let kept = try server.connect()
                #expect(try kept.ask("PING") == .simple("PONG"))
                var refusals = 0
                for _ in 0..<20 {
                    let text = try answer(server)
                    if text.hasPrefix("-DENIED too many new connections") { refusals += 1 }
                }
                #expect(refusals > 5)
                #expect(try kept.ask("CONFIG", "SET", "connectionrate", "0") == .ok)
                for _ in 0..<20 { #expect(try answer(server) == "+PONG\r\n") }
            }
        }

        /// What a connection is answered that asks at once.
        private func answer(_ server: TestServer) throws -> String {
            let client = try server.connect()
            client.send("PING\r\nQUIT\r\n")
            return try String(client.readLine()) + "\r\n"
        }

        // Fault 22: half a request is LIMIT and closed when its time is over, however its bytes
        //   drip in
        // Threat T11: a slow sender is closed in time, its neighbours are not
        @Test("A request that has begun must be whole in time, however its bytes drip in")
        func halfRequests() async throws {
            var guards = ConnectionGuards()
            guards.requestSeconds = 1
            try await withServer(guards: guards) { server in
                let quick = try server.connect()
                for half in ["LEAD.NEW EMA", "*2\r\n$4\r\nEC", "*1000\r\n", "\"x"] {
                    let client = try server.connect()
                    client.send(half)
                    #expect(
                        try client.readToEnd()
                            == "-LIMIT a request was not whole within 1 s\r\n")
                }
                let slow = try server.connect()
                var received: [UInt8]? = []
                for byte in "PING PING PING PING PING PING".utf8 where received == [] {
                    slow.send([byte])
                    received = try slow.receive(within: .milliseconds(250))
                }
                #expect(received?.starts(with: "-LIMIT ".utf8) == true)
                #expect(try quick.ask("PING") == .simple("PONG"))
                #expect(server.counters.connectionsOverdue.load(ordering: .relaxed) == 5)
            }
        }

        @Test("Whole requests that come slowly, comments and silence are never too late")
        func slowButWhole() async throws {
            var guards = ConnectionGuards()
            guards.requestSeconds = 1
            try await withServer(guards: guards) { server in
                let client = try server.connect()
                // Each time half of the next one is there already.
                client.send("PI")
                for _ in 0..<5 {
                    client.send("NG\r\n# so\r\nPI")
                    #expect(try client.readLine() == "+PONG")
                    #expect(try client.receive(within: .milliseconds(600)) == [])
                }
                client.send("NG\r\n")
                #expect(try client.readLine() == "+PONG")
                #expect(try client.receive(within: .milliseconds(2500)) == [])
            }
        }

        /// The clock of the first line went on while each further one was there in part.
        @Test("Comments that overlap are no request that is late")
        func overlappingComments() async throws {
            var guards = ConnectionGuards()
            guards.requestSeconds = 1
            try await withServer(guards: guards) { server in
                let client = try server.connect()
                client.send("# a")
                for _ in 0..<8 {
                    #expect(try client.receive(within: .milliseconds(400)) == [])
                    client.send("\n# a")
                }
                client.send("\nPING\n")
                #expect(try client.readLine() == "+PONG")
            }
        }

        // Fault 26: a peer that takes nothing of its replies is closed, one that takes them slowly
        //   is not
        @Test("A peer that takes none of its replies is closed; one that takes them slowly is not")
        func unread() async throws {
            var guards = ConnectionGuards()
            guards.unreadSeconds = 1
            var limits = TestServer.limits
            limits.outputBytesHigh = 64 << 10
            limits.outputBytesLow = 16 << 10
            try await withServer(limits: limits, guards: guards) { server in
                let request = RawClient.request(["ECHO", String(repeating: "x", count: 4 << 10)])
                let deaf = try server.connect(receiveBufferBytes: 8 << 10)
                let slow = try server.connect(receiveBufferBytes: 8 << 10)
                let count = 2000
                let sending = [deaf, slow].map { $0.sendAside(request, times: count) }
                for _ in 0..<40 { #expect(try slow.receive(within: .milliseconds(100)) != nil) }
                #expect(server.until { $0.connectionsOpen == 1 })
                #expect(server.counters.connectionsOverdue.load(ordering: .relaxed) == 1)
                deaf.close()
                slow.close()
                for group in sending { group.wait() }
            }
        }

        // Fault 32: over the budget of all connections the largest is closed, the others stay
        // Threat T9: many clients, each within its limit, share one budget
        @Test("Connections that hold too much together: the largest is closed, the others stay")
        func memory() async throws {
            var guards = ConnectionGuards()
            guards.memoryBytesMax = 4 << 20
            try await withServer(guards: guards) { server in
                let watcher = try server.connect()
                let small = try server.connect()
                #expect(try watcher.ask("PING") == .simple("PONG"))
                #expect(heldBytes(server) == 0)
                let part = String(repeating: "x", count: 1 << 20)
                func fill(_ megabytes: Int) throws -> RawClient {
                    let client = try server.connect()
                    let before = heldBytes(server)
                    client.send("*4\r\n")
                    for _ in 0..<megabytes {
                        client.send("$\(part.utf8.count)\r\n\(part)\r\n")
                    }
                    #expect(server.until { heldBytes($0) >= before + megabytes << 20 })
                    return client
                }
                let one = try fill(1)
                let two = try fill(2)
                #expect(heldBytes(server) >= 3 << 20)
                small.send(RawClient.request(["MULTI"]))
                #expect(try small.reply() == .ok)
                small.send("*2\r\n$4\r\nECHO\r\n$1000000\r\n\(part.prefix(1_000_000))\r\n")
                #expect(try small.reply() == .simple("QUEUED"))
                #expect(heldBytes(server) >= 4_000_000)
                let last = try server.connect()
                last.send("*2\r\n$1000000\r\n\(part.prefix(1_000_000))")
                #expect(server.until { $0.evictions == 1 })
                #expect(try two.readToEnd().isEmpty)
                #expect(try watcher.ask("PING") == .simple("PONG"))
                #expect(try small.ask("DISCARD") == .ok)
                one.send("$4\r\nPING\r\n$1\r\n1\r\n$1\r\n2\r\n")
                #expect(try one.readLine().hasPrefix("-ERR unknown command"))
                for client in [one, last] { client.close() }
                #expect(server.until { heldBytes($0) == 0 })
            }
        }

        private func heldBytes(_ server: TestServer) -> Int {
            server.counters.connectionBytes.load(ordering: .relaxed)
        }

        // Fault 22: what a connection held is given back however it ends
        @Test("What a connection held is given back however it ends")
        func givenBack() async throws {
            try await withServer { server in
                for number in 0..<50 {
                    let client = try server.connect()
                    client.send("LEAD.NEW EMAIL a\(number)@acme\(number).example\r\nLEAD.LI")
                    if number.isMultiple(of: 3) { client.send("MULTI\r\nPING\r\n") }
                    if number.isMultiple(of: 2) { client.reset() } else { client.close() }
                }
                #expect(server.until { $0.connectionsOpen == 0 })
                #expect(server.until { heldBytes($0) == 0 })
            }
        }

        // Fault 14: browsers, TLS and SSH are closed, and nothing behind their first line is
        //   executed
        // Threat T7: a browser that is made to post here executes nothing
        @Test(
            "Other protocols are closed at once and nothing of theirs is executed",
            arguments: [
                "GET / HTTP/1.1\r\nHost: x\r\n\r\nLEAD.NEW EMAIL a@acme.example\r\n",
                "POST / HTTP/1.1\r\nContent-Length: 33\r\n\r\nLEAD.NEW EMAIL a@acme.example\r\n",
                "OPTIONS * HTTP/1.1\r\n\r\nLEAD.NEW EMAIL a@acme.example\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nLEAD.NEW EMAIL a@acme.example\r\n",
                "Host: leads.example\r\nLEAD.NEW EMAIL a@acme.example\r\n",
                "POST\r\nLEAD.NEW EMAIL a@acme.example\r\n",
                "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\nLEAD.NEW EMAIL a@acme.example\r\n",
                "\u{16}\u{3}\u{1}\u{2}\0LEAD.NEW EMAIL a@acme.example\r\n",
            ])
        func otherProtocols(bytes: String) async throws {
            try await withServer { server in
                let client = try server.connect()
                client.send(bytes)
                #expect(try client.readToEnd().isEmpty)
                let desk = try server.connect()
                desk.send("LEAD.LIST COLUMNS id\r\n")
                #expect(try desk.readLine() == "# id")
                #expect(try desk.readLine() == "+OK 0")
            }
        }
    }
}

extension TestServer {
    var evictions: Int { counters.connectionsEvicted.load(ordering: .relaxed) }
}

extension RESPValue {
    fileprivate static let ok = RESPValue.simple("OK")
}
