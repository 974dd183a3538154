import Synchronization
import Testing

extension ServerTests {
    @Suite("Waiting for events")
    struct EventWaitTests {
        private static let header = "# seq\ttype\r\n"

        private func blocked(_ server: TestServer, is count: Int) -> Bool {
            server.until { $0.connectionsBlocked == count }
        }

        @Test("A commit that wrote events wakes who waits for them")
        func wakes() async throws {
            try await withServer { server in
                let waiters = try (0..<3).map { _ in try server.connect() }
                for waiter in waiters {
                    waiter.send("EVENTS AFTER 0 BLOCK 60000 COLUMNS seq,type\r\nPING\r\n")
                }
                #expect(blocked(server, is: 3))
                let writer = try server.connect()
                writer.send("LEAD.NEW EMAIL a@gmail.com\r\n")
                #expect(try writer.readLine() == "=L1")
                for waiter in waiters {
                    waiter.finishSending()
                    #expect(
                        try waiter.readToEnd()
                            == Self.header + " 1\tlead.created\r\n+OK 1\r\n+PONG\r\n")
                }
                #expect(blocked(server, is: 0))
            }
        }

        @Test("A commit of other events lets it wait on")
        func otherEvents() async throws {
            try await withServer { server in
                let waiter = try server.connect()
                waiter.send("EVENTS AFTER 0 TYPE partner.created BLOCK 60000 COLUMNS seq,type\r\n")
                #expect(blocked(server, is: 1))
                let writer = try server.connect()
                writer.send("LEAD.NEW EMAIL a@gmail.com\r\n")
                #expect(try writer.readLine() == "=L1")
                writer.send("PARTNER.NEW NAME Acme\r\n")
                #expect(try writer.readLine() == "=P1")
                #expect(try waiter.readLine() == "# seq\ttype")
                #expect(try waiter.readLine() == " 2\tpartner.created")
            }
        }

        @Test("When the time is over the answer is an empty page, in its turn")
        func timesOut() async throws {
            try await withServer { server in
                let waiter = try server.connect()
                let start = ContinuousClock.now
                waiter.send("EVENTS AFTER 0 BLOCK 200 COLUMNS seq,type\r\nPING\r\n")
                #expect(try waiter.readLine() == "# seq\ttype")
                #expect(ContinuousClock.now - start >= .milliseconds(199))
                #expect(try waiter.readLine() == "+OK 0")
                #expect(try waiter.readLine() == "+PONG")
                #expect(blocked(server, is: 0))
            }
        }

        @Test("Who ends its input while it waits is answered at once")
        func endsAtHalfClose() async throws {
            try await withServer { server in
                let waiter = try server.connect()
                waiter.send("EVENTS AFTER 0 BLOCK 60000 COLUMNS seq,type\r\n")
                #expect(blocked(server, is: 1))
                waiter.finishSending()
                #expect(try waiter.readToEnd() == Self.header + "+OK 0\r\n")
            }
        }

        @Test("Who goes away while it waits is forgotten")
        func goesAway() async throws {
            try await withServer { server in
                let waiter = try server.connect()
                waiter.send("EVENTS AFTER 0 BLOCK 60000\r\n")
                #expect(blocked(server, is: 1))
                waiter.reset()
                #expect(blocked(server, is: 0))
                #expect(server.until { $0.connectionsOpen == 0 })
            }
        }

        @Test("No commit is missed between looking and waiting")
        func noGap() async throws {
            try await withServer { server in
                let waiter = try server.connect()
                let writer = try server.connect()
                for number in 0..<300 {
                    waiter.send("EVENTS AFTER \(number) BLOCK 15000 COLUMNS seq\r\n")
                    writer.send("LEAD.NEW EMAIL a\(number)@gmail.com\r\n")
                    let start = ContinuousClock.now
                    #expect(try waiter.readLine() == "# seq")
                    #expect(try waiter.readLine() == " \(number + 1)")
                    #expect(try waiter.readLine() == "+OK 1")
                    try #require(ContinuousClock.now - start < .seconds(10))
                    #expect(try writer.readLine() == "=L\(number + 1)")
                }
            }
        }
    }
}
