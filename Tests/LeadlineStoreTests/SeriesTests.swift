import Testing

@testable import LeadlineStore

/// A table that counts by partner, and adds two amounts up.
private struct CountedSchema: ~Copyable, Sendable {
    var table: Table<Referral>
    let sums: Series<Referral, UInt32>

    init() {
        table = Table(tag: 0x10, name: "referrals")
        sums = table.series(tag: 0x11) { record, emit in
            guard record.isOpen else { return }
            let slot = UInt8(truncatingIfNeeded: record.words.count)
            emit(record.partner, SeriesPoint(slot: slot, first: record.amount, second: 1))
        }
    }
}

@Suite("Series")
struct SeriesTests {
    private let directory: TemporaryDirectory
    private let store: Store
    private static let schema = CountedSchema()

    init() throws {
        directory = try TemporaryDirectory()
        store = try directory.open(durability: .os)
    }

    private static func referral(
        _ id: UInt64, partner: UInt32 = 5, amount: Int64, slot: Int = 1
    ) -> Referral {
        var record = Referral(
            id: id, partner: partner, words: [String](repeating: "w", count: slot))
        record.amount = amount
        return record
    }

    private func put(_ record: Referral) {
        store.commit { $0.put(Self.schema.table, record) }
    }

    /// Everything that the series holds, in order, as text.
    private func held() -> [String] {
        var view = store.view(.scan)
        var all: [String] = []
        view.rows(of: Self.schema.sums, under: Nothing(), from: Nothing()) { key, row in
            all += row.sums.map { "\(key)/\($0.slot): \($0.count) \($0.first) \($0.second)" }
            return true
        }
        #expect(view.fault == nil)
        return all
    }

    private func drift() -> [Drift.Problem] {
        var view = store.view(.scan)
        defer { #expect(view.fault == nil) }
        return Self.schema.table.drift(in: &view, limit: 10).map(\.problem)
    }

    @Test("Records are counted, and their amounts added up, by key and slot")
    func counts() {
        put(Self.referral(1, amount: 10))
        put(Self.referral(2, amount: -3))
        put(Self.referral(3, amount: 7, slot: 4))
        put(Self.referral(4, partner: 6, amount: .max))
        put(Self.referral(5, partner: 6, amount: .max))
        #expect(
            held() == [
                "5/1: 2 7 2", "5/4: 1 7 1", "6/1: 2 18446744073709551614 2",
            ])
        #expect(drift().isEmpty)
    }

    @Test("A record that changes or goes leaves what it was counted in")
    func moves() {
        put(Self.referral(1, amount: 10))
        put(Self.referral(2, amount: 20))
        put(Self.referral(1, amount: 30, slot: 2))
        #expect(held() == ["5/1: 1 20 1", "5/2: 1 30 1"])
        store.commit { _ = $0.delete(Self.schema.table, 2) }
        #expect(held() == ["5/2: 1 30 1"])
        store.commit { _ = $0.delete(Self.schema.table, 1) }
        #expect(held() == [])
        #expect(drift().isEmpty)
    }

    @Test("Within one group what was counted before is seen")
    func withinGroup() {
        store.commit { changes in
            for id in 1...40 as ClosedRange<UInt64> {
                changes.put(Self.schema.table, Self.referral(id, amount: 2, slot: Int(id % 3)))
            }
            changes.put(Self.schema.table, Self.referral(40, amount: 5, slot: 0))
        }
        #expect(held() == ["5/0: 14 31 14", "5/1: 13 26 13", "5/2: 13 26 13"])
        #expect(drift().isEmpty)
    }

