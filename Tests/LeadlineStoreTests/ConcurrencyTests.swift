import Dispatch
import Glibc
import LeadlineStore
import Synchronization
import Testing

@Suite("Readers beside the writer")
struct ConcurrencyTests {
    private static let schema = Schema()
    private static let records: ClosedRange<UInt64> = 1...20
    private static let scansEach = 60

    // Guarantee G2: a view sees each commit whole or not at all, and never goes back
    @Test("A scanning view sees each commit whole or not at all, and never goes back")
    func wholeCommits() throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open(durability: .os)
        write(store, amount: 0)
        let readers = Atomic<Int>(2)
        let readersDone = DispatchGroup()
        for _ in 0..<2 {
            DispatchQueue.global().async(group: readersDone) {
                var last: Int64 = 0
                for _ in 0..<Self.scansEach { last = scan(store, last) }
                readers.subtract(1, ordering: .sequentiallyConsistent)
            }
        }
        var amount: Int64 = 0
        while readers.load(ordering: .sequentiallyConsistent) > 0 {
            amount += 1
            write(store, amount: amount)
        }
        readersDone.wait()
        #expect(scan(store, amount) == amount)
    }

    /// With snapshots LevelDB 1.23 brings deleted rows back (`reliability.md` H1).
    @Test("What was deleted beside slow readers stays deleted, whatever is compacted meanwhile")
    func churn() throws {
        let directory = try TemporaryDirectory()
        var options = directory.options(durability: .os)
        options.writeBufferBytes = 64 << 10
        let store = try Store.open(options)
        let model = Mutex<[UInt64: UInt32]>([:])
        let readers = Atomic<Int>(4)
        let readersDone = DispatchGroup()
        for _ in 0..<4 {
            DispatchQueue.global().async(group: readersDone) {
                for _ in 0..<6 { readSlowly(store, model) }
                readers.subtract(1, ordering: .sequentiallyConsistent)
            }
        }
        let seed = UInt64.random(in: 0...999_999)
        print("churn seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        while readers.load(ordering: .sequentiallyConsistent) > 0 {
            change(store, model, &generator)
        }
        readersDone.wait()
        readSlowly(store, model)
        store.compact()
        readSlowly(store, model)
        var view = store.view(.scan)
        #expect(Self.schema.table.drift(in: &view, limit: 9).isEmpty)
    }

    /// Puts some records and deletes as many, in one group and in the model.
    private func change(
        _ store: Store, _ model: borrowing Mutex<[UInt64: UInt32]>,
        _ generator: inout SeededGenerator
    ) {
        let ids = (0..<20).map { _ in UInt64.random(in: 1...500, using: &generator) }
        let partner = UInt32.random(in: 0...9, using: &generator)
        model.withLock { model in
            let outcome = store.commit { changes in
                for (place, id) in ids.enumerated() {
                    if place.isMultiple(of: 2) {
                        let email = "\(id)@" + String(repeating: "x", count: 200)
                        changes.put(
                            Self.schema.table, Referral(id: id, partner: partner, email: email))
                        model[id] = partner
                    } else {
                        changes.delete(Self.schema.table, id)
                        model[id] = nil
                    }
                }
            }
            #expect(outcome == .durable)
        }
    }

    /// Reads all that there was when the view began, a few rows at a time.
    private func readSlowly(_ store: Store, _ model: borrowing Mutex<[UInt64: UInt32]>) {
        var expected: [UInt64: UInt32] = [:]
        var view = store.view(.scan)
        model.withLock { model in
            // The first look is what the view shows from then on.
            _ = view.ids(of: Self.schema.table, limit: 1)
            expected = model
        }
        var found: [UInt64: UInt32] = [:]
        var last: UInt64?
        while true {
            let rows = view.rows(of: Self.schema.table, after: last, limit: 25)
            guard let end = rows.last else { break }
            for row in rows { found[row.id] = row.partner }
            last = end.id
            usleep(10_000)
        }
        #expect(view.fault == nil)
        #expect(found == expected)
    }

    /// Every record gets the same amount, in one group.
    private func write(_ store: Store, amount: Int64) {
        let outcome = store.commit { changes in
            for id in Self.records {
                var record = Referral(id: id, partner: UInt32(amount))
                record.amount = amount
                changes.put(Self.schema.table, record)
            }
        }
        #expect(outcome == .durable)
    }

    /// Scans table, index and tally in one view; answers the amount all records agree on.
    private func scan(_ store: Store, _ last: Int64) -> Int64 {
        var view = store.view(.scan)
        let rows = view.rows(of: Self.schema.table, limit: 99)
        let amount = rows.first?.amount ?? -1
        #expect(rows.count == Self.records.count && rows.allSatisfy { $0.amount == amount })
        #expect(amount >= last)
        #expect(view.ids(Self.schema.byPartner, UInt32(amount), limit: 99).count == rows.count)
        #expect(view.count(Self.schema.perPartner, UInt32(amount)) == Int64(rows.count))
        #expect(view.fault == nil)
        return amount
    }
}
