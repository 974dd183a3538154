import Foundation
import LeadlineEngine

/// Certificates of an authority of its own, in a folder of its own, made by openssl.
struct TestCertificates {
    /// openssl could not do it.
    struct Failure: Error { let arguments: [String] }

    private let folder: URL

    /// An authority with a certificate for this machine.
    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "leadline-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 "
                + "-subj /CN=Authority -addext keyUsage=keyCertSign -keyout ca.key -out ca.pem")
        try issue("server")
    }

    /// Has the authority sign a certificate `NAME.pem` with its key in `NAME.key`.
    func issue(_ name: String, isRSA: Bool = false) throws {
        let kind = isRSA ? "rsa:2048" : "ec -pkeyopt ec_paramgen_curve:prime256v1"
        try openssl(
            "req -x509 -newkey \(kind) -nodes -days 30 -subj /CN=\(name) "
                + "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 "
                + "-addext basicConstraints=critical,CA:FALSE "
                + "-CA ca.pem -CAkey ca.key -keyout \(name).key -out \(name).pem")
    }

    /// The path of a file.
    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Puts one file in another's place.
    func copy(_ name: String, over other: String) throws {
        try FileManager.default.removeItem(atPath: path(other))
        try FileManager.default.copyItem(atPath: path(name), toPath: path(other))
    }

    /// Writes a file.
    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    /// What a server is told to serve with.
    var settings: TLSSettings {
        var settings = TLSSettings()
        settings.port = 0
        settings.certificate = path("server.pem")
        settings.key = path("server.key")
        return settings
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    private func openssl(_ line: String) throws {
        let arguments = ["openssl"] + line.split(separator: " ").map(String.init)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(arguments: arguments) }
    }
}
