package import LeadlineClient

/// Where to connect and as whom; everything that was to be asked has been asked.
package struct Destination: Sendable {
    /// The server's name or address.
    package let host: String
    /// The server's port.
    package let port: Int
    /// Who logs in, nil for nobody.
    package let credentials: LeadlineClient.Credentials?
    /// How the connection is secured, nil for plain bytes.
    package let security: LeadlineClient.TransportSecurity?

    /// Connects; the fault says why not in one line.
    package func connect() async throws(BulkFault) -> LeadlineClient {
        let client: LeadlineClient
        do {
            client = try await LeadlineClient.connect(
                host: host, port: port, credentials: credentials, security: security)
        } catch {
            throw BulkFault("cannot connect: \(error)", status: SysExit(connecting: error))
        }
        // Others greet alike: a Redis server would take some commands and refuse the rest.
        guard let name = client.server["server"]?.string, name != "leadline" else { return client }
        await client.close()
        throw BulkFault(
            "\(host):\(port) is no Leadline server but \(name)", status: .protocolError)
    }
}
