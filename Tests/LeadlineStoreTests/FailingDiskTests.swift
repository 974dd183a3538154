import Foundation
import Glibc
import LeadlineStore
import Testing

@Suite("Failing disk")
struct FailingDiskTests {
    private static let schema = Schema()

    // Guarantee G1: after the first failed write nothing more is acknowledged, and nothing
    //   acknowledged is lost
    @Test("The first failed write poisons the store, and nothing acknowledged is lost")
    func poison() async throws {
        let directory = try TemporaryDirectory()
        let acknowledged = directory.path + "/acknowledged"
        await #expect(processExitsWith: .success) {
            [data = directory.data as String, acknowledged = acknowledged as String] in
            // The log may not grow beyond this: the write that meets the bound is cut off, then
            // fails.
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 400_000, rlim_max: 400_000)
            #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            let store = try Store.open(StoreOptions(path: data))
            var durable = 0
            var unknown = 0
            for id in 1...300 as ClosedRange<UInt64> {
                let outcome = store.commit { changes in
                    var record = Referral(id: id, partner: 1)
                    record.email = Array("\(id)@".utf8) + ArraySlice(repeating: 0x61, count: 900)
                    changes.put(Self.schema.table, record)
                }
                if outcome == .durable { durable += 1 } else { unknown += 1 }
            }
            #expect(durable > 100 && unknown > 50 && durable + unknown == 300)
            #expect(store.poison != nil && store.position == durable)
            try Data("\(durable)".utf8).write(to: URL(fileURLWithPath: acknowledged))
        }
        let text = try String(contentsOfFile: acknowledged, encoding: .utf8)
        let durable = try #require(UInt64(text))
        let store = try directory.open()
        var view = store.view(.scan)
        let recovered = view.ids(of: Self.schema.table, limit: 999)
        #expect(recovered.starts(with: 1...durable))
        #expect(store.position >= durable && store.position <= durable + 1)
        #expect(Self.schema.table.drift(in: &view, limit: 9).isEmpty)
    }

    @Test(
        "A damaged byte in a table is a fault, never another answer", arguments: [1, 2] as [UInt64])
    func damagedTable(seed: UInt64) throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        var generator = SeededGenerator(seed: seed)
        for id in 1...400 as ClosedRange<UInt64> {
            let email = "\(generator.next())\(generator.next())@example.com"
            store.commit { $0.put(Self.schema.table, Referral(id: id, partner: 1, email: email)) }
        }
        store.compact()
        let expected = rows(store).rows
        #expect(expected.count == 400)
        store.close()
        let table = try #require(try directory.files(".ldb").last)
        let url = URL(fileURLWithPath: directory.data + "/" + table)
        let whole = try Data(contentsOf: url)
        var faults = 0
        for _ in 0..<40 {
            var bytes = whole
            let offset = Int.random(in: 0..<bytes.count, using: &generator)
            bytes[offset] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            try bytes.write(to: url)
            if try meetsFault(directory, expected) { faults += 1 }
        }
        #expect(faults > 12)
    }

    /// Without its checks a compaction writes a damaged block anew under a right checksum
    /// (`reliability.md` H13).
    @Test("What a compaction finds damaged ends the writing, and is not written anew as sound")
    func damageCompacted() throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        var generator = SeededGenerator(seed: 7)
        for id in 1...400 as ClosedRange<UInt64> {
            let email = "\(generator.next())\(generator.next())@example.com"
            store.commit { $0.put(Self.schema.table, Referral(id: id, partner: 1, email: email)) }
        }
        store.compact()
        store.close()
        let table = try #require(try directory.files(".ldb").last)
        let url = URL(fileURLWithPath: directory.data + "/" + table)
        var bytes = try Data(contentsOf: url)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: url)
        let damaged = try directory.open()
        // Something that has to be merged with it, but needs nothing of it.
        let outcome = damaged.commit { $0.put(Self.schema.table, Referral(id: 9999, partner: 7)) }
        #expect(outcome == .durable)
        damaged.compact()
        #expect(damaged.commit { $0.putBytes(cell: 1, [1]) } == .unknown)
        #expect(damaged.poison != nil)
        damaged.close()
        let again = try directory.open()
        #expect(throws: StoreFault.self) { try again.contentDigest() }
        again.close()
    }

    /// All records, and the fault met; the view is gone afterwards, so that the store can be
    /// closed.
    private func rows(_ store: Store) -> (rows: [Referral], fault: StoreFault?) {
        var view = store.view(.scan)
        let rows = view.rows(of: Self.schema.table, limit: 999)
        return (rows, view.fault)
    }

    /// Whether reading everything meets a fault; what is answered without one is right.
    private func meetsFault(
        _ directory: TemporaryDirectory, _ expected: [Referral]
    ) throws -> Bool {
        let store: Store
        do throws(StoreFault) {
            store = try directory.open()
        } catch {
            return true
        }
        defer { store.close() }
        let (rows, fault) = rows(store)
        #expect(fault == nil ? rows == expected : rows.isEmpty)
        var hasFault = fault != nil
        for record in expected where record.id.isMultiple(of: 20) {
            var point = store.view(.point)
            let found = point.get(Self.schema.table, record.id)
            #expect(point.fault == nil ? found == record : found == nil)
            hasFault = hasFault || point.fault != nil
        }
        return hasFault
    }
}
