import Foundation
import LeadlineEngine
import LeadlineWire
import Logging
import Testing

@testable import LeadlineServer

extension ServerTests {
    @Suite("Reload")
    struct ReloadTests {
        @Test("What changed in the file counts; what CONFIG SET changed stays until the file does")
        func live() async throws {
            try await withReload { server, reload, write in
                let client = try server.connect()
                try write("{\"timeout\": 50, \"slowlog-max-len\": 7}")
                let first = await reload.run(after: server.configuration)
                #expect(try value("timeout", client) == "50")
                #expect(try client.ask("CONFIG", "SET", "timeout", "60") == .simple("OK"))
                let second = await reload.run(after: first)
                #expect(try value("timeout", client) == "60")
                #expect(try value("slowlog-max-len", client) == "7")
                try write("{\"timeout\": 70}")
                _ = await reload.run(after: second)
                #expect(try value("timeout", client) == "70")
                #expect(try value("slowlog-max-len", client) == "128")
            }
        }

        @Test("A broken file changes nothing")
        func broken() async throws {
            try await withReload { server, reload, write in
                let client = try server.connect()
                try write("{\"timeout\": 50}")
                let first = await reload.run(after: server.configuration)
                try write("{\"timeout\": 60, \"prot\": 1}")
                let second = await reload.run(after: first)
                #expect(try value("timeout", client) == "50")
                #expect(second.tuning == first.tuning)
            }
        }

        @Test("What only counts at the start is left alone")
        func late() async throws {
            try await withReload { server, reload, write in
                let client = try server.connect()
                try write("{\"currency\": \"EUR\", \"port\": 1, \"timeout\": 9}")
                _ = await reload.run(after: server.configuration)
                #expect(try value("currency", client) == "USD")
                #expect(try value("port", client) == "\(server.port)")
                #expect(try value("timeout", client) == "9")
            }
        }

        @Test("A second SIGHUP read TLS's files from where they count only after a restart")
        func twiceWithOtherTLSFiles() async throws {
            let certificates = try TestCertificates()
            defer { certificates.remove() }
            try await withReload(tls: certificates.settings) { server, reload, write in
                let client = try server.connect()
                let other = ", \"tlscert\": \"/nowhere/at/all.pem\"}"
                try write("{\"timeout\": 50\(other)")
                let first = await reload.run(after: server.configuration)
                #expect(try value("timeout", client) == "50")
                try write("{\"timeout\": 60\(other)")
                _ = await reload.run(after: first)
                #expect(try value("timeout", client) == "60")
            }
        }

        @Test("More connections than the server was started with are not promised")
        func connections() async throws {
            var limits = TestServer.limits
            limits.connectionsMax = 20
            try await withReload(limits: limits) { server, reload, write in
                let client = try server.connect()
                try write("{\"maxclients\": 10}")
                let first = await reload.run(after: server.configuration)
                #expect(try value("maxclients", client) == "10")
                try write("{\"maxclients\": 9000}")
                _ = await reload.run(after: first)
                #expect(try value("maxclients", client) == "20")
            }
        }

        private func value(_ key: String, _ client: RawClient) throws -> String {
            guard case .array(let items) = try client.ask("CONFIG", "GET", key),
                case .bulk(let bytes)? = items.last
            else { return "" }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}

private func withReload(
    limits: ServerLimits = TestServer.limits, tls: TLSSettings = TLSSettings(),
    _ body: (TestServer, Reload, (String) throws -> Void) async throws -> Void
) async throws {
    let path = FileManager.default.temporaryDirectory
        .appending(path: "leadline-\(UUID().uuidString).json").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await withServer(limits: limits, tls: tls) { server in
        let sources = ConfigurationSources(options: [:], file: path, environment: [:])
        let reload = Reload(server: server.server, sources: sources, logger: TestServer.quiet)
        try await body(server, reload) { try Data($0.utf8).write(to: URL(filePath: path)) }
    }
}
