import Foundation
import LeadlineVectors
import LeadlineWire
import Testing

@testable import LeadlineEngine

/// The vectors of `Protocol/vectors`, replayed on the engine without a socket.
@Suite struct VectorTests {
    /// The folder of the files, found from this one.
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Protocol/vectors")

    static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()

    static func file(_ name: String) throws -> VectorFile {
        let data = try Data(contentsOf: folder.appending(path: "\(name).txt"))
        return try VectorFile(name: name, text: String(decoding: data, as: UTF8.self))
    }

    @Test func thereAreVectors() {
        #expect(Self.names.count > 20)
    }

    @Test(arguments: names)
    func theEngineAnswersAsWritten(_ name: String) throws {
        for vector in try Self.file(name).cases {
            do {
                try VectorReplay.run(vector, on: try EngineHarness())
            } catch {
                Issue.record("\(vector.name)\n\(error)")
            }
        }
    }

    @Test func everyCommandAndKeywordIsInSomeVector() throws {
        var missing: Set<String> = []
        for command in CommandTable.leadline.commands {
            missing.insert(command.name)
            for slot in command.slots where slot.isKeyword {
                missing.insert("\(command.name) \(slot.name)")
            }
        }
        for frame in try Self.names.flatMap({ try Self.file($0).requests }) {
            guard let index = try? CommandTable.leadline.find(frame) else { continue }
            let command = CommandTable.leadline.commands[index]
            missing.remove(command.name)
            for argument in 0..<frame.count {
                guard let slot = command.keywordSlot(frame[argument]) else { continue }
                missing.remove("\(command.name) \(command.slots[slot].name)")
            }
        }
        #expect(missing.sorted() == [])
    }
}
