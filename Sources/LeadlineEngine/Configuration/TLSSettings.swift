/// Where and with which files TLS is served.
package struct TLSSettings: Sendable, Equatable {
    /// What clients have to show of themselves.
    package enum ClientCertificates: String, Sendable, CaseIterable {
        /// Nothing; a certificate that is offered is not looked at.
        case no
        /// A certificate that is offered must be signed by the authority.
        case optional
        /// Every client must have a certificate that the authority signed.
        case required
    }

    /// The address that TLS is served on; empty for the one of the plain port.
    package var bind = ""
    /// The TCP port for TLS; 0 takes a free one.
    package var port = 5324
    /// The file with the server's certificate and those between it and its root; empty serves no
    /// TLS.
    package var certificate = ""
    /// The file with the certificate's private key.
    package var key = ""
    /// The file with the authorities that sign clients' certificates.
    package var authority = ""
    /// What clients have to show.
    package var clients = ClientCertificates.no

    package init() {}

    /// Whether TLS is served at all.
    package var isServed: Bool { !certificate.isEmpty }
}
