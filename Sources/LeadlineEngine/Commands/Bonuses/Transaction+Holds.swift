import LeadlineDomain
import LeadlineStore

// What disputes and suspensions do to bonuses that were not paid.

extension Transaction {
    /// Stops the unpaid bonuses of a lead, for a reason by which they are let go on again.
    mutating func holdBonuses(of lead: LeadID, reason: Text) throws(Rejection) {
        for old in changes.view.bonuses(of: lead) where old.isStoppable {
            try keep(old.held(reason), from: old, .bonusHeld)
        }
    }

    /// Stops at most so many of the unpaid bonuses of an earner; answers how many they were.
    mutating func holdBonuses(
        of earner: Payee, reason: Text, limit: Int
    ) throws(Rejection) -> Int {
        let found = changes.view.ids(
            Schema.bonuses.stoppable, KeyText(earner.text.bytes), limit: limit)
        for entry in found {
            guard let old = changes.view.get(Schema.bonuses.table, entry.id) else { continue }
            try keep(old.held(reason), from: old, .bonusHeld)
        }
        return found.count
    }

    /// Lets those bonuses of a lead go on that were stopped for this reason, unless something else
    /// stops them.
    mutating func unholdBonuses(of lead: LeadID, reason: Text) throws(Rejection) {
        for old in changes.view.bonuses(of: lead) where old.state == .held && old.reason == reason {
            var bonus = old
            if let other = stop(of: old) {
                bonus.reason = other
                try keep(bonus, from: old, .bonusHeld)
                continue
            }
            bonus.state = old.heldFrom ?? .draft
            bonus.heldFrom = nil
            settleDue(&bonus)
            try keep(bonus, from: old, .bonusUnheld)
        }
    }

    /// Gives what a payee earns by a lead to another: unpaid bonuses change hands, paid ones are
    /// adjusted on both sides by drafts that somebody has to approve.
    mutating func moveBonuses(
        of lead: LeadID, from loser: Payee, to winner: Payee, reason: Text
    ) throws(Rejection) {
        var rooms: [CappedAward: Int64] = [:]
        var recapped: [Bonus] = []
        for old in changes.view.bonuses(of: lead)
        where old.earner == loser && old.state != .void && !old.isOverride {
            guard old.isSettled else {
                var bonus = old
                bonus.earner = winner
                capAnew(&bonus, &rooms)
                // What is stopped is let go on by the reason that it was stopped for.
                if old.state != .held {
                    bonus.reason = reason
                    if old.isOwed { bonus = stopped(bonus) }
                }
                try keep(bonus, from: old, .bonusUpdated)
                if bonus.recipe?.room != old.recipe?.room { recapped.append(bonus) }
                continue
            }
            let amount = try (old.amount ?? 0).adding(-old.clawed)
            guard amount != 0 else { continue }
            try make(counterpart(of: old, for: loser, -amount, reason))
            try make(counterpart(of: old, for: winner, amount, reason))
        }
        for bonus in recapped { try followCap(of: bonus, reason: reason) }
    }

    /// Makes of an unpaid bonus what the cap leaves whoever earns it now; what was left before its
    /// first part holds for all of them.
    mutating func capAnew(_ bonus: inout Bonus, _ rooms: inout [CappedAward: Int64]) {
        guard let earner = bonus.earner, var recipe = bonus.recipe,
            case .terms(let terms) = recipe.source
        else { return }
        let award = CappedAward(bonus, recipe)
        let day = settings.zone.day(of: bonus.earned)
        // A draft of nobody had no cap yet.
        guard let room = rooms[award] ?? changes.view.room(terms, earner, on: day) ?? recipe.room
        else { return }
        rooms[award] = room
        guard room != recipe.room else { return }
        let sale = bonus.sale.flatMap { changes.view.get(Schema.sales.table, $0) }
        recipe.room = room
        bonus.recipe = recipe
        guard bonus.amount != nil else { return }
        let currency = sale?.currency ?? bonus.currency
        bonus.amount = recipe.reckon(bonus.reckonedOn, in: currency).amount + bonus.clawed
    }

    private mutating func counterpart(
        of old: Bonus, for earner: Payee, _ amount: Int64, _ reason: Text
    ) -> Bonus {
        var bonus = Bonus(
            id: BonusID(raw: changes.next(IDSequence.bonus)), type: old.type, earner: earner,
            sale: old.sale, invoice: old.invoice, lead: old.lead, currency: old.currency,
            earned: settings.zone.start(of: today), created: now)
        let recipe = Recipe(.given(amount))
        bonus.recipe = recipe
        bonus.basis = recipe.basis(beside: old.basis)
        bonus.amount = amount
        bonus.rule = .standard
        bonus.parent = old.id
        bonus.isFromDispute = true
        bonus.reason = reason
        return bonus
    }

    // MARK: - What stops them

    /// Why what was not paid has to wait: its lead is disputed, or its earner suspended; nil where
    /// nothing stops it.
    mutating func stop(of bonus: Bonus) -> Text? {
        if let lead = bonus.lead, hasOpenDispute(lead) { return Bonus.disputeReason }
        guard case .partner(let id)? = bonus.earner,
            changes.view.get(Schema.partners.table, id)?.state == .suspended
        else { return nil }
        return Bonus.suspensionReason
    }

    /// A bonus that becomes one to be paid, as it is or stopped.
    mutating func stopped(_ bonus: Bonus) -> Bonus {
        guard bonus.isStoppable, let reason = stop(of: bonus) else { return bonus }
        return bonus.held(reason)
    }
}

/// What parts of a bonus are parts of: one cap holds for all of them together.
struct CappedAward: Hashable {
    let sale: SaleID?
    let invoice: UInt16
    let type: BonusType
    let share: Portion?

    init(_ bonus: Bonus, _ recipe: Recipe) {
        sale = bonus.sale
        invoice = bonus.invoice
        type = bonus.type
        share = recipe.share
    }
}

extension View {
    /// The bonuses that a lead has brought, the oldest first.
    mutating func bonuses(of lead: LeadID) -> [Bonus] {
        ids(Schema.bonuses.byLead, lead, limit: EngineLimits.scanRowsMax)
            .compactMap { get(Schema.bonuses.table, $0.id) }
    }
}

extension Bonus {
    /// Whether somebody can stop it.
    var isStoppable: Bool { BonusFlow.move(.hold, from: state) != nil }

    /// Whether it is approved, and neither stopped nor settled.
    fileprivate var isOwed: Bool { state == .approved || state == .due }

    fileprivate var isOverride: Bool { recipe?.isOverride ?? false }

    /// The same bonus, stopped.
    func held(_ reason: Text) -> Bonus {
        var bonus = self
        bonus.heldFrom = state
        bonus.state = .held
        bonus.reason = reason
        return bonus
    }
}

extension Bonus {
    /// Why bonuses are held whose lead is disputed; what is held for it goes on when that ends.
    static let disputeReason: Text = "disputed"

    /// Why one is held that would be owed to a suspended partner from then on.
    static let suspensionReason: Text = "suspended"
}

extension Lead {
    /// Who earns by it: those who share its credit, or its referrer, or who brought it.
    var earners: [Payee] {
        let shared = credit.compactMap(\.contributor.payee)
        if !shared.isEmpty { return shared }
        if let referrer { return [referrer] }
        return direction == .in ? partner.map { [.partner($0)] } ?? [] : []
    }
}
