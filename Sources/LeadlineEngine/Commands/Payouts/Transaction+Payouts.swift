import LeadlineDomain
import LeadlineStore

extension Transaction {
    /// After so long without a step a run, or the move of a payroll, goes on by itself: whoever
    /// began it was logged out meanwhile.
    static let stepPatience = Seconds(60)

    /// The run that is not over; nil when there is none.
    mutating func openRun() -> PayoutRun? {
        changes.view.ids(Schema.payoutRuns.resumes, Nothing(), limit: 1).first
            .flatMap { changes.view.get(Schema.payoutRuns.table, $0.id) }
    }

    /// Goes on with a run whose caller is no longer there.
    mutating func resumeRun(_ id: UInt64) throws(Rejection) {
        guard let run = changes.view.get(Schema.payoutRuns.table, id), run.resumes != nil else {
            return
        }
        _ = try step(run)
    }

    /// Makes some of a run's payouts, at most as many records as one commit may change; answers the
    /// run afterwards.
    mutating func step(_ old: PayoutRun) throws(Rejection) -> PayoutRun {
        var run = old
        var payroll = run.payroll.flatMap { changes.view.get(Schema.payrolls.table, $0) }
        var left = Payout.stepRecordsMax
        var looked = 0
        while left > 0, looked < EngineLimits.scanRowsMax {
            guard let account = changes.view.accounts(after: run.place, limit: 1).first else {
                run.resumes = nil
                break
            }
            looked += 1
            var scope = PayoutScope(run, settings)
            // All that was due came to the least, and goes along.
            if hasPaid(account, in: run) { scope.minimum = nil }
            if let draft = changes.view.payoutDraft(of: account, scope) {
                let records = draft.bonuses.count + draft.setOffs.count
                // The first of a step is made however large it is: a payout is one commit.
                guard records <= left || left == Payout.stepRecordsMax else { break }
                if run.isPayroll, payroll == nil { payroll = begin(&run) }
                try make(draft, &run, &payroll)
                left = max(left - records, 0)
                // There may be more than one payout takes.
                guard draft.bonuses.count < Payout.bonusesMax else { continue }
            }
            run.lastEarner = account.payee
            run.lastCurrency = account.currency
        }
        if run.resumes != nil { run.resumes = now.advanced(by: Self.stepPatience) ?? now }
        if let payroll { keep(payroll, asPartOf: run) }
        changes.put(Schema.payoutRuns.table, run)
        let step = StepID(Schema.payoutRuns.table, run.id)
        switch (run.resumes, run.isPayroll) {
        case (.some, _): owesReply(to: step)
        case (nil, true): keepReply(run.payrollReply, of: step)
        case (nil, false): keepReply(PayoutRunMap(run: run), of: step)
        }
        return run
    }

    /// Whether the run's last payout is of this account, which had more due than it takes.
    private mutating func hasPaid(_ account: StandingID, in run: PayoutRun) -> Bool {
        guard run.minimum != nil, run.payouts > 0, let first = run.first,
            let last = changes.view.get(
                Schema.payouts.table, PayoutID(raw: first.raw + UInt64(run.payouts) - 1))
        else { return false }
        return last.run == run.number && last.earner == account.payee
            && last.currency == account.currency
    }

    private mutating func make(
        _ draft: PayoutDraft, _ run: inout PayoutRun, _ payroll: inout Payroll?
    ) throws(Rejection) {
        let id = PayoutID(raw: changes.next(IDSequence.payout))
        for old in draft.bonuses {
            var bonus = old
            bonus.state = .reserved
            bonus.payout = id
            try keep(bonus, from: old, .bonusReserved)
        }
        for setOff in draft.setOffs {
            try recover(setOff, "setoff", setOff.amount) { $0.recovering += setOff.amount }
        }
        let payout = Payout(
            id: id, run: run.number, payroll: payroll?.id, earner: draft.earner,
            currency: draft.currency, amount: draft.amount, withheld: draft.withheld,
            setOffs: draft.setOffs,
            bonuses: UInt32(clamping: draft.bonuses.count), runner: run.runner, created: now)
        changes.insert(Schema.payouts.table, payout)
        record(
            .payoutCreated, payout.subject, PayoutFields.table, from: nil,
            to: PayoutEntry(payout))
        run.first = run.first ?? id
        run.payouts += 1
        guard
            payroll?.add(draft.amount, in: draft.currency, bonuses: draft.bonuses.count) ?? true
        else { throw .invalid("amount", "the sum of the payroll is too large") }
    }

