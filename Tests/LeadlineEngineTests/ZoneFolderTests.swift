import Foundation
import LeadlineDomain
import Testing

@testable import LeadlineEngine

@Suite("ZoneFolder")
struct ZoneFolderTests {
    private func isKnown(_ name: String, _ folder: ZoneFolder) -> Bool {
        (try? folder.parse(Array(name.utf8)[...])) != nil
    }

    @Test("A zone has a file that begins as those of zones do")
    func files() throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "leadline-zones-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try FileManager.default.createDirectory(
            atPath: path + "/Here", withIntermediateDirectories: true)
        try Data("TZif2".utf8).write(to: URL(fileURLWithPath: path + "/Here/Zone"))
        try Data("TZi".utf8).write(to: URL(fileURLWithPath: path + "/Here/Short"))
        let folder = ZoneFolder(path: path)
        #expect(isKnown("Here/Zone", folder) && isKnown("UTC", folder))
        for name in ["Here", "Here/Short", "Here/None", "Here/Zone/More"] {
            #expect(!isKnown(name, folder), "\(name)")
        }
    }

    @Test("Where the system has no such folder the shape of the name decides")
    func noFolder() {
        let folder = ZoneFolder(path: "/nowhere/at/all")
        #expect(isKnown("Mars/Olympus", folder) && !isKnown("../Mars", folder))
    }
}
