import LeadlineDomain
import LeadlineStore

extension Transaction {
    /// Counts a write on a lead: next version, time and author, and the score it has now.
    mutating func touch(_ lead: inout Lead) {
        lead.version &+= 1
        lead.updated = now
        lead.lastActor = caller.name
        score(&lead)
        lead.progress = .after(lead.progress, lead.status, lead.direction, at: now)
    }

    /// Moves a lead along its flow, which must allow it, writes it with its event, and answers it.
    ///
    /// `change` does what else the move does to the lead.
    mutating func move(
        _ old: Lead, to status: LeadStatus, by command: Move.Command, reason: Text? = nil,
        extra: EventData = EventData(), _ change: (inout Lead) -> Void = { _ in }
    ) throws(Rejection) -> Lead {
        try checkMove(old, to: status, by: command)
        return try carry(old, to: status, by: command, reason: reason, extra: extra, change)
    }

    /// The same without asking the flow: for what another command brings about.
    mutating func carry(
        _ old: Lead, to status: LeadStatus, by command: Move.Command, reason: Text? = nil,
        extra: EventData = EventData(), _ change: (inout Lead) -> Void = { _ in }
    ) throws(Rejection) -> Lead {
        var lead = old
        lead.status = status
        lead.since = now
        lead.reason = reason
        lead.closed = status.isOpen ? nil : now
        if !status.isOpen, old.workingPartner == nil {
            // The partner was never told, and shall not find it now.
            lead.partner = nil
            lead.assignment = nil
        }
        change(&lead)
        try moveClaim(of: &lead, from: old)
        setFollowUp(of: &lead, from: old)
        touch(&lead)
        changes.put(Schema.leads.table, lead)
        record(
            status.event(by: command), lead.subject, LeadFields.table, from: old, to: lead,
            extra: extra)
        settle(lead, from: old)
        return lead
    }

    /// Throws unless the flow has this move for this command and caller.
    func checkMove(
        _ lead: Lead, to status: LeadStatus, by command: Move.Command
    ) throws(Rejection) {
        if lead.mergedInto != nil { throw wasMerged(lead) }
        let moves = Flow.of(lead.direction).moves(from: lead.status, to: status).filter {
            $0.command == command
        }
        guard !moves.isEmpty else { throw badState(lead) }
        guard moves.contains(where: { $0.by.contains(caller.role) }) else {
            throw Rejection(
                .noPermission, "\(command.rawValue) is not for the role \(caller.role.text)")
        }
        guard caller.wall.permits(command, on: lead) else {
            throw Rejection(.noPermission, "\(command.rawValue) is not yours on this lead")
        }
    }

    /// Says where the lead is and where it may go.
    func badState(_ lead: Lead) -> Rejection {
        let next = caller.wall.next(of: lead, in: Flow.of(lead.direction)).map { "\($0.word)" }
        let ways =
            next.isEmpty
            ? "nothing is next for the role \(caller.role.text)"
            : "next: \(next.joined(separator: " "))"
        return Rejection(.badState, "lead is \(lead.status.word); \(ways)")
    }
}

extension Transaction {
    /// Changes what is known of a lead, and makes of that what its flow and form say.
    mutating func update(_ old: Lead, with form: LeadForm) throws(Rejection) -> NewVersion {
        var lead = old
        try form.apply(to: &lead, &self)
        // Who is credited now is credited alone.
        if lead.referrer != old.referrer { lead.credit = [] }
        try review(&lead, from: old)
        guard lead != old else { return NewVersion(old.version) }
        if lead.isAttributed(differentlyFrom: old) {
            try changes.view.requireOpenAttribution(of: old)
        }
        if let ref = lead.ref, ref != old.ref {
            try Registration.checkRef(ref, except: lead.id, caller, &changes.view)
        }
        if lead.emailKey != old.emailKey || lead.referrer != old.referrer
            || lead.helper != old.helper
        {
            try requireNoSelfReferral(lead)
        }
        if lead.emailKey != old.emailKey {
            let others = Registration.liveLeads(ofCustomer: lead, &changes.view)
            try Registration.checkRoom(beside: others)
        }
        if lead.isJudged(since: old) {
            if lead.direction == .in { endLapsedClaims(ofCustomer: lead) }
            try Registration.check(lead, at: now, form, since: old, caller, &changes.view)
        }
        if let force = form.force { lead.forced = force.text }
        setFollowUp(of: &lead, from: old)
        touch(&lead)
        changes.put(Schema.leads.table, lead)
        var said = EventData()
        if let reason = form.reason { said.member("reason", .text(reason.text)) }
        if lead.credit != old.credit { said.member("credit", .texts(old.credit.lines)) }
        record(
            old.status == lead.status ? .leadUpdated : .leadRegistered, lead.subject,
            LeadFields.table, from: old, to: lead, said: said)
        settle(lead, from: old)
        return NewVersion(lead.version)
    }
}

extension Lead {
    /// Whether somebody else would be paid for it, or by other terms.
    fileprivate func isAttributed(differentlyFrom old: Lead) -> Bool {
        referrer != old.referrer || helper != old.helper || source != old.source
            || campaign != old.campaign || credit != old.credit
    }

    /// Whether the lead has to be free to be registered as it is now.
    ///
    /// An inbound one without a claim takes nothing from anybody.
    fileprivate func isJudged(since old: Lead) -> Bool {
        guard status.isOpen, direction == .out || claim != nil else { return false }
        return isRegisteredDifferently(from: old) || claim != old.claim
    }

    /// Whether what a registration is judged by has changed.
    private func isRegisteredDifferently(from old: Lead) -> Bool {
        emailKey != old.emailKey || service != old.service || products != old.products
            || phone != old.phone || company != old.company || zip != old.zip
    }
}

extension LeadStatus {
    /// The event of a move into this status.
    fileprivate func event(by command: Move.Command) -> EventType {
        switch (command, self) {
        case (.assign, _): .leadAssigned
        case (.unassign, _): .leadUnassigned
        case (.decline, _): .leadDeclined
        case (.reopen, _): .leadReopened
        case (_, .offered): .leadOffered
        case (_, .accepted): .leadAccepted
        case (_, .contacted): .leadContacted
        case (_, .quoted): .leadQuoted
        case (_, .needsinfo): .leadAsked
        case (_, .qualified): .leadQualified
        case (_, .meeting): .leadScheduled
        case (_, .negotiation): .leadNegotiated
        case (_, .unqualified): .leadUnqualified
        case (_, .won): .leadWon
        case (_, .lost): .leadLost
        case (_, .rejected): .leadRejected
        case (_, .withdrawn): .leadWithdrawn
        case (_, .new), (_, .review), (_, .queued), (_, .expired):
            preconditionFailure("no event for \(command) to \(word)")
        }
    }
}
