import LeadlineDomain

/// Which bonuses of an invoice a dispute has made beside paid ones, and what they have to follow.
///
/// The two of a pair stand for what a bonus came to when the dispute was decided: one takes it from
/// the loser, one gives it to the winner. What a refund takes of that bonus it takes of both, so
/// that the loser does not owe the same twice (`rules.md` 8).
struct Counterparts {
    /// The counterparts, each with whether it takes from the loser.
    private var takes: [BonusID: Bool] = [:]
    /// By how much what bonuses come to has changed, in minor units.
    private var changes: [BonusID: Int64] = [:]
    /// By how much the amounts have changed that split counterparts were the whole of.
    private var wholes: [BonusID: Int64] = [:]

    /// Finds the pairs among the bonuses of an invoice, the oldest first.
    init(_ bonuses: [Bonus]) {
        for (one, other) in zip(bonuses, bonuses.dropFirst())
        where takes[one.id] == nil && one.isPaired(with: other) {
            takes[one.id] = true
            takes[other.id] = false
        }
    }

    /// How a bonus comes about after what it follows has changed.
    mutating func recipe(of bonus: Bonus) -> Recipe? {
        guard var recipe = bonus.recipe, case .given(let minor) = recipe.source, minor != 0,
            let change = change(for: bonus, recipe)
        else { return bonus.recipe }
        // Both are amounts of at most 10^15. None comes to be of the other sign.
        let followed = minor > 0 ? max(minor + change, 0) : min(minor + change, 0)
        recipe.source = .given(followed)
        if bonus.state == .void, bonus.reason == Bonus.splitReason {
            wholes[bonus.id] = followed - minor
        }
        return recipe
    }

    /// Notes what a bonus has become.
    mutating func note(_ bonus: Bonus, from old: Bonus) {
        changes[bonus.id] = bonus.settledAmount - old.settledAmount
    }

    private func change(for bonus: Bonus, _ recipe: Recipe) -> Int64? {
        guard let parent = bonus.parent else { return nil }
        guard let takes = takes[bonus.id] else {
            return recipe.parts.isEmpty ? nil : wholes[parent]
        }
        return changes[parent].map { takes ? -$0 : $0 }
    }
}

extension Bonus {
    /// Whether a dispute made both in one go for the same bonus.
    ///
    /// Older versions took adjustments for made by disputes, too: those come alone.
    fileprivate func isPaired(with next: Bonus) -> Bool {
        isFromDispute && next.isFromDispute && parent != nil && parent == next.parent
            && next.id.raw == id.raw + 1 && created == next.created
    }

    /// What it comes to, less what is to be given back, in minor units.
    fileprivate var settledAmount: Int64 { (amount ?? 0) - clawed }
}
