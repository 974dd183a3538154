package import ArgumentParser
import LeadlineClient

/// Where the server is and who logs in.
package struct ConnectionOptions: ParsableArguments {
    /// The server's name or address.
    @Option(name: [.customShort("h"), .long], help: "The server's name or address.")
    package var host = Environment["LEADLINE_HOST"] ?? "127.0.0.1"

    /// The server's port.
    @Option(name: .shortAndLong, help: "The server's port.")
    package var port =
        Environment["LEADLINE_PORT"].flatMap { Int($0) } ?? LeadlineClient.defaultPort

    /// The login name, nil for the token's own user.
    @Option(name: .shortAndLong, help: "Log in as this user; needs a token.")
    package var user: String?

    /// Whether the token is asked for on the terminal.
    @Flag(help: "Ask for the token on the terminal.")
    package var askpass = false

    /// This machine, as nobody.
    package init() {}

    /// Refuses what cannot be meant.
    package func validate() throws {
        guard (1...65_535).contains(port) else {
            throw ValidationError("--port is a number from 1 to 65535")
        }
        if user != nil, !TokenSource(isAsked: askpass).isGiven {
            throw ValidationError(
                "--user needs a token: LEADLINE_TOKEN, LEADLINE_TOKEN_FILE or --askpass")
        }
    }

    /// Connects; the fault says why not in one line.
    func client(_ security: SecurityOptions) async throws(BulkFault) -> LeadlineClient {
        do {
            return try await LeadlineClient.connect(
                host: host, port: port, credentials: try credentials(), security: security.chosen)
        } catch let fault as TokenSource.Fault {
            throw BulkFault("\(fault)", status: .notAllowed)
        } catch {
            throw BulkFault("cannot connect: \(error)", status: SysExit(connecting: error))
        }
    }

    private func credentials() throws(TokenSource.Fault) -> LeadlineClient.Credentials? {
        guard let token = try TokenSource(isAsked: askpass).token() else { return nil }
        return LeadlineClient.Credentials(user: user ?? "default", token: token)
    }
}
