import Foundation
import Synchronization
import Testing

extension ServerTests {
    @Suite("Random bytes")
    struct FuzzTests {
        private static let seconds =
            ProcessInfo.processInfo.environment["LEADLINE_FUZZ_SECONDS"].flatMap(Double.init) ?? 3

        private static let openings = ["", "FORMAT JSON\r\n", "FORMAT RESP\r\n", "HELLO 3\r\n"]

        /// Pieces that come near to being requests.
        private static let pieces = [
            "PING\r\n", "LEAD.NEW EMAIL a@gmail.com", " NAME \"Ann", "\r\n", "\n", "\"", "'", "*",
            "$",
            "*2\r\n$4\r\nECHO\r\n$3\r\nabc\r\n", "*1025\r\n", "$-1\r\n", "LEAD.LIST", " LIMIT 5",
            "EVENTS AFTER 0 BLOCK 20\r\n", "LEAD.GET L1\r\n", "HELP\r\n", "INFO\r\n", "\u{0}",
            "\\x",
            "COMMAND DOCS\r\n", "LEAD.FIND a\r\n", "RESET\r\n", "HELLO 2\r\n", "STATUS L1 won\r\n",
            "*3\r\n$8\r\nLEAD.NEW\r\n$5\r\nEMAIL\r\n", "$11\r\nc@gmail.com\r\n", "🙂", "\u{4}\r\n",
        ]

        @Test("Random bytes never crash, hang or leak a connection", arguments: openings)
        func random(opening: String) async throws {
            let seed = UInt64.random(in: 1...UInt64.max)
            print("random bytes after \(opening.debugDescription): seed \(seed)")
            var random = SeededRandom(seed: seed)
            try await withServer { server in
                let end = Date().addingTimeInterval(Self.seconds / Double(Self.openings.count))
                while Date() < end {
                    let client = try server.connect()
                    client.send(opening)
                    for _ in 0..<Int.random(in: 1...8, using: &random) {
                        client.send(bytes(&random))
                    }
                    if Bool.random(using: &random) {
                        client.reset()
                    } else {
                        client.finishSending()
                        expectEnd(client, seed)
                    }
                }
                try expectHealth(server, seed)
            }
        }

        private func bytes(_ random: inout SeededRandom) -> [UInt8] {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                switch random.next() % 8 {
                case 0: bytes += (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
                case 1: bytes += [0xFF, UInt8.random(in: 0xF0...0xFF, using: &random)]
                default: bytes += Array((Self.pieces.randomElement(using: &random) ?? "").utf8)
                }
            }
            return bytes
        }

        /// The server ends the connection; that it does so by a reset is fine when we still sent.
        private func expectEnd(_ client: RawClient, _ seed: UInt64) {
            do {
                _ = try client.readToEnd()
            } catch RawClient.Failure.reset {
                return
            } catch {
                Issue.record("\(error), seed \(seed)")
            }
        }

        private func expectHealth(_ server: TestServer, _ seed: UInt64) throws {
            #expect(
                server.until { $0.connectionsOpen == 0 },
                "seed \(seed)")
            #expect(server.connectionsBlocked == 0, "seed \(seed)")
            let client = try server.connect()
            client.send("PING\r\nCHECK DEEP\r\n")
            client.finishSending()
            let replies = try client.readToEnd()
            #expect(replies == "+PONG\r\n# check\tsubject\tproblem\r\n+OK 0\r\n", "seed \(seed)")
        }
    }
}
