import Dispatch
import LeadlineEngine
import Synchronization
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

        @Test("Each loop's slowest connection was waited for, one loop after the other")
        func loopsInParallel() async throws {
            var limits = TestServer.limits
            limits.loopCount = 4
            limits.drainMilliseconds = 700
            let server = try await TestServer.start(limits: limits)
            // They read nothing, so that what they are owed never leaves.
            let clients = try (0..<4).map { _ in try server.connect(receiveBufferBytes: 4096) }
            let request = "ECHO \(String(repeating: "x", count: 60_000))\r\n"
            let sent = clients.map { $0.sendAside(request, times: 200) }
            #expect(
                server.until { server in
                    server.counters.connectionBytes.load(ordering: .relaxed) > 4 << 20
                })
            let clock = ContinuousClock()
            let time = try await clock.measure { try await server.stop() }
            #expect(time > .milliseconds(700) && time < .milliseconds(1400))
            for group in sent { group.wait() }
            for client in clients { client.close() }
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
