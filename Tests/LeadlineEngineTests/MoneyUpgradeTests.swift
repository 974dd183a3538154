import Foundation
import LeadlineDomain
import Testing

@testable import LeadlineEngine
@testable import LeadlineStore

/// A store as a program of format 4 left it: with sales and bonuses that nobody had counted.
@Suite("Upgrading a store with money") struct MoneyUpgradeTests {
    private let options: StoreOptions

    init() throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "leadline-money-upgrade-\(UUID().uuidString)").path
        options = StoreOptions(path: path, freeBytesMin: 0, freePercentMin: 0)
        let store = try Store.open(options)
        let group = Group(store: store)
        group.transact { changes in Self.fill(&changes) }
        #expect(group.fault == nil)
        try store.apply(#require(group.seal(epoch: store.epoch)))
        store.close()
        try becomeOld()
    }

    /// More sales than a step counts, of one lead; each third is approved, and its bonus is due.
    private static let saleCount = UInt64(StoreUpgrade.leadsPerStep + 9)

    private static func fill(_ changes: inout Changes) {
        let start = EngineHarness.start
        var lead = Lead(
            id: LeadID(raw: 1), direction: .in, email: "a@b.example", emailKey: "a@b.example",
            currency: .usd, source: .partner, submitter: "ada", created: start)
        lead.partner = PartnerID(raw: 1)
        changes.put(Schema.leads.table, lead)
        for number in 1...saleCount {
            let date = start.date(in: .utc)
            guard let date else { return }
            var sale = Sale(
                id: SaleID(raw: number), type: .new, lead: lead.id, currency: .usd,
                invoice: Sale.Invoice(amount: Int64(number) * 100, date: date, ref: nil),
                creator: "ada",
                created: start)
            if number % 3 == 0 {
                sale.state = .approved
                sale.approved = start
            }
            changes.put(Schema.sales.table, sale)
            guard sale.approved != nil else { continue }
            var bonus = Bonus(
                id: BonusID(raw: number), type: .referralVendor,
                earner: .partner(PartnerID(raw: 1)), sale: sale.id, invoice: 0, lead: lead.id,
                currency: .usd, earned: start, created: start)
            bonus.amount = Int64(number) * 10
            bonus.state = .due
            bonus.due = start
            bonus.approved = start
            changes.put(Schema.bonuses.table, bonus)
            changes.put(Schema.payouts.table, Self.payout(number, start))
        }
    }

    /// Every second was paid.
    private static func payout(_ number: UInt64, _ start: Timestamp) -> Payout {
        var payout = Payout(
            id: PayoutID(raw: number), run: 1, payroll: nil, earner: .partner(PartnerID(raw: 1)),
            currency: .usd, amount: 10, setOffs: [], bonuses: 1, runner: "ada", created: start)
        payout.state = number.isMultiple(of: 2) ? .paid : .reserved
        payout.paidOn = payout.state == .paid ? start.date(in: .utc) : nil
        return payout
    }

    private static let newTags = [
        Tag.revenue, Tag.revenueCounters, Tag.bonusUnpaid, Tag.payoutAwaiting, Tag.payoutByYear,
    ]

    /// Takes the counters and indexes away, and the format back.
    private func becomeOld() throws {
        let lock = try #require(try FileLock(options.path + "/lock"))
        let database = try LevelDB(
            path: options.path,
            LevelDB.Settings(creates: false, writeBufferBytes: 1 << 20, cacheBytes: 1 << 20), lock)
        defer { database.close(within: .zero) }
        var batch = LevelDB.Batch()
        batch.put([0, 0].span, Array("leadline\u{0}\u{0}\u{0}\u{4}".utf8).span)
        do {
            let cursor = try LevelDB.Cursor(database, keepsBlocks: false)
            var key: [UInt8] = []
            cursor.seek([Self.newTags.min() ?? 0])
            while cursor.isValid {
                cursor.readKey(into: &key)
                if Self.newTags.contains(key[0]) { batch.delete(key.span) }
                cursor.next()
            }
            try cursor.check()
        }
        try database.write(batch, sync: true)
        try Data("leadline store format 4\n".utf8)
            .write(to: URL(fileURLWithPath: options.path + "/identity"))
    }

    private func expectCounted(_ store: Store) {
        var view = store.view(.scan)
        #expect(Schema.revenues.table.drift(in: &view, limit: 5) == [])
        #expect(Schema.bonuses.table.drift(in: &view, limit: 5) == [])
        #expect(Schema.payouts.table.drift(in: &view, limit: 5) == [])
        let waiting = view.ids(Schema.payouts.awaiting, PayoutState.reserved, limit: 10_000)
        #expect(waiting.count == Int(Self.saleCount / 3 + 1) / 2)
        let counted = view.rows(of: Schema.revenues.table, limit: 10_000)
        #expect(counted.count == Int(Self.saleCount / 3))
        #expect(counted.first?.bills.map(\.net) == [300])
        #expect(counted.first?.commissions.map(\.minor) == [30])
        #expect(counted.first?.attribution.partner == PartnerID(raw: 1))
        var due = 0
        view.rows(of: Schema.bonuses.unpaid, under: Nothing(), from: Nothing()) { _, row in
            due += row.sums.reduce(0) { $0 + Int($1.count) }
            return true
        }
        #expect(due == counted.count)
    }

    @Test("Sales and what is due are counted at the first opening, once")
    func counted() throws {
        let store = try StoreUpgrade.open(options)
        expectCounted(store)
        let position = store.position
        store.close()
        let again = try StoreUpgrade.open(options)
        #expect(again.position == position)
        expectCounted(again)
        again.close()
        // A directory that stays behind in the temporary folder is no failure of the test.
        try? FileManager.default.removeItem(atPath: options.path)
    }

    @Test("A counting that was cut short goes on at the next opening")
    func cutShort() throws {
        for steps in 1...5 {
            let store = try Store.open(options)
            #expect(store.upgradingFrom == 4)
            var upgrade = StoreUpgrade(store)
            for _ in 0..<steps { _ = try upgrade.step() }
            store.close()
        }
        let store = try StoreUpgrade.open(options)
        expectCounted(store)
        store.close()
        // A directory that stays behind in the temporary folder is no failure of the test.
        try? FileManager.default.removeItem(atPath: options.path)
    }
}
