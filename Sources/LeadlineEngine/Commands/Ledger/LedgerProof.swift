import LeadlineDomain
import LeadlineStore

/// Proves the ledger from its entries alone: each set is balanced, each sum is that of its entries,
/// and each bonus's state and amount agree with what was entered for it (`rules.md` 10).
struct LedgerProof {
    private struct Sum {
        var debit: Int128 = 0
        var credit: Int128 = 0
    }

    private(set) var problems: [Problem] = []
    private var months: [AccountBalanceID: Sum] = [:]
    private var owed: [StandingID: Int128] = [:]
    private var totals: [Text: Int128] = [:]
    private var posting: (number: UInt64, sum: Int128, currency: Currency)?
    private var last: UInt64 = 0

    /// So many account months are summed up: eight accounts in every currency for centuries.
    static let monthsMax = 1_000_000
    private static let rowsPerRead = 1000
    private static let problemsMax = EngineLimits.pageRowsMax

    /// Walks the entries, the sums and the bonuses.
    mutating func run(_ view: inout View) {
        walkEntries(&view)
        for (currency, sum) in totals.sorted(by: { $0.key < $1.key }) where sum != 0 {
            add("total", currency, "debits less credits are \(sum), not 0")
        }
        compareMonths(&view)
        compareStandings(&view)
        compareBonuses(&view)
        comparePayments(&view)
        compareWithholding(&view)
        compareRemittances(&view)
    }

    private mutating func add(_ check: Text, _ subject: Text, _ problem: String) {
        guard problems.count < Self.problemsMax else { return }
        problems.append(Problem(check: check, subject: subject, problem: Text(problem)))
    }

    // MARK: - Entries

    private mutating func walkEntries(_ view: inout View) {
        while true {
            let lines = view.rows(
                of: Schema.ledger.table, after: last == 0 ? nil : last, limit: Self.rowsPerRead)
            for line in lines { look(at: line, &view) }
            guard lines.count == Self.rowsPerRead else { break }
        }
        endPosting()
    }

    private mutating func look(at line: LedgerLine, _ view: inout View) {
        if line.sequence != last + 1 {
            add("sequence", Text("\(line.sequence)"), "follows \(last): entries are missing")
        }
        last = line.sequence
        if posting?.number != line.posting {
            endPosting()
            posting = (line.posting, 0, line.currency)
            if !isThere(line.of, &view) {
                add("entry", Text("\(line.sequence)"), "is of \(line.of), which does not exist")
            }
        }
        if posting?.currency != line.currency {
            add("posting", Text("\(line.posting)"), "is of two currencies")
        }
        posting?.sum += Int128(line.amount)
        totals[line.currency.text, default: 0] += Int128(line.amount)
        let account = AccountBalanceID(
            account: line.account, currency: line.currency.text, month: 0)
        months[account, default: Sum()].debit += Int128(max(line.amount, 0))
        months[account, default: Sum()].credit -= Int128(min(line.amount, 0))
        if line.amount == 0 { add("entry", Text("\(line.sequence)"), "is of nothing") }
        guard let payee = line.payee else { return }
        let id = StandingID(payee: payee, currency: line.currency)
        let now = owed[id, default: 0] + Int128(line.owed)
        owed[id] = now
        if now != Int128(line.balance) {
            add("balance", Text("\(line.sequence)"), "says \(line.balance), its entries say \(now)")
        }
    }

    /// Whether the record that an entry names is kept.
    private func isThere(_ name: Text, _ view: inout View) -> Bool {
        let bytes = name.bytes[...]
        if let id = BonusID(bytes) { return view.get(Schema.bonuses.table, id) != nil }
        if let id = PaymentID(bytes) { return view.get(Schema.payments.table, id) != nil }
        if let id = RemittanceID(bytes) { return view.get(Schema.remittances.table, id) != nil }
        return PayoutID(bytes).map { view.get(Schema.payouts.table, $0) != nil } ?? false
    }

    private mutating func endPosting() {
        guard let posting, posting.sum != 0 else { return }
        add("posting", Text("\(posting.number)"), "is not balanced: \(posting.sum) is left")
    }

    // MARK: - Sums

    private mutating func compareMonths(_ view: inout View) {
        var kept: [AccountBalanceID: Sum] = [:]
        for row in view.rows(of: Schema.accountBalances.table, limit: Self.monthsMax) {
            let account = AccountBalanceID(
                account: row.id.account, currency: row.id.currency, month: 0)
            kept[account, default: Sum()].debit += Int128(row.debit)
            kept[account, default: Sum()].credit += Int128(row.credit)
        }
        for id in Set(kept.keys).union(months.keys) {
            let (stored, expected) = (kept[id] ?? Sum(), months[id] ?? Sum())
            guard stored.debit != expected.debit || stored.credit != expected.credit else {
                continue
            }
            add(
                "account", Text("\(id.account.word) \(id.currency)"),
                "stands at \(stored.debit) and \(stored.credit), its entries at "
                    + "\(expected.debit) and \(expected.credit)")
        }
    }

    private mutating func compareStandings(_ view: inout View) {
        var place: StandingID?
        while true {
            let rows = view.rows(
                of: Schema.standings.table, after: place, limit: Self.rowsPerRead)
            for row in rows {
                let expected = owed.removeValue(forKey: row.id) ?? 0
                if Int128(row.owed) != expected {
                    add(
                        "standing", Text("\(row.id.payee.text) \(row.id.currency.text)"),
                        "is owed \(row.owed), its entries say \(expected)")
                }
            }
            guard rows.count == Self.rowsPerRead else { break }
            place = rows.last?.id
        }
        for (id, sum) in owed where sum != 0 {
            add("standing", Text("\(id.payee.text) \(id.currency.text)"), "is missing: \(sum)")
        }
    }

