import Foundation
import LeadlineBackup
import LeadlineEngine
import LeadlineServer
import LeadlineStore
import LeadlineWire
import Logging
import Testing

extension ServerTests {
    /// BACKUP over sockets, and what is restored from it.
    @Suite("Backups", .serialized)
    struct BackupTests {
        private static func options(_ path: String) -> StoreOptions {
            StoreOptions(path: path, durability: .os, freeBytesMin: 0, freePercentMin: 0)
        }

        /// Registers leads on a connection of its own.
        private static func register(_ server: TestServer, _ numbers: Range<Int>) throws {
            let client = try server.connect()
            for number in numbers {
                client.send("LEAD.NEW EMAIL a\(number)@d\(number).example NAME Ann\r\n")
            }
            for _ in numbers { _ = try client.readLine() }
        }

        // Fault 73: another server on the same folder is refused right after a backup, too.
        @Test("A copy that is taken under writes is restored to a sound store")
        func underWrites() async throws {
            try await withServer { server in
                try Self.register(server, 0..<300)
                let writer = try server.connect()
                let line = "LEAD.NEW EMAIL b%@e%.example NAME Bob\r\n"
                let lines = (0..<400).map { line.replacing("%", with: "\($0)") }.joined()
                let sending = writer.sendAside(lines, times: 1)
                let client = try server.connect()
                client.send("BACKUP monday\r\n")
                while try client.readLine().first == " " {}
                sending.wait()
                for _ in 0..<400 { _ = try writer.readLine() }
                #expect(throws: StoreFault.inUse(path: server.configuration.store.path)) {
                    try Store.open(Self.options(server.configuration.store.path))
                }
                let target = server.backups + "/restored"
                let report = try OfflineRestore.run(
                    from: server.backups + "/monday", to: target)
                #expect(report.manifest.place.event >= 300)
                #expect(report.gap == nil)
                #expect(try OfflineCheck.run(Self.options(target)) == [])
            }
        }

        @Test("Others are answered while a backup goes on, INFO tells of it, a stop ends it")
        func notInTheWay() async throws {
            let server = try await TestServer.start()
            try Self.register(server, 0..<3000)
            let asking = try server.connect()
            asking.send("CONFIG SET backuprate 1\r\nBACKUP slow\r\n")
            #expect(try asking.readLine() == "+OK")
            #expect(server.until { $0.server.engine.backups.running?.rowCount ?? 0 > 0 })
            let other = try server.connect()
            other.send("LEAD.NEW EMAIL cat@cord.example\r\n")
            #expect(try other.readLine() == "=L3001")
            other.send("LEAD.LIST COLUMNS id LIMIT 1\r\n")
            while try other.readLine().first != "+" {}
            other.send("BACKUP second\r\n")
            #expect(try other.readLine() == "-TRYAGAIN the backup slow is under way")
            other.send("INFO persistence\r\n")
            var lines: [String] = []
            while lines.last?.first != "+" { lines.append(try other.readLine()) }
            #expect(lines.contains(" rdb_bgsave_in_progress:1"))
            #expect(lines.contains(" backup_name:slow"))
            let begun = ContinuousClock.now
            let backups = server.backups
            #expect(FileManager.default.fileExists(atPath: backups + "/slow"))
            try await server.server.stop()
            #expect(ContinuousClock.now - begun < .seconds(2))
            #expect(try asking.readLine().hasPrefix("-SHUTDOWN "))
            #expect(!FileManager.default.fileExists(atPath: backups + "/slow"))
            try FileManager.default.removeItem(atPath: backups)
            try FileManager.default.removeItem(atPath: server.configuration.store.path)
        }

        // Fault 107: the start after an old backup was restored names the events that it lacks.
        @Test("The start after a restore names the gap, once")
        func gap() async throws {
            let log = LogLines()
            let logger = Logger(label: "test") { _ in LogLineHandler(log) }
            try await withServer { server in
                try Self.register(server, 0..<5)
                let client = try server.connect()
                client.send("BACKUP old\r\n")
                while try client.readLine().first == " " {}
                try Self.register(server, 5..<8)
                client.send("BACKUP new\r\n")
                while try client.readLine().first == " " {}
                let target = server.backups + "/restored"
                let report = try OfflineRestore.run(from: server.backups + "/old", to: target)
                #expect(report.gap == 6...8)
                var configuration = ServerConfiguration(directory: target)
                configuration.port = 0
                for _ in 0..<2 {
                    let restored = try await Server.start(configuration, logger: logger)
                    try await restored.stop()
                }
                let told = log.lines.filter { $0.contains("restored from a backup") }
                #expect(told.count == 1)
                #expect(told.first?.contains("events 6 to 8 are not in it") == true)
            }
        }
    }
}
