import LeadlineDomain
import LeadlineStore

/// A payout before it is made: what is due to one earner in one currency, and what is kept back.
struct PayoutDraft: Sendable {
    let earner: Payee
    let currency: Currency
    /// The bonuses, the earliest due first.
    let bonuses: [Bonus]
    /// What they are together.
    let due: Int64
    let setOffs: [Payout.SetOff]
    /// What the tax office gets of the rest.
    let withheld: Int64

    /// What is kept back for debts.
    var setOff: Int64 { setOffs.reduce(0) { $0 + $1.amount } }

    /// What would be sent.
    var amount: Int64 { due - setOff - withheld }
}

/// Who is paid what.
struct PayoutScope: Sendable {
    /// Bonuses that are due up to here.
    let until: Timestamp
    /// The only currency; nil is all.
    var currency: Currency?
    /// The least that is paid out, in minor units of the currency, or of the house's.
    var minimum: Int64?
    /// Whether employees are paid, and nobody else.
    var isPayroll = false
    let settings: Settings

    init(until: Timestamp, currency: Currency?, settings: Settings) {
        self.until = until
        self.currency = currency
        self.settings = settings
    }

    /// What a run pays.
    init(_ run: PayoutRun, _ settings: Settings) {
        until = run.until
        currency = run.currency
        minimum = run.minimum
        isPayroll = run.isPayroll
        self.settings = settings
    }

    /// Whether an amount is as much as the least; without a currency that is so many of each.
    func isEnough(_ amount: Int64, _ currency: Currency) -> Bool {
        guard let minimum else { return true }
        let places = Int((self.currency ?? settings.currency).minorDigits)
        // Both with as many places as either has; 128 bits hold them.
        let (own, least) = (
            Self.scaled(amount, by: places - Int(currency.minorDigits)),
            Self.scaled(minimum, by: Int(currency.minorDigits) - places)
        )
        return own >= least
    }

    private static func scaled(_ amount: Int64, by places: Int) -> Int128 {
        (0..<max(0, places)).reduce(Int128(amount)) { scaled, _ in scaled * 10 }
    }
}

extension View {
    /// What would be paid out to an earner now; nil when it is nothing, or below the least, or the
    /// earner is not paid so.
    ///
    /// No payout while the earner owes more than it is owed, or lacks a tax form that is required.
    mutating func payoutDraft(of id: StandingID, _ scope: PayoutScope) -> PayoutDraft? {
        guard scope.currency == nil || scope.currency == id.currency else { return nil }
        let place = Pair(
            KeyText(id.payee.text.bytes), KeyText(id.currency.text.bytes))
        let payable = ids(Schema.bonuses.payable, place, limit: Payout.bonusesMax)
            .prefix { $0.order <= scope.until.milliseconds }
        // Most earners have nothing due: nothing else is looked at then.
        guard !payable.isEmpty, isEmployee(id.payee) == scope.isPayroll,
            !lacksTaxForm(id.payee, scope.settings)
        else { return nil }
        let standing = get(Schema.standings.table, id)?.standing ?? Standing()
        let bonuses = bonuses(of: payable, at: place, standing, scope)
        // At most 250 amounts of at most 10^15.
        let due = bonuses.reduce(0) { $0 + ($1.amount ?? 0) }
        let debts = debts(of: place, atMost: EngineLimits.scanRowsMax)
        // What was paid below 0 and given back lessens what the others owe: no more is kept back
        // than is owed together.
        let owed = max(min(due, standing.debt), 0)
        let taken = SetOff.taken(from: owed, debts: debts.map(\.openDebt))
        // Of more debts than are looked at some have to be settled first: nothing is paid past
        // them.
        guard taken.reduce(0, +) == owed else { return nil }
        let setOffs = zip(debts, taken).filter { $0.1 > 0 }
            .map { Payout.SetOff(bonus: $0.0.id, amount: $0.1) }
        let rest = due - setOffs.reduce(0) { $0 + $1.amount }
        let draft = PayoutDraft(
            earner: id.payee, currency: id.currency, bonuses: bonuses, due: due,
            setOffs: setOffs, withheld: withheld(of: rest, from: id.payee, scope))
        guard draft.amount >= 0, standing.available >= 0,
            isEnough(draft, standing, scope)
        else { return nil }
        return draft
    }

