import LeadlineStore
import Testing

@Suite("Random histories")
struct HistoryTests {
    private static let schema = Schema()
    private static let transactions = 300

    /// What the table should hold, kept the simple way.
    private struct Model {
        var records: [UInt64: Referral] = [:]

        func isFree(_ email: ArraySlice<UInt8>, for id: UInt64) -> Bool {
            !records.values.contains { $0.email == email && $0.id != id }
        }

        func ids(ofPartner partner: UInt32) -> [(UInt64, UInt64)] {
            records.values.filter { $0.partner == partner }.map { ($0.id % 7, $0.id) }
                .sorted { ($1.0, $0.1) < ($0.0, $1.1) }
        }

        func words() -> [(KeyText, UInt64)] {
            records.values.flatMap { record in
                Set(record.words).map { (KeyText($0), record.id) }
            }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
        }
    }

    @Test(
        "Tables, indexes, unique keys and tallies agree with a model, and a replica with the store",
        arguments: [1, 2, 3, 4] as [UInt64])
    func history(seed: UInt64) throws {
        let directory = try TemporaryDirectory()
        let replicaDirectory = try TemporaryDirectory()
        let store = try directory.open()
        let replica = try replicaDirectory.open()
        let journal = LevelDBJournal(store: store)
        let group = Group(store: store)
        var generator = SeededGenerator(seed: seed)
        var model = Model()
        var committed = Model()
        var ran = 0
        while ran < Self.transactions {
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                run(group, &model, &generator)
                ran += 1
            }
            var pending = group.view()
            check(&pending, model, &generator)
            guard let entry = group.seal(epoch: store.epoch) else { continue }
            // Half of the time the next group has begun before this one is on disk, or after.
            var before = store.view(.scan)
            check(&before, committed, &generator)
            committed = model
            let isEarly = Bool.random(using: &generator)
            for _ in 0..<Int.random(in: 0...3, using: &generator) where isEarly {
                run(group, &model, &generator)
            }
            #expect(journal.append(entry) == .durable)
            for _ in 0..<Int.random(in: 0...3, using: &generator) where !isEarly {
                run(group, &model, &generator)
            }
            pending = group.view()
            check(&pending, model, &generator)
            group.reset()
            try replica.apply(entry)
            var outside = store.view(.scan)
            check(&outside, committed, &generator)
        }
        if let entry = group.seal(epoch: store.epoch) {
            #expect(journal.append(entry) == .durable)
            group.reset()
            try replica.apply(entry)
        }
        for held in [store, replica] {
            var view = held.view(.scan)
            #expect(Self.schema.table.drift(in: &view, limit: 10).isEmpty)
            check(&view, model, &generator)
        }
        #expect(try store.contentDigest() == replica.contentDigest())
        #expect(store.position > 50)
        #expect(replica.position == store.position)
    }

    /// One transaction of one to four changes, a third of which is rolled back, whole or in part.
    private func run(_ group: Group, _ model: inout Model, _ generator: inout SeededGenerator) {
        var next = model
        let fate = Int.random(in: 0..<6, using: &generator)
        do throws(Refusal) {
            try group.transact { changes throws(Refusal) in
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    change(&changes, &next, &generator)
                }
                if fate == 1 { try? undone(&changes, next, &generator) }
                if fate == 0 { throw .refused }
            }
            model = next
        } catch {
            #expect(fate == 0)
        }
        #expect(group.fault == nil)
    }

    private func undone(
        _ changes: inout Changes, _ model: Model, _ generator: inout SeededGenerator
    ) throws(Refusal) {
        var discarded = model
        try changes.attempt { changes throws(Refusal) in
            change(&changes, &discarded, &generator)
            change(&changes, &discarded, &generator)
            throw .refused
        }
    }

    private func change(
        _ changes: inout Changes, _ model: inout Model, _ generator: inout SeededGenerator
    ) {
        let id = UInt64.random(in: 1...40, using: &generator)
        #expect(changes.view.get(Self.schema.table, id) == model.records[id])
        guard Int.random(in: 0..<4, using: &generator) > 0 else {
            let isHeld = model.records.removeValue(forKey: id) != nil
            let isDeleted = changes.delete(Self.schema.table, id)
            #expect(isDeleted == isHeld)
            return
        }
        let words = ["roof", "roofing", "r", "\0", "\u{1}x", ""]
        var record = Referral(
            id: id, partner: UInt32.random(in: 0...3, using: &generator),
            words: (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                words.randomElement(using: &generator) ?? ""
            })
        record.isOpen = Bool.random(using: &generator)
        let email = Array("p\(Int.random(in: 0...30, using: &generator))".utf8)[...]
        let holder = changes.view.holder(Self.schema.byEmail, KeyText(email))
        #expect((holder == nil || holder == id) == model.isFree(email, for: id))
        if holder == nil || holder == id { record.email = email }
        if model.records[id] == nil, Bool.random(using: &generator) {
            changes.insert(Self.schema.table, record)
        } else {
            changes.put(Self.schema.table, record)
        }
        model.records[id] = record
    }

    private func check(
        _ view: inout View, _ model: Model, _ generator: inout SeededGenerator
    ) {
        let rows = model.records.values.sorted { $0.id < $1.id }
        #expect(view.rows(of: Self.schema.table, limit: 99) == rows)
        let reversed = view.rows(of: Self.schema.table, .descending, limit: 99)
        #expect(reversed == rows.reversed())
        for partner in 0...3 as ClosedRange<UInt32> {
            let count = rows.count { $0.partner == partner && $0.isOpen }
            #expect(view.count(Self.schema.perPartner, partner) == count)
        }
        checkPartner(&view, model, &generator)
        for pair in 0...1 as ClosedRange<UInt32> {
            let ids = rows.filter { $0.partner / 2 == pair && $0.isOpen }.map(\.id)
            checkRoll(&view, pair, ids, &generator)
        }
        checkWords(&view, model, &generator)
        #expect(view.fault == nil)
    }

    private func checkPartner(
        _ view: inout View, _ model: Model, _ generator: inout SeededGenerator
    ) {
        let index = Self.schema.byPartner
        let partner = UInt32.random(in: 0...3, using: &generator)
        let all = model.ids(ofPartner: partner)
        #expect(view.ids(index, partner, limit: 99).map(\.id) == all.map(\.1))
        #expect(
            view.ids(index, partner, .descending, limit: 99).map(\.id) == all.reversed().map(\.1))
        let bound = UInt64.random(in: 0...7, using: &generator)
        let limit = Int.random(in: 0...5, using: &generator)
        #expect(
            view.ids(index, partner, from: Descending(bound), limit: limit).map(\.id)
                == all.filter { $0.0 <= bound }.prefix(limit).map(\.1))
        #expect(
            view.ids(index, partner, from: Descending(bound), .descending, limit: limit).map(\.id)
                == all.reversed().filter { $0.0 >= bound }.prefix(limit).map(\.1))
        guard let place = all.indices.randomElement(using: &generator) else { return }
        let after = (Descending(all[place].0), all[place].1)
        #expect(
            view.ids(index, partner, after: after, limit: limit).map(\.id)
                == all[(place + 1)...].prefix(limit).map(\.1))
        #expect(
            view.ids(index, partner, after: after, .descending, limit: limit).map(\.id)
                == all[..<place].reversed().prefix(limit).map(\.1))
    }

    private func checkRoll(
        _ view: inout View, _ key: UInt32, _ ids: [UInt64], _ generator: inout SeededGenerator
    ) {
        let roll = Self.schema.perPair
        #expect(view.count(roll, key) == ids.count)
        #expect(view.ids(roll, key, limit: 99) == ids)
        #expect(view.ids(roll, key, .descending, limit: 99) == ids.reversed())
        let limit = Int.random(in: 0...20, using: &generator)
        let after = UInt64.random(in: 0...41, using: &generator)
        #expect(
            view.ids(roll, key, after: after, limit: limit)
                == Array(ids.filter { $0 > after }.prefix(limit)))
        #expect(
            view.ids(roll, key, after: after, .descending, limit: limit)
                == Array(ids.reversed().filter { $0 < after }.prefix(limit)))
    }

    private func checkWords(
        _ view: inout View, _ model: Model, _ generator: inout SeededGenerator
    ) {
        let all = model.words()
        let found = view.ids(Self.schema.byWord, Nothing(), limit: 999)
        #expect(found.map(\.id) == all.map(\.1) && found.map(\.order) == all.map(\.0))
        for text in ["r", "roof", "roofing", "\0", "\u{1}", "x", ""] {
            let beginning = Array(text.utf8)[...]
            let limit = Int.random(in: 1...9, using: &generator)
            #expect(
                view.ids(
                    Self.schema.byWord, Nothing(), startingWith: beginning, limit: limit
                ).map(\.id)
                    == all.filter { $0.0.bytes.starts(with: beginning) }.prefix(limit).map(\.1))
        }
    }
}
