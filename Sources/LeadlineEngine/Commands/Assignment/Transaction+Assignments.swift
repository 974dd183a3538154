import LeadlineDomain
import LeadlineStore

extension Transaction {
    /// Puts a lead into a partner's hands: `review`, which the partner does not see yet.
    ///
    /// The candidates are kept with the assignment and with its event, so that it can be explained.
    mutating func assign(
        _ old: Lead, to partner: PartnerID, _ how: AssignmentKind, _ candidates: [Candidate],
        force: Text? = nil
    ) throws(Rejection) -> Lead {
        let assignment = Assignment(
            id: changes.next(IDSequence.assignment), lead: old.id, partner: partner, at: now,
            how: how, actor: caller.name, candidates: candidates)
        changes.insert(Schema.assignments.table, assignment)
        var extra = EventData()
        extra.member("how", .word(StaticWord(how.word)))
        if how == .automatic { extra.member("candidates", json: candidates.json) }
        var said = EventData()
        if let force { said.member("force", .text(force)) }
        return write(old, .leadAssigned, to: .review, extra, said: said) { lead in
            lead.partner = partner
            lead.assignment = how
        }
    }

    /// Takes a lead back to `new`.
    mutating func unassign(_ lead: Lead, reason: Text) throws(Rejection) -> Lead {
        try move(lead, to: .new, by: .unassign, reason: reason) { lead in
            lead.partner = nil
            lead.assignment = nil
        }
    }

    /// A partner's no: never asked again.
    ///
    /// A lead that routing assigned goes to the next candidate; one assigned by hand, or with
    /// nobody left, goes back to `new`.
    mutating func decline(_ old: Lead, reason: Text) throws(Rejection) -> Lead {
        try checkMove(old, to: .new, by: .decline)
        var extra = EventData()
        if let partner = old.partner { extra.member("by", .id(partner)) }
        let partner = old.partner
        let declined = write(old, .leadDeclined, to: .new, extra, reason: reason) { lead in
            if let partner, !lead.declined.contains(partner) { lead.declined.append(partner) }
            lead.partner = nil
            lead.assignment = nil
        }
        guard old.assignment == .automatic else { return declined }
        let routing = RoutingFacts.route(declined, now: now, settings, &changes.view)
        guard let next = routing.choice else { return declined }
        return try passOn(declined, to: next, routing.candidates)
    }

    /// Gives a declined lead to the next candidate, in the same command and version.
    private mutating func passOn(
        _ declined: Lead, to partner: PartnerID, _ candidates: [Candidate]
    ) throws(Rejection) -> Lead {
        var before = declined
        before.version -= 1
        let assigned = try assign(before, to: partner, .automatic, candidates)
        guard settings.autorelease else { return assigned }
        before = assigned
        before.version -= 1
        return write(before, .leadOffered, to: .offered, EventData())
    }

    /// Writes a lead in its new status, with its event.
    private mutating func write(
        _ old: Lead, _ type: EventType, to status: LeadStatus, _ extra: EventData,
        said: EventData = EventData(), reason: Text? = nil,
        _ change: (inout Lead) -> Void = { _ in }
    ) -> Lead {
        var lead = old
        if lead.status != status { lead.since = now }
        lead.status = status
        lead.reason = reason
        change(&lead)
        touch(&lead)
        changes.put(Schema.leads.table, lead)
        record(
            type, lead.subject, LeadFields.table, from: old, to: lead, extra: extra, said: said)
        return lead
    }
}

extension [Candidate] {
    /// The list as an event keeps it: one object a candidate.
    fileprivate var json: [UInt8] {
        var json: [UInt8] = [UInt8(ascii: "[")]
        for (index, candidate) in enumerated() {
            if index > 0 { json.append(UInt8(ascii: ",")) }
            var row = EventData()
            row.member("partner", .id(candidate.partner))
            row.member("rank", candidate.rank.map { .integer(Int64($0)) } ?? .null)
            row.member("reason", .text(candidate.reason))
            json.append(contentsOf: row.closed().bytes)
        }
        return json + [UInt8(ascii: "]")]
    }
}
