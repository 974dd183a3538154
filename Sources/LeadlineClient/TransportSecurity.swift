import NIOCore
import NIOSSL

extension LeadlineClient {
    /// How the connection is kept from being read and forged: TLS 1.2 or 1.3.
    public struct TransportSecurity: Sendable, Hashable {
        /// A PEM file of the authorities to trust; nil trusts those of the system.
        public var authorityFile: String?
        /// A PEM file of the client's own certificate, for servers that ask for one.
        public var certificateFile: String?
        /// A PEM file of that certificate's private key.
        public var keyFile: String?
        /// The name to ask the server for, and one that its certificate may have beside the
        /// address connected to; nil for the host's own.
        public var serverName: String?
        /// Whether any certificate will do: whoever is on the way may then read and forge.
        public var isUnverified = false

        /// Trusts the system's authorities.
        public init() {}

        /// Reads the files and answers what handlers are made from.
        func context() throws(ConnectionError) -> NIOSSLContext {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.minimumTLSVersion = .tlsv12
            configuration.certificateVerification = isUnverified ? .none : .fullVerification
            if let authorityFile {
                configuration.trustRoots = .certificates(try certificates(authorityFile))
            }
            if let certificateFile {
                configuration.certificateChain = try certificates(certificateFile)
                    .map { .certificate($0) }
                // Both may stand in one file.
                configuration.privateKey = .privateKey(try key(keyFile ?? certificateFile))
            }
            do {
                return try NIOSSLContext(configuration: configuration)
            } catch NIOSSLError.failedToLoadPrivateKey {
                throw ConnectionError(
                    .cannotConnect, "the private key does not belong to the certificate")
            } catch {
                throw ConnectionError(.cannotConnect, "TLS cannot be set up: \(error)")
            }
        }

        /// The name to check and to tell the server; nil where the address itself is checked.
        func name(for host: String) -> String? {
            if let serverName { return serverName }
            let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
            return isAddress ? nil : host
        }

        private func certificates(_ path: String) throws(ConnectionError) -> [NIOSSLCertificate] {
            let found = try? NIOSSLCertificate.fromPEMFile(path)
            guard let found, !found.isEmpty else {
                throw ConnectionError(.cannotConnect, "no certificate in PEM form in \(path)")
            }
            return found
        }

        private func key(_ path: String) throws(ConnectionError) -> NIOSSLPrivateKey {
            do {
                return try NIOSSLPrivateKey(file: path, format: .pem)
            } catch {
                throw ConnectionError(
                    .cannotConnect, "no private key in PEM form without a passphrase in \(path)")
            }
        }
    }
}

extension ConnectionError {
    /// Why TLS ended, in the words of its library without the places in its source; nil for errors
    /// of another kind.
    static func reason(ofTLS error: any Error) -> String? {
        switch error {
        case NIOSSLError.uncleanShutdown: return "the server closed the connection"
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: break
        default: return nil
        }
        let whole = "\(error)"
        if whole.contains("EOF during handshake") {
            return "TLS: the server ended the handshake; does it speak TLS on this port?"
        }
        if whole.contains("failedToValidateHostname") {
            return "TLS: the server's certificate is not for the name or address asked for"
        }
        guard let mark = whole.firstRange(of: "OPENSSL_internal:") else { return "TLS: \(whole)" }
        let word = whole[mark.upperBound...].prefix { $0 != " " && $0 != "]" && $0 != ")" }
        return "TLS: " + word.lowercased().split(separator: "_").joined(separator: " ")
    }
}
