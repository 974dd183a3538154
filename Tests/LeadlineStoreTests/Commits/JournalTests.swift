import Foundation
import Glibc
import LeadlineStore
import Testing

@Suite("Journal")
struct JournalTests {
    private let directory: TemporaryDirectory
    private static let schema = Schema()

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test("An entry that is not the next one is refused, and nothing of it is written")
    func refusals() throws {
        let store = try directory.open()
        store.commit { $0.putBytes(cell: 1, [1]) }
        let good = try store.entry(body: [1, 2, 2, 9, 1, 7])
        var early = good
        early.position += 1
        var forked = good
        forked.chain ^= 1
        var altered = good
        altered.body[5] = 8
        var stale = good
        stale.epoch = 0
        let refused: [(Entry, StoreFault)] = [
            (early, .outOfOrder(expected: 2, found: 3)), (forked, .brokenChain(position: 2)),
            (altered, .brokenChain(position: 2)), (stale, .staleEpoch(current: 1, found: 0)),
        ]
        for (entry, fault) in refused {
            #expect(throws: fault) { try store.apply(entry) }
            #expect(LevelDBJournal(store: store).append(entry) == .superseded)
        }
        #expect(store.poison == nil && store.position == 1)
        #expect(LevelDBJournal(store: store).append(good) == .durable)
        var view = store.view(.point)
        #expect(view.getBytes(cell: 9) == [7])
    }

    @Test(
        "A body that is none, or touches the store's own rows, is refused",
        arguments: [
            [2], [1], [1, 0, 0], [1, 2, 2], [0, 9, 2], [1, 2, 2, 9, 5, 7], [0, 1, 0], [0, 1, 1],
            [1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1],
        ] as [[UInt8]])
    func malformed(body: [UInt8]) throws {
        let store = try directory.open()
        let entry = try store.entry(body: body)
        #expect(throws: StoreFault.corrupt("an entry's body")) { try store.apply(entry) }
        #expect(store.poison == nil && store.position == 0)
    }

    // Threat T18: the chain tells every changed bit, the order and the length
    @Test("The chain tells every changed bit, the order and the length")
    func chain() {
        let body = (0..<43).map { UInt8($0) }
        let digest = Entry.chain(after: 1, epoch: 2, body: body)
        var seen: Set<UInt64> = [digest]
        for bit in 0..<body.count * 8 {
            var altered = body
            altered[bit / 8] ^= 1 << UInt8(bit % 8)
            seen.insert(Entry.chain(after: 1, epoch: 2, body: altered))
        }
        seen.insert(Entry.chain(after: 2, epoch: 1, body: body))
        seen.insert(Entry.chain(after: 1, epoch: 2, body: body + [0]))
        seen.insert(Entry.chain(after: 1, epoch: 2, body: body.dropLast()))
        seen.insert(Entry.chain(after: 1, epoch: 2, body: body.reversed()))
        #expect(seen.count == 1 + 43 * 8 + 4)
        #expect(Entry.chain(after: 0, epoch: 1, body: [1, 2, 3]) == 12_533_219_164_740_225_221)
        let longer = (0..<37).map { UInt8($0 * 7) }
        #expect(Entry.chain(after: 1, epoch: 2, body: longer) == 0x1bd9_79ef_f611_29c7)
    }

    @Test("Values survive compaction, and deleted ones stay deleted")
    func compaction() throws {
        let store = try directory.open()
        for id in 1...50 as ClosedRange<UInt64> {
            store.commit { $0.put(Self.schema.table, Referral(id: id, partner: 1)) }
        }
        store.commit { changes in
            for id in 1...25 as ClosedRange<UInt64> { changes.delete(Self.schema.table, id) }
        }
        store.compact()
        var view = store.view(.scan)
        #expect(view.ids(of: Self.schema.table, limit: 99) == Array(26...50))
        #expect(Self.schema.table.drift(in: &view, limit: 9).isEmpty)
    }

    @Test("Closing waits for the readers that are inside")
    func closeWaits() throws {
        let store = try directory.open()
        store.commit { $0.put(Self.schema.table, Referral(id: 1, partner: 1)) }
        let isReading = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            var view = store.view(.scan)
            #expect(view.ids(of: Self.schema.table, limit: 9) == [1])
            isReading.signal()
            usleep(200_000)
            #expect(view.get(Self.schema.table, 1) != nil)
        }
        isReading.wait()
        #expect(store.statistics().contains { $0 == ("open_iterators", "1") })
        store.close()
        #expect(try directory.open().position == 1)
    }
}
