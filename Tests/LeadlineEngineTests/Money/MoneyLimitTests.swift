import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

@Suite("The money at its limits") struct MoneyLimitTests {
    private let harness: EngineHarness
    private let second: HarnessConnection

    init() throws {
        harness = try EngineHarness()
        harness.run("USER.NEW root ROLE admin")
        second = harness.connect()
        second.session.caller = Caller(name: "fin", role: .finance, origin: "127.0.0.1:1#9")
        harness.run("PARTNER.NEW NAME North")
    }

    /// What finance is answered in the end.
    private func fin(_ line: String) -> String { second.run(line).last ?? "" }

    private func earn(_ amount: String, _ bonus: Int) {
        harness.run("BONUS.NEW TYPE referral-vendor EARNER P1 AMOUNT \(amount)")
        #expect(harness.last("BONUS.COMPLETE B\(bonus)") == ":2")
    }

    private static let full = "-INVALID amount: the sums of the ledger would not hold it"

    // Fault 102: a sum that would pass Int64 is refused to the cent, and nothing is changed.
    @Test("what the sums of an earner would not hold is refused, and changes nothing")
    func standingsAreFull() throws {
        earn("1.00", 1)
        earn("0.01", 2)
        let id = StandingID(payee: .partner(PartnerID(raw: 1)), currency: .usd)
        var record = StandingRecord(id: id)
        record.standing.earned = .max - 1
        try harness.change { $0.put(Schema.standings.table, record) }
        let before = harness.engine.store.position
        #expect(fin("BONUS.APPROVE B1") == Self.full)
        #expect(harness.engine.store.position == before)
        #expect(harness.run("BONUS.GET B1").contains(" state\tready"))
        #expect(harness.last("LEDGER.LIST") == "+OK 0")
        // One cent is the most that still fits.
        #expect(fin("BONUS.APPROVE B2") == ":3")
    }

    @Test("what the sums of an account would not hold is refused, and changes nothing")
    func accountsAreFull() throws {
        earn("1.00", 1)
        let month = harness.engine.settings.zone.day(of: EngineHarness.start).month0
        let id = AccountBalanceID(account: .payable, currency: "USD", month: month)
        try harness.change {
            $0.put(Schema.accountBalances.table, AccountBalance(id: id, credit: .max - 99))
        }
        let before = harness.engine.store.position
        #expect(fin("BONUS.APPROVE B1") == Self.full)
        #expect(harness.engine.store.position == before)
        #expect(harness.run("BONUS.GET B1").contains(" state\tready"))
        #expect(harness.last("LEDGER.LIST") == "+OK 0")
        #expect(harness.last("BALANCE P1") == "+OK 0")
    }

    @Test("a record whose versions are used up says so")
    func versionsAreUsedUp() throws {
        earn("5.00", 1)
        harness.run("TAX.FORM P1 W9")
        harness.run("TERMS.SET DEFAULT RATE 10%")
        var view = harness.engine.store.view(.scan)
        let keptBonus = view.get(Schema.bonuses.table, BonusID(raw: 1))
        let keptForm = view.taxForm(of: .partner(PartnerID(raw: 1)))
        let keptTerms = view.terms(of: .standard).first
        var bonus = try #require(keptBonus)
        var form = try #require(keptForm)
        var terms = try #require(keptTerms)
        bonus.version = .max
        form.version = .max
        terms.version = .max
        let (lastBonus, lastForm, lastTerms) = (bonus, form, terms)
        try harness.change {
            $0.put(Schema.bonuses.table, lastBonus)
            $0.put(Schema.taxForms.table, lastForm)
            $0.put(Schema.terms.table, lastTerms)
        }
        #expect(fin("BONUS.APPROVE B1") == "-LIMIT B1 has no version left")
        #expect(harness.last("TAX.FORM P1 W8") == "-LIMIT P1 has no version left")
        #expect(harness.last("TERMS.SET DEFAULT RATE 11%") == "-LIMIT DEFAULT has no version left")
    }

