import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

@Suite("Tax forms") struct TaxTests {
    /// A house in which nobody is paid without a form, with a draft for each kind of earner.
    private static func harness() throws -> (EngineHarness, HarnessConnection) {
        var settings = EngineHarness.settings
        settings.requiresTaxForm = true
        let harness = try EngineHarness(settings)
        harness.run("USER.NEW root ROLE admin")
        let second = harness.connect()
        second.session.caller = Caller(name: "fin", role: .finance, origin: "127.0.0.1:1#9")
        harness.run("PARTNER.NEW NAME North")
        harness.run("REFERRER.NEW KIND employee NAME Bob")
        harness.run("BONUS.NEW TYPE referral-vendor EARNER P1 AMOUNT 5")
        harness.run("BONUS.NEW TYPE referral-employee EARNER R1 AMOUNT 6")
        return (harness, second)
    }

    @Test("with requireform a bonus is complete only with a form, but an employee needs none")
    func completionNeedsAForm() throws {
        let (harness, second) = try Self.harness()
        #expect(
            harness.last("BONUS.COMPLETE B1")
                == "-INVALID form: COMPLETE requires a tax form of P1: TAX.FORM")
        #expect(harness.last("BONUS.COMPLETE B2") == ":2")
        #expect(harness.last("TAX.FORM P1 W9") == ":1")
        #expect(harness.last("BONUS.COMPLETE B1") == ":2")
        #expect(second.run("BONUS.APPROVE B1 B2").last == "+OK 2")
        #expect(harness.run("PAYOUT.RUN").contains(" payouts\t1"))
        #expect(harness.last("PAYROLL.RUN UNTIL 2026-11-21") == "=PAY2")
    }

    @Test("who has no form on file is left out of a run, and paid by the next when it has")
    func runsSkipWhoHasNone() throws {
        let harness = try EngineHarness()
        harness.run("USER.NEW root ROLE admin")
        let second = harness.connect()
        second.session.caller = Caller(name: "fin", role: .finance, origin: "127.0.0.1:1#9")
        harness.run("PARTNER.NEW NAME North")
        harness.run("BONUS.NEW TYPE referral-vendor EARNER P1 AMOUNT 5")
        harness.run("BONUS.COMPLETE B1")
        second.run("BONUS.APPROVE B1")
        var view = harness.engine.store.view(.scan)
        let accounts = view.accounts(after: nil, limit: 1)
        let account = try #require(accounts.first)
        var settings = Settings()
        settings.requiresTaxForm = true
        func draft() -> PayoutDraft? {
            var view = harness.engine.store.view(.scan)
            return view.payoutDraft(
                of: account,
                PayoutScope(until: EngineHarness.start, currency: nil, settings: settings))
        }
        #expect(draft() == nil)
        harness.run("TAX.FORM P1 W8")
        #expect(draft()?.amount == 500)
    }

    @Test("LEDGER.CHECK tells of a remittance that was not entered, or not counted on")
    func remittancesAreProved() throws {
        let harness = try EngineHarness()
        harness.run("USER.NEW root ROLE admin")
        let second = harness.connect()
        second.session.caller = Caller(name: "fin", role: .finance, origin: "127.0.0.1:1#9")
        harness.run("PARTNER.NEW NAME North")
        harness.run("TAX.FORM P1 W9 WITHHOLD 10%")
        harness.run("BONUS.NEW TYPE referral-vendor EARNER P1 AMOUNT 50")
        harness.run("BONUS.COMPLETE B1")
        second.run("BONUS.APPROVE B1")
        harness.run("PAYOUT.RUN")
        for move in ["APPROVE PAY1", "SEND PAY1 METHOD ach", "PAID PAY1"] {
            second.run("PAYOUT.\(move)")
        }
        #expect(harness.last("TAX.REMIT AMOUNT 2 REF eft-1") == "=TAX1")
        #expect(harness.last("TAX.REMIT AMOUNT 3 REF eft-2") == "=TAX2")
        #expect(harness.last("LEDGER.CHECK") == "+OK 0")
        var view = harness.engine.store.view(.scan)
        let kept = view.get(Schema.remittances.table, RemittanceID(raw: 1))
        let sound = try #require(kept)
        for (amount, total) in [(Int64(201), Int64(201)), (200, 201)] {
            let wrong = Remittance(
                id: sound.id, ref: sound.ref, currency: sound.currency, amount: amount,
                total: total, date: sound.date, note: nil, author: sound.author,
                created: sound.created)
            try harness.change { $0.put(Schema.remittances.table, wrong) }
            let found = harness.run("LEDGER.CHECK")
            #expect(found.contains { $0.hasPrefix(" remittance\tTAX1\t") }, "\(found)")
        }
        try harness.change { _ = $0.delete(Schema.remittances.table, RemittanceID(raw: 2)) }
        let gone = harness.run("LEDGER.CHECK")
        #expect(gone.contains { $0.contains("is of TAX2, which does not exist") }, "\(gone)")
    }

    @Test("the digits stand in no event, message, log or slow log")
    func digitsAreNowhereElse() throws {
        let harness = try EngineHarness()
        harness.run("CONFIG SET slowlog-log-slower-than 0")
        harness.run("USER.NEW root ROLE admin")
        harness.run("PARTNER.NEW NAME North")
        harness.run("TAX.FORM P1 W9 NAME Secretname ADDRESS Secretstreet TIN-LAST4 8642")
        harness.run("TAX.FORM P1 W9 TIN-LAST4 9753")
        for line in ["EVENTS", "HISTORY P1", "SLOWLOG GET 100"] {
            let text = harness.run(line).joined(separator: "\n")
            for word in ["8642", "9753", "Secretname", "Secretstreet"] {
                #expect(!text.contains(word), "\(line) shows \(word)")
            }
        }
    }

    @Test("ERASE takes the person out of its form, and PERSON tells of the form before")
    func erasure() throws {
        let harness = try EngineHarness()
        harness.run("REFERRER.NEW KIND contact NAME Ann EMAIL ann@acme.example")
        harness.run(
            "TAX.FORM R1 W9 NAME Annlee ADDRESS Mainstreet ENTITY individual TIN-LAST4 8642")
        let held = harness.run("PERSON EMAIL ann@acme.example").joined(separator: "\n")
        #expect(held.contains("tax form") && held.contains("Mainstreet"))
        #expect(!held.contains("8642"))
        #expect(harness.last("ERASE R1 REASON asked") == "+OK")
        let form = harness.run("TAX.GET R1")
        #expect(form.contains(" form\tW9") && form.contains(" entity\tindividual"))
        for field in ["name", "address", "tin_last4"] {
            #expect(form.contains(" \(field)\t\\N"), "\(form)")
        }
        let files = try ErasureTests.bytes(in: harness.directory)
        for word in ["Annlee", "Mainstreet", "8642"] {
            #expect(!files.contains(word), "\(word) stays in the files")
        }
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    @Test("what a partner sees at log-in is what BALANCE says")
    func statsHaveTheBalance() throws {
        let (harness, second) = try Self.harness()
        harness.run("TAX.FORM P1 W9")
        harness.run("BONUS.COMPLETE B1")
        second.run("BONUS.APPROVE B1")
        let names = harness.run("BALANCE P1")[0].dropFirst(2).split(separator: "\t")
        let cells = harness.run("BALANCE P1")[1].dropFirst().split(separator: "\t")
        let stats = harness.run("PARTNER.STATS P1")
        for (name, cell) in zip(names, cells) {
            let shown = stats.first { $0.hasPrefix(" \(name)\t") }
            // Right-aligned cells begin with blanks.
            let value = cell.drop { $0 == " " }
            #expect(shown == " \(name)\t\(value)")
        }
    }
}
