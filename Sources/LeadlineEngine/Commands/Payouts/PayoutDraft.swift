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

    /// What would be paid.
    var amount: Int64 { due - setOffs.reduce(0) { $0 + $1.amount } }
}

extension View {
    /// What would be paid out to an earner now; nil when it is nothing, or below the least.
    ///
    /// No payout while the earner owes more than it is owed.
    mutating func payoutDraft(
        of id: StandingID, until: Timestamp, minimum: Int64?
    ) -> PayoutDraft? {
        if case .referrer(let referrer) = id.payee,
            get(Schema.referrers.table, referrer)?.kind == .employee
        {
            // Employees are paid by payroll.
            return nil
        }
        let place = Pair(
            KeyText(id.payee.text.bytes), KeyText(id.currency.text.bytes))
        var bonuses: [Bonus] = []
        var due: Int64 = 0
        for entry in ids(Schema.bonuses.payable, place, limit: Payout.bonusesMax)
        where entry.order <= until.milliseconds {
            guard let bonus = get(Schema.bonuses.table, entry.id), let amount = bonus.amount else {
                continue
            }
            bonuses.append(bonus)
            // At most 250 amounts of at most 10^15.
            due += amount
        }
        let debts = debts(of: place)
        let standing = get(Schema.standings.table, id)?.standing ?? Standing()
        // What was paid below 0 and given back lessens what the others owe: no more is kept back
        // than is owed together.
        let taken = SetOff.taken(from: min(due, standing.debt), debts: debts.map(\.openDebt))
        let setOffs = zip(debts, taken).filter { $0.1 > 0 }
            .map { Payout.SetOff(bonus: $0.0.id, amount: $0.1) }
        let draft = PayoutDraft(
            earner: id.payee, currency: id.currency, bonuses: bonuses, due: due,
            setOffs: setOffs)
        guard draft.amount > 0, draft.amount >= minimum ?? 0, standing.available >= 0 else {
            return nil
        }
        return draft
    }

    /// The bonuses that left a debt on an account, the one whose refund was first at the front
    /// (`rules.md` 8).
    private mutating func debts(of account: Pair<KeyText, KeyText>) -> [Bonus] {
        var debts: [(since: UInt64, bonus: Bonus)] = []
        for entry in ids(Schema.bonuses.indebted, account, limit: Payout.bonusesMax) {
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
