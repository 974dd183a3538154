import LeadlineDomain
import LeadlineStore

// What a lead is counted by. A new one of the house stands in one row of the counters, and in a
// second one when it has an owner or a submitter; what happens later adds to that.
extension Lead {
    typealias Count = (CounterKey, SeriesPoint) -> Void

    /// Calls `count` with each row and point of the counters that the lead is counted in.
    func forEachCount(_ count: Count) {
        var facet = CounterFacet()
        facet.outcome = status.outcome
        facet.reached = reached
        facet.direction = direction
        facet.currency = currency
        facet.service = service
        facet.source = source
        facet.campaign = campaign
        facet.partner = partner
        facet.owner = owner
        facet.referrer = referrer
        forEachFact { fact, moment, amount, seconds in
            let (month, day) = moment.monthAndDay
            var key = CounterKey(book: .overall, month: month, party: nil, facet: facet)
            key.facet.narrow(to: fact)
            let point = SeriesPoint(slot: day, first: amount, second: seconds)
            count(key, point)
            countGroups(fact, &key, point, count)
            key.book = .party
            forEachParty(partner, isWorking: workingPartner != nil) { party, roles in
                key.party = party
                key.facet.roles = roles
                count(key, point)
            }
        }
        if !declined.isEmpty { countDeclined(facet, count) }
        if let misses = progress?.misses, !misses.isEmpty { countMissed(misses, facet, count) }
    }

    /// Under the partner that had the lead when an answer was missed, and everybody else it is of.
    private func countMissed(
        _ misses: [MissedResponse], _ facet: CounterFacet, _ count: Count
    ) {
        for missed in misses {
            let (month, day) = missed.due.monthAndDay
            var key = CounterKey(book: .overall, month: month, party: nil, facet: facet)
            key.facet.narrow(to: .missed(missed.stage))
            key.facet.partner = missed.partner
            count(key, SeriesPoint(slot: day))
            key.book = .party
            // Before its release nobody outside was late.
            let isWorking = direction == .in || missed.stage != .review
            forEachParty(missed.partner, isWorking: isWorking) { party, roles in
                key.party = party
                key.facet.roles = roles
                count(key, SeriesPoint(slot: day))
            }
        }
    }

    /// In the books of partners, owners and referrers.
    private func countGroups(
        _ fact: CounterFact, _ key: inout CounterKey, _ point: SeriesPoint, _ count: Count
    ) {
        if let partner, fact == .registered || fact == .offered || fact == .closed {
            key.book = .partner
            key.party = .partner(partner)
            count(key, point)
        }
        guard fact == .registered else { return }
        if let owner {
            key.book = .owner
            key.party = .user(owner)
            count(key, point)
        }
        if let referrer {
            key.book = .referrer
            key.party = Outsider(referrer)
            count(key, point)
        }
    }

    /// Under the partners that declined it.
    private func countDeclined(_ facet: CounterFacet, _ count: Count) {
        let (month, day) = created.monthAndDay
        for partner in declined {
            var key = CounterKey(
                book: .partner, month: month, party: .partner(partner), facet: facet)
            key.facet.narrow(to: .declined)
            // What became of it elsewhere is nothing to the one that declined.
            key.facet.partner = nil
            key.facet.owner = nil
            key.facet.referrer = nil
            key.facet.source = nil
            key.facet.campaign = nil
            count(key, SeriesPoint(slot: day))
            key.book = .party
            key.facet.roles = .declined
            count(key, SeriesPoint(slot: day))
        }
    }

    /// Calls `body` with what happened, when, the amount and the seconds.
    private func forEachFact(_ body: (CounterFact, Timestamp, Int64, Int64) -> Void) {
        let value = value ?? 0
        let isWon = status == .won
        let cycle = closed?.seconds(since: created) ?? 0
        body(.registered, created, value, isWon ? cycle : 0)
        if let progress {
            let asked = progress.offered ?? created
            if let offered = progress.offered {
                body(.offered, offered, 0, offered.seconds(since: created))
            }
            if let accepted = progress.accepted {
                body(.accepted, accepted, 0, accepted.seconds(since: asked))
            }
            if let contacted = progress.contacted {
                let taken = progress.accepted ?? asked
                body(.contacted, contacted, 0, contacted.seconds(since: taken))
            }
        }
        if let closed { body(.closed, closed, isWon ? value : 0, cycle) }
    }

    /// Calls `body` once with each party of the lead and what that is to it, taking `partner` for
    /// the one that it is with.
    func forEachParty(
        _ partner: PartnerID?, isWorking: Bool, _ body: (Outsider, PartyRoles) -> Void
    ) {
        let creditRoles: PartyRoles = direction == .in ? [.credited, .brought] : .credited
        if let partner {
            var roles: PartyRoles = .has
            if isWorking { roles.insert(.works) }
            if direction == .in { roles.insert(.brought) }
            if referrer == .partner(partner) { roles.formUnion(creditRoles) }
            body(.partner(partner), roles)
        }
        if let referrer, partner.map({ referrer != .partner($0) }) ?? true {
            var roles = creditRoles
            if let helper, referrer == .referrer(helper) { roles.insert(.helped) }
            body(Outsider(referrer), roles)
        }
        if let helper, referrer != .referrer(helper) { body(.referrer(helper), .helped) }
        if let owner { body(.user(owner), submitter == owner ? [.owns, .submitted] : .owns) }
        // Nobody can log in as these, so nobody can ask for its own.
        guard submitter != owner, submitter != Self.firstRunUser, submitter != Self.system else {
            return
        }
        body(.user(submitter), .submitted)
    }

    private static let firstRunUser: Text = "default"
    private static let system: Text = "system"
}

extension CounterFacet {
    /// Has the facet tell of a fact, and only what reports ask of that.
    fileprivate mutating func narrow(to fact: CounterFact) {
        self.fact = fact
        if fact != .registered { reached = .registered }
        if fact != .registered, fact != .closed { outcome = .open }
    }
}

extension Timestamp {
    /// The seconds from an earlier instant, none when that is later.
    fileprivate func seconds(since start: Timestamp) -> Int64 {
        max(0, (milliseconds - start.milliseconds) / 1000)
    }
}
