import Foundation
import Testing

@testable import LeadlineStore

@Suite("A write that the power tore")
struct TornWriteTests {
    private let directory: TemporaryDirectory
    private let log: String
    private let bytes: [UInt8]
    private let whole: [String: Data]
    /// Where the last write of the log begins.
    private let start: Int
    private static let page = 4096

    /// A log whose last write takes several pages.
    init() throws {
        directory = try TemporaryDirectory()
        let store = try directory.open()
        store.commit { $0.putBytes(cell: 1, [1]) }
        store.commit { $0.putBytes(cell: 2, [UInt8](repeating: 7, count: 9000)) }
        store.close()
        let name = try #require(try directory.files(".log").last)
        log = directory.data + "/" + name
        bytes = Array(try Data(contentsOf: URL(fileURLWithPath: log)))
        start = LogPrefix(Array(bytes.dropLast())).count
        whole = try directory.contents()
    }

    /// What the first start finds in place of the log; `noted` is what was known to be durable.
    private func open(_ bytes: [UInt8], noted: Int = 1) throws -> Store {
        try restore(bytes, noted: noted)
        return try directory.open()
    }

    private func restore(_ bytes: [UInt8], noted: Int = 1) throws {
        try FileManager.default.removeItem(atPath: directory.data)
        try FileManager.default.createDirectory(
            atPath: directory.data, withIntermediateDirectories: false)
        for (name, content) in whole {
            try content.write(to: URL(fileURLWithPath: directory.data + "/" + name))
        }
        try Data(bytes).write(to: URL(fileURLWithPath: log))
        try Data("\(noted)\n".utf8).write(
            to: URL(fileURLWithPath: directory.data + "/high-water"))
    }

    /// The log with zeros in the place of some of its bytes.
    private func without(_ range: Range<Int>) -> [UInt8] {
        bytes.enumerated().map { range.contains($0.offset) ? 0 : $0.element }
    }

    // Guarantee G1: a store starts with all that was answered, though the power tore a later write
    // Fault 67: pages of a write that was being synced are missing; it is left out and told.
    @Test("Pages that were not written read as zeros, and the store starts without the write")
    func holes() throws {
        let pages = stride(from: 0, to: bytes.count, by: Self.page).map {
            max($0, start)..<min($0 + Self.page, bytes.count)
        }
        let tails = pages.map { $0.lowerBound..<bytes.count }
        for hole in pages + tails where hole.count >= 512 && hole.upperBound > start {
            let store = try open(without(hole))
            #expect(store.position == 1, "\(hole)")
            let torn = store.tornWrite
            // Zeros from its first byte on are nothing that had to be left out.
            #expect(hole.lowerBound == start || torn?.sound == start, "\(hole)")
            store.close()
            let again = try directory.open()
            #expect(again.position == 1 && again.tornWrite == nil)
            again.close()
        }
    }

    @Test("One that was known to be durable is no torn one")
    func known() throws {
        let torn = without(bytes.count - Self.page..<bytes.count)
        #expect(throws: StoreFault.rolledBack(recovered: 1, highWater: 2)) {
            try open(torn, noted: 2)
        }
        #expect(try directory.contents().keys.sorted() == whole.keys.sorted())
        #expect(try Data(contentsOf: URL(fileURLWithPath: log)) == Data(torn))
    }

    @Test("Other bytes than zeros, and a hole in a write that another follows, are damage")
    func damage() throws {
        var flipped = bytes
        flipped[start + 5000] ^= 1
        let refusal = #expect(throws: StoreFault.self) { try open(flipped) }
        let name = log.split(separator: "/").last ?? ""
        #expect("\(refusal, default: "")".contains("\(name) behind byte \(start);"))
        let behind = Array(bytes[start...])
        #expect(LogPrefix.hasWrite(behind, at: 0))
        // The next write stands in a block of its own.
        let gap = [UInt8](repeating: 0, count: (32 << 10) - bytes.count)
        let followed = without(start + 2000..<start + 7000) + gap + behind
        #expect(throws: StoreFault.self) { try open(followed) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: log)) == Data(followed))
    }

    @Test("A store that is only read, and a repair, leave it out too, and the files as they are")
    func readers() throws {
        let torn = without(bytes.count - Self.page..<bytes.count)
        try restore(torn)
        let before = try directory.contents()
        var options = StoreOptions(path: directory.data)
        options.isReadOnly = true
        let store = try Store.open(options)
        #expect(store.position == 1 && store.tornWrite?.sound == start)
        store.close()
        let salvage = try Salvage(StoreOptions(path: directory.data))
        // It cannot be told from an answered one of the last second that was damaged.
        #expect(salvage.losses.count == 1 && salvage.losses[0].contains("the power tore"))
        #expect(salvage.store.position == 1)
        salvage.store.close()
        #expect(try directory.contents() == before)
    }
}
