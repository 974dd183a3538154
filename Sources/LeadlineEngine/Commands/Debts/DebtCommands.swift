import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// What earners owe after refunds, given back or let go.
    static let debt: [Command] = [
        .write(
            "DEBT.PAID", "Notes what an earner has given back, for its oldest debts first.",
            group: .money, by: .treasury, reach: .house, kind: .create,
            events: [.debtPaid, .bonusSetOff], Positional<PayeeReference>("payee"),
            RequiredKeyword<AmountText>("AMOUNT"), RequiredKeyword<ExternalRef>("REF"),
            Keyword<Currency>("CURRENCY"), run: debtPaid),
        .write(
            "DEBT.FORGIVE", "Wishes to let a debt go; somebody else has to approve it.",
            group: .money, by: .treasury, reach: .house, kind: .update,
            events: [.debtRequested], Positional<PayeeReference>("payee"),
            RequiredKeyword<AmountText>("AMOUNT"), RequiredKeyword<Phrase>("REASON"),
            Keyword<Currency>("CURRENCY"), run: debtForgive),
        .write(
            "DEBT.APPROVE", "Lets a debt go as somebody else has wished.", group: .money,
            by: .treasury, reach: .house, kind: .update, events: [.debtForgiven, .bonusForgiven],
            Positional<PayeeReference>("payee"), Keyword<Currency>("CURRENCY"), run: debtApprove),
    ]
}

private func debtPaid(
    tx: inout Transaction, reference: PayeeReference, amount: AmountText, ref: ExternalRef,
    currency: Currency?
) throws(Rejection) -> Done {
    let account = try tx.debtor(reference, currency)
    let minor = try amount.positive("amount", account.currency)
    guard !ref.text.isEmpty else { throw .invalid("ref", "must not be empty") }
    let repayment = Repayment(
        ref: ref.text, payee: account.payee, currency: account.currency, amount: minor,
        author: tx.caller.name, at: tx.now)
    if let known = tx.changes.view.get(Schema.repayments.table, repayment.id) {
        throw Rejection(.exists, "\(known.payee.text) ref '\(ref.text)' is taken", field: "ref")
    }
    try tx.reduceDebt(of: account, by: minor, .bonusSetOff, "recovered") { $0.recovered += $1 }
    tx.changes.insert(Schema.repayments.table, repayment)
    tx.record(.debtPaid, account.subject, data: account.data(minor, ref: ref.text))
    return Done()
}

private func debtForgive(
    tx: inout Transaction, reference: PayeeReference, amount: AmountText, reason: Phrase,
    currency: Currency?
) throws(Rejection) -> NewVersion {
    let account = try tx.debtor(reference, currency)
    let old = tx.changes.view.get(Schema.forgiveness.table, account)
    try tx.checkVersion(old?.version ?? 0, of: account.payee.text)
    let minor = try amount.positive("amount", account.currency)
    try tx.requireDebt(of: account, atLeast: minor)
    var wish = Forgiveness(
        payee: account.payee, currency: account.currency, amount: minor, reason: reason.text,
        author: tx.caller.name, at: tx.now)
    guard (old?.version ?? 0) < .max else {
        throw Rejection(.limit, "\(account.payee.text) has no version left")
    }
    wish.version = (old?.version ?? 0) + 1
    tx.changes.put(Schema.forgiveness.table, wish)
    tx.record(.debtRequested, account.subject, data: account.data(minor), personal: wish.said)
    return NewVersion(wish.version)
}

private func debtApprove(
    tx: inout Transaction, reference: PayeeReference, currency: Currency?
) throws(Rejection) -> Done {
    let account = try tx.debtor(reference, currency)
    guard let wish = tx.changes.view.get(Schema.forgiveness.table, account) else {
        throw Rejection(
            .badState,
            "no debt of \(account.payee.text) in \(account.currency.text) is to be forgiven")
    }
    try tx.checkVersion(wish.version, of: account.payee.text)
    try tx.requireFourEyes(besides: wish.author)
    try tx.reduceDebt(of: account, by: wish.amount, .bonusForgiven, "forgiven") {
        $0.forgiven += $1
    }
    tx.changes.delete(Schema.forgiveness.table, account)
    tx.record(.debtForgiven, account.subject, data: account.data(wish.amount), personal: wish.said)
    return Done()
}

