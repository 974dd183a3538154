import Foundation
import LeadlineDomain
import Testing

@testable import LeadlineEngine
@testable import LeadlineStore

/// A store as a program of format 2 left it: leads of record version 1, without the indexes and
/// counters that came later.
private final class OldStore {
    let options: StoreOptions
    /// More than two steps take.
    static let leadCount = UInt64(2 * StoreUpgrade.leadsPerStep + 7)
    /// Every such lead was brought from outside.
    static let outsideEvery: UInt64 = 5
    /// Every such lead waits for its partner.
    static let offeredEvery: UInt64 = 3

    init() throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "leadline-upgrade-\(UUID().uuidString)").path
        options = StoreOptions(path: path, freeBytesMin: 0, freePercentMin: 0)
        let store = try Store.open(options)
        try Self.fill(store)
        store.close()
        try becomeOld()
    }

    deinit {
        // A directory that stays behind in the temporary folder is no failure of the test.
        try? FileManager.default.removeItem(atPath: options.path)
    }

    private static func fill(_ store: Store) throws {
        let group = Group(store: store)
        group.transact { changes in
            for number in 1...leadCount {
                var lead = Lead(
                    id: LeadID(raw: number), direction: .out, email: Text("a\(number)@b.example"),
                    emailKey: Text("a\(number)@b.example"), currency: .usd, source: .contact,
                    submitter: "ada", created: EngineHarness.start)
                lead.external = number % outsideEvery == 0
                if number % 2 == 0 { lead.meeting = EngineHarness.start }
                if number % offeredEvery == 0 {
                    lead.status = .offered
                    lead.partner = PartnerID(raw: 1)
                }
                changes.put(Schema.leads.table, lead)
            }
        }
        #expect(group.fault == nil)
        try store.apply(#require(group.seal(epoch: store.epoch)))
    }

    private static let newTags = [
        Tag.leadByMeeting, Tag.leadByOutsider, Tag.leadByClaimEnd, Tag.leadByClaimant,
        Tag.leadByWaiting, Tag.leadCounters, Tag.leadWonByPartner, Tag.leadStandingByPartner,
        Tag.leadDueWith,
    ]

    /// Rewrites the rows by hand.
    private func becomeOld() throws {
        let lock = try #require(try FileLock(options.path + "/lock"))
        let database = try LevelDB(
            path: options.path,
            LevelDB.Settings(creates: false, writeBufferBytes: 1 << 20, cacheBytes: 1 << 20), lock)
        defer { database.close(within: .zero) }
        var batch = LevelDB.Batch()
        batch.put([0, 0].span, Array("leadline\u{0}\u{0}\u{0}\u{2}".utf8).span)
        do {
            let cursor = try LevelDB.Cursor(database, keepsBlocks: false)
            var key: [UInt8] = []
            cursor.seek([Tag.lead])
            while cursor.isValid {
                cursor.readKey(into: &key)
                if key[0] == Tag.lead {
                    batch.put(key.span, Self.version1(cursor.value()).span)
                } else if Self.newTags.contains(key[0]) {
                    batch.delete(key.span)
                }
                cursor.next()
            }
            try cursor.check()
        }
        try database.write(batch, sync: true)
        try writeIdentity("leadline store format 2\n")
    }

    /// Without the fields that came after version 1, each empty: one byte.
    private static func version1(_ row: [UInt8]) -> [UInt8] {
        let newer = LeadSlot.allCases.count - LeadSlot.missing.rawValue
        #expect(row[0] == Lead.recordVersion && row.suffix(newer).allSatisfy { $0 == 0 })
        return [1] + row.dropFirst().dropLast(newer)
    }

    /// Says of the store that a program of that format wrote it, without the rows that came since.
    func become(format: UInt8) throws {
        let lock = try #require(try FileLock(options.path + "/lock"))
        let database = try LevelDB(
            path: options.path,
            LevelDB.Settings(creates: false, writeBufferBytes: 1 << 20, cacheBytes: 1 << 20), lock)
        defer { database.close(within: .zero) }
        var batch = LevelDB.Batch()
        batch.put([0, 0].span, Array("leadline\u{0}\u{0}\u{0}".utf8 + [format]).span)
        try database.write(batch, sync: true)
        try writeIdentity("leadline store format \(format)\n")
    }

    func writeIdentity(_ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: options.path + "/identity"))
    }

    var identity: String {
        get throws { try String(contentsOfFile: options.path + "/identity", encoding: .utf8) }
    }
}