    /// The bonuses of one payout: the earliest due.
    ///
    /// Where as many as one payout takes would all be kept back for debts, the largest are taken,
    /// so that few payouts come to nothing.
    private mutating func bonuses(
        of payable: ArraySlice<(order: Int64, id: BonusID)>, at place: Pair<KeyText, KeyText>,
        _ standing: Standing, _ scope: PayoutScope
    ) -> [Bonus] {
        let first = payable.compactMap { get(Schema.bonuses.table, $0.id) }
        guard payable.count == Payout.bonusesMax,
            first.reduce(0, { $0 + ($1.amount ?? 0) }) <= standing.debt,
            // Else there will be no payout.
            dueInAll(at: place, standing, scope) > standing.debt
        else { return first }
        return allPayable(at: place, scope).enumerated()
            .sorted { ($1.element.amount ?? 0, $0.offset) < ($0.element.amount ?? 0, $1.offset) }
            .prefix(Payout.bonusesMax)
            .sorted { $0.offset < $1.offset }
            .map(\.element)
    }

    /// What is due by the cut-off in all, however many bonuses that are, in minor units.
    ///
    /// It is what is due at all, less what became so behind the cut-off. Only where that is more
    /// than one command looks at, it is no more than the earliest come to.
    private mutating func dueInAll(
        at place: Pair<KeyText, KeyText>, _ standing: Standing, _ scope: PayoutScope
    ) -> Int64 {
        let behind = ids(
            Schema.bonuses.payable, place, from: scope.until.milliseconds + 1,
            limit: EngineLimits.scanRowsMax)
        guard behind.count < EngineLimits.scanRowsMax else {
            // At most 5,000 amounts of at most 10^15.
            return allPayable(at: place, scope).reduce(0) { $0 + ($1.amount ?? 0) }
        }
        return behind.reduce(standing.due) { sum, entry in
            sum - (get(Schema.bonuses.table, entry.id)?.amount ?? 0)
        }
    }

    /// All that is due by the cut-off, the earliest first, as far as one command looks.
    private mutating func allPayable(
        at place: Pair<KeyText, KeyText>, _ scope: PayoutScope
    ) -> [Bonus] {
        ids(Schema.bonuses.payable, place, limit: EngineLimits.scanRowsMax)
            .prefix { $0.order <= scope.until.milliseconds }
            .compactMap { get(Schema.bonuses.table, $0.id) }
    }

    /// Whether all that is due by the cut-off comes to the least and to more than nothing, also
    /// what this payout does not take any more.
    ///
    /// One whose bonuses debts take wholly comes to nothing itself: what is behind them is paid
    /// when the debts are gone.
    private mutating func isEnough(
        _ draft: PayoutDraft, _ standing: Standing, _ scope: PayoutScope
    ) -> Bool {
        guard draft.amount <= 0 || !scope.isEnough(draft.amount, draft.currency) else {
            return true
        }
        guard draft.bonuses.count == Payout.bonusesMax else { return false }
        let place = Pair(
            KeyText(draft.earner.text.bytes), KeyText(draft.currency.text.bytes))
        let due = dueInAll(at: place, standing, scope)
        let rest = due - max(min(due, standing.debt), 0)
        let amount = rest - withheld(of: rest, from: draft.earner, scope)
        return amount > 0 && scope.isEnough(amount, draft.currency)
    }

    /// What the tax office gets of a payment; nothing of wages, whose taxes are the payroll's.
    private mutating func withheld(of payment: Int64, from payee: Payee, _ scope: PayoutScope)
        -> Int64
    {
        guard !scope.isPayroll else { return 0 }
        return taxForm(of: payee)?.withheld(of: payment) ?? 0
    }

    /// The bonuses that left a debt on an account, the one whose refund was first at the front
    /// (`rules.md` 8).
    mutating func debts(
        of account: Pair<KeyText, KeyText>, atMost limit: Int = Payout.bonusesMax
    ) -> [Bonus] {
        var debts: [(since: UInt64, bonus: Bonus)] = []
        for entry in ids(Schema.bonuses.indebted, account, limit: limit) {
            guard let bonus = get(Schema.bonuses.table, entry.id) else { continue }
            debts.append((firstDebt(of: bonus.id), bonus))
        }
        return debts.sorted { $0.since < $1.since }.map(\.bonus)
    }

    /// The number of the entry by which somebody first owed something for a bonus.
    private mutating func firstDebt(of bonus: BonusID) -> UInt64 {
        let entries = ids(
            Schema.ledger.bySubject, KeyText(bonus.text.bytes), limit: EngineLimits.pageRowsMax)
        for entry in entries where get(Schema.ledger.table, entry.id)?.account == .debt {
            return entry.id
        }
        return .max
    }

    /// The accounts of earners behind a place, in the order of a run.
    mutating func accounts(after place: StandingID?, limit: Int) -> [StandingID] {
        ids(of: Schema.standings.table, after: place, limit: limit)
    }
}
