import LeadlineEngine
import Testing

@testable import LeadlineServer

extension ServerTests {
    @Suite("SHUTDOWN")
    struct ShutdownTests {
        @Test("What came before it is answered, it is answered, and what came behind it is not")
        func inTurn() async throws {
            try await withServer { server in
                let other = try server.connect()
                other.send("PING\r\n")
                #expect(try other.readLine() == "+PONG")
                let client = try server.connect()
                client.send(
                    "LEAD.NEW EMAIL a@a.example\r\nSHUTDOWN\r\nLEAD.NEW EMAIL b@b.example\r\n")
                #expect(try client.readToEnd() == "=L1\r\n+OK\r\n")
                // Whoever serves the engine waits for this, and stops.
                #expect(await server.server.engine.stopWish.asked() == "default")
                #expect(!server.server.isStopping)
                // Until then others are served.
                other.send("LEAD.GET L2\r\n")
                #expect(try other.readLine() == "-NOTFOUND no lead 'L2'")
            }
        }

        @Test("A stop is one from its beginning on, whatever it was asked by")
        func stopping() async throws {
            let server = try await TestServer.start()
            #expect(!server.server.isStopping)
            try await server.stop()
            #expect(server.server.isStopping)
        }
    }
}
