import Foundation
import LeadlineStore
import Testing

@Suite("Opening a store")
struct OpeningTests {
    private let directory: TemporaryDirectory
    private static let schema = Schema()

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func makeDirectory() throws {
        try FileManager.default.createDirectory(
            atPath: directory.data, withIntermediateDirectories: true)
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: directory.data + "/" + name))
    }

    private func fill(_ count: Int, durability: StoreOptions.Durability = .always) throws {
        let store = try directory.open(durability: durability)
        for id in 1...UInt64(count) {
            store.commit { $0.put(Self.schema.table, Referral(id: id, partner: 1)) }
        }
        store.close()
    }

    /// Opening is refused, and not a byte of the directory changes.
    private func expectRefusal(
        _ fault: StoreFault, _ create: StoreOptions.Creation = .ifAbsent
    ) throws {
        let before = try directory.contents()
        #expect(throws: fault) { try directory.open(create) }
        #expect(try directory.contents() == before)
    }

    // Found by damage.py: what was refused only after the opening had been changed by it.
    @Test("Whoever opens a store has a look before anything is changed, and may refuse")
    func look() throws {
        try fill(3)
        let before = try directory.contents()
        var options = directory.options()
        options.look = { store throws(StoreFault) in
            throw .corrupt("position \(store.position) is odd")
        }
        #expect(throws: StoreFault.corrupt("position 3 is odd")) { try Store.open(options) }
        #expect(try directory.contents() == before)
        options.look = { _ throws(StoreFault) in }
        let store = try Store.open(options)
        #expect(store.position == 3)
        store.close()
    }

    @Test("A directory that does not exist is made, for its owner only")
    func missing() throws {
        let store = try directory.open()
        #expect(store.position == 0 && store.epoch == 1)
        let attributes = try FileManager.default.attributesOfItem(atPath: directory.data)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    // Guarantee G9: an empty directory is refused unless --init says so
    @Test("An empty directory is refused without --init, and taken with it, again and again")
    func empty() throws {
        try makeDirectory()
        try expectRefusal(.noStore(path: directory.data))
        for _ in 0..<2 {
            let store = try directory.open(.initialize)
            store.commit { $0.putBytes(cell: 1, [1]) }
            store.close()
        }
        #expect(try directory.open(.initialize).position == 2)
    }

    // Fault 43: what a cut-off first creation leaves is refused, and taken with --init
    @Test("What a cut-off first creation leaves is taken with --init")
    func cutOffCreation() throws {
        try makeDirectory()
        for name in ["lock", "LOCK", "MANIFEST-000001"] { try write("", to: name) }
        try expectRefusal(.noStore(path: directory.data))
        #expect(try directory.open(.initialize).position == 0)
    }

    // Fault 104: data without CURRENT is refused, --init or not
    // Guarantee G9: data without CURRENT is never taken for an empty store
    @Test("Data without CURRENT is refused, --init or not")
    func currentMissing() throws {
        try fill(3)
        try FileManager.default.removeItem(atPath: directory.data + "/CURRENT")
        try expectRefusal(.currentMissing(path: directory.data))
        try expectRefusal(.currentMissing(path: directory.data), .initialize)
    }

    @Test("A directory whose data is gone but which had a store is refused")
    func onlyHighWaterLeft() throws {
        try makeDirectory()
        try write("17\n", to: "high-water")
        try expectRefusal(.currentMissing(path: directory.data), .initialize)
    }

    @Test("A path that is no directory is refused")
    func noDirectory() throws {
        try Data().write(to: URL(fileURLWithPath: directory.data))
        #expect(throws: StoreFault.notDirectory(path: directory.data)) { try directory.open() }
    }

    // Fault 122: a database of another program is refused
    @Test("A database of another program is refused")
    func foreign() throws {
        try fill(1)
        try FileManager.default.removeItem(atPath: directory.data + "/identity")
        try expectRefusal(.foreign(path: directory.data))
        try write("something else\n", to: "identity")
        try expectRefusal(.foreign(path: directory.data), .initialize)
    }

    // Fault 114: a store of a newer format is refused, both numbers named
    // Guarantee G10: a newer store is refused
    @Test("A store of a newer format is refused, both numbers named")
    func newerFormat() throws {
        try fill(1)
        try write("leadline store format 6\n", to: "identity")
        let fault = StoreFault.newerFormat(found: 6, known: 5)
        try expectRefusal(fault)
        #expect(fault.description.contains("6") && fault.description.contains("5"))
    }

    @Test("A store of the first format is refused, both numbers named")
    func olderFormat() throws {
        try fill(1)
        try write("leadline store format 1\n", to: "identity")
        let fault = StoreFault.olderFormat(found: 1, oldest: 2)
        try expectRefusal(fault)
        #expect(fault.description.contains("1") && fault.description.contains("2"))
    }

    // Fault 73: a second server on the same store is refused
    @Test("A second server is refused, as long as the first one runs")
    func inUse() throws {
        let store = try directory.open()
        #expect(throws: StoreFault.inUse(path: directory.data)) { try directory.open() }
        store.close()
        #expect(try directory.open().epoch == 2)
    }

    @Test("What was committed is there after a restart, in a new epoch")
    func restart() throws {
        try fill(10)
        let store = try directory.open()
        #expect(store.position == 10 && store.epoch == 2)
        var view = store.view(.scan)
        #expect(view.ids(of: Self.schema.table, limit: 99).count == 10)
        store.commit { $0.putBytes(cell: 1, [1]) }
        #expect(store.position == 11)
    }

    // Guarantee G4: a log that lost its end is refused, both positions named
    @Test("A log that lost its end is refused, both positions named")
    func rolledBack() throws {
        try fill(20)
        let log = try #require(try directory.files(".log").last)
        let handle = try #require(FileHandle(forUpdatingAtPath: directory.data + "/" + log))
        try handle.truncate(atOffset: try handle.seekToEnd() / 2)
        try handle.close()
        let fault = #expect(throws: StoreFault.self) { try directory.open() }
        guard case .rolledBack(let recovered, let highWater) = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(recovered < 20 && highWater == 20)
    }

    @Test(
        "A damaged byte anywhere in the log is refused or harmless", arguments: [1, 2] as [UInt64])
    func damagedLog(seed: UInt64) throws {
        try fill(20)
        var generator = SeededGenerator(seed: seed)
        let log = try #require(try directory.files(".log").last)
        let url = URL(fileURLWithPath: directory.data + "/" + log)
        let whole = try directory.contents()
        var corrupt = 0
        for _ in 0..<40 {
            try restore(whole)
            var bytes = try Data(contentsOf: url)
            let offset = Int.random(in: 0..<bytes.count, using: &generator)
            bytes[offset] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            try bytes.write(to: url)
            do throws(StoreFault) {
                let store = try directory.open()
                #expect(store.position == 20, "offset \(offset)")
                store.close()
            } catch {
                // Not `rolledBack`: LevelDB itself has to tell, before a shorter log is taken.
                if case .corrupt = error { corrupt += 1 }
            }
        }
        #expect(corrupt > 20)
    }

    @Test("Without sync the mark counts what the closing synced")
    func durabilityOS() throws {
        try fill(5, durability: .os)
        let store = try directory.open()
        #expect(store.position == 5)
        #expect(try directory.contents()["high-water"] == Data("5\n".utf8))
        #expect(store.statistics().contains { $0 == ("durability", "always") })
    }

    @Test("The mark is written at most once a second, and only for synced commits")
    func highWater() async throws {
        let store = try directory.open()
        store.commit { $0.putBytes(cell: 1, [1]) }
        store.noteHighWater()
        #expect(try directory.contents()["high-water"] == Data("0\n".utf8))
        try await Task.sleep(for: .milliseconds(1100))
        store.noteHighWater()
        #expect(try directory.contents()["high-water"] == Data("1\n".utf8))
    }

    @Test("There is no room when more is asked to be free than there is")
    func room() throws {
        var options = directory.options()
        let store = try Store.open(options)
        #expect(store.hasRoom())
        store.close()
        // As much as LevelDB may write anew, of a small disk a quarter.
        options.writeBufferBytes = 32 << 20
        #expect(options.freeBytesMin(of: 1 << 40) == 12 * 32 << 20)
        #expect(options.freeBytesMin(of: 1 << 30) == 256 << 20)
        #expect(options.freeBytesMin(of: 100 << 20) == StoreOptions.freeBytesLeast)
        options.writeBufferBytes = 64 << 10
        #expect(options.freeBytesMin(of: 1 << 40) == StoreOptions.freeBytesLeast)
        options.freeBytesMin = .max
        #expect(try !Store.open(options).hasRoom())
    }

    private func restore(_ contents: [String: Data]) throws {
        try FileManager.default.removeItem(atPath: directory.data)
        try makeDirectory()
        for (name, bytes) in contents {
            try bytes.write(to: URL(fileURLWithPath: directory.data + "/" + name))
        }
    }
}
