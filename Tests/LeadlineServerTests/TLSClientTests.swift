import LeadlineClient
import LeadlineEngine
import Testing

@testable import LeadlineServer

extension ServerTests {
    @Suite("The client's TLS")
    struct TLSClientTests {
        @Test("A client that trusts the authority is served")
        func trusting() async throws {
            try await withAuthority { server, certificates in
                var security = LeadlineClient.TransportSecurity()
                security.authorityFile = certificates.path("ca.pem")
                for host in ["127.0.0.1", "localhost"] {
                    let client = try await LeadlineClient.connect(
                        host: host, port: server.securePort, security: security)
                    #expect(try await client.send(["PING"]) == .status("PONG"))
                    await client.close()
                }
            }
        }

        @Test("A server that nobody vouches for is refused, unless that is wanted")
        func stranger() async throws {
            try await withAuthority { server, certificates in
                var security = LeadlineClient.TransportSecurity()
                let refusal = await refusal(server.securePort, security)
                #expect(refusal?.kind == .cannotConnect)
                #expect(refusal?.reason.contains("certificate verify failed") == true)
                security.isUnverified = true
                let client = try await LeadlineClient.connect(
                    port: server.securePort, security: security)
                #expect(try await client.send(["PING"]) == .status("PONG"))
                await client.close()
            }
        }

        @Test("A client shows its certificate, and is refused without it")
        func certificate() async throws {
            try await withAuthority(clients: .required) { server, certificates in
                var security = LeadlineClient.TransportSecurity()
                security.authorityFile = certificates.path("ca.pem")
                #expect(await refusal(server.securePort, security)?.kind == .cannotConnect)
                security.certificateFile = certificates.path("server.pem")
                security.keyFile = certificates.path("server.key")
                let client = try await LeadlineClient.connect(
                    port: server.securePort, security: security)
                #expect(try await client.send(["PING"]) == .status("PONG"))
                await client.close()
            }
        }

        @Test("TLS on the plain port ends with a hint")
        func plainPort() async throws {
            try await withAuthority { server, certificates in
                var security = LeadlineClient.TransportSecurity()
                security.authorityFile = certificates.path("ca.pem")
                let refusal = await refusal(server.port, security)
                #expect(refusal?.reason.contains("does it speak TLS on this port?") == true)
            }
        }

        @Test("Files that are no good are told by their names")
        func files() async throws {
            try await withAuthority { server, certificates in
                var security = LeadlineClient.TransportSecurity()
                security.authorityFile = certificates.path("absent.pem")
                #expect(await refusal(server.port, security)?.reason.contains("absent.pem") == true)
                security.authorityFile = nil
                security.certificateFile = certificates.path("server.pem")
                #expect(await refusal(server.port, security)?.reason.contains("server.pem") == true)
                security.keyFile = certificates.path("ca.key")
                #expect(
                    await refusal(server.port, security)?.reason.contains("does not belong")
                        == true)
            }
        }

        private func refusal(
            _ port: Int, _ security: LeadlineClient.TransportSecurity
        ) async -> ConnectionError? {
            do {
                let client = try await LeadlineClient.connect(port: port, security: security)
                await client.close()
                return nil
            } catch {
                return error as? ConnectionError
            }
        }
    }
}

private func withAuthority(
    clients: TLSSettings.ClientCertificates = .no,
    _ body: (TestServer, TestCertificates) async throws -> Void
) async throws {
    let certificates = try TestCertificates()
    defer { certificates.remove() }
    var settings = certificates.settings
    settings.clients = clients
    settings.authority = clients == .no ? "" : certificates.path("ca.pem")
    try await withServer(tls: settings) { try await body($0, certificates) }
}
