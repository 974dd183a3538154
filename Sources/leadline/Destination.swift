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
            throw fault(error)
        }
        // Others greet alike: a Redis server would take some commands and refuse the rest.
        let name = client.server["server"]?.string
        guard name != "leadline" else { return client }
        await client.close()
        throw BulkFault(
            "\(host):\(port) is no Leadline server but \(name ?? "one that gives no name")",
            status: .protocolError)
    }

    /// Why there is no connection, and what to do where the greeting tells.
    private func fault(_ error: any Error) -> BulkFault {
        guard let refusal = error as? ServerError else {
            return BulkFault("cannot connect: \(error)", status: SysExit(connecting: error))
        }
        if refusal.code == "NOAUTH" {
            return BulkFault(
                "not logged in: set LEADLINE_TOKEN or LEADLINE_TOKEN_FILE, or use --askpass",
                status: .notAllowed)
        }
        if refusal.code == "ERR", refusal.message.hasPrefix("unknown command") {
            return BulkFault(
                "\(host):\(port) is no Leadline server: \(refusal)", status: .protocolError)
        }
        if refusal.code == "ERR", credentials != nil,
            refusal.message.contains("without any password")
        {
            return BulkFault("the server has no users: leave the token out", status: .notAllowed)
        }
        return BulkFault("cannot connect: \(refusal)", status: SysExit(connecting: refusal))
    }
}
