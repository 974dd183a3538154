import Foundation
import Testing
import leadline

@Suite("HistoryFile")
struct HistoryFileTests {
    private func withFolder(_ body: (HistoryFile, String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "leadline-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let history = HistoryFile { $0 == "XDG_STATE_HOME" ? folder : nil }
        try body(history, try #require(history.path))
    }

    @Test("Lines are found again, in a file and folder for their owner alone")
    func keeps() throws {
        try withFolder { history, path in
            #expect(history.load() == [])
            history.append("LEAD.GET L1")
            history.append("PING")
            #expect(history.load() == ["LEAD.GET L1", "PING"])
            let file = try FileManager.default.attributesOfItem(atPath: path)
            #expect(file[.posixPermissions] as? Int == 0o600)
            let folder = (path as NSString).deletingLastPathComponent
            let attributes = try FileManager.default.attributesOfItem(atPath: folder)
            #expect(attributes[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test("A long history is cut to its newest lines")
    func cuts() throws {
        try withFolder { history, path in
            history.append("first")
            let count = 2 * HistoryFile.linesMax
            let lines = (1...count).map { "n\($0)" }.joined(separator: "\n")
            try "\(lines)\nlast\n".write(toFile: path, atomically: false, encoding: .utf8)
            #expect(history.load().count == HistoryFile.linesMax)
            #expect(history.load().last == "last")
            let kept = try String(contentsOfFile: path, encoding: .utf8)
            #expect(kept.split(separator: "\n").count == HistoryFile.linesMax)
        }
    }

    @Test("A file that others may read is left alone, a place that is not there is no harm")
    func minds() throws {
        try withFolder { history, path in
            history.append("x")
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            #expect(history.load() == [])
        }
        let nowhere = HistoryFile { _ in nil }
        nowhere.append("x")
        #expect(nowhere.load() == [])
        #expect(
            HistoryFile { $0 == "HOME" ? "/h" : nil }.path == "/h/.local/state/leadline/history")
    }
}
