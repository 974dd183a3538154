package import ArgumentParser
import LeadlineClient

/// Where the server is and who logs in.
package struct ConnectionOptions: ParsableArguments {
    /// The server's name or address.
    @Option(name: [.customShort("h"), .long], help: "The server's name or address.")
    package var host: String?

    /// The server's port.
    @Option(name: .shortAndLong, help: "The server's port.")
    package var port: Int?

    /// The login name, nil for the token's own user.
    @Option(name: .shortAndLong, help: "Log in as this user; needs a token.")
    package var user: String?

    /// Whether the token is asked for on the terminal.
    @Flag(help: "Ask for the token on the terminal.")
    package var askpass = false

    /// The set of settings in the file of profiles.
    @Option(help: "Settings of this name in the file of profiles.")
    package var profile: String?

    /// This machine, as nobody.
    package init() {}

    /// Refuses what cannot be meant.
    package func validate() throws {
        guard port.map({ (1...65_535).contains($0) }) ?? true else {
            throw ValidationError("--port is a number from 1 to 65535")
        }
    }

    /// The settings that apply: a flag wins over the environment, and that over the profile.
    package func destination(
        _ security: SecurityOptions, _ variable: (String) -> String? = { Environment[$0] }
    ) throws(BulkFault) -> Destination {
        let profile = try Profile.load(named: profile, variable)
        let number = try Self.port(port, variable("LEADLINE_PORT"), profile["port"])
        let token = try token(profile)
        guard user == nil || token != nil else {
            throw BulkFault(
                "--user needs a token: LEADLINE_TOKEN, LEADLINE_TOKEN_FILE or --askpass",
                status: .usage)
        }
        let name = user ?? variable("LEADLINE_USER") ?? profile["user"] ?? "default"
        return Destination(
            host: host ?? variable("LEADLINE_HOST") ?? profile["host"] ?? "127.0.0.1",
            port: number,
            credentials: token.map { LeadlineClient.Credentials(user: name, token: $0) },
            security: security.chosen ?? profile.security)
    }

    private static func port(
        _ given: Int?, _ variable: String?, _ profile: String?
    ) throws(BulkFault) -> Int {
        if let given { return given }
        guard let text = variable ?? profile else { return LeadlineClient.defaultPort }
        guard let number = Int(text), (1...65_535).contains(number) else {
            throw BulkFault("port '\(text)' is no number from 1 to 65535", status: .usage)
        }
        return number
    }

    private func token(_ profile: Profile) throws(BulkFault) -> String? {
        do throws(TokenSource.Fault) {
            if let token = try TokenSource(isAsked: askpass).token() { return token }
            return try profile["token-file"].map { path throws(TokenSource.Fault) in
                try TokenSource.read(path)
            }
        } catch {
            throw BulkFault("\(error)", status: .notAllowed)
        }
    }
}