    @Test("as many bonuses and payouts as one command takes, and not one more")
    func batches() {
        let most = BonusBatch.idsMax
        func list(_ prefix: String, _ count: Int) -> String {
            (1...count).map { "\(prefix)\($0)" }.joined(separator: " ")
        }
        #expect(harness.last("BONUS.COMPLETE \(list("B", most))") == "+OK \(most)")
        #expect(
            harness.last("BONUS.COMPLETE \(list("B", most + 1))")
                == "-LIMIT bonus: at most \(most)")
        #expect(fin("PAYOUT.APPROVE \(list("PAY", most))") == "+OK \(most)")
        #expect(fin("PAYOUT.APPROVE \(list("PAY", most + 1))") == "-LIMIT payout: at most \(most)")
        #expect(fin("PAYOUT.APPROVE PAY1 PAY2 IF 1") == "-ERR IF is for one payout")
    }

    @Test("a lead has so many sales, and a scope so many terms")
    func lists() {
        harness.run("LEAD.NEW EMAIL ann@acme.example DIRECTION in REFERRER P1")
        harness.run("ACCEPT L1")
        for number in 1...Sale.perLeadMax {
            #expect(harness.last("SALE.NEW L1 AMOUNT 1") == "=S\(number)")
        }
        #expect(
            harness.last("SALE.NEW L1 AMOUNT 1") == "-LIMIT lead: at most \(Sale.perLeadMax) sales")
        for number in 1...TermsForm.rowsMax {
            #expect(harness.last("TERMS.SET P1 PRODUCT p\(number) RATE 1%") == ":1")
        }
        #expect(
            harness.last("TERMS.SET P1 PRODUCT more RATE 1%")
                == "-LIMIT scope: at most \(TermsForm.rowsMax) terms")
        #expect(harness.last("TERMS.SET P1 PRODUCT p1 RATE 2%") == ":2")
    }

    @Test("so many debts are paid at once; the rest with the next money")
    func debts() {
        harness.run("LEAD.NEW EMAIL ann@acme.example DIRECTION in REFERRER P1")
        harness.run("ACCEPT L1")
        harness.run("SALE.NEW L1 AMOUNT 1000")
        #expect(fin("SALE.APPROVE S1").hasPrefix("+OK"))
        let most = Forgiveness.debtsMax
        // B1 is the sale's draft, for which there are no terms.
        for number in 2...most + 2 {
            harness.run("BONUS.NEW TYPE referral-vendor EARNER P1 SALE S1 AMOUNT 1")
            #expect(harness.last("BONUS.COMPLETE B\(number)") == ":2")
            #expect(fin("BONUS.APPROVE B\(number)") == ":3")
        }
        harness.run("PAYOUT.RUN")
        for number in 1...2 {
            #expect(fin("PAYOUT.APPROVE PAY\(number)") == ":2")
            #expect(fin("PAYOUT.SEND PAY\(number) METHOD ach") == ":3")
            #expect(fin("PAYOUT.PAID PAY\(number)") == ":4")
        }
        #expect(fin("SALE.REFUND S1 AMOUNT 1000 REASON returned") == ":3")
        #expect(
            fin("DEBT.PAID P1 AMOUNT \(most + 1) REF w-1")
                == "-LIMIT amount: the oldest \(most) debts are \(most).00 USD")
        #expect(fin("DEBT.PAID P1 AMOUNT \(most) REF w-1") == "+OK")
        #expect(fin("DEBT.PAID P1 AMOUNT 1 REF w-2") == "+OK")
        #expect(harness.last("LEDGER.CHECK") == "+OK 0")
    }

    @Test("a sum of other currencies that would pass Int64 is refused in the reports")
    func sumsOfReports() {
        harness.run("PARTNER.NEW NAME Yen CURRENCY JPY")
        harness.run("FX.SET JPY USD 1000000 AT 2026-11-01")
        harness.run("BONUS.NEW TYPE referral-vendor EARNER P2 AMOUNT 1000000000000000")
        harness.run("BONUS.COMPLETE B1")
        #expect(fin("BONUS.APPROVE B1") == ":3")
        harness.run("PAYOUT.RUN")
        #expect(fin("PAYOUT.APPROVE PAY1") == ":2")
        #expect(fin("PAYOUT.SEND PAY1 METHOD ach") == ":3")
        #expect(fin("PAYOUT.PAID PAY1") == ":4")
        #expect(fin("TAX.REPORT 2026") == "-INVALID year: the sum is too large")
        #expect(fin("TAX.REPORT 2025") == "+OK 0")
        harness.run("LEAD.NEW EMAIL ann@acme.example")
        for number in 1...2 {
            let amount = "AMOUNT 1000000000000000"
            harness.run("INVOICE.NEW LEAD L1 CURRENCY JPY \(amount)")
            let paid = fin("INVOICE.PAID INV\(number) \(amount) METHOD wire REF w-\(number)")
            #expect(paid == ":2")
        }
        #expect(fin("REPORT PAYMENTS") == "-INVALID value: the sum is too large")
    }

    @Test("a link of an invoice is over at its time, not before")
    func linkIsOver() throws {
        var settings = EngineHarness.settings
        settings.linkExpiry = Seconds(7 * 86_400)
        let harness = try EngineHarness(settings)
        harness.run("LEAD.NEW EMAIL ann@acme.example")
        harness.run("INVOICE.NEW LEAD L1 AMOUNT 5")
        let token = harness.last("INVOICE.LINK INV1").dropFirst()
        harness.run("DEBUG CLOCK SET 2026-11-28T16:59:59Z")
        #expect(harness.last("INVOICE.OPEN \(token)").hasPrefix("+OK"))
        harness.run("DEBUG CLOCK SET 2026-11-28T17:00:00Z")
        #expect(
            harness.last("INVOICE.OPEN \(token)")
                == "-BADSTATE the link is over since 2026-11-28T17:00:00Z;"
                + " INVOICE.LINK makes another")
    }
}
