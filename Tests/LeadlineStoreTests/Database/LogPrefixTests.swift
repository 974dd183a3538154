import Foundation
import Testing

@testable import LeadlineStore

@Suite("The sound part of a log")
struct LogPrefixTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    /// A log that LevelDB wrote: small writes, and one that takes several blocks.
    private func log() throws -> [UInt8] {
        let store = try directory.open()
        for size in [3, 40_000, 70_000, 9] {
            store.commit { $0.putBytes(cell: 1, [UInt8](repeating: 7, count: size)) }
        }
        store.close()
        let name = try #require(try directory.files(".log").last)
        return Array(try Data(contentsOf: URL(fileURLWithPath: directory.data + "/" + name)))
    }

    @Test("A known text has the check that RFC 3720 gives it")
    func check() {
        #expect(CRC32C.of(Array("123456789".utf8)[...]) == 0xE306_9283)
        #expect(CRC32C.of([UInt8](repeating: 0, count: 32)[...]) == 0x8A91_36AA)
    }

    @Test("A log as LevelDB wrote it is sound to its end, zeros behind it included")
    func whole() throws {
        let log = try log()
        #expect(LogPrefix(log).count == log.count && !LogPrefix(log).isDamaged)
        let padded = log + [UInt8](repeating: 0, count: 5000)
        #expect(LogPrefix(padded).count == log.count && !LogPrefix(padded).isDamaged)
    }

    @Test("A cut or a flipped bit ends the sound part at a whole write")
    func damaged() throws {
        let log = try log()
        let ends = Set((0...200).map { LogPrefix(Array(log.prefix($0))).count })
        #expect(ends.contains(0) && ends.count > 1)
        for place in stride(from: 0, to: log.count, by: 997) {
            var bytes = log
            bytes[place] ^= 0x10
            let prefix = LogPrefix(bytes)
            #expect(prefix.isDamaged && prefix.count <= place)
            #expect(LogPrefix(Array(log.prefix(prefix.count))).count == prefix.count)
        }
    }

    @Test("No bytes, however wrong, make it trap")
    func noise() {
        var generator = SeededGenerator(seed: 5)
        for count in 0..<400 {
            let bytes = (0..<count * 3).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(LogPrefix(bytes).count <= bytes.count)
        }
    }
}