    @Test("A random history agrees with a recount", arguments: UInt64(1)...10)
    func random(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            store.commit { changes in
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    let id = UInt64.random(in: 1...20, using: &random)
                    if Int.random(in: 0..<4, using: &random) == 0 {
                        _ = changes.delete(Self.schema.table, id)
                    } else {
                        let record = Self.referral(
                            id, partner: UInt32.random(in: 1...3, using: &random),
                            amount: Int64.random(in: .min ... .max, using: &random),
                            slot: Int.random(in: 0...31, using: &random))
                        changes.put(Self.schema.table, record)
                    }
                }
            }
        }
        #expect(drift() == [], "seed \(seed)")
    }

    @Test("A lost, wrong or stray row is found")
    func drifts() throws {
        put(Self.referral(1, amount: 10))
        let key: [UInt8] = [0x11, 0, 0, 0, 5]
        let row: [UInt8] = [1, 1, 20, 2]
        let view = store.view(.point)
        #expect(view.reader.committed(key) == row)
        let wrongRows: [[UInt8]] = [
            [1, 2, 20, 2], [1, 1, 22, 2], [1, 1, 20, 4], [2, 1, 20, 2], [1, 1], [],
        ]
        for wrong in wrongRows {
            try write(key, wrong)
            #expect(drift() == [.wrongSum], "\(wrong)")
        }
        try store.apply(store.entry(body: [0, UInt8(key.count)] + key))
        #expect(drift() == [.wrongSum])
        try write(key, row)
        #expect(drift().isEmpty)
        try write([0x11, 0, 0, 0, 9], row)
        #expect(drift() == [.wrongSum])
    }

    @Test("Taking away what was not counted is a fault, not a wrong number")
    func neverNegative() throws {
        put(Self.referral(1, amount: 10))
        try write([0x11, 0, 0, 0, 5], [2, 1, 20, 2])
        let group = Group(store: store)
        group.transact { _ = $0.delete(Self.schema.table, 1) }
        #expect(group.fault == .corrupt("a series of tag 17"))
    }

    // Fault 127: a row whose sums no points add up to stopped the process when one was added.
    @Test("A sum that has no room for another amount is a fault and no trap", arguments: [1, -1])
    func noRoom(sign: Int64) throws {
        // The slot, one point, and the greatest or least number of 128 bits.
        let most: UInt8 = sign > 0 ? 0xFE : 0xFF
        let sum = [most] + [UInt8](repeating: 0xFF, count: 17) + [3]
        try write([0x11, 0, 0, 0, 5], [1, 1] + sum + [2])
        let group = Group(store: store)
        group.transact { $0.put(Self.schema.table, Self.referral(1, amount: sign)) }
        #expect(group.fault == .corrupt("a series of tag 17"))
    }

    // Fault 127: a number in more bytes than it needs is none.
    @Test("A row with a number in more bytes than it needs is a fault")
    func longForm() throws {
        try write([0x11, 0, 0, 0, 5], [1, 0x81, 0, 2, 2])
        let group = Group(store: store)
        group.transact { $0.put(Self.schema.table, Self.referral(1, amount: 1)) }
        #expect(group.fault == .corrupt("a series of tag 17"))
    }

    @Test("A series that was cleared can be entered anew")
    func cleared() throws {
        for id in 1...5 as ClosedRange<UInt64> {
            put(Self.referral(id, partner: UInt32(id), amount: Int64(id)))
        }
        let before = held()
        var steps = 0
        var isMore = true
        while isMore {
            store.commit { isMore = $0.clear(Self.schema.sums, limit: 2) }
            steps += 1
        }
        #expect(held() == [] && steps == 4)
        for id in 1...5 as ClosedRange<UInt64> {
            store.commit { changes in
                guard let record = changes.view.get(Self.schema.table, id) else { return }
                changes.complete(Self.schema.table, record, under: [0x11])
            }
        }
        #expect(held() == before)
    }

    @Test("A walk starts where it is told, and ends when it is told")
    func walks() {
        for id in 1...5 as ClosedRange<UInt64> {
            put(Self.referral(id, partner: UInt32(id), amount: 0))
        }
        var view = store.view(.scan)
        var met: [UInt32] = []
        view.rows(of: Self.schema.sums, under: Nothing(), from: UInt32(2)) { key, _ in
            met.append(key)
            return key < 4
        }
        #expect(met == [2, 3, 4])
    }

    private func write(_ key: [UInt8], _ value: [UInt8]) throws {
        let body = [1, UInt8(key.count)] + key + [UInt8(value.count)] + value
        try store.apply(store.entry(body: body))
    }
}