    /// Changes what of a debt was given back; the event tells how much under that name.
    private mutating func recover(
        _ setOff: Payout.SetOff, _ name: StaticString, _ told: Int64,
        _ change: (inout Bonus) -> Void
    ) throws(Rejection) {
        guard let old = changes.view.get(Schema.bonuses.table, setOff.bonus) else {
            throw changes.view.absent(BonusID.noun, "\(setOff.bonus)")
        }
        var bonus = old
        change(&bonus)
        var extra = EventData()
        extra.member(name, .amount(Money(minor: told, currency: old.currency)))
        try keep(bonus, from: old, .bonusSetOff, extra: extra)
    }

    /// Makes of a payout's reserved bonuses paid ones, or due ones again.
    mutating func settle(_ payout: Payout, as state: BonusState) throws(Rejection) {
        let found = changes.view.ids(
            Schema.bonuses.byPayout, payout.id.raw, limit: Payout.bonusesMax)
        for entry in found {
            guard let old = changes.view.get(Schema.bonuses.table, entry.id),
                old.state == .reserved
            else { continue }
            guard state == .paid else {
                try keep(returned(old), from: old, .bonusDue)
                continue
            }
            var bonus = old
            bonus.state = .paid
            try keep(bonus, from: old, .bonusPaid)
        }
        for setOff in payout.setOffs {
            if state == .paid {
                try recover(setOff, "recovered", setOff.amount) { bonus in
                    bonus.recovering -= setOff.amount
                    bonus.recovered += setOff.amount
                }
            } else {
                try recover(setOff, "setoff", -setOff.amount) { $0.recovering -= setOff.amount }
            }
        }
        if state == .paid { try enterWithholding(of: payout) }
    }

    /// A bonus as it leaves a payout that failed: due by what its event says now, and stopped again
    /// where its lead was disputed, or its earner suspended, meanwhile.
    private mutating func returned(_ old: Bonus) -> Bonus {
        var bonus = old
        bonus.state = .due
        bonus.comeBack()
        let sale = bonus.sale.flatMap { changes.view.get(Schema.sales.table, $0) }
        bonus.due = dueDate(of: bonus, sale)
        settleDue(&bonus)
        return stopped(bonus)
    }

    /// Writes a changed payout with its event.
    mutating func update(
        _ old: Payout, to changed: Payout, _ type: EventType
    ) throws(Rejection) -> Payout {
        guard old.version < .max else {
            throw Rejection(.limit, "\(old.id) has no version left")
        }
        var new = changed
        new.version = old.version + 1
        new.updated = now
        changes.put(Schema.payouts.table, new)
        record(
            type, new.subject, PayoutFields.table, from: PayoutEntry(old), to: PayoutEntry(new))
        return new
    }
}

extension PayoutRun {
    /// The account that was looked at last; nil at the beginning.
    fileprivate var place: StandingID? {
        lastEarner.flatMap { earner in
            lastCurrency.map { StandingID(payee: earner, currency: $0) }
        }
    }
}

extension Bonus {
    /// Leaves a payout that failed: what was refunded meanwhile is no debt any more, but less to
    /// pay.
    fileprivate mutating func comeBack() {
        payout = nil
        let less = openDebt
        amount = amount.map { $0 - less }
        clawed -= less
        if basis == 0, clawed == 0 { state = .void }
    }
}
