import Foundation
import LeadlineDomain
import Testing

@testable import LeadlineEngine
@testable import LeadlineStore

/// A record of the money, what its table is called.
struct MoneyRow: CustomTestStringConvertible {
    let tag: UInt8
    let name: String
    var testDescription: String { name }

    static let all = [
        MoneyRow(tag: Schema.ledger.table.tag, name: "ledger entry"),
        MoneyRow(tag: Schema.accountBalances.table.tag, name: "account balance"),
        MoneyRow(tag: Schema.standings.table.tag, name: "standing"),
        MoneyRow(tag: Schema.sales.table.tag, name: "sale"),
        MoneyRow(tag: Schema.bonuses.table.tag, name: "bonus"),
        MoneyRow(tag: Schema.payouts.table.tag, name: "payout"),
        MoneyRow(tag: Schema.remittances.table.tag, name: "remittance"),
        MoneyRow(tag: Schema.invoices.table.tag, name: "invoice"),
        MoneyRow(tag: Schema.payments.table.tag, name: "payment"),
    ]
}

/// What is done to a record's row.
enum MoneyHurt: CaseIterable {
    /// Its bytes are no record.
    case undecodable
    /// It is not there.
    case gone
}

@Suite("Repairing a store whose money is hurt")
struct MoneyRepairTests {
    private let hurt: HurtStore

    init() throws {
        hurt = try HurtStore([
            ("TAX.FORM P2 W9 WITHHOLD 10%", "PING"),
            ("BONUS.COMPLETE B1", "BONUS.APPROVE B1"), ("PAYOUT.RUN", "PAYOUT.APPROVE PAY1"),
            ("PAYOUT.SEND PAY1 METHOD ach", "PAYOUT.PAID PAY1"),
            ("TAX.REMIT AMOUNT 2 REF eft-1", "PING"),
            ("SALE.NEW L1 TYPE new AMOUNT 70", "SALE.APPROVE S2"),
            ("BONUS.NEW TYPE referral-vendor EARNER P1 AMOUNT 5", "BONUS.COMPLETE B2"),
            ("BONUS.APPROVE B2", "PING"), ("INVOICE.NEW LEAD L2 AMOUNT 80", "PING"),
            ("PAYMENT.BEGIN INV1 BRAND visa", "PAYMENT.RESULT PMT1 approved BRAND visa LAST4 4242"),
        ])
    }

    private func rows(_ options: StoreOptions) throws -> [[UInt8]: [UInt8]] {
        try MoneyRow.all.reduce(into: [:]) { all, row in
            all.merge(try hurt.rows(of: options, row.tag)) { first, _ in first }
        }
    }

    private func damage(_ row: MoneyRow, _ kind: MoneyHurt) throws {
        try hurt.edit { database, batch in
            let key = try #require(try hurt.keys(database, row.tag).first)
            switch kind {
            case .undecodable: batch.put(key.span, [1, 2].span)
            case .gone: batch.delete(key.span)
            }
        }
    }

    @Test("A sound one is taken over as it is")
    func sound() throws {
        let before = try rows(hurt.options)
        let (report, options) = try hurt.repair()
        #expect(report.lines == [])
        #expect(try rows(options) == before)
    }

    // Guarantee G5: what is missing of the money is told, and nothing is reckoned in its place.
    @Test(
        "What is left of the money is as it was to the byte, and what is missing is told",
        arguments: MoneyRow.all, MoneyHurt.allCases)
    func neverGuessed(row: MoneyRow, kind: MoneyHurt) throws {
        let before = try rows(hurt.options)
        #expect(try !hurt.rows(of: hurt.options, row.tag).isEmpty)
        try damage(row, kind)
        let (report, options) = try hurt.repair()
        #expect(!report.losses.isEmpty, "\(row.name): nothing is told")
        if kind == .undecodable {
            #expect(
                report.losses.contains { $0.outcome == .dropped && $0.subject == row.name },
                "\(report.losses)")
        }
        let after = try rows(options)
        #expect(after.count == before.count - 1)
        for (key, value) in after { #expect(before[key] == value, "a row of tag \(key[0])") }
        // Until somebody accepts it, it is only read, and says what is wrong.
        #expect(throws: StoreFault.self) { try StoreUpgrade.open(options) }
        let reader = try EngineHarness(opening: options.path, isReadOnly: true)
        #expect(reader.last("AUTH root \(hurt.token)") == "+OK")
        #expect(reader.last("CHECK DEEP") != "+OK 0")
    }

    @Test(
        "What the ledger proves does not hold without one of its rows, or a bonus or payment",
        arguments: [
            "ledger entry", "account balance", "standing", "bonus", "payment", "remittance",
        ])
    func proof(name: String) throws {
        let row = try #require(MoneyRow.all.first { $0.name == name })
        try damage(row, .undecodable)
        let (_, options) = try hurt.repair()
        _ = try StoreRepair.accept(options)
        let harness = try EngineHarness(opening: options.path)
        #expect(harness.last("AUTH root \(hurt.token)") == "+OK")
        let lines = harness.run("LEDGER.CHECK")
        #expect(lines.last != "+OK 0", "\(lines)")
    }
}
