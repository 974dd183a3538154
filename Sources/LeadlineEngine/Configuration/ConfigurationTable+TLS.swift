import LeadlineDomain

extension ConfigurationTable {
    /// Where TLS is served, with which files, and to whom.
    static let secure: [ConfigurationKey] = [
        ConfigurationKey(
            "plain", .start, "Whether `port` is served; without it TLS alone is.",
            \.facts.isPlainServed),
        text(
            "tlsbind", "an address, or nothing",
            "The address that TLS is served on; nothing for what `bind` says.",
            \.facts.tls.bind),
        ConfigurationKey(
            "tlsport", 0...65_535, .start,
            "The TCP port for TLS, served when `tlscert` is given; 0 takes a free one.",
            \.facts.tls.port),
        text(
            "tlscert", path,
            "PEM file of the server's certificate, then of those between it and its root.",
            \.facts.tls.certificate),
        text("tlskey", path, "PEM file of the certificate's private key.", \.facts.tls.key),
        text(
            "tlsca", path, "PEM file of the authorities that sign clients' certificates.",
            \.facts.tls.authority),
        ConfigurationKey(
            "tlsclients", .word(TLSSettings.ClientCertificates.allCases.map(\.rawValue)), .start,
            "Whether TLS clients need a certificate that `tlsca` signed."
        ) {
            $0.facts.tls.clients.rawValue
        } write: { values, text in
            let word = text.asciiLowercased.description
            guard let clients = TLSSettings.ClientCertificates(rawValue: word) else { return false }
            values.facts.tls.clients = clients
            return true
        },
    ]

    private static let path = "a path, or nothing"

    private static func text(
        _ name: String, _ expected: String, _ summary: String,
        _ path: any WritableKeyPath<ConfigurationValues, String> & Sendable
    ) -> ConfigurationKey {
        ConfigurationKey(name, .text(expected), .start, summary) { values in
            values[keyPath: path]
        } write: { values, text in
            values[keyPath: path] = text.description
            return true
        }
    }
}
