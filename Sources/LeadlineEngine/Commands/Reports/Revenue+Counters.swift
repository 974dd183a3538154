import LeadlineDomain
import LeadlineStore

// What a sale is counted by: on the days of its invoices, under whoever had the lead when it was
// approved.
extension Revenue {
    /// Calls `count` with each row and point of the counters that the sale is counted in.
    func forEachCount(_ count: (CounterKey, SeriesPoint) -> Void) {
        var facet = CounterFacet()
        facet.direction = attribution.direction
        facet.currency = currency
        facet.service = attribution.service
        facet.source = attribution.source
        facet.campaign = attribution.campaign
        facet.partner = attribution.partner
        facet.owner = attribution.owner
        facet.referrer = attribution.referrer
        for (fact, date, currency, minor, payee) in facts {
            facet.fact = fact
            facet.currency = currency
            var key = CounterKey(
                book: .overall, month: UInt32(date.year * 12 + date.month - 1), party: nil,
                facet: facet)
            let point = SeriesPoint(slot: UInt8(date.day), first: minor)
            if fact != .earned { countGroups(&key, point, count) }
            key.book = .party
            for party in attribution.parties
            where payee.map({ Outsider($0) == party.party }) ?? true {
                key.party = party.party
                key.facet.roles = party.roles
                count(key, point)
            }
        }
    }

    /// In the book of all, and those of partners, owners and referrers.
    private func countGroups(
        _ key: inout CounterKey, _ point: SeriesPoint,
        _ count: (CounterKey, SeriesPoint) -> Void
    ) {
        count(key, point)
        let groups: [(CounterBook, Outsider?)] = [
            (.partner, attribution.partner.map { .partner($0) }),
            (.owner, attribution.owner.map { .user($0) }),
            (.referrer, attribution.referrer.map { Outsider($0) }),
        ]
        for case (let book, let party?) in groups {
            key.book = book
            key.party = party
            count(key, point)
        }
    }

    private typealias Fact = (
        fact: CounterFact, date: CivilDate, currency: Currency, minor: Int64, payee: Payee?
    )

    /// What a fact is one of.
    private struct FactKey: Hashable {
        let fact: CounterFact
        let date: CivilDate
        let currency: Currency
        let payee: Payee?
    }

    /// What happened, once for each day and currency: equal points of one record would be counted
    /// once.
    private var facts: [Fact] {
        var facts: [Fact] = []
        var places: [FactKey: Int] = [:]
        func add(_ fact: Fact) {
            let key = FactKey(
                fact: fact.fact, date: fact.date, currency: fact.currency, payee: fact.payee)
            let place = places[key, default: facts.count]
            places[key] = place
            // Thousands of amounts of at most 10^15 fit.
            if place < facts.count {
                facts[place].minor &+= fact.minor
            } else {
                facts.append(fact)
            }
        }
        if isSold {
            for (index, bill) in bills.enumerated() {
                add((index == 0 ? .sold : .renewed, bill.date, currency, bill.net, nil))
            }
        }
        for one in commissions {
            let date = bills[Int(one.bill)].date
            add((.commission, date, one.currency, one.minor, nil))
            add((.earned, date, one.currency, one.minor, one.payee))
        }
        return facts
    }
}

extension Attribution {
    /// Whose a lead is now.
    init(_ lead: Lead) {
        var parties: [Party] = []
        lead.forEachParty(lead.partner, isWorking: lead.workingPartner != nil) { party, roles in
            parties.append(Party(party: party, roles: roles))
        }
        lead.forEachEarner { earner in
            guard !parties.contains(where: { $0.party == earner }) else { return }
            parties.append(Party(party: earner, roles: .credited))
        }
        self.init(
            direction: lead.direction, source: lead.source, service: lead.service,
            campaign: lead.campaign, partner: lead.partner, owner: lead.owner,
            referrer: lead.referrer, parties: parties)
    }
}

extension Revenue {
    /// Takes over what has become of the sale itself.
    mutating func follow(_ sale: Sale) {
        isSold = sale.state == .approved
        bills = sale.invoices.map { Bill(date: $0.date, net: $0.net) }
    }

