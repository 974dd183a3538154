import LeadlineDomain
import LeadlineStore

extension Transaction {
    /// Counts a write on a lead: next version, time and author.
    mutating func touch(_ lead: inout Lead) {
        lead.version &+= 1
        lead.updated = now
        lead.lastActor = caller.name
    }

    /// Moves a lead along its flow, which must allow it, writes it with its event, and answers it.
    ///
    /// `change` does what else the move does to the lead.
    mutating func move(
        _ old: Lead, to status: LeadStatus, by command: Move.Command, reason: Text? = nil,
        extra: EventData = EventData(), _ change: (inout Lead) -> Void = { _ in }
    ) throws(Rejection) -> Lead {
        try checkMove(old, to: status, by: command)
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
        touch(&lead)
        changes.put(Schema.leads.table, lead)
        record(
            status.event(by: command), lead.subject, LeadFields.table, from: old, to: lead,
            extra: extra)
        return lead
    }

    /// Throws unless the flow has this move for this command and caller.
    func checkMove(
        _ lead: Lead, to status: LeadStatus, by command: Move.Command
    ) throws(Rejection) {
        let moves = Flow.out.moves(from: lead.status, to: status).filter { $0.command == command }
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
        let next = caller.wall.next(of: lead, in: Flow.out).map { "\($0.word)" }
        return Rejection(
            .badState, "lead is \(lead.status.word); next: \(next.joined(separator: " "))")
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
        case (_, .won): .leadWon
        case (_, .lost): .leadLost
        case (_, .rejected): .leadRejected
        case (_, .withdrawn): .leadWithdrawn
        case (_, .new), (_, .review), (_, .needsinfo), (_, .queued), (_, .qualified),
            (_, .meeting), (_, .negotiation), (_, .unqualified), (_, .expired):
            preconditionFailure("no event for \(command) to \(word)")
        }
    }
}