extension Transaction {
    /// The account of somebody who may owe something, by default in its own currency.
    fileprivate mutating func debtor(
        _ reference: PayeeReference, _ currency: Currency?
    ) throws(Rejection) -> StandingID {
        let payee = try changes.view.payee(reference, caller.wall)
        return StandingID(
            payee: payee, currency: currency ?? changes.view.currency(of: payee, settings))
    }

    /// Takes an amount off the open debts of an account, the oldest first; each event tells how
    /// much under that name.
    fileprivate mutating func reduceDebt(
        of account: StandingID, by amount: Int64, _ event: EventType, _ name: StaticString,
        _ reduce: (inout Bonus, Int64) -> Void
    ) throws(Rejection) {
        let debts = try requireDebt(of: account, atLeast: amount)
        let taken = SetOff.taken(from: amount, debts: debts.map(\.openDebt))
        for (old, part) in zip(debts, taken) where part > 0 {
            var bonus = old
            reduce(&bonus, part)
            var extra = EventData()
            extra.member(name, .amount(Money(minor: part, currency: account.currency)))
            try keep(bonus, from: old, event, extra: extra)
        }
    }

    /// The oldest debts of an account, of which at least so much is owed together.
    @discardableResult
    fileprivate mutating func requireDebt(
        of account: StandingID, atLeast amount: Int64
    ) throws(Rejection) -> [Bonus] {
        let place = Pair(
            KeyText(account.payee.text.bytes), KeyText(account.currency.text.bytes))
        let debts = changes.view.debts(of: place)
        let sum = debts.reduce(Int64(0)) { $0 + $1.openDebt }
        // What was paid below 0 and given back lessens what the others owe, as it does for what is
        // kept back from payouts.
        let debt = changes.view.get(Schema.standings.table, account)?.standing.debt ?? 0
        let owed = min(sum, max(debt, 0))
        guard amount > owed else { return debts }
        let text = "\(Amount.text(owed, in: account.currency)) \(account.currency.text)"
        guard debts.count < Forgiveness.debtsMax || debt <= sum else {
            throw Rejection(
                .limit, "amount: the oldest \(Forgiveness.debtsMax) debts are \(text)",
                field: "amount")
        }
        throw .invalid("amount", "\(account.payee.text) owes \(text)")
    }
}

extension Forgiveness {
    /// So many debts are paid or forgiven at once: half a commit's worth.
    static let debtsMax = 250

    /// Why, which people have written.
    fileprivate var said: EventData {
        var said = EventData()
        said.member("reason", .text(reason))
        return said
    }
}

extension StandingID {
    /// How events name the payee.
    fileprivate var subject: EventSubject {
        EventSubject(name: payee.text, audience: [Outsider(payee)])
    }

    /// What an event tells of an amount.
    fileprivate func data(_ minor: Int64, ref: Text? = nil) -> EventData {
        var data = EventData()
        data.member("amount", .amount(Money(minor: minor, currency: currency)))
        data.member("currency", .text(currency.text))
        if let ref { data.member("ref", .text(ref)) }
        return data
    }
}

extension EventType {
    static let debtPaid = EventType("debt.paid", fields: ["amount", "currency", "ref"])
    static let debtRequested = EventType(
        "debt.requested", fields: ["amount", "currency", "reason"])
    static let debtForgiven = EventType("debt.forgiven", fields: ["amount", "currency", "reason"])
    static let bonusForgiven = EventType("bonus.forgiven", fields: ["forgiven"])
}