    /// Adds to what was spent on an invoice.
    mutating func spend(
        _ minor: Int64, on bill: UInt16, for payee: Payee, in currency: Currency
    ) throws(Rejection) {
        guard minor != 0 else { return }
        let place = commissions.firstIndex {
            $0.bill == bill && $0.payee == payee && $0.currency == currency
        }
        guard let place else {
            commissions.append(
                Commission(bill: bill, payee: payee, currency: currency, minor: minor))
            commissions.sort { $0.place < $1.place }
            return
        }
        commissions[place].minor = try commissions[place].minor.adding(minor)
        if commissions[place].minor == 0 { commissions.remove(at: place) }
    }

    /// What a sale and its bonuses say, added up anew.
    static func recounted(
        _ sale: Sale, _ attribution: Attribution, _ bonuses: [Bonus]
    ) throws(Rejection) -> Revenue {
        var revenue = Revenue(id: sale.id, currency: sale.currency, attribution: attribution)
        revenue.follow(sale)
        for bonus in bonuses {
            guard let earner = bonus.earner else { continue }
            try revenue.spend(
                bonus.postings.expense, on: bonus.invoice, for: earner, in: bonus.currency)
        }
        return revenue
    }
}

extension Revenue.Commission {
    /// Where it stands among the others.
    fileprivate var place: (UInt16, Text, Text) { (bill, payee.text, currency.text) }
}

extension Transaction {
    /// Counts what has become of a sale; one that was never approved is not counted.
    mutating func book(_ sale: Sale) {
        guard sale.approved != nil, var revenue = revenue(of: sale) else { return }
        revenue.follow(sale)
        changes.put(Schema.revenues.table, revenue)
    }

    /// What is kept of a sale when what was spent on it by one of its bonuses has changed; nil
    /// where nothing has.
    mutating func revenue(after new: Bonus, from old: Bonus?) throws(Rejection) -> Revenue? {
        guard let sale = new.sale.flatMap({ changes.view.get(Schema.sales.table, $0) }) else {
            return nil
        }
        let (before, after) = (old?.postings.expense ?? 0, new.postings.expense)
        guard before != after || old?.earner != new.earner && after != 0,
            var revenue = revenue(of: sale)
        else { return nil }
        if let earner = old?.earner {
            try revenue.spend(-before, on: new.invoice, for: earner, in: new.currency)
        }
        if let earner = new.earner {
            try revenue.spend(after, on: new.invoice, for: earner, in: new.currency)
        }
        return revenue
    }

    /// Counts the sales of a lead under whoever has it now: a dispute was decided.
    mutating func attributeRevenue(of lead: Lead) {
        for id in lead.sales {
            guard var revenue = changes.view.get(Schema.revenues.table, id) else { continue }
            revenue.attribution = Attribution(lead)
            changes.put(Schema.revenues.table, revenue)
        }
    }

    /// What is kept of a sale, made when there is none.
    private mutating func revenue(of sale: Sale) -> Revenue? {
        if let revenue = changes.view.get(Schema.revenues.table, sale.id) { return revenue }
        guard let lead = changes.view.anyLead(sale.lead) else { return nil }
        var revenue = Revenue(
            id: sale.id, currency: sale.currency, attribution: Attribution(lead))
        revenue.follow(sale)
        return revenue
    }
}

extension View {
    /// What is to be kept of a sale, added up anew under whoever has its lead now; nil where there
    /// is nothing to count, or more than could ever have been entered.
    mutating func recounted(_ sale: Sale) -> Revenue? {
        guard let lead = anyLead(sale.lead) else { return nil }
        let bonuses = bonusIDs(of: sale.id).compactMap { get(Schema.bonuses.table, $0) }
        let revenue = try? Revenue.recounted(sale, Attribution(lead), bonuses)
        guard let revenue, sale.approved != nil || !revenue.commissions.isEmpty else { return nil }
        return revenue
    }
}
