import Foundation
import Testing

@testable import LeadlineStore

@Suite("What was erased and the files")
struct ErasedFilesTests {
    private let directory: TemporaryDirectory
    private static let schema = Schema()
    private static let canary = "qzxcanary"

    init() throws {
        directory = try TemporaryDirectory()
    }

    /// In how many files the canary stands.
    private func count() throws -> Int {
        try directory.contents().values.count { $0.firstRange(of: Data(Self.canary.utf8)) != nil }
    }

    /// Writes records with the canary in them and in their keys, then writes over one and deletes
    /// the other.
    private func writeAndErase(_ store: Store, _ first: UInt64) {
        for id in [first, first + 1] {
            store.commit {
                $0.put(
                    Self.schema.table,
                    Referral(id: id, partner: 1, email: Self.canary, words: [Self.canary]))
            }
        }
        store.commit { $0.put(Self.schema.table, Referral(id: first, partner: 1)) }
        store.commit { $0.delete(Self.schema.table, first + 1) }
    }

    @Test("a wished compaction leaves nothing, wherever it was, memory or files of any age")
    func nothingIsLeft() throws {
        let store = try directory.open()
        for round in 0..<4 as Range<UInt64> {
            writeAndErase(store, round * 10 + 1)
            // Each round meets what earlier ones left on lower levels.
            if round == 1 { store.compact() }
            if round == 2 { store.database.flush() }
            if round != 1 { #expect(try count() > 0, "round \(round)") }
            try store.wishForCompaction()
            try store.compactErased()
            #expect(try count() == 0, "round \(round)")
        }
        var view = store.view(.scan)
        #expect(view.ids(of: Self.schema.table, limit: 99) == [1, 11, 21, 31])
        #expect(Self.schema.table.drift(in: &view, limit: 9).isEmpty)
    }

    @Test("a plain compaction may leave something: that is why there is another one")
    func plainCompactionMayLeaveSomething() throws {
        let store = try directory.open()
        writeAndErase(store, 1)
        store.compact()
        #expect(try count() > 0)
    }

    @Test("a wish outlives the process, and is gone once it is fulfilled")
    func wishesAreKept() throws {
        var store = try directory.open()
        #expect(!store.isCompactionWished)
        try store.compactErased()
        try store.wishForCompaction()
        try store.wishForCompaction()
        writeAndErase(store, 1)
        store.close()
        store = try directory.open()
        #expect(store.isCompactionWished)
        try store.compactErased()
        #expect(try count() == 0)
        #expect(!store.isCompactionWished)
        store.close()
        store = try directory.open()
        #expect(!store.isCompactionWished)
        store.close()
    }
}
