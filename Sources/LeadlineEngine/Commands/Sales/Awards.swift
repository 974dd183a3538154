import LeadlineDomain
import LeadlineStore

/// What bonuses are made of: a sale, or what a sale would be.
struct Deal {
    let lead: Lead
    let type: SaleType
    let currency: Currency
    /// In minor units.
    let net: Int64
    /// The day on which it is earned.
    let date: CivilDate
    /// The day of the lead's first sale, where this is a further one.
    let firstSale: CivilDate?
    /// The campaigns that match the lead.
    let campaigns: [Campaign]
}

/// A bonus that a deal makes, before it is written.
struct Award {
    let type: BonusType
    /// Nil where nobody is named yet; of a customer, until it has become a contact.
    let earner: Payee?
    let isCustomer: Bool
    /// Nil where no terms say how much it is.
    var recipe: Recipe?
    let currency: Currency
    /// The award below this one in the same list.
    let below: Int?
}

extension View {
    /// The deal that a sale is.
    mutating func deal(of sale: Sale, _ lead: Lead, _ settings: Settings) -> Deal {
        deal(
            lead, sale.type, Money(minor: sale.net, currency: sale.currency),
            on: sale.invoices.first?.date ?? settings.zone.day(of: sale.created), except: sale.id,
            settings)
    }

    /// The deal that a sale of so much would be.
    mutating func deal(
        _ lead: Lead, _ type: SaleType, _ amount: Money, on date: CivilDate,
        except sale: SaleID?, _ settings: Settings
    ) -> Deal {
        let earlier = ids(Schema.sales.byLead, lead.id, limit: Sale.perLeadMax)
            .compactMap { get(Schema.sales.table, $0.id) }
            .first { $0.id != sale && $0.state == .approved && $0.type == .new }
        let tier = lead.partner.flatMap { get(Schema.partners.table, $0) }?.tier
        return Deal(
            lead: lead, type: type, currency: amount.currency, net: amount.minor, date: date,
            firstSale: type == .addon ? earlier?.invoices.first?.date : nil,
            campaigns: campaigns(matching: lead, tier: tier, settings.regions))
    }

    /// The bonuses that a deal makes, those above an earner behind it.
    mutating func awards(
        for deal: Deal, _ settings: Settings
    ) throws(Rejection) -> [Award] {
        try separateAwards(for: deal, settings).sharingCaps(
            on: deal.net, in: deal.currency, deal.date, customer: knownCustomer(of: deal.lead))
    }

    /// The same, each as if it were the only one.
    private mutating func separateAwards(
        for deal: Deal, _ settings: Settings
    ) throws(Rejection) -> [Award] {
        var awards: [Award] = []
        for (earner, share) in earners(of: deal.lead) {
            guard let type = try referralType(of: deal, earner) else { continue }
            try add(type, earner, share, deal, settings, to: &awards)
        }
        guard deal.lead.source == .contact, deal.type == .new else { return awards }
        if let helper = deal.lead.helper {
            let recipe = try recipe(
                .employeeGenerated, .referrer(helper), nil, deal, settings)
            if let recipe {
                awards.append(
                    Award(.employeeGenerated, .referrer(helper), recipe, deal.currency))
            }
        }
        if var recipe = try recipe(.newCustomer, nil, nil, deal, settings) {
            if let terms = recipe.terms, let customer = knownCustomer(of: deal.lead) {
                recipe.room = room(terms, customer, on: deal.date)
            }
            awards.append(Award(.newCustomer, nil, recipe, deal.currency, isCustomer: true))
        }
        return awards
    }

    /// Who earns by a lead, each with its share; somebody unknown where nobody is named.
    ///
    /// What a campaign is credited with is paid to nobody.
    private func earners(of lead: Lead) -> [(earner: Payee?, share: Portion?)] {
        let weights = lead.credit.map { Int64($0.millionths) }
        let shared = lead.credit.enumerated().compactMap { index, share in
            share.contributor.payee.map { ($0, Portion(weights: weights, index: index)) }
        }
        guard shared.isEmpty else { return shared.map { (earner: $0.0, share: $0.1) } }
        return lead.earners.first.map { [(earner: $0, share: nil)] } ?? [(nil, nil)]
    }

