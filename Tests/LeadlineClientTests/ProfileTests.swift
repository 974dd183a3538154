import ArgumentParser
import Foundation
import LeadlineClient
import Testing
import leadline

@Suite("Profile")
struct ProfileTests {
    private static let text = """
        # ours
        [default]
        port = 7000

        [production]
        host = leads.example
        user=ann
        tls = yes
        cacert = ca.pem
        """

    @Test("Sections have keys and values, comments and blanks are skipped")
    func parses() throws {
        let profiles = try Profile.parse(Self.text)
        #expect(profiles["default"]?["port"] == "7000")
        #expect(profiles["production"]?["user"] == "ann")
        #expect(profiles["production"]?.security?.authorityFile == "ca.pem")
        #expect(profiles["default"]?.security == nil)
    }

    @Test(
        "What makes no sense is refused with its line",
        arguments: [
            ("port = 1", 1), ("[a]\nnonsense", 2), ("[a]\n\nprot = 1", 3), ("[a]\ntoken = x", 2),
        ])
    func refuses(text: String, line: Int) {
        let fault = #expect(throws: SyntaxFault.self) { try Profile.parse(text) }
        #expect(fault?.line == line)
        #expect(!text.contains("token") || fault?.reason.contains("token-file") == true)
    }

    @Test(
        "A profile with an authority but without tls = yes was connected to in plain bytes",
        arguments: [
            ("[a]\ncacert = ca.pem", 2), ("[a]\ntls = no\ncert = c.pem\n\n[b]\nport = 1", 3),
            ("[a]\nkey = k.pem\nhost = x\n", 3), ("[a]\nsni = x", 2),
            ("[a]\ntls = yes\nkey = k.pem", 3),
        ])
    func refusesPlainBytes(text: String, line: Int) {
        let fault = #expect(throws: SyntaxFault.self) { try Profile.parse(text) }
        #expect(fault?.line == line)
        #expect(fault?.reason.contains("needs") == true)
    }

    @Test("A flag wins over the environment, and that over the profile")
    func ranks() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "leadline-\(UUID().uuidString)")
        let place = folder.appending(path: "leadline")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Self.text.write(
            to: place.appending(path: "profiles"), atomically: true, encoding: .utf8)
        let destination = { (words: [String], environment: [String: String]) in
            let line = try Leadline.parse(words)
            let variables = environment.merging(["XDG_CONFIG_HOME": folder.path]) { one, _ in one }
            return try line.connection.destination(line.security) { variables[$0] }
        }
        #expect(try destination([], [:]).port == 7000)
        #expect(try destination([], ["LEADLINE_PORT": "8000"]).port == 8000)
        #expect(try destination(["-p", "9000"], ["LEADLINE_PORT": "8000"]).port == 9000)
        #expect(try destination([], [:]).host == "127.0.0.1")
        let production = try destination(["--profile", "production"], [:])
        #expect(production.host == "leads.example")
        #expect(production.port == LeadlineClient.defaultPort)
        #expect(production.security != nil)
        #expect(try destination([], ["LEADLINE_PROFILE": "production"]).host == "leads.example")
        #expect(throws: BulkFault.self) { try destination(["--profile", "none"], [:]) }
        #expect(throws: BulkFault.self) { try destination([], ["LEADLINE_PORT": "x"]) }
    }
}
