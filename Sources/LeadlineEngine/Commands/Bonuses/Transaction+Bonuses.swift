import LeadlineDomain
import LeadlineStore

// Every write of a bonus goes through `keep`: it enters in the ledger, in the same commit, what has
// changed in what the bonus stands for.

extension Transaction {
    /// Writes a bonus over what it was, with its entries in the ledger and its event.
    @discardableResult
    mutating func keep(
        _ changed: Bonus, from old: Bonus, _ type: EventType, extra: EventData = EventData()
    ) throws(Rejection) -> Bonus {
        guard old.version < .max else {
            throw Rejection(.limit, "\(old.id) has no version left")
        }
        var new = changed
        new.version = old.version + 1
        new.updated = now
        try enter(new, from: old)
        changes.put(Schema.bonuses.table, new)
        record(
            type, new.subject, BonusFields.event, from: BonusEntry(old), to: BonusEntry(new),
            extra: extra)
        return new
    }

    /// Writes a bonus that is new, with its event.
    mutating func make(_ bonus: Bonus) throws(Rejection) {
        try enter(bonus, from: nil)
        changes.insert(Schema.bonuses.table, bonus)
        record(
            .bonusCreated, bonus.subject, BonusFields.event, from: nil, to: BonusEntry(bonus))
    }

    /// What a bonus has come to stand for, in the ledger, its earner's standing and its cap.
    ///
    /// Where a sum would not hold it nothing is entered, as long as its earner stays.
    private mutating func enter(_ new: Bonus, from old: Bonus?) throws(Rejection) {
        let revenue = try revenue(after: new, from: old)
        let uses = try capUses(after: new, from: old)
        if let old, old.earner != new.earner {
            try shift(old.earner, of: new, from: old, to: nil)
            try shift(new.earner, of: new, from: nil, to: new)
        } else {
            try shift(new.earner, of: new, from: old, to: new)
        }
        if let revenue { changes.put(Schema.revenues.table, revenue) }
        for use in uses { changes.put(Schema.capUses.table, use) }
    }

    /// What is used of caps when a bonus has become this.
    private mutating func capUses(
        after new: Bonus, from old: Bonus?
    ) throws(Rejection) -> [CapUse] {
        var uses: [CapUse] = []
        try addUse(of: new, by: new.capUse, to: &uses)
        if let old { try addUse(of: old, by: -old.capUse, to: &uses) }
        return uses
    }

    private mutating func addUse(
        of bonus: Bonus, by change: Int64, to uses: inout [CapUse]
    ) throws(Rejection) {
        guard change != 0, let earner = bonus.earner, let terms = bonus.recipe?.terms,
            let id = CapUseID(terms, earner, on: settings.zone.day(of: bonus.earned))
        else { return }
        let place = uses.firstIndex { $0.id == id }
        var use =
            place.map { uses[$0] } ?? changes.view.get(Schema.capUses.table, id)
            ?? CapUse(id: id, used: 0)
        use.used = try use.used.adding(change)
        if let place { uses[place] = use } else { uses.append(use) }
    }

    // MARK: - Making

    /// Makes the draft bonuses of an invoice of a sale.
    mutating func grant(
        _ awards: [Award], for sale: Sale, invoice: Int
    ) throws(Rejection) -> [BonusEntry] {
        var made: [BonusEntry] = []
        var firsts: [BonusID?] = []
        for award in awards {
            let earner = try award.isCustomer ? customer(of: sale) : award.earner
            if award.isCustomer, earner == nil {
                firsts.append(nil)
                continue
            }
            let parent = award.below.flatMap { firsts[$0] }
            let bonuses = drafts(of: award, earner, sale, invoice, parent: parent)
            for bonus in bonuses {
                try make(bonus)
                made.append(BonusEntry(bonus))
            }
            firsts.append(bonuses.first?.id)
        }
        return made
    }

    /// The drafts that one award makes: several where its terms pay in parts.
    private mutating func drafts(
        of award: Award, _ earner: Payee?, _ sale: Sale, _ invoice: Int, parent: BonusID?
    ) -> [Bonus] {
        let terms = award.recipe?.terms
        var plan: PartPlan?
        if case .terms? = award.recipe?.source { plan = terms?.parts }
        let source = sale.invoices[invoice]
        var first: BonusID?
        var bonuses: [Bonus] = []
        for index in 0..<(plan?.parts.count ?? 1) {
            var bonus = Bonus(
                id: BonusID(raw: changes.next(IDSequence.bonus)), type: award.type,
                earner: earner, sale: sale.id, invoice: UInt16(clamping: invoice),
                lead: sale.lead, currency: award.currency,
                earned: settings.zone.start(of: source.date), created: now)
            bonus.recipe = award.recipe
            if let plan, let portion = Portion(weights: plan.weights, index: index) {
                bonus.recipe?.parts.append(portion)
            }
            bonus.basis = source.net
            bonus.amount = bonus.recipe?.reckon(source.net, in: sale.currency).amount
            bonus.rule = plan?.parts[index].due ?? terms?.due ?? .standard
            bonus.hold = terms?.hold ?? Seconds(0)
            bonus.parent = parent ?? first
            first = first ?? bonus.id
            bonuses.append(bonus)
        }
        return bonuses
    }

