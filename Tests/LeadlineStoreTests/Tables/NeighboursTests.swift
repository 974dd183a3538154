import LeadlineStore
import Testing

@Suite("Index rows of 64 neighbours")
struct NeighboursTests {
    private static let schema = Schema()

    /// Groups over a store, its entries counted, and what should be in it.
    private final class History {
        let directory: TemporaryDirectory
        var store: Store
        var group: Group
        var records: [UInt64: Referral] = [:]
        var last: UInt64 = 0

        init() throws {
            directory = try TemporaryDirectory()
            store = try directory.open()
            group = Group(store: store)
        }

        func commit() throws {
            guard let entry = group.seal(epoch: store.epoch) else { return group.reset() }
            #expect(LevelDBJournal(store: store).append(entry) == .durable)
            group.reset()
        }

        func restart() throws {
            group = Group(store: store)
            store.close()
            store = try directory.open()
            group = Group(store: store)
        }

        func entries() -> [(order: KeyText, id: UInt64)] {
            records.values.flatMap { record in
                Set(record.words).map { (KeyText($0), record.id) }
            }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
        }
    }

    private static func record(
        _ id: UInt64, _ generator: inout SeededGenerator
    ) -> Referral {
        // Words that all have, that some have, and of one's own.
        let some = ["roof", "roofing", "door"].filter { _ in
            Int.random(in: 0..<3, using: &generator) == 0
        }
        return Referral(
            id: id, partner: UInt32.random(in: 0...1, using: &generator),
            words: ["w"] + some + ["n\(id)"])
    }

    /// Adds records with rising numbers, as a table with a sequence does, and changes older ones;
    /// some of it is undone.
    private func change(_ history: History, _ generator: inout SeededGenerator) {
        var records = history.records
        var last = history.last
        let isUndone = Int.random(in: 0..<5, using: &generator) == 0
        do throws(Refusal) {
            try history.group.transact { changes throws(Refusal) in
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    let known = UInt64.random(in: 1...max(last, 1), using: &generator)
                    switch Int.random(in: 0..<8, using: &generator) {
                    case 0:
                        changes.delete(Self.schema.table, known)
                        records[known] = nil
                    case 1, 2:
                        let record = Self.record(known, &generator)
                        changes.put(Self.schema.table, record)
                        records[known] = record
                        last = max(last, known)
                    default:
                        // Now and then a number is left out, or a whole block.
                        let step = Int.random(in: 0..<20, using: &generator) == 0 ? 70 : 1
                        last += UInt64(step)
                        let record = Self.record(last, &generator)
                        changes.insert(Self.schema.table, record)
                        records[last] = record
                    }
                }
                if isUndone { throw .refused }
            }
            history.records = records
            history.last = last
        } catch {
            #expect(isUndone)
        }
        #expect(history.group.fault == nil)
    }

    @Test(
        "They agree with a naive index through roll-backs, restarts and other writers",
        arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func history(seed: UInt64) throws {
        let history = try History()
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<120 {
            for _ in 0..<Int.random(in: 1...5, using: &generator) { change(history, &generator) }
            var pending = history.group.view()
            check(&pending, history, &generator)
            try history.commit()
            switch Int.random(in: 0..<12, using: &generator) {
            case 0: try history.restart()
            case 1:
                // Another group writes: what this one knew of the disk is not true any more.
                history.last += 1
                let record = Self.record(history.last, &generator)
                history.store.commit { $0.insert(Self.schema.table, record) }
                history.records[record.id] = record
            default: break
            }
        }
        var view = history.store.view(.scan)
        check(&view, history, &generator)
        #expect(Self.schema.table.drift(in: &view, limit: 10).isEmpty, "seed \(seed)")
        #expect(history.last > 200)
    }

    private func check(
        _ view: inout View, _ history: History, _ generator: inout SeededGenerator
    ) {
        let all = history.entries()
        let byWord = Self.schema.byWord
        let found = view.ids(byWord, Nothing(), limit: .max)
        #expect(found.map(\.id) == all.map(\.id) && found.map(\.order) == all.map(\.order))
        let descending = view.ids(byWord, Nothing(), .descending, limit: .max)
        #expect(descending.map(\.id) == all.reversed().map(\.id))
        for partner in 0...1 as ClosedRange<UInt32> {
            let ids = history.records.values.filter { $0.partner == partner }
            #expect(view.ids(Self.schema.byPartner, partner, limit: .max).count == ids.count)
        }
        guard let place = all.indices.randomElement(using: &generator) else { return }
        let limit = Int.random(in: 1...70, using: &generator)
        #expect(
            view.ids(byWord, Nothing(), after: all[place], limit: limit).map(\.id)
                == all[(place + 1)...].prefix(limit).map(\.id))
        #expect(
            view.ids(byWord, Nothing(), after: all[place], .descending, limit: limit).map(\.id)
                == all[..<place].reversed().prefix(limit).map(\.id))
        // A position need not be one of an entry.
        let gone = (order: all[place].order, id: UInt64.random(in: 0...500, using: &generator))
        #expect(
            view.ids(byWord, Nothing(), after: gone, limit: limit).map(\.id)
                == all.filter { $0 > gone }.prefix(limit).map(\.id))
        #expect(
            view.ids(byWord, Nothing(), after: gone, .descending, limit: limit).map(\.id)
                == all.reversed().filter { $0 < gone }.prefix(limit).map(\.id))
        #expect(view.fault == nil)
    }

    @Test("A list is paged from every position, both ways")
    func paging() throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        let ids = [1, 5, 62, 63, 64, 65, 127, 128, 130, 191, 192, 300] as [UInt64]
        store.commit { changes in
            for id in ids {
                changes.insert(Self.schema.table, Referral(id: id, partner: 1, words: ["w"]))
            }
        }
        var view = store.view(.scan)
        let word = KeyText(Array("w".utf8))
        for position in 0...320 as ClosedRange<UInt64> {
            for limit in 1...4 {
                let up = view.ids(
                    Self.schema.byWord, Nothing(), after: (word, position), limit: limit)
                #expect(up.map(\.id) == Array(ids.filter { $0 > position }.prefix(limit)))
                let down = view.ids(
                    Self.schema.byWord, Nothing(), after: (word, position), .descending,
                    limit: limit)
                #expect(
                    down.map(\.id) == Array(ids.reversed().filter { $0 < position }.prefix(limit)))
                let started = view.ids(
                    Self.schema.byWord, Nothing(), startingWith: Array("w".utf8)[...],
                    after: (word, position), limit: limit)
                #expect(started.map(\.id) == up.map(\.id))
            }
        }
        #expect(view.fault == nil)
    }

    @Test("What 64 records share is one row")
    func rowsAreShared() throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        let group = Group(store: store)
        for id in 64...127 as ClosedRange<UInt64> {
            group.transact {
                $0.insert(Self.schema.table, Referral(id: id, partner: 1, words: ["w"]))
            }
        }
        let entry = try #require(group.seal(epoch: store.epoch))
        #expect(entry.size(ofTags: [0x12]).mutations == 1)
        // One for each order, the id modulo seven.
        #expect(entry.size(ofTags: [0x11]).mutations == 7)
        #expect(entry.size(ofTags: [0x10]).mutations == 64)
    }
}
