import ArgumentParser
package import LeadlineClient

/// A server to be driven.
package struct Target: Sendable, Equatable, ExpressibleByArgument {
    /// What the server is, and so which commands do the work.
    package enum Kind: String, Sendable {
        /// Speaks this product's commands.
        case leadline
        /// Does the same work by Redis commands and a script.
        case redis
    }

    /// What the server is.
    package let kind: Kind
    /// Its name or address.
    package let host: String
    /// Its port.
    package let port: Int
    /// Who logs in on every connection; nobody when nil.
    package var credentials: LeadlineClient.Credentials?
    /// How it is spoken to under load.
    package var dialect = Dialect.resp2

    /// Names a server.
    package init(kind: Kind, host: String, port: Int) {
        self.kind = kind
        self.host = host
        self.port = port
    }

    /// Reads `redis://host:port` or `leadline://host:port`; nil for anything else.
    package init?(argument: String) {
        guard let scheme = argument.firstRange(of: "://"),
            let kind = Kind(rawValue: String(argument[..<scheme.lowerBound])),
            let colon = argument.lastIndex(of: ":"), colon >= scheme.upperBound,
            let port = Int(argument[argument.index(after: colon)...]),
            (1...65_535).contains(port)
        else { return nil }
        let host = String(argument[scheme.upperBound..<colon])
        self.init(kind: kind, host: host.isEmpty ? "127.0.0.1" : host, port: port)
    }

    /// How reports name it.
    package var name: String { "\(kind.rawValue) \(host):\(port)" }
}
