import Foundation
import LeadlineClient
import Testing

@Suite("TokenSource")
struct TokenSourceTests {
    private let folder = FileManager.default.temporaryDirectory

    private func file(_ text: String, mode: Int) throws -> String {
        let path = folder.appending(path: "leadline-token-\(UUID().uuidString)").path
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    @Test("The variable goes before the file, and both may be missing")
    func order() throws {
        let path = try file("from-file\n", mode: 0o600)
        defer { try? FileManager.default.removeItem(atPath: path) }
        var source = TokenSource(isAsked: false)
        source.variable = { ["LEADLINE_TOKEN": "plain", "LEADLINE_TOKEN_FILE": path][$0] }
        #expect(try source.token() == "plain")
        source.variable = { ["LEADLINE_TOKEN": "", "LEADLINE_TOKEN_FILE": path][$0] }
        #expect(try source.token() == "from-file")
        #expect(source.isGiven)
        source.variable = { _ in nil }
        #expect(try source.token() == nil)
        #expect(!source.isGiven)
    }

    @Test(
        "A file that others may read is refused",
        arguments: [0o640, 0o604, 0o620, 0o610, 0o666])
    func readable(mode: Int) throws {
        let path = try file("secret", mode: mode)
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(throws: TokenSource.Fault.self) { try TokenSource.read(path) }
    }

    @Test("What is no file, or holds nothing, is refused by its name")
    func missing() throws {
        let empty = try file(" \n", mode: 0o600)
        defer { try? FileManager.default.removeItem(atPath: empty) }
        for path in [empty, folder.path, folder.path + "/no-such-file-\(UUID().uuidString)"] {
            let fault = #expect(throws: TokenSource.Fault.self) { try TokenSource.read(path) }
            #expect(fault?.description.contains(path) == true)
        }
    }
}
