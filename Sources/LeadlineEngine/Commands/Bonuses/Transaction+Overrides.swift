import LeadlineDomain
import LeadlineStore

extension Transaction {
    /// Reckons anew what those above an earner get of its commission, after a cap has left it
    /// another part of that; what was paid of theirs, or is in a payout, stays (`rules.md` 7).
    mutating func followCap(of below: Bonus, reason: Text?) throws(Rejection) {
        guard let recipe = below.recipe, recipe.terms?.overrides?.base == .commission,
            let sale = below.sale.flatMap({ changes.view.get(Schema.sales.table, $0) })
        else { return }
        let award = CappedAward(below, recipe)
        let bonuses = changes.view.bonuses(of: sale.id, invoice: Int(below.invoice))
        guard let room = bonuses.room(of: award) else { return }
        for old in bonuses where old.isAbove(award) && !old.isSettled && old.state != .void {
            var bonus = old
            bonus.recipe?.room = room
            if old.amount != nil, let recipe = bonus.recipe {
                bonus.amount =
                    recipe.reckon(bonus.reckonedOn, in: sale.currency).amount + bonus.clawed
            }
            guard bonus != old else { continue }
            // What is stopped is let go on by the reason that it was stopped for.
            if old.state != .held, let reason { bonus.reason = reason }
            try keep(bonus, from: old, .bonusUpdated)
        }
    }
}

extension [Bonus] {
    /// What caps have left of an award of these bonuses.
    ///
    /// Where its parts are with different earners, and so under different caps, it is what the
    /// parts come to together.
    fileprivate func room(of award: CappedAward) -> Int64? {
        let parts = filter { $0.isPart(of: award) }
        let rooms = Set(parts.map { $0.recipe?.room })
        guard rooms.count > 1 else { return rooms.first ?? nil }
        return parts.reduce(0) { $0 + ($1.amount ?? 0) - $1.clawed }
    }
}

extension Bonus {
    /// Whether it is an award itself, or a part of it, and not void.
    fileprivate func isPart(of award: CappedAward) -> Bool {
        guard state != .void, let recipe, case .terms = recipe.source else { return false }
        return CappedAward(self, recipe) == award
    }

    /// Whether it is reckoned on the commission that an award is.
    fileprivate func isAbove(_ award: CappedAward) -> Bool {
        guard let recipe, case .override = recipe.source else { return false }
        return CappedAward(self, recipe) == award
    }
}
