import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// Shutting a partner out.
    static let suspension: [Command] = [
        .write(
            "PARTNER.SUSPEND",
            "Shuts a partner out: its users are logged out, its offers go back to the queue.",
            group: .partner, by: .desk, reach: .house, kind: .update,
            events: [.partnerSuspended, .leadUnassigned, .bonusHeld], inBlock: .refused,
            Positional<PartnerReference>("partner"), RequiredKeyword<Phrase>("REASON"),
            run: partnerSuspend)
    ]
}

/// Works in steps: it is executed again, in further commits, until all leads have gone back.
private func partnerSuspend(
    tx: inout Transaction, reference: PartnerReference, reason: Phrase
) throws(Rejection) -> NewVersion {
    let old = try tx.partner(reference)
    var version = old.version
    var suspension = tx.changes.view.get(Schema.suspensions.table, old.id)
    if suspension == nil {
        try tx.checkVersion(old.version, of: old.id.text)
        guard old.state != .suspended else { return NewVersion(old.version) }
        // Its bonuses are held for the reason.
        try reason.requireOther(than: Bonus.disputeReason)
        version = try tx.suspend(old, reason.text)
        suspension = SuspensionRecord(
            partner: old.id, reason: reason.text, actor: tx.caller.name, origin: tx.caller.origin)
    }
    tx.expectedVersion = nil
    if let suspension { tx.isUnfinished = try tx.takeBack(suspension) }
    return NewVersion(version)
}

extension Transaction {
    fileprivate mutating func suspend(_ old: Partner, _ reason: Text) throws(Rejection) -> UInt32 {
        guard old.state == .active || old.state == .paused else {
            throw Rejection(
                .badState,
                "partner is \(old.state.text); only active and paused ones are suspended")
        }
        // What it would be given in further steps would be offered to somebody who is shut out.
        let transfers = changes.view.rows(
            of: Schema.transfers.table, limit: EngineLimits.scanRowsMax)
        guard !transfers.contains(where: { $0.plan.to == .partner(old.id) }) else {
            throw Rejection(.conflict, "a transfer to \(old.id) is under way")
        }
        var new = old
        new.state = .suspended
        endedLogins.append(.partner(old.id))
        return try update(old, to: new, .partnerSuspended, reason: reason).version
    }

    /// Takes some of the leads back that a suspended partner was offered; answers whether more may
    /// be left.
    mutating func takeBack(_ suspension: SuspensionRecord) throws(Rejection) -> Bool {
        var rest = suspension
        var taken = 0
        let offered = changes.view.ids(
            Schema.leads.byStatus, .offered, after: suspension.last.map { (Nothing(), $0) },
            limit: EngineLimits.scanRowsMax
        ).map(\.id)
        for id in offered where taken < EngineLimits.stepRecordsMax {
            rest.last = id
            guard let lead = changes.view.get(Schema.leads.table, id),
                lead.partner == suspension.partner
            else { continue }
            _ = try unassign(lead, reason: suspension.reason)
            taken += 1
        }
        var isUnfinished =
            taken == EngineLimits.stepRecordsMax || offered.count == EngineLimits.scanRowsMax
        if !isUnfinished {
            // What is left of the step is for what the partner has earned and was not paid.
            let left = EngineLimits.stepRecordsMax - taken
            isUnfinished =
                try holdBonuses(
                    of: .partner(suspension.partner), reason: suspension.reason, limit: left)
                == left
        }
        let step = StepID(Schema.suspensions.table, suspension.partner)
        if isUnfinished {
            changes.put(Schema.suspensions.table, rest)
            owesReply(to: step)
        } else {
            changes.delete(Schema.suspensions.table, suspension.partner)
            if let partner = changes.view.get(Schema.partners.table, suspension.partner) {
                keepReply(NewVersion(partner.version), of: step)
            }
        }
        return isUnfinished
    }
}
