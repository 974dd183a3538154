import Testing

@testable import LeadlineStore

@Suite("Key censuses")
struct KeyCensusTests {
    private let directory: TemporaryDirectory
    private let store: Store
    private static let tag: UInt8 = 0x15
    private static let countMax = KeyCensus.rowsPerStep * 2 + 10

    init() throws {
        directory = try TemporaryDirectory()
        store = try directory.open()
    }

    private static func key(_ number: Int) -> [UInt8] {
        [tag, UInt8(number >> 8), UInt8(number & 0xFF)]
    }

    /// Any hash serves.
    private static func hash(_ key: Span<UInt8>) -> UInt64 {
        PendingMutations(seed: 1).hash(key)
    }

    private static func lacks(_ census: borrowing KeyCensus, _ number: Int) -> Bool {
        let key = key(number)
        return census.lacks(key.span, hash(key.span))
    }

    private func put(_ numbers: Range<Int>) throws {
        var body: [UInt8] = []
        for number in numbers { body += [1, 3] + Self.key(number) + [1, 0] }
        try store.apply(store.entry(body: body))
    }

    @Test("Nothing is told of a tag until all its rows are read, and then of every other key")
    func tellsOnceComplete() throws {
        try put(0..<Self.countMax)
        var census = KeyCensus()
        census.begin(Self.tag)
        census.goOn(store.database, Self.hash)
        census.goOn(store.database, Self.hash)
        let early = Self.lacks(census, Self.countMax)
        #expect(!early)
        census.goOn(store.database, Self.hash)
        let late = (0..<400).count { Self.lacks(census, Self.countMax + $0) }
        #expect(late > 350)
        let lost = (0..<Self.countMax).count { Self.lacks(census, $0) }
        #expect(lost == 0)
    }

    @Test("A key that is put after its tag was begun exists, wherever the reading has come to")
    func notesPuts() throws {
        try put(0..<Self.countMax)
        var census = KeyCensus()
        census.begin(Self.tag)
        let first = Self.key(Self.countMax + 1)
        census.note(first.span, Self.hash(first.span))
        for _ in 0..<3 { census.goOn(store.database, Self.hash) }
        let second = Self.key(Self.countMax + 2)
        census.note(second.span, Self.hash(second.span))
        let told = (1...2).count { Self.lacks(census, Self.countMax + $0) }
        #expect(told == 0)
    }

    @Test("After another has written nothing is told until its rows are read too")
    func restarts() throws {
        var census = KeyCensus()
        census.begin(Self.tag)
        census.goOn(store.database, Self.hash)
        let before = Self.lacks(census, 1)
        #expect(before)
        try put(1..<2)
        census.restart()
        let meanwhile = Self.lacks(census, 2)
        #expect(!meanwhile)
        census.goOn(store.database, Self.hash)
        let (own, other) = (Self.lacks(census, 1), Self.lacks(census, 2))
        #expect(!own && other)
    }

    @Test("A group's view sees what another has written meanwhile")
    func seesOthers() throws {
        let schema = Schema()
        let group = Group(store: store)
        group.transact { $0.put(schema.table, Referral(id: 1, partner: 2)) }
        let entry = try #require(group.seal(epoch: store.epoch))
        #expect(LevelDBJournal(store: store).append(entry) == .durable)
        group.reset()
        store.commit { $0.put(schema.table, Referral(id: 9, partner: 8)) }
        var view = group.view()
        #expect(view.ids(schema.perPair, 4, limit: 9) == [9])
    }

    @Test("A roll of a store that was opened again finds what was there")
    func reopened() throws {
        let schema = Schema()
        store.commit { $0.put(schema.table, Referral(id: 1, partner: 2)) }
        let group = Group(store: store)
        for id in 2...5 as ClosedRange<UInt64> {
            group.transact { $0.put(schema.table, Referral(id: id, partner: 2)) }
            let entry = try #require(group.seal(epoch: store.epoch))
            #expect(LevelDBJournal(store: store).append(entry) == .durable)
            group.reset()
        }
        var view = store.view(.scan)
        #expect(view.ids(schema.perPair, 1, limit: 9) == [1, 2, 3, 4, 5])
        #expect(schema.table.drift(in: &view, limit: 9).isEmpty)
    }
}
