import Testing

@testable import LeadlineStore

@Suite("Gaps")
struct GapsTests {
    private static func key(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// Where a walk from each of the keys begins.
    private static func starts(_ gaps: Gaps, _ keys: [String]) -> [String] {
        keys.map { String(decoding: gaps.start(at: key($0)), as: UTF8.self) }
    }

    @Test("Inside one a walk begins at its end, elsewhere where it was asked to")
    func skips() {
        var gaps = Gaps()
        gaps.note(from: Self.key("ac"), to: Self.key("am"), since: 7)
        #expect(
            Self.starts(gaps, ["ab", "ac", "ad", "alz", "am", "bd"])
                == ["ab", "am", "am", "am", "am", "bd"])
        gaps.note(from: Self.key("b"), to: Self.key("b"), since: 7)
        #expect(Self.starts(gaps, ["b"]) == ["b"])
    }

    @Test("It holds only for who reads the log as far as it was learnt from")
    func isOfAPosition() {
        var gaps = Gaps()
        gaps.note(from: Self.key("ac"), to: Self.key("am"), since: 7)
        #expect(gaps.start(at: Self.key("ad"), asOf: 6) == Self.key("ad"))
        #expect(gaps.start(at: Self.key("ad"), asOf: 7) == Self.key("am"))
        gaps.note(from: Self.key("am"), to: Self.key("ap"), since: 9)
        #expect(gaps.start(at: Self.key("ad"), asOf: 8) == Self.key("ad"))
        #expect(gaps.start(at: Self.key("ad"), asOf: 9) == Self.key("ap"))
    }

    @Test("What is put parts it in two, and both are one again without it")
    func parts() {
        var gaps = Gaps()
        gaps.note(from: Self.key("ac"), to: Self.key("az"), since: 1)
        gaps.put(Self.key("am").span)
        #expect(Self.starts(gaps, ["ac", "am", "am\0", "ay"]) == ["am", "am", "az", "az"])
        #expect(gaps.resumes(behind: Self.key("am")))
        #expect(!gaps.resumes(behind: Self.key("al")))
        gaps.note(from: Self.key("am"), to: Self.key("am\0"), since: 2)
        #expect(Self.starts(gaps, ["ac", "am"]) == ["az", "az"])
        gaps.put(Self.key("ac").span)
        #expect(Self.starts(gaps, ["ac", "ad"]) == ["ac", "az"])
    }

    @Test("So many are kept, the oldest makes room")
    func isBounded() {
        var gaps = Gaps()
        for number in 0...UInt8(Gaps.countMax) {
            gaps.note(from: [9, number, 1], to: [9, number, 5], since: 1)
        }
        #expect(gaps.start(at: [9, 0, 2]) == [9, 0, 2])
        for number in 1...UInt8(Gaps.countMax) {
            #expect(gaps.start(at: [9, number, 2]) == [9, number, 5])
        }
    }

    @Test("There are news after each change, and none without one")
    func news() {
        var gaps = Gaps()
        func isNew(_ change: (inout Gaps) -> Void) -> Bool {
            change(&gaps)
            return gaps.takeNews()
        }
        #expect(!isNew { _ in })
        #expect(isNew { $0.note(from: [9, 1], to: [9, 5], since: 1) })
        #expect(!isNew { $0.put([9, 7].span) })
        #expect(isNew { $0.put([9, 3].span) })
        #expect(isNew { $0.removeAll() })
        #expect(gaps.start(at: [9, 1]) == [9, 1])
    }

    @Test("Random ranges and puts leave no key out that was put")
    func random() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            var gaps = Gaps()
            // Keys that are rows; a gap is only noted where there is none.
            var rows: Set<UInt8> = [200]
            for _ in 0..<40 {
                let key = UInt8.random(in: 0..<200, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0:
                    rows.insert(key)
                    gaps.put([9, key].span)
                case 1: rows.remove(key)
                default:
                    let end = rows.filter { $0 >= key }.min() ?? 200
                    gaps.note(from: [9, key], to: [9, end], since: 1)
                }
                for start in 0..<200 as Range<UInt8> {
                    let first = rows.filter { $0 >= start }.min() ?? 200
                    let place = gaps.start(at: [9, start])
                    let isBefore = KeyOrder.compare(place[...], [9, first][...]) <= 0
                    #expect(isBefore, "seed \(seed)")
                }
            }
        }
    }

    /// What the next group deletes of what the group on its way puts: between the two it is there.
    @Test("A row that comes and goes in two groups is in no gap between them", arguments: [1, 3])
    func comesAndGoes(first: UInt64) throws {
        let schema = Schema()
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        let group = Group(store: store)
        let journal = LevelDBJournal(store: store)
        func seal(_ body: (inout Changes) -> Void) throws -> Entry {
            group.transact(body)
            return try #require(group.seal(epoch: store.epoch))
        }
        func write(_ entry: Entry) {
            #expect(journal.append(entry) == .durable)
            group.reset()
        }
        func head() -> [UInt64] {
            var view = store.view(.scan)
            return view.ids(of: schema.table, limit: 2)
        }
        write(try seal { $0.put(schema.table, Referral(id: 9, partner: 3)) })
        // The writer learns that there is nothing before 9, or that 3 parts two gaps.
        write(
            try seal { changes in
                #expect(changes.view.ids(of: schema.table, limit: 1) == [9])
                changes.put(schema.table, Referral(id: 20, partner: 3))
                if first == 3 { changes.put(schema.table, Referral(id: 3, partner: 3)) }
            })
        if first == 3 { write(try seal { $0.delete(schema.table, 3) }) }
        let coming = try seal { $0.put(schema.table, Referral(id: 3, partner: 3)) }
        group.transact { changes in
            changes.delete(schema.table, 3)
            #expect(changes.view.ids(of: schema.table, limit: 1) == [9])
        }
        write(coming)
        #expect(head() == [3, 9])
        let going = try #require(group.seal(epoch: store.epoch))
        #expect(head() == [3, 9])
        write(going)
        #expect(head() == [9, 20])
    }

    /// A queue whose head is taken: readers and the writer see what is left of it, whatever was
    /// taken and put back meanwhile.
    @Test("The head of a queue is taken again and again, and comes back")
    func queue() throws {
        let schema = Schema()
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        let group = Group(store: store)
        let journal = LevelDBJournal(store: store)
        func commit(_ body: (inout Changes) -> Void) throws {
            group.transact(body)
            let entry = try #require(group.seal(epoch: store.epoch))
            #expect(journal.append(entry) == .durable)
            group.reset()
        }
        try commit { changes in
            for id in 1...400 as ClosedRange<UInt64> {
                changes.put(schema.table, Referral(id: id * 64, partner: 3))
            }
        }
        var left = (1...400 as ClosedRange<UInt64>).map { $0 * 64 }
        for round in 0..<300 {
            try commit { changes in
                guard let head = changes.view.ids(of: schema.table, limit: 1).first else { return }
                #expect(head == left.first)
                changes.delete(schema.table, head)
                left.removeFirst()
                // Now and then one comes back to the front, or goes as it comes.
                guard round % 7 == 0 else { return }
                changes.put(schema.table, Referral(id: head - 1, partner: 3))
                left.insert(head - 1, at: 0)
            }
            var view = store.view(.scan)
            #expect(view.ids(of: schema.table, limit: 3) == Array(left.prefix(3)))
        }
        let front = [schema.table.tag]
        #expect(store.start(at: front, asOf: store.position) != front)
    }
}
