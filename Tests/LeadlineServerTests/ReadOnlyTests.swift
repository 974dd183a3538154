import Foundation
import LeadlineEngine
import LeadlineServer
import Logging
import Testing

@testable import LeadlineStore

extension ServerTests {
    @Suite("Serving to be read only")
    struct ReadOnlyTests {
        private static func configuration(_ folder: String) -> ServerConfiguration {
            var configuration = ServerConfiguration(directory: folder)
            configuration.port = 0
            configuration.store.durability = .os
            configuration.store.freeBytesMin = 0
            configuration.store.freePercentMin = 0
            configuration.limits = TestServer.limits
            return configuration
        }

        private static func ask(_ server: Server, _ lines: [String]) throws -> [String] {
            let client = try RawClient(server.port)
            return try lines.map { line in
                client.send(line + "\r\n")
                var last = ""
                repeat {
                    last = try client.readLine()
                } while last.hasPrefix(" ") || last.hasPrefix("#")
                return last
            }
        }

        // Fault 124: a broken chain of events is refused, except to be read, and listed then.
        @Test("A hurt store is refused; with --read-only it is served, and what is hurt is told")
        func hurt() async throws {
            let folder = FileManager.default.temporaryDirectory
                .appending(path: "leadline-readonly-\(UUID().uuidString)").path
            defer { try? FileManager.default.removeItem(atPath: folder) }
            var configuration = Self.configuration(folder)
            var server = try await Server.start(configuration, logger: TestServer.quiet)
            _ = try Self.ask(server, ["PARTNER.NEW NAME one", "PARTNER.NEW NAME two"])
            try await server.stop()
            try Self.breakChain(folder)
            await #expect(throws: StoreFault.self) {
                _ = try await Server.start(configuration, logger: TestServer.quiet)
            }
            configuration.store.isReadOnly = true
            let lines = LogLines()
            server = try await Server.start(
                configuration, logger: Logger(label: "test") { _ in LogLineHandler(lines) })
            let replies = try Self.ask(
                server,
                ["PARTNER.LIST", "PARTNER.NEW NAME three", "CHECK", "PING"])
            #expect(replies[0] == "+OK 2")
            #expect(replies[1].hasPrefix("-READONLY "))
            #expect(replies[2] == "+OK 2")
            #expect(replies[3] == "+PONG")
            try await server.stop()
            #expect(lines.holds("serving to be read only"))
            #expect(lines.holds("the chain of events breaks here"))
        }

        /// Changes the newest event behind the server's back.
        private static func breakChain(_ folder: String) throws {
            let lock = try #require(try FileLock(folder + "/lock"))
            let settings = LevelDB.Settings(
                creates: false, writeBufferBytes: 1 << 20, cacheBytes: 1 << 20)
            let database = try LevelDB(path: folder, settings, lock)
            defer { database.close(within: .zero) }
            var batch = LevelDB.Batch()
            do {
                let cursor = try LevelDB.Cursor(database, keepsBlocks: false)
                let tag = try #require(Schema.eventTags.first)
                cursor.seek([tag + 1])
                cursor.previous()
                var key: [UInt8] = []
                cursor.readKey(into: &key)
                var row = cursor.value()
                try #require(key.first == tag)
                row[row.count - 3] ^= 1
                batch.put(key.span, row.span)
            }
            try database.write(batch, sync: true)
        }
    }
}
