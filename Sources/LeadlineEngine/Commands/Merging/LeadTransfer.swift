import LeadlineDomain
import LeadlineStore

/// LEAD.TRANSFER works in steps: it is executed again, in further commits, until all leads have
/// moved; answers how many did.
func transferLeads(
    tx: inout Transaction, from: TransferParty, to: TransferParty, form: TransferForm,
    reason: Phrase, isDryRun: Bool
) throws(Rejection) -> Count {
    let wall = tx.caller.wall
    let giver = try tx.changes.view.giver(from, wall)
    let running = tx.changes.view.get(Schema.transfers.table, giver.key)
    let taker = try tx.changes.view.taker(to, isUnderWay: running != nil, wall)
    let plan = TransferPlan(
        from: giver, to: taker, reason: reason.text,
        scope: try form.scope(at: tx.now, tx.settings))
    try plan.check()
    if let running, running.plan.to != plan.to { throw from.isUnderWay }
    var transfer =
        running ?? TransferRecord(plan, actor: tx.caller.name, origin: tx.caller.origin)
    tx.isUnfinished = try tx.step(&transfer)
    return transfer.reply
}

/// LEAD.TRANSFER with DRYRUN: counts the leads that would move.
func countTransfer(
    reader: inout Reader, from: TransferParty, to: TransferParty, form: TransferForm,
    reason: Phrase, isDryRun: Bool
) throws(Rejection) -> Count {
    let wall = reader.caller.wall
    let giver = try reader.view.giver(from, wall)
    let isUnderWay = reader.view.get(Schema.transfers.table, giver.key) != nil
    let plan = TransferPlan(
        from: giver, to: try reader.view.taker(to, isUnderWay: isUnderWay, wall),
        reason: reason.text, scope: try form.scope(at: reader.now, reader.settings))
    try plan.check()
    guard !isUnderWay else { throw from.isUnderWay }
    var transfer = TransferRecord(
        plan, actor: reader.caller.name, origin: reader.caller.origin)
    return Count(try reader.view.count(&transfer, reader.settings))
}

extension TransferPlan {
    fileprivate func check() throws(Rejection) {
        switch (from, to) {
        case (.partner, .partner), (.user, .user): break
        default: throw .invalid("to", "partners give to partners, users to users")
        }
        guard from != to else { throw .invalid("to", "is who gives") }
    }
}

extension TransferRecord {
    /// How many leads were moved.
    fileprivate var reply: Count { Count(Int64(clamping: moved)) }
}

extension TransferParty {
    fileprivate var isUnderWay: Rejection {
        Rejection(.conflict, "another transfer from \(shown) is under way")
    }

    fileprivate var shown: String {
        switch self {
        case .partner(let reference): reference.shown
        case .user(let name): name.description
        }
    }
}

extension View {
    /// Who gives, whatever has become of them; a disabled user may.
    fileprivate mutating func giver(
        _ party: TransferParty, _ wall: Wall
    ) throws(Rejection) -> Outsider {
        switch party {
        case .partner(let reference): return .partner(try partner(reference, wall).id)
        case .user(let name):
            let wanted = name.asciiLowercased
            guard hasUsers else { return .user(try user(name)) }
            guard let user = user(named: wanted) else { throw absent("user", "\(name)") }
            return .user(user.name)
        }
    }

    /// Who gets; a partner has to take part, and a user not to be disabled, when it begins.
    ///
    /// What has begun goes on to its end.
    fileprivate mutating func taker(
        _ party: TransferParty, isUnderWay: Bool, _ wall: Wall
    ) throws(Rejection) -> Outsider {
        guard !isUnderWay else { return try giver(party, wall) }
        switch party {
        case .partner(let reference):
            let partner = try partner(reference, wall)
            guard partner.state == .active || partner.state == .paused else {
                throw Rejection(.conflict, "\(partner.id) is \(partner.state.word)")
            }
            return .partner(partner.id)
        case .user(let name): return .user(try owner(name, "to"))
        }
    }
}

