/// What a client does with an answer.
struct Errand: Equatable {
    /// The kind of id that is looked for in the answer.
    let letters: String
    /// What is done with one that was found: `{}` stands for it.
    let acts: [Line]
}

/// Requests that go together: chance alone would seldom bring a lead to a payout.
struct Recipe {
    let line: Line
    var errand: Errand?

    private init(_ text: String, then errand: Errand? = nil) {
        line = text.split(separator: " ").map { String($0) }
        self.errand = errand
    }

    /// A list, and what is done with one of its rows.
    private static func each(_ list: String, _ letters: String, _ acts: [String]) -> Recipe {
        Recipe(
            list + " COLUMNS id LIMIT 9",
            then: Errand(
                letters: letters,
                acts: acts.map { $0.split(separator: " ").map { word in String(word) } }))
    }

    /// A step towards something that takes many.
    static func next(_ words: inout Vocabulary) -> Recipe {
        switch words.random.below(10) {
        case 0, 1: return newLead(&words)
        case 2, 3, 4: return Recipe("STATUS \(words.known.id("L", &words.random))")
        case 5, 6, 7: return money(&words)
        case 8: return payment(&words)
        default: return around(&words)
        }
    }

    private static func newLead(_ words: inout Vocabulary) -> Recipe {
        let isNew = !words.random.once(in: 4)
        let number = words.random.below(100_000)
        let mail =
            isNew
            ? "c\(number)@d\(number).example"
            : words.random.pick(["ann@acme.example", "bob@bolt.example"])
        let partner = words.known.id("P", &words.random)
        return words.random.pick([
            Recipe("LEAD.NEW EMAIL \(mail) SERVICE payroll ZIP 90210 VALUE 1200"),
            Recipe("LEAD.NEW EMAIL \(mail) SERVICE hr AREA US-CA NAME Ann"),
            Recipe("LEAD.NEW EMAIL \(mail) DIRECTION in REFERRER \(partner)"),
            Recipe("LEAD.NEW EMAIL \(mail) DIRECTION in REFERRER \(partner) PRODUCT crm QUEUE"),
            Recipe("LEAD.NEW EMAIL \(mail) DIRECTION in REFERRER R1 PRODUCT erp"),
            Recipe("LEAD.NEW EMAIL \(mail) ONEXISTS update NAME Bob"),
        ])
    }

    private static func money(_ words: inout Vocabulary) -> Recipe {
        let lead = words.known.id("L", &words.random)
        let payee = words.known.id("P", &words.random)
        let amount = words.random.pick(["100.00", "2500", "33.33", "0.05"])
        return words.random.pick([
            Recipe("SALE.NEW \(lead) AMOUNT \(amount)"),
            each(
                "SALE.LIST STATE new", "S",
                ["SALE.APPROVE {}", "SALE.APPROVE {}", "SALE.CANCEL {} REASON test"]),
            each("SALE.LIST STATE new", "S", ["SALE.APPROVE {}"]),
            each(
                "SALE.LIST STATE approved", "S",
                [
                    "SALE.REFUND {} AMOUNT 5 REASON back", "SALE.RENEW {} AMOUNT 70 AT 2026-12-01",
                    "SALE.EVENT {} install 2026-11-22", "SALE.REFUND {} AMOUNT 33.33 REASON all",
                    "INVOICE.NEW SALE {}", "SALE.CANCEL {} REASON all",
                ]),
            Recipe("BONUS.NEW TYPE referral-vendor EARNER \(payee) AMOUNT \(amount)"),
            Recipe("BONUS.NEW TYPE employee-generated EARNER R2 AMOUNT 20"),
            each(
                "BONUS.LIST STATE draft", "B",
                [
                    "BONUS.COMPLETE {}", "BONUS.COMPLETE {}", "BONUS.SPLIT {} 70%,30%",
                    "BONUS.SET {} AMOUNT 7", "BONUS.VOID {} REASON no",
                ]),
            each(
                "BONUS.LIST STATE ready", "B",
                [
                    "BONUS.APPROVE {}", "BONUS.APPROVE {}", "BONUS.APPROVE {}",
                    "BONUS.RETURN {} REASON no",
                ]),
            each(
                "BONUS.LIST STATE approved", "B",
                [
                    "BONUS.HOLD {} REASON wait", "BONUS.ADJUST {} AMOUNT +5 REASON more",
                    "BONUS.ADJUST {} AMOUNT -3 REASON less",
                ]),
            each("BONUS.LIST STATE held", "B", ["BONUS.UNHOLD {} REASON on"]),
            Recipe("PAYOUT.RUN"), Recipe("PAYROLL.RUN UNTIL 2026-12-31"),
            each(
                "PAYOUT.LIST STATE reserved", "PAY",
                ["PAYOUT.APPROVE {}", "PAYOUT.APPROVE {}", "PAYOUT.FAIL {} REASON closed"]),
            each(
                "PAYOUT.LIST STATE approved", "PAY",
                ["PAYOUT.SEND {} METHOD ach", "PAYOUT.SEND {} METHOD wire REF w-9"]),
            each(
                "PAYOUT.LIST STATE sent", "PAY",
                [
                    "PAYOUT.PAID {} REF b-1", "PAYOUT.PAID {}", "PAYOUT.FAIL {} REASON closed",
                    "PAYOUT.UNKNOWN {}",
                ]),
            each(
                "PAYOUT.LIST STATE unknown", "PAY",
                ["PAYOUT.PAID {}", "PAYOUT.FAIL {} REASON gone"]),
            Recipe("DEBT.FORGIVE \(payee) AMOUNT 1 REASON goodwill"),
            Recipe("DEBT.APPROVE \(payee)"),
            Recipe("DEBT.PAID \(payee) AMOUNT 1 REF w-\(words.random.below(100))"),
            Recipe("TERMS.SET \(payee) RATE 10% HOLD \(words.random.pick(["0d", "30d"]))"),
            Recipe("FX.SET EUR USD 1.25"), Recipe("LEDGER.CLOSE 2026-10"),
        ])
    }