    /// The contact that the customer of a sale is, made when there is none; nil where it brought
    /// the lead itself: nobody earns on its own referral.
    private mutating func customer(of sale: Sale) throws(Rejection) -> Payee? {
        guard let lead = changes.view.anyLead(sale.lead) else { return nil }
        let (known, free) = changes.view.rewardedCustomer(of: lead)
        if let known { return lead.referrer == .referrer(known) ? nil : .referrer(known) }
        guard let free else {
            throw Rejection(.limit, "too many customers' addresses have the same fingerprint")
        }
        let id = ReferrerID(raw: changes.next(IDSequence.referrer))
        var contact = Referrer(
            id: id, kind: .contact, name: lead.name ?? lead.company ?? lead.email,
            currency: sale.currency, created: now)
        contact.email = lead.email
        changes.insert(Schema.referrers.table, contact)
        changes.insert(
            Schema.rewardedCustomers.table, RewardedCustomer(id: free, referrer: id))
        record(
            .referrerCreated, contact.subject, ReferrerFields.table, from: nil, to: contact)
        return .referrer(id)
    }

    // MARK: - What a sale brings about

    /// Reckons the bonuses of an invoice again, on what is left of it: what was not paid becomes
    /// smaller, what was is owed back (`rules.md` 8).
    mutating func reckonAgain(
        bonusesOf sale: Sale, invoice: Int, reason: Text
    ) throws(Rejection) {
        let net = sale.state == .cancelled ? 0 : sale.invoices[invoice].net
        let bonuses = changes.view.bonuses(of: sale.id, invoice: invoice)
        var counterparts = Counterparts(bonuses)
        for old in bonuses {
            let recipe = counterparts.recipe(of: old)
            guard old.state != .void else { continue }
            var bonus = old
            bonus.recipe = recipe
            bonus.basis = net
            bonus.reckonAgain(from: old, in: sale.currency)
            counterparts.note(bonus, from: old)
            if net == 0, !old.isSettled, old.clawed == 0 {
                bonus.state = .void
                bonus.heldFrom = nil
            }
            // What is stopped is let go on by the reason that it was stopped for.
            if bonus.state != .held,
                bonus.amount != old.amount || bonus.clawed != old.clawed
                    || bonus.state != old.state
            {
                bonus.reason = reason
            }
            guard bonus != old else { continue }
            try keep(bonus, from: old, .bonusReduced)
        }
    }

    /// Moves the due dates of the bonuses that wait for an event.
    mutating func reschedule(bonusesOf sale: Sale, after event: DueEvent) throws(Rejection) {
        for id in changes.view.bonusIDs(of: sale.id) {
            guard let old = changes.view.get(Schema.bonuses.table, id),
                old.rule?.event == event, old.approved != nil, !old.isSettled, old.state != .void
            else { continue }
            var bonus = old
            bonus.due = dueDate(of: bonus, sale)
            settleDue(&bonus)
            guard bonus != old else { continue }
            try keep(bonus, from: old, .bonusRescheduled)
        }
    }

    /// When a bonus that was approved is due; nil while its event has no date.
    func dueDate(of bonus: Bonus, _ sale: Sale?) -> Timestamp? {
        guard let rule = bonus.rule, let approved = bonus.approved else { return nil }
        let zone = settings.zone
        return rule.due(
            event: sale?.date(of: rule.event), approved: approved,
            earned: zone.day(of: bonus.earned), hold: bonus.hold, in: zone)
    }

    /// Makes of an approved bonus a due one, or the other way round, as its date says.
    func settleDue(_ bonus: inout Bonus) {
        guard bonus.standing == .approved || bonus.standing == .due else { return }
        let state: BonusState = bonus.due.map { $0 <= now } ?? false ? .due : .approved
        if bonus.state == .held { bonus.heldFrom = state } else { bonus.state = state }
    }

    /// Lets a bonus become due whose time has come.
    mutating func becomeDue(_ id: BonusID) throws(Rejection) {
        guard let old = changes.view.get(Schema.bonuses.table, id), old.state == .approved else {
            return
        }
        var bonus = old
        bonus.state = .due
        try keep(bonus, from: old, .bonusDue)
    }
}

extension Bonus {
    /// Takes the amount that its recipe makes of its basis: what was settled leaves a debt instead.
    fileprivate mutating func reckonAgain(from old: Bonus, in currency: Currency) {
        guard let before = old.amount, let recipe else { return }
        let after = recipe.reckon(reckonedOn, in: currency).amount
        switch Correction.from(before, to: after, isSettled: old.isSettled) {
        case nil where old.isSettled: clawed = 0
        case .change(let change) where old.isSettled: clawed = -change
        case .debt(let owed): clawed = owed
        // What was given back already of one that came back from a payout stays so.
        default: amount = after + old.clawed
        }
    }
}

extension Int64 {
    /// The sum; refused where it does not fit.
    func adding(_ other: Int64) throws(Rejection) -> Int64 {
        let (sum, lost) = addingReportingOverflow(other)
        guard !lost else { throw .invalid("amount", "the sums of the ledger would not hold it") }
        return sum
    }
}
