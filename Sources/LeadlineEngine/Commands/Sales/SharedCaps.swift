import LeadlineDomain

extension [Award] {
    /// The awards with what those before them leave of a cap that holds for several; whoever is
    /// above an earner goes by what is left to it.
    ///
    /// None of them is written yet, so that the use that is stored says nothing of the others.
    /// They are reckoned on so much, in minor units; the customer is the contact that it has
    /// become, where that is known.
    func sharingCaps(
        on net: Int64, in currency: Currency, _ date: CivilDate, customer: Payee? = nil
    ) -> [Award] {
        var used: [CapUseID: Int64] = [:]
        var awards = self
        for (index, award) in enumerated() {
            guard var recipe = award.recipe, let room = recipe.room else { continue }
            switch recipe.source {
            case .terms(let terms):
                guard let earner = award.isCustomer ? customer : award.earner,
                    let id = CapUseID(terms, earner, on: date)
                else { continue }
                let before = used[id, default: 0]
                recipe.room = Swift.max(room - before, 0)
                // Both are at most what a cap can be.
                used[id] = before + recipe.reckon(net, in: currency).amount
            case .override:
                guard let below = award.below, let left = awards[below].recipe?.room else {
                    continue
                }
                recipe.room = left
            case .given, .givenRate: continue
            }
            awards[index].recipe = recipe
        }
        return awards
    }
}
