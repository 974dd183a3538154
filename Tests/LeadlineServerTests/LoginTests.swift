import Dispatch
import Foundation
import LeadlineEngine
import LeadlineStore
import Logging
import NIOCore
import Synchronization
import Testing

@testable import LeadlineServer

extension ServerTests {
    @Suite("Logins", .serialized)
    struct LoginTests {
        // Fault 95: a failed login is answered late and later, the third closes; others at once
        // Threat T5: failures of an address are answered after 0.5 s, then 1 s
        @Test("A failed login is answered late, what is behind it after it, others at once")
        func delayed() async throws {
            try await withServer { server in
                let admin = try server.connect()
                _ = try admin.token("USER.NEW ann ROLE admin")
                let guesser = try server.connect()
                let clock = ContinuousClock()
                let start = clock.now
                guesser.send("AUTH wrong\r\nPING\r\n")
                let other = try server.connect()
                other.send("PING\r\n")
                #expect(try other.readLine() == "+PONG")
                #expect(clock.now - start < .milliseconds(400))
                #expect(try guesser.readLine().hasPrefix("-WRONGPASS"))
                #expect(clock.now - start >= .milliseconds(500))
                #expect(try guesser.readLine() == "+PONG")
                // The second one of the address takes twice as long, and the third one closes.
                let second = clock.now
                guesser.send("AUTH wrong\r\nAUTH wrong\r\nPING\r\n")
                #expect(try guesser.readLine().hasPrefix("-WRONGPASS"))
                #expect(clock.now - second >= .milliseconds(1000))
                #expect(try guesser.readToEnd().hasPrefix("-WRONGPASS"))
            }
        }

        @Test("Who leaves while the answer is kept back is missed by nobody")
        func gone() async throws {
            try await withServer { server in
                let admin = try server.connect()
                _ = try admin.token("USER.NEW ann ROLE admin")
                for _ in 0..<10 {
                    let guesser = try server.connect()
                    guesser.send("AUTH wrong\r\n")
                    guesser.reset()
                }
                #expect(server.until { $0.connectionsOpen == 1 })
                admin.send("PING\r\n")
                #expect(try admin.readLine() == "+PONG")
            }
        }

