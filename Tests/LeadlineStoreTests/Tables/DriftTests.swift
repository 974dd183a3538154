import LeadlineStore
import Testing

@Suite("Drift")
struct DriftTests {
    private let directory: TemporaryDirectory
    private let store: Store
    private static let schema = Schema()
    private static let id: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 2]
    private static let indexKey: [UInt8] =
        [0x11, 0, 0, 0, 5] + [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFD] + id
    /// The row of that entry and of its 63 neighbours.
    private static let indexRow = Array(indexKey.dropLast() + [0])
    /// The row of the word that all records have, and which they are.
    private static let wordRow: [UInt8] =
        [0x12, UInt8(ascii: "w"), 0] + [UInt8](repeating: 0, count: 8)

    init() throws {
        directory = try TemporaryDirectory()
        store = try directory.open()
        store.commit { changes in
            for id in 1...3 as ClosedRange<UInt64> {
                changes.put(
                    Self.schema.table,
                    Referral(id: id, partner: 5, email: "\(id)", words: ["w"]))
            }
        }
    }

    private func drift(limit: Int = 10) -> [Drift] {
        var view = store.view(.scan)
        defer { #expect(view.fault == nil) }
        return Self.schema.table.drift(in: &view, limit: limit)
    }

    private func delete(_ key: [UInt8]) throws {
        try store.apply(store.entry(body: [0, UInt8(key.count)] + key))
    }

    private func put(_ key: [UInt8], _ value: [UInt8]) throws {
        let body = [1, UInt8(key.count)] + key + [UInt8(value.count)] + value
        try store.apply(store.entry(body: body))
    }

    @Test("Records and what follows them agree")
    func clean() {
        #expect(drift().isEmpty)
    }

    @Test("A lost index row is found")
    func lostRow() throws {
        try delete(Self.indexRow)
        let found = drift()
        #expect(found.map(\.problem) == [.missingEntry])
        #expect(found.map(\.key) == [Self.indexKey])
    }

    @Test("A lost entry of a row is found, and one too many")
    func wrongNeighbours() throws {
        try put(Self.wordRow, [0, 0, 0, 0, 0, 0, 0, 0b1010])
        #expect(drift().map(\.problem) == [.missingEntry])
        try put(Self.wordRow, [0x80, 0, 0, 0, 0, 0, 0, 0b1110])
        let found = drift()
        #expect(found.map(\.problem) == [.strayEntry])
        #expect(found.map(\.key) == [Self.wordRow.dropLast() + [63]])
        try put(Self.wordRow, [0, 0, 0, 0, 0, 0, 0, 0b1110])
        #expect(drift().isEmpty)
    }

    @Test("An index entry without its record is found")
    func strayEntry() throws {
        try put(Self.indexRow, [0, 0, 0, 0, 0, 0, 0b10, 0b100])
        let found = drift()
        #expect(found.map(\.problem) == [.strayEntry])
        #expect(found.map(\.key) == [Self.indexKey.dropLast() + [9]])
    }

    @Test(
        "A row whose value is none is stray, and its entries are missing",
        arguments: [[], [64], [0, 0, 0, 0, 0, 0, 0, 4], [1, 2]] as [[UInt8]])
    func unreadableRow(value: [UInt8]) throws {
        try put(Self.indexRow, value)
        #expect(drift().map(\.problem) == [.strayEntry, .missingEntry])
        var view = store.view(.scan)
        #expect(view.ids(Self.schema.byPartner, 5, limit: 9).isEmpty)
        #expect(view.fault == .corrupt("an index row of tag 17"))
    }

    @Test("A row that does not begin with a block's first id is stray")
    func unalignedRow() throws {
        try put(Self.indexKey, [0])
        #expect(drift().map(\.problem) == [.strayEntry])
    }

    @Test("A lost unique key, and one that names another record, are found")
    func uniqueKeys() throws {
        let key: [UInt8] = [0x13, UInt8(ascii: "2"), 0]
        try delete(key)
        #expect(drift().map(\.problem) == [.missingEntry])
        try put(key, Self.id.dropLast() + [3])
        #expect(drift().map(\.problem) == [.missingEntry, .strayEntry])
        try put(key, Self.id)
        #expect(drift().isEmpty)
    }

    @Test("A wrong, a missing and a superfluous count are found")
    func counts() throws {
        let five: [UInt8] = [0x14, 0, 0, 0, 5]
        let number = { [UInt8](repeating: 0, count: 7) + [$0] }
        try put(five, number(4))
        #expect(drift().map(\.problem) == [.wrongCount(stored: 4, expected: 3)])
        try delete(five)
        #expect(drift().map(\.problem) == [.wrongCount(stored: 0, expected: 3)])
        try put(five, number(3))
        try put([0x14, 0, 0, 0, 6], number(0))
        #expect(drift().map(\.problem) == [.wrongCount(stored: 0, expected: 0)])
    }

    @Test("A wrong roll is found, and one whose ids are not those of its count")
    func rolls() throws {
        let key: [UInt8] = [0x15, 0, 0, 0, 2]
        try put(key, [0, 1, 2])
        #expect(drift().map(\.problem) == [.missingEntry])
        try put(key, [0, 1, 1, 1, 1])
        #expect(drift().map(\.problem) == [.strayEntry])
        try put(key, [7])
        #expect(drift().map(\.problem) == [.strayEntry] + Array(repeating: .missingEntry, count: 3))
        try put(key, [1, 17])
        #expect(
            drift().map(\.problem)
                == [.wrongCount(stored: 17, expected: 3)]
                + Array(repeating: .missingEntry, count: 3))
        try put(key, [0, 1, 1, 1])
        try put(key + [UInt8](repeating: 0, count: 8), [5])
        #expect(drift().map(\.problem) == [.strayEntry])
    }

    @Test("A roll of many is whole, and each of its ids is looked at")
    func longRoll() throws {
        store.commit { changes in
            for id in 4...80 as ClosedRange<UInt64> {
                changes.put(Self.schema.table, Referral(id: id, partner: 9))
            }
        }
        #expect(drift().isEmpty)
        try delete([0x15, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 64])
        #expect(drift(limit: 99).map(\.problem) == Array(repeating: .missingEntry, count: 17))
        try put([0x15, 0, 0, 0, 4], [1, 76])
        #expect(drift(limit: 1).map(\.problem) == [.wrongCount(stored: 76, expected: 77)])
    }

    @Test("A record that cannot be read is found, and what it stood under")
    func undecodable() throws {
        try put([0x10] + Self.id, [77])
        let problems = drift().map(\.problem)
        #expect(problems.first == .undecodable(.unknownVersion(77)))
        #expect(problems.filter { $0 == .strayEntry }.count == 4)
        #expect(problems.last == .wrongCount(stored: 3, expected: 2))
    }

    @Test("A record that disappeared leaves what it stood under, up to the limit")
    func lostRecord() throws {
        try delete([0x10] + Self.id)
        #expect(drift().count == 5)
        #expect(drift(limit: 2).count == 2)
    }
}