    // MARK: - Bonuses

    private mutating func compareBonuses(_ view: inout View) {
        var shares: [StandingID: Standing] = [:]
        var place: BonusID?
        while true {
            let rows = view.rows(of: Schema.bonuses.table, after: place, limit: Self.rowsPerRead)
            for bonus in rows {
                compare(bonus, &view)
                guard let earner = bonus.earner else { continue }
                let id = StandingID(payee: earner, currency: bonus.currency)
                shares[id] = (shares[id] ?? Standing()).with(bonus.share)
            }
            guard rows.count == Self.rowsPerRead else { break }
            place = rows.last?.id
        }
        for (id, expected) in shares {
            let stored = view.get(Schema.standings.table, id)?.standing ?? Standing()
            if stored != expected {
                add(
                    "standing", Text("\(id.payee.text) \(id.currency.text)"),
                    "does not agree with its bonuses")
            }
        }
    }

    /// What was entered for a bonus has to be what its state and amount say.
    private mutating func compare(_ bonus: Bonus, _ view: inout View) {
        let sums = entries(of: bonus.id.text, &view)
        for (account, amount) in bonus.postings.lines
        where sums[account, default: 0] != Int128(amount) {
            add(
                "bonus", bonus.id.text,
                "is \(bonus.state.word), \(account.word) should be \(amount) and is "
                    + "\(sums[account, default: 0])")
        }
    }

    /// What was entered for a record, account by account.
    private func entries(of name: Text, _ view: inout View) -> [LedgerAccount: Int128] {
        var sums: [LedgerAccount: Int128] = [:]
        var place: (Nothing, UInt64)?
        while true {
            let found = view.ids(
                Schema.ledger.bySubject, KeyText(name.bytes), after: place,
                limit: Self.rowsPerRead)
            for entry in found {
                guard let line = view.get(Schema.ledger.table, entry.id) else { continue }
                sums[line.account, default: 0] += Int128(line.amount)
            }
            guard found.count == Self.rowsPerRead, let last = found.last else { break }
            place = (Nothing(), last.id)
        }
        return sums
    }

    // MARK: - Payments

    /// What came in, less what was given back, has to be what was entered for each payment.
    private mutating func comparePayments(_ view: inout View) {
        var place: PaymentID?
        while true {
            let rows = view.rows(of: Schema.payments.table, after: place, limit: Self.rowsPerRead)
            for payment in rows {
                let sums = entries(of: payment.id.text, &view)
                let sides = [sums[.clearing] ?? 0, -(sums[.income] ?? 0)]
                guard sides.contains(where: { $0 != Int128(payment.net) }) else { continue }
                add(
                    "payment", payment.id.text,
                    "has brought \(payment.net), its entries say \(sides[0])")
            }
            guard rows.count == Self.rowsPerRead else { return }
            place = rows.last?.id
        }
    }

    /// What was withheld of each payout that was paid has to be what was entered for it.
    private mutating func compareWithholding(_ view: inout View) {
        var place: PayoutID?
        while true {
            let rows = view.rows(of: Schema.payouts.table, after: place, limit: Self.rowsPerRead)
            for payout in rows {
                let withheld = payout.state == .paid ? Int128(payout.withheld) : 0
                let sums = entries(of: payout.id.text, &view)
                let sides = [sums[.paid] ?? 0, -(sums[.withheld] ?? 0)]
                guard sides.contains(where: { $0 != withheld }) else { continue }
                add(
                    "payout", payout.id.text,
                    "has withheld \(withheld), its entries say \(sides[1])")
            }
            guard rows.count == Self.rowsPerRead else { return }
            place = rows.last?.id
        }
    }

    /// What went to the tax office, or came back, has to be what was entered, and counted on.
    private mutating func compareRemittances(_ view: inout View) {
        var place: RemittanceID?
        var totals: [Text: Int128] = [:]
        while true {
            let rows = view.rows(
                of: Schema.remittances.table, after: place, limit: Self.rowsPerRead)
            for remittance in rows {
                totals[remittance.currency.text, default: 0] += Int128(remittance.amount)
                let total = totals[remittance.currency.text] ?? 0
                let sums = entries(of: remittance.id.text, &view)
                let sides = [sums[.withheld] ?? 0, -(sums[.paid] ?? 0)]
                let isEntered = sides.allSatisfy { $0 == Int128(remittance.amount) }
                if isEntered, total == Int128(remittance.total) { continue }
                add(
                    "remittance", remittance.id.text,
                    "is \(remittance.amount) of \(remittance.total), its entries say \(sides[0])"
                        + " and all \(total)")
            }
            guard rows.count == Self.rowsPerRead else { return }
            place = rows.last?.id
        }
    }
}

extension Standing {
    /// The sum of two standings, for a comparison: beyond Int64 it wraps.
    fileprivate func with(_ other: Standing) -> Standing {
        var sum = self
        sum.earned &+= other.earned
        sum.paid &+= other.paid
        sum.held &+= other.held
        sum.due &+= other.due
        sum.reserved &+= other.reserved
        sum.debt &+= other.debt
        return sum
    }
}