    /// What the referrer's bonus is called; nil where there is none.
    private mutating func referralType(
        of deal: Deal, _ earner: Payee?
    ) throws(Rejection) -> BonusType? {
        if let type = BonusType.ofReferral(deal.lead.source) {
            return deal.type == .addon ? .addOnSale : type
        }
        // Other sources pay only where terms of the source say so, to whom the lead names.
        guard earner != nil, !terms(of: .source(deal.lead.source)).isEmpty else { return nil }
        return deal.type == .addon ? .addOnSale : .referralVendor
    }

    private mutating func add(
        _ type: BonusType, _ earner: Payee?, _ share: Portion?, _ deal: Deal,
        _ settings: Settings, to awards: inout [Award]
    ) throws(Rejection) {
        guard let recipe = try recipe(type, earner, share, deal, settings) else {
            // Somebody is named: that nothing says how much it is must not be overlooked.
            if let earner, try chosenTerms(type, earner, share, deal) == nil {
                awards.append(Award(type, earner, nil, deal.currency))
            }
            return
        }
        awards.append(Award(type, earner, recipe, deal.currency))
        guard let terms = recipe.terms, let overrides = terms.overrides,
            case .partner(let start)? = earner
        else { return }
        let above = Ancestry.above(start, atMost: overrides.rates.count) {
            get(Schema.partners.table, $0)?.parent
        }
        for (index, partner) in above.enumerated() {
            var climbing = recipe
            climbing.source = .override(terms, level: UInt8(index + 1))
            awards.append(
                Award(type, .partner(partner), climbing, deal.currency, below: awards.count - 1))
        }
    }

    /// How a bonus for this comes about; nil where no terms pay one.
    private mutating func recipe(
        _ type: BonusType, _ earner: Payee?, _ share: Portion?, _ deal: Deal,
        _ settings: Settings
    ) throws(Rejection) -> Recipe? {
        guard let (terms, boost) = try chosenTerms(type, earner, share, deal) else { return nil }
        return try recipe(terms, boost, earner, share, deal)
    }

    /// The same by these terms.
    private mutating func recipe(
        _ terms: Terms, _ boost: Rate, _ earner: Payee?, _ share: Portion?, _ deal: Deal
    ) throws(Rejection) -> Recipe? {
        guard !terms.comparesAmounts || terms.currency == deal.currency else {
            throw .invalid(
                "currency",
                "the terms of \(terms.scope.text) are in \(terms.currency.text), not in "
                    + "\(deal.currency.text)")
        }
        if let least = terms.minSale, deal.net < least { return nil }
        var recipe = Recipe(.terms(terms))
        recipe.boost = boost
        recipe.share = share
        if let first = deal.firstSale, terms.type == nil {
            if terms.recurs != nil, !terms.pays(monthIndex: first.wholeMonths(to: deal.date)) {
                return nil
            }
            recipe.isLater = terms.later != nil
        }
        recipe.room = room(terms, earner, on: deal.date)
        return recipe
    }

    /// What a cap leaves an earner on that day, all of it whoever is not known yet; nil without a
    /// cap.
    mutating func room(_ terms: Terms, _ earner: Payee?, on date: CivilDate) -> Int64? {
        guard let cap = terms.cap else { return nil }
        let id = earner.flatMap { CapUseID(terms, $0, on: date) }
        return cap.room(used: id.flatMap { get(Schema.capUses.table, $0)?.used } ?? 0)
    }

    /// The terms that decide, most specific first, with the points that campaigns add.
    private mutating func chosenTerms(
        _ type: BonusType, _ earner: Payee?, _ share: Portion?, _ deal: Deal
    ) throws(Rejection) -> (terms: Terms, boost: Rate)? {
        let question = TermsQuestion(type: type, products: deal.lead.products)
        let boost = deal.campaigns.compactMap(\.boost).max() ?? .zero
        if let earner, let terms = TermsChoice.best(agreement(with: earner), for: question) {
            return (terms, boost)
        }
        if let chosen = try campaignTerms(question, earner, share, deal) { return chosen }
        if case .partner(let id)? = earner, let tier = get(Schema.partners.table, id)?.tier,
            let terms = TermsChoice.best(
                terms(of: .tier(tier.asciiLowercased)), for: question)
        {
            return (terms, boost)
        }
        for scope in [TermsScope.source(deal.lead.source), .standard] {
            if let terms = TermsChoice.best(terms(of: scope), for: question) {
                return (terms, boost)
            }
        }
        return nil
    }

