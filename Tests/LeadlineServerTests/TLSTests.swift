import LeadlineEngine
import LeadlineWire
import NIOSSL
import Testing

@testable import LeadlineServer

extension ServerTests {
    @Suite("TLS")
    struct TLSTests {
        @Test("Both versions of today are spoken", arguments: [TLSVersion.tlsv12, .tlsv13])
        func versions(version: TLSVersion) async throws {
            try await withTLS { server, certificates in
                var trusting = try certificates.trusting
                trusting.minimumTLSVersion = version
                trusting.maximumTLSVersion = version
                let client = try await SecureClient(server.securePort, trusting)
                client.send("PING\r\nECHO \"a b\"\r\n")
                #expect(try await client.readLines(2) == "+PONG\r\n=a b\r\n")
                let plain = try server.connect()
                #expect(try plain.ask("PING") == .simple("PONG"))
            }
        }

        @Test("What is broken is refused: old versions, weak suites")
        func refusals() async throws {
            try await withTLS { server, certificates in
                var old = try certificates.trusting
                old.minimumTLSVersion = .tlsv1
                old.maximumTLSVersion = .tlsv11
                var weak = try certificates.trusting
                weak.maximumTLSVersion = .tlsv12
                weak.cipherSuiteValues = [
                    .TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, .TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
                    .TLS_RSA_WITH_AES_128_GCM_SHA256,
                ]
                for configuration in [old, weak] {
                    let client = try await SecureClient(server.securePort, configuration)
                    client.send("PING\r\n")
                    #expect(try await client.readToEnd() == "")
                }
                #expect(server.until { $0.connectionsRejected == 2 })
            }
        }

        @Test(
            "A client that has ended its half gets every reply, however it ended it",
            arguments: [true, false])
        func halfClose(isClean: Bool) async throws {
            try await withTLS { server, certificates in
                let client = try await SecureClient(server.securePort, try certificates.trusting)
                client.send("PING\r\n")
                _ = try await client.readLines(1)
                let text = String(repeating: "x", count: 1000)
                var lines = ""
                for number in 1...300 {
                    lines += "ECHO \(text)\(number)\r\n"
                    lines += "LEAD.NEW EMAIL half\(number)@acme\(number).example NAME N\r\n"
                }
                client.send(lines)
                // Behind the lines, as the bytes of one connection are.
                _ = try await client.serialNumber()
                isClean ? client.finishSending() : client.finishUncleanly()
                let replies = try await client.readToEnd().split(separator: "\r\n").dropFirst()
                #expect(replies.count == 600)
                #expect(replies.last == "=L300")
                #expect(server.until { $0.connectionsOpen == 0 })
            }
        }

        @Test("A stop answers what has come, says goodbye and loses nothing")
        func stop() async throws {
            let certificates = try TestCertificates()
            defer { certificates.remove() }
            let server = try await TestServer.start(tls: certificates.settings)
            let client = try await SecureClient(server.securePort, try certificates.trusting)
            client.send("PING\r\n")
            _ = try await client.readLines(1)
            let lines = (1...200).map { "LEAD.NEW EMAIL a\($0)@b\($0).example NAME N\r\n" }
            client.send(lines.joined())
            #expect(server.until { $0.requestsHandled >= 200 })
            async let stopped: Void = server.stop()
            #expect(try await client.readToEnd().split(separator: "\r\n").count == 201)
            try await stopped
        }

        @Test("Where clients need certificates, only the authority's count")
        func clientCertificates() async throws {
            let foreign = try TestCertificates()
            defer { foreign.remove() }
            try await withTLS(clients: .required) { server, certificates in
                let bare = try certificates.trusting
                let cases = [
                    (bare, false), (try bare.showing("client", of: certificates), true),
                    (try bare.showing("server", of: foreign), false),
                ]
                for (configuration, isAdmitted) in cases {
                    let client = try await SecureClient(server.securePort, configuration)
                    client.send("QUIT\r\n")
                    #expect(try await client.readToEnd() == (isAdmitted ? "+OK\r\n" : ""))
                }
            }
        }

        @Test("Where certificates are optional, none is better than a stranger's")
        func optionalCertificates() async throws {
            let foreign = try TestCertificates()
            defer { foreign.remove() }
            try await withTLS(clients: .optional) { server, certificates in
                let bare = try await SecureClient(server.securePort, try certificates.trusting)
                bare.send("QUIT\r\n")
                #expect(try await bare.readToEnd() == "+OK\r\n")
                let stranger = try await SecureClient(
                    server.securePort, try certificates.trusting.showing("server", of: foreign))
                stranger.send("QUIT\r\n")
                #expect(try await stranger.readToEnd() == "")
            }
        }

