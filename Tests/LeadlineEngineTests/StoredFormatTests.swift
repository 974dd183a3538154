import Foundation
import LeadlineStore
import Testing

@testable import LeadlineEngine

/// A store as a program of an earlier version left it, with what that program answered.
///
/// `Stores/formatN.txt` holds its files, each a line `== NAME` and its bytes in hexadecimal, then
/// requests behind `> ` and the replies' lines.
struct RecordedStore {
    private(set) var files: [String: Data] = [:]
    private(set) var answers: [(request: String, reply: [String])] = []

    init(format: Int) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let path = folder.appending(path: "Stores/format\(format).txt")
        var name = ""
        for line in try String(contentsOf: path, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("== ") {
                name = String(line.dropFirst(3))
                files[name] = Data()
            } else if line.hasPrefix("> ") {
                answers.append((String(line.dropFirst(2)), []))
            } else if answers.isEmpty {
                files[name]?.append(contentsOf: try Self.bytes(line))
            } else {
                answers[answers.count - 1].reply.append(String(line))
            }
        }
    }

    private static func bytes(_ line: Substring) throws -> [UInt8] {
        let digits = Array(line)
        return try stride(from: 0, to: digits.count, by: 2).map {
            try #require(UInt8(String(digits[$0...($0 + 1)]), radix: 16))
        }
    }

    /// Writes the files into a new folder; answers where that is.
    func write() throws -> String {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "leadline-recorded-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        for (name, bytes) in files {
            try bytes.write(to: URL(filePath: path + "/" + name))
        }
        return path
    }
}

/// Every file's name and bytes.
func contents(of path: String) throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
        contents[name] = try Data(contentsOf: URL(filePath: path + "/" + name))
    }
    return contents
}

@Suite("Stores that earlier versions wrote")
struct StoredFormatTests {
    // Fault 113: stores of every earlier format open, are sound and answer as recorded.
    @Test("A recorded store is upgraded, sound, and answers as it did", arguments: 2...5)
    func answers(format: Int) throws {
        let recorded = try RecordedStore(format: format)
        let harness = try EngineHarness(opening: try recorded.write())
        #expect(recorded.answers.count > 7)
        for (request, reply) in recorded.answers {
            #expect(harness.run(request) == reply, "format \(format): \(request)")
        }
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    @Test(
        "A recorded store that is only read answers as it did, and stays as it was",
        arguments: 2...5)
    func readOnly(format: Int) throws {
        let recorded = try RecordedStore(format: format)
        let path = try recorded.write()
        let harness = try EngineHarness(opening: path, isReadOnly: true)
        for (request, reply) in recorded.answers {
            #expect(harness.run(request) == reply, "format \(format): \(request)")
        }
        #expect(harness.last("PARTNER.NEW NAME x").hasPrefix("-READONLY "))
        #expect(harness.last("CHECK DEEP") == "+OK 0")
        harness.engine.store.close()
        #expect(try contents(of: path) == recorded.files)
    }

    // Fault 48: killed at each step of an upgrade, the next opening goes on; never a mix.
    // Guarantee G10: a newer program upgrades an older store whole, however often it is killed.
    @Test("An upgrade that ends after any step goes on at the next opening", arguments: 2...4)
    func everyStep(format: Int) throws {
        let recorded = try RecordedStore(format: format)
        let whole = try StoreUpgrade.open(options(try recorded.write()))
        let digest = try whole.contentDigest()
        whole.close()
        for steps in 0...8 {
            let path = try recorded.write()
            let store = try Store.open(options(path))
            var upgrade = StoreUpgrade(store)
            var left = steps
            while left > 0, try upgrade.step() { left -= 1 }
            // Not finished: what a kill leaves is what was committed.
            store.close()
            let again = try StoreUpgrade.open(options(path))
            #expect(again.upgradingFrom == nil)
            #expect(try again.contentDigest() == digest, "format \(format), \(steps) steps")
            again.close()
            try FileManager.default.removeItem(atPath: path)
        }
    }

    private func options(_ path: String) -> StoreOptions {
        StoreOptions(path: path, freeBytesMin: 0, freePercentMin: 0)
    }
}