        @Test("The first user ends the rights of fifty connections on all loops")
        func firstUser() async throws {
            var limits = TestServer.limits
            limits.loopCount = 3
            try await withServer(limits: limits) { server in
                var others: [RawClient] = []
                for number in 0..<50 {
                    let client = try server.connect()
                    // Some do nothing, some listen, wait, or are in a block.
                    switch number % 5 {
                    case 0: client.send("SUBSCRIBE lead.created\r\n")
                    case 1: client.send("MONITOR\r\n")
                    case 2: client.send("MULTI\r\n")
                    case 3: client.send("PING\r\n")
                    default: client.send("EVENTS AFTER now BLOCK 0\r\n")
                    }
                    if number % 5 != 4 { #expect(try client.readLine().hasPrefix("+")) }
                    others.append(client)
                }
                #expect(server.until { $0.connectionsBlocked == 10 })
                let maker = try server.connect()
                let token = try maker.token("USER.NEW ann ROLE admin")
                #expect(server.until { $0.connectionsBlocked == 0 })
                #expect(server.until { $0.subscribers == 0 && $0.monitors == 0 })
                for (number, client) in others.enumerated() {
                    client.send("LEAD.NEW EMAIL a\(number)@one.example\r\n")
                    #expect(try client.firstError().hasPrefix("-NOAUTH"))
                    if number % 5 == 4 { #expect(try client.firstError().hasPrefix("-NOAUTH")) }
                }
                maker.send("LEAD.NEW EMAIL maker@one.example\r\n")
                #expect(try maker.readLine() == "=L1")
                others[3].send("AUTH \(token)\r\n")
                #expect(try others[3].readLine() == "+OK")
                #expect(server.connectionsOpen == 51)
            }
        }

        @Test("Who was logged out while all loops were asked was told of all connections")
        func musterAfterLogout() async throws {
            var limits = TestServer.limits
            limits.loopCount = 2
            try await withServer(limits: limits) { server in
                // By turns they are of one loop and of the other.
                let clients = try (0..<4).map { _ in try server.connect() }
                for client in clients {
                    client.send("PING\r\n")
                    #expect(try client.readLine() == "+PONG")
                }
                let (held, isHeld) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
                server.server.registries[0].eventLoop.execute {
                    isHeld.signal()
                    held.wait()
                }
                isHeld.wait()
                defer { held.signal() }
                var free: [RawClient] = []
                for client in clients {
                    client.send("PING\r\n")
                    if try client.receive(within: .milliseconds(200)) != [] { free.append(client) }
                }
                try #require(free.count == 2)
                free[0].send("CLIENT LIST\r\n")
                _ = try free[1].token("USER.NEW ann ROLE admin")
                held.signal()
                #expect(try free[0].readLine().hasPrefix("-NOAUTH"))
            }
        }

        // Fault 90: a disabled user's connections are closed before the reply comes
        // Threat T4: revocation closes live connections
        @Test("A disabled user's connections on all loops are closed before the reply comes")
        func disabled() async throws {
            var limits = TestServer.limits
            limits.loopCount = 3
            try await withServer(limits: limits) { server in
                let admin = try server.connect()
                _ = try admin.token("USER.NEW ann ROLE admin")
                let token = try admin.token("USER.NEW bob ROLE agent")
                var clients: [RawClient] = []
                for number in 0..<20 {
                    let client = try server.connect()
                    client.send("AUTH \(token)\r\n")
                    #expect(try client.readLine() == "+OK")
                    if number.isMultiple(of: 2) { client.send("EVENTS AFTER now BLOCK 0\r\n") }
                    clients.append(client)
                }
                #expect(server.until { $0.connectionsBlocked == 10 })
                admin.send("USER.DISABLE bob\r\n")
                #expect(try admin.readLine().hasPrefix(" version"))
                #expect(server.until { $0.connectionsOpen == 1 })
                for client in clients {
                    let rest = try? client.readToEnd()
                    #expect(rest == "" || rest?.hasPrefix("-NOAUTH") == true)
                }
                #expect(try admin.readLine().hasPrefix(" leads"))
            }
        }

        // Fault 82, 90: what a user sent before it was disabled and nobody executed yet is not
        //   executed
        @Test("What a disabled user has sent and nobody executed yet is not executed")
        func queued() async throws {
            try await withServer { server in
                let admin = try server.connect()
                _ = try admin.token("USER.NEW ann ROLE admin")
                let token = try admin.token("USER.NEW bob ROLE agent")
                let bob = try server.connect()
                bob.send("AUTH \(token)\r\n")
                #expect(try bob.readLine() == "+OK")
                admin.send("USER.DISABLE bob\r\n")
                bob.send(
                    (0..<500).map { "LEAD.NEW EMAIL a\($0)@one.example\r\n" }.joined())
                #expect(try admin.readLine().hasPrefix(" version"))
                #expect(try admin.readLine().hasPrefix(" leads"))
                #expect(try admin.readLine() == "+OK 2")
                // Whatever was not refused came before the disabling in the chain of events.
                _ = try? bob.readToEnd()
                admin.send("EVENTS COLUMNS type LIMIT 1000\r\n")
                var types: [String] = []
                while let line = try? admin.readLine(), line.hasPrefix(" ") || line.hasPrefix("#") {
                    types.append(String(line.dropFirst()))
                }
                #expect(types.last == "user.disabled")
            }
        }

        // Threat T4: neither the log nor the store nor CLIENT LIST tells a token
        @Test("Neither the log nor the store nor CLIENT LIST tells a token")
        func secret() async throws {
            let log = KeptLog()
            let server = try await TestServer.start(logger: log.logger)
            let admin = try server.connect()
            let token = try admin.token("USER.NEW ann ROLE admin")
            let client = try server.connect()
            client.send("HELLO 2 AUTH ann \(token)x\r\n")
            #expect(try client.readLine().hasPrefix("-WRONGPASS"))
            client.send("AUTH \(token) \"ann\\r\\nforged line\"\r\n")
            #expect(try client.readLine().hasPrefix("-WRONGPASS"))
            client.send("AUTH \(token)\r\n")
            #expect(try client.readLine() == "+OK")
            client.send("CLIENT LIST\r\n")
            var lines: [String] = []
            repeat { lines.append(try client.readLine()) } while lines.last?.hasPrefix("+") != true
            #expect(lines.contains { $0.contains("user=ann") })
            #expect(!lines.joined().contains(token))
            let folder = server.configuration.store.path
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                let data = FileManager.default.contents(atPath: folder + "/" + name) ?? Data()
                #expect(data.range(of: Data(token.utf8)) == nil)
            }
            try await server.stop()
            #expect(log.text.contains("a login failed"))
            #expect(log.text.contains("(redacted)") && log.text.contains("'ann'"))
            #expect(!log.text.contains(token.prefix(20)) && !log.text.contains("\r"))
        }

        @Test("A suspension in steps is answered once, in its turn")
        func steps() async throws {
            try await withServer { server in
                let admin = try server.connect()
                admin.send("PARTNER.NEW NAME Northwind\r\n")
                #expect(try admin.readLine() == "=P1")
                let count = EngineLimits.stepRecordsMax * 5 / 2
                for number in 1...count {
                    admin.send(
                        "LEAD.NEW EMAIL a\(number)@x\(number).example\r\nASSIGN L\(number) P1\r\n"
                            + "RELEASE L\(number)\r\n")
                    for _ in 0..<3 { _ = try admin.readLine() }
                }
                admin.send("PARTNER.SUSPEND P1 REASON gone\r\nPARTNER.RESUME P1\r\nPING\r\n")
                #expect(try admin.readLine() == ":2")
                #expect(try admin.readLine() == ":3")
                #expect(try admin.readLine() == "+PONG")
                admin.send("LEAD.LIST STATUS offered\r\n")
                #expect(try admin.readLine().hasPrefix("#"))
                #expect(try admin.readLine() == "+OK 0")
            }
        }

        // Threat T7: without users only this machine is served
        @Test("Any address is served once there is a user")
        func served() async throws {
            let folder = FileManager.default.temporaryDirectory
                .appending(path: "leadline-\(UUID().uuidString)").path
            defer { try? FileManager.default.removeItem(atPath: folder) }
            var configuration = ServerConfiguration(directory: folder)
            configuration.port = 0
            configuration.bind = "0.0.0.0"
            configuration.store.durability = .os
            await #expect(throws: ConfigurationFault.openToStrangers("0.0.0.0")) {
                _ = try await Server.start(configuration, logger: TestServer.quiet)
            }
            configuration.bind = "127.0.0.1"
            let first = try await Server.start(configuration, logger: TestServer.quiet)
            _ = try RawClient(first.port).token("USER.NEW ann ROLE admin")
            try await first.stop()
            configuration.bind = "0.0.0.0"
            let second = try await Server.start(configuration, logger: TestServer.quiet)
            let client = try RawClient(second.port)
            client.send("WHOAMI\r\n")
            #expect(try client.readLine() == "-NOAUTH Authentication required.")
            try await second.stop()
        }
    }
}

extension RawClient {
    /// The token that a command answers.
    func token(_ line: String) throws -> String {
        send(line + "\r\n")
        let reply = try readLine()
        try #require(reply.hasPrefix("=") && reply.count == 53, "\(reply)")
        return String(reply.dropFirst())
    }

    /// The next line that is an error; what is told before it is passed over.
    fileprivate func firstError() throws -> String {
        while true {
            let line = try readLine()
            if line.hasPrefix("-") { return line }
        }
    }
}

/// A log that a test can read.
final class KeptLog: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    private struct Handler: LogHandler {
        let log: KeptLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let metadata = (event.metadata ?? [:]).map { "\($0.key)=\($0.value)" }.sorted()
            log.lines.withLock {
                $0.append("\(event.level) \(event.message) \(metadata.joined(separator: " "))")
            }
        }
    }
}