        @Test("New files count for new connections; bad ones change nothing")
        func reload() async throws {
            try await withTLS { server, certificates in
                let settings = server.configuration.tls
                let old = try await SecureClient(server.securePort, try certificates.trusting)
                old.send("PING\r\n")
                _ = try await old.readLines(1)
                try certificates.issue("next")
                try certificates.copy("next.pem", over: "server.pem")
                #expect(throws: TLSFault.self) { try server.server.reloadTLS(settings) }
                let same = try await SecureClient(server.securePort, try certificates.trusting)
                same.send("PING\r\n")
                _ = try await same.readLines(1)
                #expect(try await same.serialNumber() == (try await old.serialNumber()))

                try certificates.copy("next.key", over: "server.key")
                try server.server.reloadTLS(settings)
                let new = try await SecureClient(server.securePort, try certificates.trusting)
                new.send("PING\r\n")
                _ = try await new.readLines(1)
                #expect(try await new.serialNumber() != (try await old.serialNumber()))
                old.send("PING\r\n")
                #expect(try await old.readLines(2) == "+PONG\r\n+PONG\r\n")
            }
        }

        @Test("Who says nothing, or not in TLS, is closed; the others are served")
        func strangers() async throws {
            var limits = TestServer.limits
            limits.handshakeMilliseconds = 200
            try await withTLS(limits: limits) { server, certificates in
                let silent = try RawClient(server.securePort)
                let plain = try RawClient(server.securePort)
                plain.send("PING\r\nPING\r\n")
                #expect(try !plain.readToEnd().contains("PONG"))
                #expect(try silent.readToEnd() == "")
                #expect(server.connectionsOpen == 0)
                let client = try await SecureClient(server.securePort, try certificates.trusting)
                client.send("QUIT\r\n")
                #expect(try await client.readToEnd() == "+OK\r\n")
            }
        }

        @Test("No more handshakes are begun at once than the limit says")
        func handshakes() async throws {
            var limits = TestServer.limits
            limits.handshakesMax = 2
            // Longer than anybody waits here.
            limits.handshakeMilliseconds = 60_000
            try await withTLS(limits: limits) { server, certificates in
                let silent = try (0..<2).map { _ in try RawClient(server.securePort) }
                _ = silent.map { $0.send([0x16]) }
                // The silent ones are accepted before it, in the order of their coming.
                let refused = try RawClient(server.securePort)
                #expect(try refused.readToEnd() == "")
                for client in silent { client.close() }
                var text = ""
                for _ in 0..<200 where text.isEmpty {
                    let client = try await SecureClient(
                        server.securePort, try certificates.trusting)
                    client.send("QUIT\r\n")
                    text = try await client.readToEnd()
                }
                #expect(text == "+OK\r\n")
            }
        }

        @Test("One address had all handshakes to itself")
        func handshakesOfOneAddress() async throws {
            var limits = TestServer.limits
            limits.handshakesPerAddressMax = 2
            limits.handshakeMilliseconds = 60_000
            limits.sparesLoopback = false
            try await withTLS(limits: limits) { server, certificates in
                let silent = try (0..<2).map { _ in try RawClient(server.securePort) }
                _ = silent.map { $0.send([0x16]) }
                #expect(try RawClient(server.securePort).readToEnd() == "")
                for client in silent { client.close() }
            }
        }

        @Test("A connection over the limit is told so through TLS")
        func connectionsMax() async throws {
            var limits = TestServer.limits
            limits.connectionsMax = 1
            try await withTLS(limits: limits) { server, certificates in
                let first = try server.connect()
                #expect(try first.ask("PING") == .simple("PONG"))
                let second = try await SecureClient(server.securePort, try certificates.trusting)
                #expect(
                    try await second.readToEnd() == "-ERR max number of clients reached\r\n")
            }
        }
    }
}

/// Runs a test's body against a server that speaks TLS beside plain bytes.
private func withTLS(
    limits: ServerLimits = TestServer.limits, clients: TLSSettings.ClientCertificates = .no,
    _ body: (TestServer, TestCertificates) async throws -> Void
) async throws {
    let certificates = try TestCertificates()
    defer { certificates.remove() }
    var settings = certificates.settings
    if clients != .no {
        try certificates.issue("client", isRSA: true)
        settings.authority = certificates.path("ca.pem")
        settings.clients = clients
    }
    try await withServer(limits: limits, tls: settings) { try await body($0, certificates) }
}

extension TestCertificates {
    /// A client that trusts the authority.
    fileprivate var trusting: TLSConfiguration {
        get throws {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = .certificates(
                try NIOSSLCertificate.fromPEMFile(path("ca.pem")))
            return configuration
        }
    }
}

extension TLSConfiguration {
    /// The same client with a certificate of its own.
    fileprivate func showing(
        _ name: String, of certificates: TestCertificates
    ) throws -> TLSConfiguration {
        var configuration = self
        configuration.certificateChain =
            try NIOSSLCertificate
            .fromPEMFile(certificates.path(name + ".pem")).map { .certificate($0) }
        configuration.privateKey = .privateKey(
            try NIOSSLPrivateKey(file: certificates.path(name + ".key"), format: .pem))
        return configuration
    }
}
