import LeadlineDomain
import LeadlineStore

extension Transaction {
    /// Enters what has changed in what a bonus stands for, under one earner.
    mutating func shift(
        _ payee: Payee?, of bonus: Bonus, from old: Bonus?, to new: Bonus?
    ) throws(Rejection) {
        let lines = Postings.difference(
            from: old?.postings ?? Postings(), to: new?.postings ?? Postings())
        let before = old?.share ?? Standing()
        let after = new?.share ?? Standing()
        guard !lines.isEmpty || before != after else { return }
        guard let payee else { throw .invalid("earner", "what is owed needs an earner") }
        let id = StandingID(payee: payee, currency: bonus.currency)
        var record =
            changes.view.get(Schema.standings.table, id) ?? StandingRecord(id: id)
        record.standing = try record.standing.moved(from: before, to: after)
        record.owed = try post(lines, payee, bonus.currency, owed: record.owed, of: bonus.id.text)
        changes.put(Schema.standings.table, record)
    }

    /// Appends a balanced set of entries that is nobody's.
    mutating func post(
        _ lines: [(account: LedgerAccount, amount: Int64)], _ currency: Currency,
        of subject: Text
    ) throws(Rejection) {
        _ = try post(lines, nil, currency, owed: 0, of: subject)
    }

    /// Enters what was withheld of a paid payout as owed to the tax office: its bonuses were
    /// entered as paid out in full.
    mutating func enterWithholding(of payout: Payout) throws(Rejection) {
        guard payout.withheld > 0 else { return }
        let account = StandingID(payee: payout.earner, currency: payout.currency)
        let owed = changes.view.get(Schema.standings.table, account)?.owed ?? 0
        _ = try post(
            [(.paid, payout.withheld), (.withheld, -payout.withheld)], payout.earner,
            payout.currency, owed: owed, of: payout.id.text)
    }

    /// Appends a balanced set of entries; answers what the payee is owed after it.
    private mutating func post(
        _ lines: [(account: LedgerAccount, amount: Int64)], _ payee: Payee?,
        _ currency: Currency, owed before: Int64, of subject: Text
    ) throws(Rejection) -> Int64 {
        precondition(
            lines.reduce(Int128(0)) { $0 + Int128($1.amount) } == 0,
            "entries of \(subject) are not balanced")
        let at = postingTime()
        // Every sum before the first entry: of several bonuses each is done or refused by itself,
        // and what is refused leaves nothing.
        let balances = try balances(adding: lines, currency, at: at)
        var owed = before
        for line in lines where line.account.isOwed { owed = try owed.adding(-line.amount) }
        for balance in balances { changes.put(Schema.accountBalances.table, balance) }
        var posting: UInt64?
        owed = before
        for line in lines {
            let sequence = changes.next(IDSequence.ledgerLine)
            let first = posting ?? sequence
            posting = first
            var entry = LedgerLine(
                sequence: sequence, posting: first, at: at, account: line.account, payee: payee,
                currency: currency, amount: line.amount, balance: owed, of: subject)
            owed += entry.owed
            entry = entry.leaving(owed)
            changes.insert(Schema.ledger.table, entry)
        }
        return owed
    }

    /// The sums of the accounts and of the month with some entries added.
    private mutating func balances(
        adding lines: [(account: LedgerAccount, amount: Int64)], _ currency: Currency,
        at time: Timestamp
    ) throws(Rejection) -> [AccountBalance] {
        let month = settings.zone.day(of: time).month0
        var balances: [AccountBalance] = []
        for line in lines {
            let id = AccountBalanceID(account: line.account, currency: currency.text, month: month)
            let place = balances.firstIndex { $0.id == id }
            var balance =
                place.map { balances[$0] } ?? changes.view.get(Schema.accountBalances.table, id)
                ?? AccountBalance(id: id)
            if line.amount > 0 {
                balance.debit = try balance.debit.adding(line.amount)
            } else {
                balance.credit = try balance.credit.adding(-line.amount)
            }
            if let place { balances[place] = balance } else { balances.append(balance) }
        }
        return balances
    }

    /// Now, or the beginning of the first open month.
    private mutating func postingTime() -> Timestamp {
        guard let closed = changes.view.closedMonth(),
            settings.zone.day(of: now).month0 <= closed,
            let open = CivilDate(
                year: Int((closed + 1) / 12), month: Int((closed + 1) % 12) + 1, day: 1)
        else { return now }
        return settings.zone.start(of: open)
    }
}

extension View {
    /// The last month whose ledger is closed, counted from the year 0.
    mutating func closedMonth() -> UInt32? {
        guard let bytes = getBytes(cell: Cell.ledgerClosed) else { return nil }
        var reader = KeyReader(bytes[...])
        return UInt32.read(&reader)
    }
}

extension CivilDate {
    /// The month, counted from the year 0.
    var month0: UInt32 { UInt32(year * 12 + month - 1) }
}

extension LedgerLine {
    /// The entry with what is owed after it.
    fileprivate func leaving(_ owed: Int64) -> LedgerLine {
        LedgerLine(
            sequence: sequence, posting: posting, at: at, account: account, payee: payee,
            currency: currency, amount: amount, balance: owed, of: of)
    }
}

extension Standing {
    /// This standing after one of its parts has changed.
    fileprivate func moved(from old: Standing, to new: Standing) throws(Rejection) -> Standing {
        func moved(_ path: KeyPath<Standing, Int64>) throws(Rejection) -> Int64 {
            try self[keyPath: path].adding(new[keyPath: path] - old[keyPath: path])
        }
        var standing = Standing()
        standing.earned = try moved(\.earned)
        standing.paid = try moved(\.paid)
        standing.held = try moved(\.held)
        standing.due = try moved(\.due)
        standing.reserved = try moved(\.reserved)
        standing.debt = try moved(\.debt)
        return standing
    }
}
