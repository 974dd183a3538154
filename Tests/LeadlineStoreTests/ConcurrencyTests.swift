import Dispatch
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
