import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

@Suite("Approval and clawback") struct ClawbackTests {
    private let harness: EngineHarness
    private let second: HarnessConnection

    init() throws {
        harness = try EngineHarness()
        harness.run("USER.NEW root ROLE admin")
        second = harness.connect()
        second.session.caller = Caller(name: "fin", role: .finance, origin: "127.0.0.1:1#9")
    }

    /// Reports and approves a sale of the lead.
    private func sell(_ amount: String, _ sale: Int) {
        #expect(harness.last("SALE.NEW L1 AMOUNT \(amount)") == "=S\(sale)")
        #expect(fin("SALE.APPROVE S\(sale)").hasPrefix("+OK"))
    }

    /// What finance is answered in the end.
    private func fin(_ line: String) -> String { second.run(line).last ?? "" }

    private func approve(_ bonus: Int) {
        #expect(harness.last("BONUS.COMPLETE B\(bonus)") == ":2")
        #expect(fin("BONUS.APPROVE B\(bonus)") == ":3")
    }

    private func payOut() {
        harness.run("PAYOUT.RUN")
        #expect(fin("PAYOUT.APPROVE PAY1") == ":2")
        #expect(fin("PAYOUT.SEND PAY1 METHOD ach") == ":3")
        #expect(fin("PAYOUT.PAID PAY1") == ":4")
    }

    @Test("a sale of five earners is approved in one commit, or not at all")
    func fiveEarners() throws {
        harness.run("TERMS.SET DEFAULT RATE 10%")
        for number in 1...5 { harness.run("PARTNER.NEW NAME p\(number)") }
        harness.run("LEAD.NEW EMAIL ann@acme.example DIRECTION in REFERRER P1")
        harness.run("ACCEPT L1")
        let shares = "P1 20%,P2 20%,P3 20%,P4 20%,P5 20%"
        #expect(!harness.last("CREDIT L1 SHARES \"\(shares)\"").hasPrefix("-"))
        #expect(harness.last("SALE.NEW L1 AMOUNT 1000.03") == "=S1")
        let before = harness.engine.store.position
        let rows = second.run("SALE.APPROVE S1")
        #expect(harness.engine.store.position == before + 1)
        // 100.00 in five, no cent lost.
        #expect(rows.filter { $0.contains("\t20.00\t") }.count == 5)
        #expect(rows.last == "+OK 5")
        // One whose terms refuse the sale's currency stops all.
        harness.run("TERMS.SET P5 RATE 10% CAP 5 PER month")
        #expect(harness.last("SALE.NEW L1 AMOUNT 1000 CURRENCY EUR") == "=S2")
        #expect(fin("SALE.APPROVE S2").hasPrefix("-INVALID currency"))
        #expect(harness.last("BONUS.LIST SALE S2") == "+OK 0")
        #expect(harness.run("SALE.GET S2").contains(" state\tnew"))
    }

    @Test(
        "what was paid and refunded is owed, and kept back from what is earned later",
        arguments: [
            // The example of the rules: 2,500 paid, 40 % of its sale refunded, then 1,500.
            ("10%", "25000", "10000", "1500", "1000.00", "500.00"),
            ("10%", "25000", "10000", "1000", "1000.00", "0.00"),
            ("10%", "25000", "10000", "999.99", "1000.00", "-0.01"),
            ("10%", "25000", "25000", "1", "2500.00", "-2499.00"),
            ("10%", "25000", "25000", "2500.01", "2500.00", "0.01"),
            // 2,499.995 is 2,500.00: half away from zero, as the sale was.
            ("10%", "25000", "0.05", "1", "0.00", "1.00"),
            ("10%", "25000", "0.06", "1", "0.01", "0.99"),
            ("10%", "0.05", "0.01", "1", "0.01", "0.99"),
            ("10%", "0.05", "0.05", "1", "0.01", "0.99"),
            ("100%", "0.01", "0.01", "0.01", "0.01", "0.00"),
            (
                "100%", "9999999999999.99", "9999999999999.98", "1", "9999999999999.98",
                "-9999999999998.98"
            ),
            ("0.0001%", "5000", "0.01", "1", "0.01", "0.99"),
        ] as [(String, String, String, String, String, String)])
    func clawback(
        rate: String, sale: String, refund: String, later: String, debt: String, available: String
    ) throws {
        harness.run("PARTNER.NEW NAME North RATE \(rate)")
        harness.run("LEAD.NEW EMAIL ann@acme.example DIRECTION in REFERRER P1")
        harness.run("ACCEPT L1")
        sell(sale, 1)
        approve(1)
        payOut()
        #expect(fin("SALE.REFUND S1 AMOUNT \(refund) REASON back") == ":3")
        #expect(harness.last("BONUS.NEW TYPE referral-vendor EARNER P1 AMOUNT \(later)") == "=B2")
        approve(2)
        let row = harness.run("BALANCE P1").dropFirst().first?.split(separator: "\t") ?? []
        #expect(row.count == 10)
        #expect(row.dropFirst(6).prefix(2) == [Substring(debt), Substring(available)])
        #expect(harness.last("LEDGER.CHECK") == "+OK 0")
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }
}