    /// The terms of the campaign that pays most; what each would come to is compared, never rates.
    ///
    /// - Throws: `INVALID currency` where amounts of all of them are in another one.
    private mutating func campaignTerms(
        _ question: TermsQuestion, _ earner: Payee?, _ share: Portion?, _ deal: Deal
    ) throws(Rejection) -> (terms: Terms, boost: Rate)? {
        var most: (terms: Terms, boost: Rate, amount: Int64)?
        var refusal: Rejection?
        for campaign in deal.campaigns {
            guard let terms = TermsChoice.best(terms(of: .campaign(campaign.id)), for: question)
            else { continue }
            let boost = campaign.boost ?? .zero
            do throws(Rejection) {
                let recipe = try recipe(terms, boost, earner, share, deal)
                let amount = recipe?.reckon(deal.net, in: deal.currency).amount ?? 0
                if let most, most.amount >= amount { continue }
                most = (terms, boost, amount)
            } catch {
                refusal = error
            }
        }
        if most == nil, let refusal { throw refusal }
        return most.map { ($0.terms, $0.boost) }
    }

    /// The bonuses of a renewal: what the first invoice paid, by the terms that were copied then.
    mutating func renewals(
        of sale: Sale, on date: CivilDate, from first: CivilDate
    ) -> [Award] {
        let index = first.wholeMonths(to: date)
        var awards: [Award] = []
        var seen: [BonusID: Int] = [:]
        let first = bonuses(of: sale.id, invoice: 0)
        for bonus in first where bonus.renews(at: index) {
            guard var recipe = bonus.recipe else { continue }
            // Of one that is paid in parts the first stands for all.
            if let part = recipe.parts.first {
                guard part.index == 0, recipe.parts.count == 1, bonus.parent == nil else {
                    continue
                }
            }
            recipe.parts = []
            recipe.isLater = true
            let earner = bonus.heir(among: first)
            if let terms = recipe.terms, recipe.room != nil {
                recipe.room = room(terms, earner, on: date)
            }
            seen[bonus.id] = awards.count
            awards.append(
                Award(
                    bonus.type, earner, recipe, bonus.currency,
                    below: bonus.parent.flatMap { seen[$0] }))
        }
        return awards.sharingCaps(on: sale.invoices.last?.net ?? 0, in: sale.currency, date)
    }
}

extension Bonus {
    /// Whether renewals that many months after the first commission bring the same again.
    fileprivate func renews(at index: Int) -> Bool {
        guard state != .void || reason == Bonus.splitReason, let terms = recipe?.terms else {
            return false
        }
        return terms.pays(monthIndex: index)
    }

    /// Who earns by its renewals: whoever disputes gave it to, also after it was paid.
    ///
    /// What was paid stays with who was paid; the winner has an amount by hand beside it.
    fileprivate func heir(among others: [Bonus]) -> Payee? {
        var last = self
        while let next = others.first(where: { last.isGiven(to: $0) }) { last = next }
        return last.earner
    }

    /// Whether another bonus is what a dispute gave somebody else for this one.
    private func isGiven(to other: Bonus) -> Bool {
        // A later one: there is no way back, and so no circle.
        other.isFromDispute && other.parent == id && other.id > id && other.earner != earner
    }

    /// Why a bonus is void whose parts stand in its place.
    static let splitReason: Text = "split"
}

extension Award {
    fileprivate init(
        _ type: BonusType, _ earner: Payee?, _ recipe: Recipe?, _ currency: Currency,
        isCustomer: Bool = false, below: Int? = nil
    ) {
        self.type = type
        self.earner = earner
        self.isCustomer = isCustomer
        self.recipe = recipe
        self.currency =
            switch recipe?.source {
            case .terms(let terms): terms.currency(ofSaleIn: currency)
            case .override(let terms, _) where terms.overrides?.base == .commission:
                terms.currency(ofSaleIn: currency)
            default: currency
            }
        self.below = below
    }
}
