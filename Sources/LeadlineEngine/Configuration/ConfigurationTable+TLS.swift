import LeadlineDomain

extension ConfigurationTable {
    /// Where TLS is served, with which files, and to whom.
    static let secure: [ConfigurationKey] = [
        ConfigurationKey(
            "plain", .start, "Whether `port` is served; without it TLS alone is.",
            \.facts.isPlainServed),
        ConfigurationKey(
            "tlsport", 0...65_535, .start,
            "The TCP port for TLS, served when `tlscert` is given; 0 takes a free one.",
            \.facts.tls.port),
        file(
            "tlscert",
            "PEM file of the server's certificate, then of those between it and its root.",
            \.facts.tls.certificate),
        file("tlskey", "PEM file of the certificate's private key.", \.facts.tls.key),
        file(
            "tlsca", "PEM file of the authorities that sign clients' certificates.",
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

    private static func file(
        _ name: String, _ summary: String,
        _ path: any WritableKeyPath<ConfigurationValues, String> & Sendable
    ) -> ConfigurationKey {
        ConfigurationKey(name, .text("a path, or nothing"), .start, summary) { values in
            values[keyPath: path]
        } write: { values, text in
            values[keyPath: path] = text.description
            return true
        }
    }
}
