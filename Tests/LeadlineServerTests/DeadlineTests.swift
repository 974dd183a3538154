import LeadlineEngine
import LeadlineServer
import Testing

extension ServerTests {
    @Suite("What happens by itself in a server")
    struct DeadlineTests {
        @Test("is done when its time has come, with nobody asking, and told")
        func running() async throws {
            try await withServer(clock: Clock()) { server in
                let client = try server.connect()
                client.send("SLA.SET review 1s\r\nLEAD.NEW EMAIL a@gmail.com\r\n")
                #expect(try client.readLine() == "+OK")
                #expect(try client.readLine() == "=L1")
                client.send("EVENTS TYPE lead.breached BLOCK 60000 COLUMNS type,actor\r\n")
                #expect(try client.readLine() == "# type\tactor")
                #expect(try client.readLine() == " lead.breached\tsystem")
                #expect(try client.readLine() == "+OK 1")
            }
        }

        @Test("waits for DEBUG CLOCK while the clock stands, and is done before that is answered")
        func standing() async throws {
            try await withServer { server in
                let client = try server.connect()
                client.send("SLA.SET review 1h\r\nLEAD.NEW EMAIL a@gmail.com\r\n")
                client.send("DEBUG CLOCK ADVANCE 1h\r\nEVENTS AFTER 2 COLUMNS type\r\n")
                for line in [
                    "+OK", "=L1", "+OK", "# type", " lead.warned", " lead.breached", "+OK 2",
                ] {
                    #expect(try client.readLine() == line)
                }
            }
        }

        @Test("of more than fits into a group keeps nobody waiting, and all of it is done")
        func many() async throws {
            var limits = TestServer.limits
            limits.firingsPerTurnMax = 3
            try await withServer(limits: limits, clock: Clock()) { server in
                let client = try server.connect()
                client.send("SLA.SET review 1s\r\n")
                for number in 1...50 { client.send("LEAD.NEW EMAIL a@b\(number).example\r\n") }
                for _ in 0...50 { _ = try client.readLine() }
                client.send("EVENTS AFTER 101 TYPE lead.* BLOCK 60000 COLUMNS seq LIMIT 1\r\n")
                #expect(try client.readLine() == "# seq")
                #expect(try client.readLine() == " 102")
            }
        }
    }
}
