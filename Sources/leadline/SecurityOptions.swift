import ArgumentParser
package import LeadlineClient

/// The options for TLS, by the names that redis-cli gives them.
package struct SecurityOptions: ParsableArguments {
    @Flag(help: "Speak TLS, which the server does on a port of its own (5324).")
    private var tls = false

    @Option(
        help: "Trust the authorities of this PEM file instead of the system's.",
        completion: .file())
    private var cacert: String?

    @Option(help: "Show the certificate of this PEM file.", completion: .file())
    private var cert: String?

    @Option(
        help: "The PEM file of its private key, unless that is in the same file.",
        completion: .file())
    private var key: String?

    @Option(help: "The name to ask the server for, if not the host's.")
    private var sni: String?

    @Flag(help: "Take any certificate of the server: only for trying things out.")
    private var insecure = false

    /// No TLS.
    package init() {}

    /// Refuses options that would have no effect.
    package func validate() throws {
        let isAnySet = cacert != nil || cert != nil || key != nil || sni != nil || insecure
        guard tls || !isAnySet else {
            throw ValidationError("--cacert, --cert, --key, --sni and --insecure need --tls")
        }
        guard key == nil || cert != nil else { throw ValidationError("--key needs --cert") }
        guard !insecure || cacert == nil else {
            throw ValidationError("--insecure looks at no certificate: leave --cacert out")
        }
    }

    /// How to connect; nil for plain bytes.
    package var chosen: LeadlineClient.TransportSecurity? {
        guard tls else { return nil }
        var security = LeadlineClient.TransportSecurity()
        security.authorityFile = cacert
        security.certificateFile = cert
        security.keyFile = key
        security.serverName = sni
        security.isUnverified = insecure
        return security
    }
}
