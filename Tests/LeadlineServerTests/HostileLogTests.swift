import LeadlineServer
import LeadlineWire
import Logging
import Synchronization
import Testing

extension ServerTests {
    @Suite("What strangers write into the log")
    struct HostileLogTests {
        /// Keeps every line that is logged.
        private final class Lines: Sendable {
            private let lines = Mutex<[String]>([])
            var all: [String] { lines.withLock { $0 } }
            func add(_ line: String) { lines.withLock { $0.append(line) } }
        }

        private struct Handler: LogHandler {
            let lines: Lines
            var metadata = Logger.Metadata()
            var logLevel = Logger.Level.trace

            subscript(metadataKey key: String) -> Logger.Metadata.Value? {
                get { metadata[key] }
                set { metadata[key] = newValue }
            }

            func log(event: LogEvent) {
                let facts = (event.metadata ?? [:]).map { "\($0.key)=\($0.value)" }.sorted()
                lines.add("\(event.message) \(facts.joined(separator: " "))")
            }
        }

        private func withLog(_ body: (TestServer) throws -> Void) async throws -> [String] {
            let lines = Lines()
            let logger = Logger(label: "test") { _ in Handler(lines: lines) }
            try await withServer(logger: logger) { server in try body(server) }
            return lines.all
        }

        // Fault 14: fifty browsers make one line of the log
        @Test("Fifty browsers make one line")
        func browsers() async throws {
            let lines = try await withLog { server in
                for _ in 0..<50 {
                    let client = try server.connect()
                    client.send("GET /\u{1B}[31m HTTP/1.1\r\nHost: x\r\n\r\n")
                    #expect(try client.readToEnd().isEmpty)
                }
            }
            let closed = lines.filter { $0.contains("another protocol") }
            #expect(closed.count == 1)
            #expect(closed.first?.contains("protocol=HTTP on a Leadline port") == true)
        }

        // Fault 19: nothing that a client sends breaks a line of the log
        // Threat T23: the log stays one line a fact, whatever is sent
        @Test("Nothing that a client sends breaks a line or reaches a terminal raw")
        func controlBytes() async throws {
            let hostile = "a\r\nforged line\u{1B}[2J\u{202E}gpj\u{7}\u{9B}x"
            let lines = try await withLog { server in
                let founder = try server.connect()
                guard case .bulk = try founder.ask("USER.NEW", "root", "ROLE", "admin") else {
                    throw RawClient.Failure.reset
                }
                let client = try server.connect()
                for request in [
                    ["AUTH", hostile, hostile], ["AUTH", hostile],
                    ["HELLO", "3", "AUTH", hostile, hostile, "SETNAME", hostile],
                    ["CLIENT", "SETNAME", hostile], [hostile, hostile],
                ] {
                    client.send(RawClient.request(request))
                }
                client.finishSending()
                _ = try client.readToEnd()
            }
            for line in lines {
                let isSafe = line.unicodeScalars.allSatisfy { scalar in
                    scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
                        && !(0x202A...0x202E).contains(scalar.value)
                        && !(0x2066...0x2069).contains(scalar.value)
                }
                #expect(isSafe, "\(line.debugDescription)")
            }
            #expect(lines.contains { $0.contains("a login failed") })
        }
    }
}