extension Transaction {
    /// Moves some of the leads; answers whether more may be left.
    mutating func step(_ transfer: inout TransferRecord) throws(Rejection) -> Bool {
        let step = StepID(Schema.transfers.table, transfer.id)
        var changed = 0
        var looked = 0
        while looked < EngineLimits.scanRowsMax, changed < EngineLimits.stepRecordsMax {
            guard let lead = changes.view.next(&transfer) else {
                changes.delete(Schema.transfers.table, transfer.id)
                keepReply(transfer.reply, of: step)
                return false
            }
            looked += 1
            guard changes.view.isMoved(lead, transfer.plan, settings) else { continue }
            move(lead, transfer.plan)
            changed += 1
            transfer.moved += 1
        }
        changes.put(Schema.transfers.table, transfer)
        owesReply(to: step)
        return true
    }

    private mutating func move(_ old: Lead, _ plan: TransferPlan) {
        var lead = old.moved(plan)
        handOverFollowUp(of: &lead, from: old)
        touch(&lead)
        changes.put(Schema.leads.table, lead)
        if lead.isPartnerLoad, lead.partner != old.partner, let partner = lead.partner {
            // So that routing counts it.
            let assignment = Assignment(
                id: changes.next(IDSequence.assignment), lead: lead.id, partner: partner, at: now,
                how: .byHand, actor: caller.name, candidates: [])
            changes.insert(Schema.assignments.table, assignment)
        }
        var said = EventData()
        said.member("reason", .text(plan.reason))
        var extra = EventData()
        if lead.credit != old.credit {
            extra.member(
                "credit", from: .texts(old.credit.lines), to: .texts(lead.credit.lines))
        }
        record(
            .leadTransferred, lead.subject, LeadFields.table, from: old, to: lead, extra: extra,
            said: said)
    }
}

extension View {
    /// How many leads would be moved.
    fileprivate mutating func count(
        _ transfer: inout TransferRecord, _ settings: Settings
    ) throws(Rejection) -> Int64 {
        var counted: Set<LeadID> = []
        var looked = 0
        while let lead = next(&transfer) {
            looked += 1
            guard looked <= EngineLimits.transferDryRunMax else {
                throw Rejection(
                    .limit, "DRYRUN looks at no more than \(EngineLimits.transferDryRunMax) leads")
            }
            if isMoved(lead, transfer.plan, settings) { counted.insert(lead.id) }
        }
        return Int64(counted.count)
    }

    /// The next lead of whoever gives, oldest first; those that are only owed to it come last.
    fileprivate mutating func next(_ transfer: inout TransferRecord) -> Lead? {
        while true {
            let after = transfer.last.map { (Nothing(), $0) }
            let found: LeadID?
            switch (transfer.plan.from, transfer.walk) {
            case (.user(let name), 0):
                found =
                    ids(Schema.leads.byOwner, KeyText(name.bytes), after: after, limit: 1).first?.id
            case (.partner(let id), 0):
                found =
                    ids(Schema.leads.byPartner, id, after: after, limit: 1).first?.id
            case (.partner(let id), 1):
                found =
                    ids(
                        Schema.leads.byOutsider, Outsider.partner(id).key, after: after, limit: 1
                    ).first?.id
            default: return nil
            }
            if let found {
                transfer.last = found
                if let lead = anyLead(found) { return lead }
            } else {
                transfer.walk += 1
                transfer.last = nil
            }
        }
    }

    /// Whether the lead is the giver's and moves: not to whom it was offered in vain, nor to its
    /// own customer, nor away from who earns by an approved sale of it.
    fileprivate mutating func isMoved(
        _ lead: Lead, _ plan: TransferPlan, _ settings: Settings
    ) -> Bool {
        guard plan.scope.includes(lead, settings.regions), lead.moved(plan) != lead else {
            return false
        }
        guard case .partner(let id) = plan.to else { return true }
        if case .partner(let giver) = plan.from, lead.earners.contains(.partner(giver)),
            hasApprovedSale(lead)
        {
            return false
        }
        return !lead.declined.contains(id) && !isOwn(lead, .partner(id))
    }
}

extension Lead {
    /// The lead as it is with whoever gets it.
    fileprivate func moved(_ plan: TransferPlan) -> Lead {
        var lead = self
        switch (plan.from, plan.to) {
        case (.user(let from), .user(let to)):
            if lead.owner == from { lead.owner = to }
        case (.partner(let from), .partner(let to)):
            if lead.partner == from {
                lead.partner = to
                if lead.assignment != nil { lead.assignment = .byHand }
            }
            let (giver, taker) = (Payee.partner(from), Payee.partner(to))
            if lead.referrer == giver { lead.referrer = taker }
            lead.credit = lead.credit.moved(from: giver, to: taker)
        default: break
        }
        return lead
    }
}
