import Foundation
import Testing

@testable import LeadlineStore

@Suite("Opening to read, and what a repair left")
struct ReadOnlyTests {
    private let directory: TemporaryDirectory
    private static let schema = Schema()

    init() throws {
        directory = try TemporaryDirectory()
        let store = try directory.open()
        for id in 1...20 as ClosedRange<UInt64> {
            store.commit { $0.put(Self.schema.table, Referral(id: id, partner: 1)) }
        }
        store.close()
    }

    private func openToRead() throws -> Store {
        var options = directory.options()
        options.isReadOnly = true
        return try Store.open(options)
    }

    @Test("A store opened to be read answers, refuses what is written, and is not touched")
    func untouched() throws {
        let before = try directory.contents()
        let store = try openToRead()
        #expect(store.isReadOnly && store.position == 20)
        var view = store.view(.scan)
        #expect(view.ids(of: Self.schema.table, limit: 99).count == 20)
        let entry = try store.entry(body: [])
        #expect(throws: StoreFault.readOnly) { try store.apply(entry) }
        #expect(throws: StoreFault.readOnly) { try store.wishForCompaction() }
        #expect(store.poison == nil)
        #expect(throws: StoreFault.inUse(path: directory.data)) { try directory.open() }
        store.close()
        #expect(try directory.contents() == before)
        let again = try directory.open()
        #expect(again.epoch == 2, "reading is no epoch of the store")
    }

    @Test("What does not exist is not made to be read")
    func nothingIsMade() throws {
        var options = directory.options()
        options.path += "-other"
        options.isReadOnly = true
        #expect(throws: StoreFault.noStore(path: options.path)) { try Store.open(options) }
        #expect(!FileManager.default.fileExists(atPath: options.path))
    }

    @Test("A copy by links is gone with its owner, and what is written there touches no file")
    func copyIsRemoved() throws {
        let before = try directory.contents()
        var copy: LinkedCopy? = try LinkedCopy(of: directory.data)
        let path = try #require(copy?.path)
        #expect(FileManager.default.fileExists(atPath: path + "/CURRENT"))
        let table = try #require(try directory.files(".log").last)
        try copy?.replace(table, [1, 2, 3])
        copy = nil
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(try directory.contents() == before)
    }

    @Test("A store with losses is refused, until it is read or they are accepted")
    func losses() throws {
        let store = try directory.open()
        try store.note(losses: ["lost lead: one", "lost note: two"])
        store.close()
        let fault = StoreFault.lossesNotAccepted(count: 2, first: "lost lead: one")
        let before = try directory.contents()
        #expect(throws: fault) { try directory.open() }
        #expect(fault.description.contains("--accept"))
        #expect(try directory.contents() == before)
        let read = try openToRead()
        #expect(read.losses == ["lost lead: one", "lost note: two"])
        read.close()
        var options = directory.options()
        options.acceptsLosses = true
        try Store.open(options).close()
        let again = try directory.open()
        #expect(again.losses.isEmpty && again.position == 20)
    }

    // Fault 117: a store that a newer LevelDB wrote is refused by the version it recorded.
    @Test("A store that a newer LevelDB wrote is refused, both versions named")
    func newerLevelDB() throws {
        let store = try directory.open()
        let recorded = try #require(try store.database.value(of: StoreRows.databaseKey))
        #expect(StoreRows.formatNumber(recorded) == LevelDB.version)
        var batch = LevelDB.Batch()
        let (key, row) = (StoreRows.databaseKey, StoreRows.row(LevelDB.version + 1))
        batch.put(key.span, row.span)
        try store.database.write(batch, sync: true)
        store.close()
        let before = try directory.contents()
        let fault = StoreFault.newerDatabase(found: LevelDB.version + 1, known: LevelDB.version)
        #expect(throws: fault) { try directory.open() }
        #expect(fault.description.contains("1.24") && fault.description.contains("1.23"))
        #expect(try directory.contents() == before)
    }

    // Fault 114, 115: a store of format N+1 is refused, byte for byte, and says what to do.
    @Test("A store of a newer format is left as it was, and the way back is told")
    func newerFormat() throws {
        try Data("leadline store format 6\n".utf8)
            .write(to: URL(fileURLWithPath: directory.data + "/identity"))
        let before = try directory.contents()
        for isReadOnly in [false, true] {
            var options = directory.options()
            options.isReadOnly = isReadOnly
            let fault = #expect(throws: StoreFault.self) { try Store.open(options) }
            #expect(fault == .newerFormat(found: 6, known: 5))
            #expect(fault?.description.contains("backup") == true)
        }
        #expect(try directory.contents() == before)
    }
}
