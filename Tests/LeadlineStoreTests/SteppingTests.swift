import LeadlineStore
import Testing

/// A row next to the one that was read last is stepped to; what is found does not depend on that.
@Suite("Stepping")
struct SteppingTests {
    private let directory: TemporaryDirectory
    private let store: Store
    private static let schema = Schema()

    /// Ids with gaps of every size, across the boundaries of a byte.
    private static let ids: [UInt64] = {
        var random = SeededGenerator(seed: 11)
        var ids: [UInt64] = []
        var id: UInt64 = 200
        for _ in 0..<300 {
            id += UInt64.random(in: 1...12, using: &random)
            ids.append(id)
        }
        return ids + [.max - 3, .max - 1, .max]
    }()

    init() throws {
        directory = try TemporaryDirectory()
        store = try directory.open()
        for part in stride(from: 0, to: Self.ids.count, by: 50) {
            store.commit { changes in
                for id in Self.ids[part..<min(part + 50, Self.ids.count)] {
                    // Texts that differ in their ends, with longer ones between them.
                    let word = "roofing-\(id)" + String(repeating: "x", count: Int(id % 3))
                    changes.put(
                        Self.schema.table,
                        Referral(id: id, partner: UInt32(id % 9), email: word, words: [word]))
                }
            }
        }
    }

    /// Whether the record of that id is lent, and is its own.
    private static func isFound(_ id: UInt64, _ view: inout View) -> Bool {
        var found: UInt64?
        let isThere = view.withRecord(tag: 0x10, number: id) { record in
            // Behind the version stands the id.
            found = record.loadUnaligned(fromByteOffset: 1, as: UInt64.self)
            return true
        }
        return isThere && found == UInt64(littleEndian: id)
    }

    @Test("Every id is found, and no other, in any order", arguments: [1, 2, 3] as [UInt64])
    func everyOrder(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let known = Set(Self.ids)
        let all: [UInt64] = Array(190...2_300) + [.max - 4, .max - 3, .max - 2, .max - 1, .max]
        for wanted in [all, all.reversed(), all.shuffled(using: &random)] {
            var view = store.view(.scan)
            for id in wanted {
                #expect(Self.isFound(id, &view) == known.contains(id), "\(id), seed \(seed)")
                #expect((view.get(Self.schema.table, id) != nil) == known.contains(id))
            }
            #expect(view.fault == nil)
        }
    }

    @Test("Longer keys between two texts hide neither")
    func texts() {
        var view = store.view(.scan)
        let texts = Self.ids.flatMap { id in
            (0...2).map { "roofing-\(id)" + String(repeating: "x", count: $0) }
        }
        for (index, text) in (texts + texts.reversed()).enumerated() {
            let holder = view.holder(Self.schema.byEmail, KeyText(Array(text.utf8)))
            let id = Self.ids[min(index, 2 * texts.count - 1 - index) / 3]
            let count = text.utf8.reversed().prefix { $0 == UInt8(ascii: "x") }.count
            #expect(holder == (UInt64(count) == id % 3 ? id : nil), "\(text)")
        }
        #expect(view.fault == nil)
    }
}
