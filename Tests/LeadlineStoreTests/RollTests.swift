import LeadlineStore
import Testing

@Suite("Rolls")
struct RollTests {
    private static let schema = Schema()

    @Test("Sixteen ids are one row; more have rows of 64 neighbours; fewer come back into one")
    func growsAndShrinks() throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        let group = Group(store: store)
        func rows() throws -> Int {
            let entry = try #require(group.seal(epoch: store.epoch))
            #expect(LevelDBJournal(store: store).append(entry) == .durable)
            group.reset()
            var view = store.view(.scan)
            #expect(Self.schema.table.drift(in: &view, limit: 9).isEmpty)
            return entry.size(ofTags: [0x15]).mutations
        }
        for id in 1...16 as ClosedRange<UInt64> {
            group.transact { $0.put(Self.schema.table, Referral(id: id * 10, partner: 2)) }
        }
        #expect(try rows() == 1)
        group.transact { $0.put(Self.schema.table, Referral(id: 170, partner: 2)) }
        // The count, and the blocks from 0, 64 and 128.
        #expect(try rows() == 4)
        group.transact { _ = $0.delete(Self.schema.table, 30) }
        #expect(try rows() == 4)
        var view = store.view(.point)
        #expect(view.count(Self.schema.perPair, 1) == 16)
        #expect(view.ids(Self.schema.perPair, 1, limit: 3) == [10, 20, 40])
        for id in 1...17 as ClosedRange<UInt64> {
            group.transact { _ = $0.delete(Self.schema.table, id * 10) }
        }
        #expect(try rows() == 1)
        #expect(view.count(Self.schema.perPair, 1) == 0)
        #expect(view.ids(Self.schema.perPair, 1, limit: 3).isEmpty)
    }

    // Fault 127: a row in other bytes than are written, such as a number in more bytes than it
    // needs, is refused.
    @Test(
        "A row that is none is a fault",
        arguments: [
            [], [2], [0], [1], [1, 16], [0, 5, 0], [0, 0x80], [1, 20, 1], [0, 0x85, 0],
        ] as [[UInt8]])
    func unreadable(value: [UInt8]) throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        try store.apply(
            store.entry(body: [1, 5, 0x15, 0, 0, 0, 1, UInt8(value.count)] + value))
        var view = store.view(.point)
        #expect(view.count(Self.schema.perPair, 1) == 0)
        #expect(view.fault == .corrupt("a roll of tag 21"))
        let group = Group(store: store)
        group.transact { $0.put(Self.schema.table, Referral(id: 1, partner: 2)) }
        #expect(group.fault == .corrupt("a roll of tag 21"))
    }

    @Test("Ids of every size stand in a row")
    func greatNumbers() throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        let ids = [1, 127, 128, 1 << 32, 1 << 63, .max] as [UInt64]
        store.commit { changes in
            for id in ids { changes.put(Self.schema.table, Referral(id: id, partner: 2)) }
        }
        var view = store.view(.point)
        #expect(view.ids(Self.schema.perPair, 1, limit: 9) == ids)
        #expect(view.ids(Self.schema.perPair, 1, after: 1 << 63, limit: 9) == [.max])
    }
}
