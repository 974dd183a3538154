import LeadlineStore
import Testing

@Suite("LevelDB without a store")
struct BareDatabaseTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("What was recorded is written as a store writes it, in a directory that no store opens")
    func writes() throws {
        let store = try directory.open()
        let entry = try store.entry(body: [1, 2, 2, 9, 1, 7])
        store.close()
        let path = directory.path + "/bare"
        let database = try BareDatabase(path: path)
        try database.write(entry)
        var broken = entry
        broken.body = [1, 2, 2]
        #expect(throws: StoreFault.corrupt("an entry's body")) { try database.write(broken) }
        database.close()
        #expect(throws: StoreFault.self) { try database.write(entry) }
        #expect(throws: StoreFault.self) { try BareDatabase(path: path) }
        #expect(throws: StoreFault.self) { try Store.open(StoreOptions(path: path)) }
    }

    @Test("A store tells what it committed and when LevelDB holds up writes")
    func statistics() throws {
        let store = try directory.open()
        let before = Dictionary(uniqueKeysWithValues: store.statistics())
        #expect(before["entry_bytes"] == "0")
        #expect(before["l0_slowdown_files"] == "8")
        #expect(before["l0_stop_files"] == "12")
        try store.apply(try store.entry(body: [1, 2, 2, 9, 1, 7]))
        let after = Dictionary(uniqueKeysWithValues: store.statistics())
        #expect(after["entry_bytes"] == "6")
        store.close()
    }
}
