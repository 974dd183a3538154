import LeadlineDomain
import LeadlineStore

// Money on its way agrees with what it is made of.
extension Inspection {
    /// Each payout's bonuses are as far as it is, and with what is set off they are its amount.
    mutating func checkPayouts(_ view: inout View) {
        each(Schema.payouts.table, &view) { inspection, view, payout in
            inspection.check(payout, &view)
        }
        each(Schema.payrolls.table, &view) { inspection, view, payroll in
            if view.get(Schema.payoutRuns.table, payroll.run)?.payroll != payroll.id {
                inspection.add("payroll", payroll.id.text, "its run \(payroll.run) is of another")
            }
        }
        each(Schema.taxForms.table, &view) { inspection, view, form in
            inspection.require(form.payee, of: "tax form", form.payee.text, &view)
        }
        each(Schema.repayments.table, &view) { inspection, view, repayment in
            inspection.require(repayment.payee, of: "repayment", repayment.ref, &view)
        }
        each(Schema.forgiveness.table, &view) { inspection, view, wish in
            inspection.require(wish.payee, of: "forgiveness", wish.payee.text, &view)
        }
    }

    private mutating func check(_ payout: Payout, _ view: inout View) {
        let found = view.ids(
            Schema.bonuses.byPayout, payout.id.raw, limit: Payout.bonusesMax + 1)
        if let id = payout.payroll, view.get(Schema.payrolls.table, id) == nil {
            add("payout", payout.id.text, "its payroll \(id) does not exist")
        }
        if payout.state == .failed {
            if !found.isEmpty { add("payout", payout.id.text, "failed and still has bonuses") }
            return
        }
        if found.count != Int(payout.bonuses) {
            add("payout", payout.id.text, "has \(found.count) bonuses, not \(payout.bonuses)")
        }
        let state: BonusState = payout.state == .paid ? .paid : .reserved
        var sum = -payout.setOffs.reduce(Int128(payout.withheld)) { $0 + Int128($1.amount) }
        for entry in found {
            guard let bonus = view.get(Schema.bonuses.table, entry.id) else { continue }
            sum += Int128(bonus.amount ?? 0)
            if bonus.state != state {
                add(
                    "payout", payout.id.text,
                    "is \(payout.state.word), \(bonus.id) not \(state.word)")
            }
        }
        if sum != Int128(payout.amount) {
            add("payout", payout.id.text, "pays \(payout.amount), its lines are \(sum)")
        }
    }

    private mutating func require(
        _ payee: Payee, of check: Text, _ subject: Text, _ view: inout View
    ) {
        switch payee {
        case .partner(let id): require(id, of: check, subject, &view)
        case .referrer(let id):
            guard view.get(Schema.referrers.table, id) == nil else { return }
            add(check, subject, "its referrer \(id) does not exist")
        }
    }
}
