import LeadlineDomain
import LeadlineStore

// What of the money waits for somebody; what waits for a second pair of eyes is not shown to the
// first.
extension TodoSource {
    /// Sales that somebody else has reported.
    static let sales = TodoSource(roles: .treasury) { reader, limit in
        reader.view.ids(Schema.sales.byState, .new, limit: limit).map(\.id.raw)
    } row: { reader, number in
        guard let sale = reader.view.get(Schema.sales.table, SaleID(raw: number)),
            sale.creator != reader.caller.name
        else { return nil }
        return TodoRow(
            "sale", sale.id.text,
            why: "\(sale.shownAmount) of \(sale.lead), reported by \(sale.creator)",
            command: "SALE.APPROVE \(sale.id)")
    }

    /// Drafts of bonuses that nobody has declared complete.
    static let drafts = TodoSource(roles: .treasury) { reader, limit in
        reader.view.ids(Schema.bonuses.byState, .draft, limit: limit).map(\.id.raw)
    } row: { reader, number in
        reader.view.get(Schema.bonuses.table, BonusID(raw: number)).map { bonus in
            TodoRow(
                "draft", bonus.id.text, why: "a draft of \(bonus.shown)",
                command: "BONUS.COMPLETE \(bonus.id)")
        }
    }

    /// Bonuses that somebody else has declared complete.
    static let bonuses = TodoSource(roles: .treasury) { reader, limit in
        reader.view.ids(Schema.bonuses.byState, .ready, limit: limit).map(\.id.raw)
    } row: { reader, number in
        guard let bonus = reader.view.get(Schema.bonuses.table, BonusID(raw: number)),
            bonus.completer != reader.caller.name
        else { return nil }
        let completer = bonus.completer.map { ", completed by \($0)" } ?? ""
        return TodoRow(
            "bonus", bonus.id.text, why: "\(bonus.shown)\(completer)",
            command: "BONUS.APPROVE \(bonus.id)")
    }

    /// Payouts that somebody else has run.
    static let payouts = TodoSource(roles: .treasury, payouts: .reserved) { reader, payout in
        guard payout.runner != reader.caller.name else { return nil }
        return TodoRow(
            "payout", payout.id.text, why: "\(payout.shown), run by \(payout.runner)",
            command: "PAYOUT.APPROVE \(payout.id)")
    }

    /// Payouts that were approved and not sent.
    static let sendings = TodoSource(roles: .purse, payouts: .approved) { _, payout in
        TodoRow(
            "send", payout.id.text, why: "\(payout.shown), approved",
            command: "PAYOUT.SEND \(payout.id) METHOD ach")
    }

    /// Payouts of which nobody knows what became.
    static let doubts = TodoSource(roles: .purse, payouts: .unknown) { _, payout in
        TodoRow(
            "doubt", payout.id.text,
            why: "\(payout.shown), in doubt since \(payout.updated.text)",
            command: "PAYOUT.GET \(payout.id)")
    }

    /// Payrolls that are to be approved, sent or reconciled: the newest are looked at.
    static let payrolls = TodoSource(roles: .treasury) { reader, _ in
        let mayPay = Roles.purse.contains(reader.caller.role)
        return reader.view.rows(
            of: Schema.payrolls.table, .descending, limit: EngineLimits.pageRowsDefault
        ).compactMap { payroll in
            switch payroll.course.state {
            case .reserved where payroll.runner != reader.caller.name:
                payroll.row("run by \(payroll.runner)", "PAYOUT.APPROVE \(payroll.id)")
            case .approved where mayPay:
                payroll.row("approved", "PAYOUT.SEND \(payroll.id) METHOD ach")
            case .unknown where mayPay:
                payroll.row("in doubt", "PAYROLL.GET \(payroll.id)")
            default: nil
            }
        }
    }

    /// Debts that somebody else wishes to let go.
    static let debts = TodoSource(roles: .treasury) { reader, limit in
        reader.view.rows(of: Schema.forgiveness.table, limit: limit)
            .filter { $0.author != reader.caller.name }
            .map { wish in
                let code = wish.currency.text
                let amount = Amount.text(wish.amount, in: wish.currency)
                return TodoRow(
                    "debt", wish.payee.text,
                    why: "\(code) \(amount) to be forgiven, wished by \(wish.author)",
                    command: "DEBT.APPROVE \(wish.payee.text) CURRENCY \(code)")
            }
    }
}

extension TodoSource {
    /// Tax that was withheld of paid payouts and is not with the tax office, per currency.
    static let remittances = TodoSource(roles: .purse) { reader, _ in
        reader.view.balances(of: .withheld).filter { $0.balance < 0 }.map { currency, balance in
            let amount = Amount.text(Int64(clamping: -balance), in: currency)
            return TodoRow(
                "remit", currency.text,
                why: "\(currency.text) \(amount) of tax withheld is to be handed on",
                command: "LEDGER.LIST ACCOUNT withheld")
        }
    }
}

extension TodoRow {
    /// Something that has no time to it.
    fileprivate init(_ what: StaticString, _ id: Text, why: String, command: String) {
        self.init(due: nil, what: what, id: id, why: Text(why), command: Text(command))
    }
}

extension TodoSource {
    /// Work on payouts of a state.
    private init(
        roles: Roles, payouts state: PayoutState,
        row: @escaping @Sendable (borrowing Reader, Payout) -> TodoRow?
    ) {
        self.init(roles: roles) { reader, limit in
            reader.view.ids(Schema.payouts.awaiting, state, limit: limit).map(\.id.raw)
        } row: { reader, number in
            reader.view.get(Schema.payouts.table, PayoutID(raw: number)).flatMap { row(reader, $0) }
        }
    }
}

extension Sale {
    fileprivate var shownAmount: String {
        "\(currency.text) \(Amount.text(amount, in: currency))"
    }
}

extension Bonus {
    /// How much, and for whom.
    fileprivate var shown: String {
        let sum = amount.map { "\(currency.text) \(Amount.text($0, in: currency))" }
        return "\(sum ?? "no amount") for \(earner.map { "\($0.text)" } ?? "nobody")"
    }
}

extension Payout {
    /// How much, and for whom.
    fileprivate var shown: String {
        "\(currency.text) \(Amount.text(amount, in: currency)) for \(earner.text)"
    }
}

extension Payroll {
    fileprivate func row(_ why: String, _ command: String) -> TodoRow {
        TodoRow("payroll", id.text, why: "\(bonuses) bonuses, \(why)", command: command)
    }
}
