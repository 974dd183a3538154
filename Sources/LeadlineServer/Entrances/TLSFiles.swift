import Glibc
import LeadlineDomain
import LeadlineEngine
import NIOCore
import NIOSSL

/// Reads certificates and keys, and refuses what clients could not be served with.
struct TLSFiles {
    /// After so long a wait for the peer's goodbye the connection is closed without it.
    private static let goodbyePatience = TimeAmount.seconds(1)
    /// A larger file is no certificate and no key.
    private static let bytesMax = 1 << 20

    /// Forward secrecy and authenticated encryption only; TLS 1.3 has nothing weaker.
    private static let suites: [NIOTLSCipher] = [
        .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    ]

    /// No SHA-1.
    private static let signatures: [SignatureAlgorithm] = [
        .ed25519, .ecdsaSecp256R1Sha256, .ecdsaSecp384R1Sha384, .ecdsaSecp521R1Sha512,
        .rsaPssRsaeSha256, .rsaPssRsaeSha384, .rsaPssRsaeSha512, .rsaPkcs1Sha256,
        .rsaPkcs1Sha384, .rsaPkcs1Sha512,
    ]

    let settings: TLSSettings

    /// What connections are set up with, and when the certificate's time is over.
    ///
    /// Blocks while it reads; throws what is wrong with the first file that is.
    func load(at now: Timestamp) throws(TLSFault) -> (context: NIOSSLContext, until: Timestamp) {
        let chain = try certificates("tlscert", settings.certificate)
        let until = try validity(of: chain[0], at: now)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(try key()))
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuiteValues = Self.suites
        configuration.signingSignatureAlgorithms = Self.signatures
        configuration.verifySignatureAlgorithms = Self.signatures
        configuration.shutdownTimeout = Self.goodbyePatience
        try admitClients(&configuration)
        do {
            return (try NIOSSLContext(configuration: configuration), until)
        } catch NIOSSLError.failedToLoadPrivateKey {
            throw .otherKey(certificate: settings.certificate, key: settings.key)
        } catch {
            throw .refused("\(error)")
        }
    }

    private func admitClients(_ configuration: inout TLSConfiguration) throws(TLSFault) {
        guard settings.clients != .no else { return }
        guard !settings.authority.isEmpty else {
            throw .missing(key: "tlsca", needed: "tlsclients")
        }
        configuration.trustRoots = .certificates(
            try certificates("tlsca", settings.authority))
        configuration.certificateVerification =
            settings.clients == .required ? .noHostnameVerification : .optionalVerification
        configuration.sendCANameList = true
    }

    private func certificates(
        _ key: String, _ path: String
    ) throws(TLSFault) -> [NIOSSLCertificate] {
        let bytes = try PrivateFile.read(path, key: key, mode: 0o022, bytesMax: Self.bytesMax)
        let found = try? NIOSSLCertificate.fromPEMBytes(bytes)
        guard let found, !found.isEmpty else {
            throw .malformed(key: key, path: path, expected: "certificate in PEM form")
        }
        return found
    }

    private func key() throws(TLSFault) -> NIOSSLPrivateKey {
        guard !settings.key.isEmpty else { throw .missing(key: "tlskey", needed: "tlscert") }
        let bytes = try PrivateFile.read(
            settings.key, key: "tlskey", mode: 0o027, bytesMax: Self.bytesMax)
        do {
            return try NIOSSLPrivateKey(bytes: bytes, format: .pem)
        } catch {
            throw .malformed(
                key: "tlskey", path: settings.key,
                expected: "private key in PEM form without a passphrase")
        }
    }

    private func validity(
        of certificate: NIOSSLCertificate, at now: Timestamp
    ) throws(TLSFault) -> Timestamp {
        let from = Timestamp(milliseconds: Int64(certificate.notValidBefore) * 1000)
        let until = Timestamp(milliseconds: Int64(certificate.notValidAfter) * 1000)
        let path = settings.certificate
        guard until > now else { throw .expired(path: path, since: until.text.description) }
        guard from <= now else { throw .tooEarly(path: path, until: from.text.description) }
        return until
    }
}
