import LeadlineDomain
import LeadlineStore

extension Transaction {
    /// Judges a new inbound lead: `new` with its claim, `needsinfo`, or `queued` behind another.
    ///
    /// - Throws: `EXISTS` when the customer is registered and the lead does not queue, or queues
    ///   already; `INVALID` when it would queue and is not complete.
    mutating func admit(_ lead: inout Lead, _ form: LeadForm) throws(Rejection) {
        lead.missing = self.form(of: lead.service)?.missing(of: lead) ?? []
        endLapsedClaims(ofCustomer: lead)
        let holder = Registration.holder(of: lead, at: now, &changes.view)
        guard let holder else {
            try Registration.warn(lead, form, caller, &changes.view)
            guard lead.missing.isEmpty else {
                lead.status = .needsinfo
                try requireFirst(lead)
                return
            }
            lead.claim = Claim(registered: now)
            return
        }
        guard form.isQueueing else { throw Registration.taken(by: holder, caller) }
        if let field = lead.missing.first { throw .missing(field, "QUEUE") }
        lead.status = .queued
        try requireFirst(lead)
    }

    /// Refuses what waits for the same as another lead of the same partner.
    private mutating func requireFirst(_ lead: Lead) throws(Rejection) {
        guard lead.partner != nil else { return }
        let first = Registration.liveLeads(ofCustomer: lead, &changes.view).first {
            $0.status == lead.status && $0.partner == lead.partner && $0.overlaps(lead)
                && $0.direction == .in
        }
        if let first { throw Registration.taken(by: first, caller) }
    }

    /// Brings a lead that was changed to where it belongs: an inbound one that waited for a field
    /// is `new` as soon as nothing is missing, one that was asked something as soon as it changes.
    ///
    /// - Throws: `INVALID` when it loses a field that it had to have.
    mutating func review(_ lead: inout Lead, from old: Lead) throws(Rejection) {
        let form = form(of: lead.service)
        let missing = form?.missing(of: lead) ?? []
        if old.status == .needsinfo, old.claim == nil {
            lead.missing = missing
            if missing.isEmpty { register(&lead) }
            return
        }
        // What became required later is not asked of what was there before.
        let before = lead.service == old.service ? form?.missing(of: old) ?? [] : []
        if let field = missing.first(where: { !before.contains($0) }), old.status.isOpen {
            throw .missing(field, "\(lead.service?.description ?? "")")
        }
        if old.status == .needsinfo { register(&lead) }
    }

    private func register(_ lead: inout Lead) {
        lead.status = .new
        lead.since = now
        lead.reason = nil
        if lead.claim == nil { lead.claim = Claim(registered: now) }
    }

    /// What a move does to the claim: acceptance protects it, an end gives it up.
    ///
    /// - Throws: `EXISTS` when an inbound lead is accepted or opened again whose customer is
    ///   registered by now.
    mutating func moveClaim(of lead: inout Lead, from old: Lead) throws(Rejection) {
        guard lead.direction == .in else { return }
        switch lead.status {
        case .accepted where old.status != .accepted:
            try requireFree(lead)
            let claim = lead.claim ?? Claim(registered: now)
            lead.claim = claim.accepted(at: now, protection: protection(of: lead))
        case .new where !old.status.isOpen:
            try requireFree(lead)
            lead.claim = Claim(registered: now)
        default:
            if !lead.status.isOpen { lead.claim = nil }
        }
    }

    private mutating func requireFree(_ lead: Lead) throws(Rejection) {
        endLapsedClaims(ofCustomer: lead)
        guard let holder = Registration.holder(of: lead, at: now, &changes.view) else { return }
        throw Registration.taken(by: holder, caller)
    }

    /// After an inbound lead was written: whoever waited for what it held is next.
    mutating func settle(_ lead: Lead, from old: Lead) {
        guard lead.direction == .in, old.status.isOpen || lead.status.isOpen else { return }
        let isChanged =
            lead.claim != old.claim || lead.emailKey != old.emailKey
            || lead.products != old.products || !lead.status.isOpen
        guard isChanged else { return }
        promoteQueued(ofCustomer: old.emailKey, after: lead.id)
        if lead.emailKey != old.emailKey {
            promoteQueued(ofCustomer: lead.emailKey, after: lead.id)
        }
    }

    /// Ends the accepted claims on a customer that have run out, and lets the next ones up.
    ///
    /// Claims end by the clock; this makes the records say so, before anybody else is judged. The
    /// lead at hand is left to its command, but it keeps nobody waiting either.
    mutating func endLapsedClaims(ofCustomer lead: Lead) {
        let live = Registration.claims(ofCustomer: lead.emailKey, &changes.view)
        let now = now
        let lapsed = live.filter { !($0.claim?.isAlive(at: now) ?? true) }
        for old in lapsed where old.id != lead.id {
            guard let claim = old.claim, claim.accepted != nil else { continue }
            expire(old, at: claim.expires)
        }
        if !lapsed.isEmpty { promoteQueued(ofCustomer: lead.emailKey) }
    }

    /// Ends a claim whose time is over: a lead that was accepted is `expired`, one that nobody has
    /// looked at stays and holds its customer no longer.
    mutating func endClaim(of id: LeadID, at due: Timestamp) {
        guard let lead = leadWaiting(id), let claim = lead.claim, claim.ends == due
        else { return }
        if claim.accepted == nil {
            bySystem { tx in tx.write(lead, .leadLapsed) { $0.claim?.isLapsed = true } }
        } else {
            expire(lead, at: due)
        }
        promoteQueued(ofCustomer: lead.emailKey)
    }

    private mutating func expire(_ old: Lead, at time: Timestamp) {
        bySystem { tx in
            tx.write(old, .leadExpired) { lead in
                lead.status = .expired
                // The true time, however late somebody looks.
                lead.since = time
                lead.closed = time
                lead.reason = nil
                lead.claim = nil
            }
        }
    }

    /// Makes the oldest queued leads of a customer `new` that nothing blocks any more.
    ///
    /// The lead that the command has written already gets no further version.
    mutating func promoteQueued(ofCustomer key: Text, after written: LeadID? = nil) {
        let live = Registration.claims(ofCustomer: key, &changes.view)
        let now = now
        var holding = live.filter { $0.isHolding(at: now) }
        for old in live where old.status == .queued {
            guard !holding.contains(where: { $0.overlaps(old) }) else { continue }
            var before = old
            if old.id == written { before.version -= 1 }
            bySystem { tx in
                let promoted = tx.write(before, .leadPromoted) { lead in
                    lead.status = .new
                    lead.since = now
                    lead.claim = Claim(registered: now)
                }
                holding.append(promoted)
            }
        }
    }

    /// Writes a lead with the event of what happened to it.
    @discardableResult
    private mutating func write(
        _ old: Lead, _ type: EventType, _ change: (inout Lead) -> Void
    ) -> Lead {
        var lead = old
        change(&lead)
        touch(&lead)
        changes.put(Schema.leads.table, lead)
        record(type, lead.subject, LeadFields.table, from: old, to: lead)
        return lead
    }
}

extension Rejection {
    /// A field of a form that is required and not there.
    static func missing(_ field: Text, _ by: String) -> Rejection {
        .invalid("\(field)", "\(by) requires it")
    }
}
