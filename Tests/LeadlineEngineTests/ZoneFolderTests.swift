import Foundation
import LeadlineDomain
import Testing

@testable import LeadlineEngine

@Suite("ZoneFolder")
struct ZoneFolderTests {
    private func isKnown(_ name: String, _ folder: ZoneFolder) -> Bool {
        (try? folder.parse(Array(name.utf8)[...])) != nil
    }

    @Test("A zone has a file that is one of zones")
    func files() throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "leadline-zones-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try FileManager.default.createDirectory(
            atPath: path + "/Here", withIntermediateDirectories: true)
        let file = Self.zone("XXX-5")
        try Data(file).write(to: URL(fileURLWithPath: path + "/Here/Zone"))
        try Data(file.dropLast()).write(to: URL(fileURLWithPath: path + "/Here/Short"))
        try Data(file + [UInt8](repeating: 0, count: 1 << 16))
            .write(to: URL(fileURLWithPath: path + "/Here/Long"))
        let table = "# no line\nNZ\t-3650+17446\tHere/Zone\tall\nxx\t\tHere/None\nUS\n"
        try Data(table.utf8).write(to: URL(fileURLWithPath: path + "/zone.tab"))
        let folder = ZoneFolder(path: path)
        #expect(isKnown("Here/Zone", folder) && isKnown("UTC", folder))
        for name in ["Here", "Here/Short", "Here/Long", "Here/None", "Here/Zone/More"] {
            #expect(!isKnown(name, folder), "\(name)")
        }
        #expect(folder.rules(of: "Here/Zone")?.offset(at: EngineHarness.start) == 18_000)
        #expect(folder.country(of: "Here/Zone")?.text == "NZ")
        #expect(folder.country(of: "Here/None") == nil)
    }

    /// The file of a zone that never changes its clocks but by a rule.
    private static func zone(_ rule: String) -> [UInt8] {
        let header =
            Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
            + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
        let block: [UInt8] = [0, 0, 0, 0, 0, 0] + Array("UTC\0".utf8)
        return header + block + header + block + Array("\n\(rule)\n".utf8)
    }

    @Test("Where the system has no such folder the shape of the name decides")
    func noFolder() {
        let folder = ZoneFolder(path: "/nowhere/at/all")
        #expect(isKnown("Mars/Olympus", folder) && !isKnown("../Mars", folder))
    }
}