    private static func payment(_ words: inout Vocabulary) -> Recipe {
        let lead = words.known.id("L", &words.random)
        let partner = words.known.id("P", &words.random)
        return words.random.pick([
            Recipe("INVOICE.NEW LEAD \(lead) AMOUNT 80"),
            Recipe("INVOICE.NEW BILL \(partner) AMOUNT 12.00"),
            each(
                "INVOICE.LIST STATE open", "INV",
                [
                    "PAYMENT.BEGIN {} BRAND visa", "PAYMENT.BEGIN {}",
                    "INVOICE.PAID {} AMOUNT 5 METHOD wire REF w-1", "INVOICE.VOID {}",
                    "INVOICE.LINK {}",
                ]),
            each(
                "PAYMENT.LIST STATE processing", "PMT",
                [
                    "PAYMENT.RESULT {} approved BRAND visa LAST4 4242 REF ch-1",
                    "PAYMENT.RESULT {} declined BRAND visa LAST4 4242", "PAYMENT.RESULT {} unknown",
                ]),
            each(
                "PAYMENT.LIST STATE unknown", "PMT",
                ["PAYMENT.RESULT {} approved BRAND visa LAST4 4242 REF ch-2"]),
            each(
                "PAYMENT.LIST STATE approved", "PMT",
                [
                    "PAYMENT.REVERSE {} AMOUNT 5 REASON refund",
                    "PAYMENT.REVERSE {} AMOUNT 80 REASON chargeback",
                ]),
        ])
    }

    private static func around(_ words: inout Vocabulary) -> Recipe {
        let partner = words.known.id("P", &words.random)
        return words.random.pick([
            each(
                "DISPUTE.LIST STATE open", "D",
                [
                    "DISPUTE.RESOLVE {} FOR P1 REASON so", "DISPUTE.NOTE {} see",
                    "DISPUTE.WITHDRAW {}",
                ]),
            Recipe("LEAD.TRANSFER FROM \(partner) TO P1 REASON leaves"),
            Recipe("PARTNER.PAUSE \(partner)"), Recipe("PARTNER.RESUME \(partner)"),
            Recipe("PARTNER.SUSPEND \(partner) REASON unpaid"), Recipe("TIER.EVALUATE"),
            Recipe("PARTNER.APPLY NAME Newcomer EMAIL n\(words.random.below(1000))@n.example"),
            Recipe("PARTNER.APPROVE \(partner)"), Recipe("PARTNER.DECLINE \(partner) REASON no"),
            Recipe("SLA.SET accept 4h"), Recipe("SLA.SET review 2d WARN 80%"),
            Recipe("NURTURE.NEW EMAIL fay@acme.example"),
            Recipe("CAMPAIGN.NEW NAME Autumn UNTIL \(words.random.pick(["1h", "1d", "2d"]))"),
            Recipe("CURSOR.SET mailer \(words.random.below(9))"),
            Recipe("ERASE EMAIL bob@bolt.example REASON asked"),
            Recipe("TAX.FORM \(partner) W9 NAME North TIN-LAST4 1234"),
            Recipe("TAX.FORM \(partner) W9 WITHHOLD 24%"),
            Recipe("TAX.REMIT AMOUNT 1 REF t-\(words.random.below(100))"),
            Recipe("TAX.REMIT AMOUNT -1 REF t-\(words.random.below(100)) NOTE returned"),
        ])
    }
}
