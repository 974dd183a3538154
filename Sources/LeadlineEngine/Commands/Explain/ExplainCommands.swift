import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// How an amount comes about, step by step.
    static let explanation: [Command] = [
        .scan(
            "EXPLAIN", "Shows every step from a sale to the cent: of a bonus, or of a win to be.",
            group: .money, by: [.admin, .manager, .agent, .finance, .auditor, .partner],
            reach: .record("id"), Positional<SubjectName>("id"), Keyword<AmountText>("AMOUNT"),
            Keyword<TimeInput>("AT"), run: explain)
    ]
}

/// One step: what is looked at, what it says, and where that comes from.
struct ExplainedStep: Sendable {
    let step: Text
    let value: Text?
    let source: Text?

    init(_ step: Text, _ value: Text?, _ source: Text? = nil) {
        self.step = step
        self.value = value
        self.source = source
    }
}

/// The columns of EXPLAIN.
enum ExplainColumns: PageColumns {
    static let standard: [EntityField<ExplainedStep>] = [
        EntityField("step") { .text($0.step) },
        EntityField("value") { .optional($0.value) },
        EntityField("source") { .optional($0.source) },
    ]
}

typealias Explanation = RecordPage<ExplainedStep, ExplainColumns>

private func explain(
    reader: inout Reader, name: SubjectName, amount: AmountText?, at: TimeInput?
) throws(Rejection) -> Explanation {
    let bytes = name.text.bytes
    if let id = BonusID(bytes) {
        guard amount == nil, at == nil else {
            throw .syntax("AMOUNT and AT are for a lead; a bonus has its own")
        }
        return Explanation(try reader.explained(id))
    }
    let reference = try checking("id") { () throws(ValueFault) in
        try LeadReference(argument: bytes)
    }
    let lead = try reader.view.lead(reference, reader.caller.wall)
    guard let amount else { throw .syntax("keyword AMOUNT is required for EXPLAIN of a lead") }
    return Explanation(try reader.explained(lead, amount, at: at))
}

extension Reader {
    /// The steps of a bonus, from what was copied onto it.
    fileprivate mutating func explained(_ id: BonusID) throws(Rejection) -> [ExplainedStep] {
        let wall = caller.wall
        let bonus = try view.bonus(id, wall)
        let sale = bonus.sale.flatMap { view.get(Schema.sales.table, $0) }
        var steps: [ExplainedStep] = []
        let recipe = bonus.recipe
        let isInside = wall.isHouse || !(recipe?.isOverride ?? false)
        if isInside, let sale, sale.invoices.indices.contains(Int(bonus.invoice)) {
            let invoice = sale.invoices[Int(bonus.invoice)]
            let total = Amount.text(invoice.amount, in: sale.currency)
            steps.append(ExplainedStep("sale", total, sale.id.text))
            if invoice.refunded > 0 {
                steps.append(
                    ExplainedStep(
                        "refunded", Amount.text(invoice.refunded, in: sale.currency),
                        sale.id.text))
            }
        }
        if let recipe {
            steps += recipe.origin(isInside: isInside)
            let basis = bonus.reckonedOn
            let reckoning = recipe.reckon(basis, in: sale?.currency ?? bonus.currency)
            if isInside {
                if bonus.basis != nil {
                    steps.append(
                        ExplainedStep(
                            "basis", Amount.text(basis, in: sale?.currency ?? bonus.currency),
                            "net of refunds"))
                }
                steps += reckoning.explained(in: bonus.currency)
            }
        }
        steps += view.ending(of: bonus, sale)
        return steps
    }