@Suite("Upgrading a store")
struct StoreUpgradeTests {
    private let old: OldStore

    init() throws {
        old = try OldStore()
    }

    /// Every index agrees with its records, and lists by them are complete.
    private func expectComplete(_ store: Store) {
        var view = store.view(.scan)
        #expect(Schema.leads.table.drift(in: &view, limit: 10) == [])
        let count = Int(OldStore.leadCount)
        let mine = view.ids(
            Schema.leads.byOutsider, Outsider.user("ada").key, limit: count)
        #expect(mine.count == count / Int(OldStore.outsideEvery))
        #expect(view.ids(Schema.leads.byMeeting, Nothing(), limit: count).count == count / 2)
        let offered = view.leads(
            waitingFor: Outsider.partner(PartnerID(raw: 1)).key, limit: count)
        #expect(offered.count == count / Int(OldStore.offeredEvery))
    }

    @Test("A store of format 2 is opened, entered and counted, and of the present format then")
    func upgraded() throws {
        let store = try StoreUpgrade.open(old.options)
        expectComplete(store)
        #expect(store.upgradingFrom == nil)
        #expect(try old.identity == "leadline store format 5\n")
        let position = store.position
        #expect(position == 4, "one commit for each step")
        store.close()
        let again = try StoreUpgrade.open(old.options)
        #expect(again.position == position, "an upgraded store is not upgraded again")
        expectComplete(again)
        again.close()
    }

    @Test("Before the upgrade the new indexes lack what is in the store")
    func indexesAreMissing() throws {
        let store = try Store.open(old.options)
        var view = store.view(.scan)
        #expect(Schema.leads.table.drift(in: &view, limit: 10).count == 10)
        store.close()
    }

    @Test("The format is raised by the opening, before anything else is written")
    func formatComesFirst() throws {
        let store = try Store.open(old.options)
        #expect(try old.identity == "leadline store format 5\n")
        #expect(store.upgradingFrom == 2 && store.position == 1)
        store.close()
    }

    @Test("An upgrade that was cut short goes on at the next opening")
    func cutShort() throws {
        for _ in 1...2 {
            let store = try Store.open(old.options)
            #expect(store.upgradingFrom == 2)
            var upgrade = StoreUpgrade(store)
            while upgrade.leadsEntered == 0 { try #require(try upgrade.step()) }
            store.close()
        }
        let store = try StoreUpgrade.open(old.options)
        #expect(store.upgradingFrom == nil)
        expectComplete(store)
        store.close()
    }

    @Test("A cut between the identity file and the row of the format loses nothing")
    func cutBetweenFileAndRow() throws {
        try old.writeIdentity("leadline store format 5\n")
        let store = try StoreUpgrade.open(old.options)
        expectComplete(store)
        store.close()
    }

    @Test("An upgrade that an earlier program left unfinished is finished by this one")
    func cutShortBefore() throws {
        let store = try Store.open(old.options)
        store.close()
        try old.become(format: 4)
        let again = try Store.open(old.options)
        #expect(again.upgradingFrom == 2)
        again.close()
    }

    @Test("From format 4 on what was counted stays, and only what is new is entered")
    func fromCounted() throws {
        try StoreUpgrade.open(old.options).close()
        try old.become(format: 4)
        let store = try Store.open(old.options)
        #expect(store.upgradingFrom == 4)
        let position = store.position
        var upgrade = StoreUpgrade(store)
        while try upgrade.step() {}
        try store.finishUpgrade()
        #expect(upgrade.leadsEntered == Int(OldStore.leadCount))
        #expect(store.position <= position + OldStore.leadCount / 500 + 1)
        expectComplete(store)
        store.close()
    }

    @Test("A new store has nothing to upgrade")
    func fresh() throws {
        let options = StoreOptions(
            path: old.options.path + "/fresh", freeBytesMin: 0, freePercentMin: 0)
        let store = try StoreUpgrade.open(options)
        #expect(store.upgradingFrom == nil && store.position == 0)
        store.close()
    }
}
