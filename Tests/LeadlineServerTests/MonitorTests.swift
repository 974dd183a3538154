import LeadlineEngine
import LeadlineServer
import LeadlineWire
import Testing

extension ServerTests {
    @Suite("Monitoring")
    struct MonitorTests {
        @Test("A monitor is shown every request of every connection, and MONITOR not")
        func shown() async throws {
            try await withServer { server in
                let monitors = try (0..<2).map { _ in try server.connect() }
                for monitor in monitors {
                    #expect(try monitor.ask("MONITOR") == .simple("OK"))
                }
                let clients = try (0..<5).map { _ in try server.connect() }
                for (number, client) in clients.enumerated() {
                    client.send("ECHO m\(number)\r\nLEAD.GET L\(number + 1)\r\n")
                    #expect(try client.readLine() == "=m\(number)")
                    #expect(try client.readLine().hasPrefix("-NOTFOUND "))
                }
                for monitor in monitors {
                    var lines: [Substring] = []
                    while lines.count < 10 {
                        guard case .simple(let text) = try monitor.reply() else { continue }
                        lines.append(text.split(separator: "] ")[1])
                    }
                    #expect(
                        lines.sorted()
                            == (0..<5).map { "\"ECHO\" \"m\($0)\"" }
                            + (0..<5).map { "\"LEAD.GET\" \"L\($0 + 1)\"" })
                }
            }
        }

        @Test("A long argument and many arguments are cut")
        func cut() async throws {
            try await withServer { server in
                let monitor = try server.connect()
                monitor.send("MONITOR\r\n")
                #expect(try monitor.readLine() == "+OK")
                let client = try server.connect()
                let bytes = EngineLimits.monitorArgumentBytesMax
                let whole = String(repeating: "x", count: bytes)
                _ = try client.ask("ECHO", whole)
                #expect(try monitor.readLine().hasSuffix("\t\"ECHO\" \"\(whole)\""))
                _ = try client.ask("ECHO", whole + "yz")
                #expect(
                    try monitor.readLine()
                        .hasSuffix("\t\"ECHO\" \"\(whole)... (2 more bytes)\""))
                let count = EngineLimits.monitorArgumentsMax
                let names = (1...count).map { "c\($0)" }
                _ = try client.ask("INFO", names.joined(separator: " "))
                _ = try monitor.readLine()
                client.send(RawClient.request(["INFO"] + names))
                _ = try client.reply()
                #expect(
                    try monitor.readLine().hasSuffix(
                        " \"c\(count - 1)\" \"... (1 more arguments)\""))
            }
        }

        @Test("A monitor that does not read is closed; nobody else notices")
        func stuck() async throws {
            var limits = TestServer.limits
            limits.outputBytesHigh = 64 << 10
            limits.outputBytesLow = 16 << 10
            limits.outputBytesMax = 256 << 10
            try await withServer(limits: limits) { server in
                let monitor = try server.connect(receiveBufferBytes: 4 << 10)
                #expect(try monitor.ask("MONITOR") == .simple("OK"))
                let client = try server.connect()
                let text = String(repeating: "x", count: 4000)
                for _ in 1...5000 where server.overruns == 0 {
                    #expect(try client.ask("ECHO", text) == .bulk(Array(text.utf8)))
                }
                #expect(server.overruns == 1)
                #expect(server.until { $0.monitors == 0 })
                #expect(try client.ask("PING") == .simple("PONG"))
            }
        }

        @Test("A monitor that goes away is forgotten")
        func gone() async throws {
            try await withServer { server in
                let monitor = try server.connect()
                #expect(try monitor.ask("MONITOR") == .simple("OK"))
                #expect(server.monitors == 1)
                monitor.reset()
                #expect(server.until { $0.monitors == 0 })
            }
        }
    }
}
