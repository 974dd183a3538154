import Foundation
import LeadlineDomain
import LeadlineEngine
import Logging
import Testing

@testable import LeadlineServer

@Suite("TLSFiles")
struct TLSFilesTests {
    /// A minute from now, so that the certificates to be made are valid.
    private let now = Timestamp(milliseconds: Int64(time(nil) + 60) * 1000)

    @Test("Good files are taken, with the time until which they are")
    func good() throws {
        try withCertificates { certificates in
            let until = try TLSFiles(settings: certificates.settings).load(at: now).until
            #expect(until > now)
        }
    }

    @Test("A certificate out of its time is refused")
    func outOfTime() throws {
        try withCertificates { certificates in
            let files = TLSFiles(settings: certificates.settings)
            let later = Timestamp(milliseconds: now.milliseconds + 31 * 86_400_000)
            let earlier = Timestamp(milliseconds: now.milliseconds - 86_400_000)
            #expect(fault(files, at: later).contains("has expired at 20"))
            #expect(fault(files, at: earlier).contains("is not valid before 20"))
        }
    }

    @Test("Another certificate's key is refused")
    func otherKey() throws {
        try withCertificates { certificates in
            var settings = certificates.settings
            settings.key = certificates.path("ca.key")
            #expect(
                fault(TLSFiles(settings: settings), at: now).contains("does not belong to"))
        }
    }

    @Test("Whatever is missing, unreadable or something else is refused by its key")
    func broken() throws {
        try withCertificates { certificates in
            try certificates.write("no PEM", to: "nothing")
            chmod(certificates.path("nothing"), 0o600)
            let whole = certificates.settings
            var cases: [(TLSSettings, String)] = []
            func add(_ words: String, _ change: (inout TLSSettings) -> Void) {
                var settings = whole
                change(&settings)
                cases.append((settings, words))
            }
            add("'tlscert' needs 'tlskey' as well") { $0.key = "" }
            add("'tlsclients' needs 'tlsca' as well") { $0.clients = .required }
            add("cannot read tlscert") { $0.certificate = certificates.path("absent") }
            add("cannot read tlskey") { $0.key = certificates.path("absent") }
            add("it is no file") { $0.key = certificates.path("") }
            add("holds no certificate") { $0.certificate = certificates.path("nothing") }
            add("holds no private key") { $0.key = certificates.path("nothing") }
            add("cannot read tlsca") {
                $0.clients = .optional
                $0.authority = certificates.path("absent")
            }
            for (settings, words) in cases {
                let message = fault(TLSFiles(settings: settings), at: now)
                #expect(message.contains(words), "\(message)")
            }
        }
    }

    @Test("A file of more than a mebibyte is refused")
    func tooLarge() throws {
        try withCertificates { certificates in
            let text = String(repeating: "\n", count: 1 << 20)
            for (name, words) in [("large", "it is too large"), ("full", "holds no certificate")] {
                try certificates.write(name == "large" ? text + "\n" : text, to: name)
                var settings = certificates.settings
                settings.certificate = certificates.path(name)
                #expect(fault(TLSFiles(settings: settings), at: now).contains(words))
            }
        }
    }

    @Test("An operator is warned of a certificate's last two weeks")
    func lastDays() throws {
        try withCertificates { certificates in
            for (day, level) in [(1, "info"), (15, "info"), (17, "warning"), (29, "warning")] {
                let lines = LogLines()
                let logger = Logger(label: "test") { _ in LogLineHandler(lines) }
                let later = Timestamp(milliseconds: now.milliseconds + Int64(day) * 86_400_000)
                _ = try TLSEntrance(certificates.settings, at: later, logger)
                #expect(lines.last?.hasPrefix("\(level): serving TLS") == true, "day \(day)")
            }
        }
    }

    // Fault 64: a key that others may read is refused
    @Test("A key that others may read is refused", arguments: [0o644, 0o604, 0o660] as [mode_t])
    func exposed(mode: mode_t) throws {
        try withCertificates { certificates in
            chmod(certificates.path("server.key"), mode)
            #expect(throws: TLSFault.self) {
                try TLSFiles(settings: certificates.settings).load(at: now)
            }
            chmod(certificates.path("server.key"), 0o640)
            _ = try TLSFiles(settings: certificates.settings).load(at: now)
        }
    }

    private func withCertificates(_ body: (TestCertificates) throws -> Void) throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        try body(certificates)
    }

    private func fault(_ files: TLSFiles, at now: Timestamp) -> String {
        do {
            _ = try files.load(at: now)
            return "no fault"
        } catch {
            return error.description
        }
    }
}