    /// The steps of what a win would bring, for each of its earners that the caller may know of.
    fileprivate mutating func explained(
        _ lead: Lead, _ amount: AmountText, at: TimeInput?
    ) throws(Rejection) -> [ExplainedStep] {
        let minor = try amount.positive("amount", lead.currency)
        var date = settings.zone.day(of: now)
        if case .date(let day)? = at {
            date = day
        } else if let at {
            let (now, zone) = (now, settings.zone)
            let instant = try checking("at") { () throws(ValueFault) in
                try at.resolve(now: now, zone: zone, toward: .future, edge: .start)
            }
            date = zone.day(of: instant)
        }
        let money = Money(minor: minor, currency: lead.currency)
        let type: SaleType = lead.status == .won ? .addon : .new
        let deal = view.deal(lead, type, money, on: date, except: nil, settings)
        var steps: [ExplainedStep] = []
        for award in try view.awards(for: deal, settings) {
            let wall = caller.wall
            guard wall.isHouse || award.earner.map({ wall.isOwn(Outsider($0)) }) ?? false else {
                continue
            }
            let isInside = wall.isHouse || !(award.recipe?.isOverride ?? false)
            steps += award.explained(deal, isInside: isInside)
        }
        return steps
    }
}

extension Award {
    fileprivate func explained(_ deal: Deal, isInside: Bool) -> [ExplainedStep] {
        let who = isCustomer ? Text("customer" as StaticString) : earner?.text
        var steps = [ExplainedStep("earner", who, type.text)]
        guard let recipe else {
            steps.append(ExplainedStep("terms", nil, "none say how much"))
            return steps
        }
        let reckoning = recipe.reckon(deal.net, in: deal.currency)
        if isInside {
            steps.append(
                ExplainedStep("sale", Amount.text(deal.net, in: deal.currency), deal.lead.id.text))
        }
        steps += recipe.origin(isInside: isInside)
        if isInside { steps += reckoning.explained(in: currency) }
        steps.append(
            ExplainedStep(
                "amount", Amount.text(reckoning.amount, in: currency), currency.text))
        if let terms = recipe.terms {
            let source = isInside ? terms.scope.text : nil
            if terms.hold.count > 0 {
                steps.append(ExplainedStep("hold", terms.hold.text, source))
            }
            if let plan = terms.parts, !recipe.isOverride {
                steps.append(ExplainedStep("split", plan.text, source))
            } else {
                steps.append(
                    ExplainedStep(
                        "due_event", (terms.due ?? .standard).text, source))
            }
        }
        return steps
    }
}

extension View {
    /// What stands behind the amount of a bonus: hold, event, due date.
    fileprivate mutating func ending(of bonus: Bonus, _ sale: Sale?) -> [ExplainedStep] {
        var steps: [ExplainedStep] = []
        steps.append(
            ExplainedStep(
                "amount", bonus.amount.map { Amount.text($0, in: bonus.currency) },
                bonus.currency.text))
        if bonus.clawed != 0 {
            steps.append(
                ExplainedStep(
                    "debt", Amount.text(bonus.clawed, in: bonus.currency),
                    "refunded after it was paid"))
        }
        if bonus.hold.count > 0 {
            steps.append(ExplainedStep("hold", bonus.hold.text, Text("after \(bonus.earned.text)")))
        }
        if let rule = bonus.rule {
            let date = rule.event == .approved ? bonus.approved?.text : nil
            let known = date ?? sale?.date(of: rule.event)?.text
            steps.append(ExplainedStep("due_event", rule.text, known ?? "not yet"))
        }
        steps.append(
            ExplainedStep(
                "due", bonus.due?.text, "the last of event, approval, and earned with hold"))
        return steps + withholding(of: bonus)
    }

    /// What the tax office gets of the payout that a bonus is in, or would get of the next.
    private mutating func withholding(of bonus: Bonus) -> [ExplainedStep] {
        if let id = bonus.payout {
            guard let payout = get(Schema.payouts.table, id), payout.withheld > 0 else { return [] }
            let amount = Amount.text(payout.withheld, in: payout.currency)
            return [ExplainedStep("withheld", amount, Text("of \(id), for the tax office"))]
        }
        guard let earner = bonus.earner, !isEmployee(earner), bonus.state != .void,
            let form = taxForm(of: earner), let rate = form.withhold
        else { return [] }
        return [ExplainedStep("withhold", rate.text, Text("\(form.kind.word)"))]
    }
}
