import LeadlineDomain
import LeadlineStore

extension EventType {
    private static let fields = ["stage", "due", "answer_due", "manager"]
    static let leadWarned = EventType("lead.warned", fields: fields)
    static let leadBreached = EventType("lead.breached", fields: fields)
    static let leadEscalated = EventType("lead.escalated", fields: fields)
    static let leadTimedOut = EventType("lead.timedout", fields: ["by"])
}

// MARK: - Running

extension Transaction {
    /// Sets the follow-up clock of a lead that is about to be written (`rules.md` 4).
    ///
    /// It begins with each answer that is awaited, is stopped while the lead waits for information,
    /// and is gone where nothing is awaited. The times are those of the rules, hours and holidays
    /// of now.
    mutating func setFollowUp(of lead: inout Lead, from old: Lead?) {
        guard followUps.isOpen || lead.followUp != nil else { return }
        guard let stage = lead.responseStage else {
            stopFollowUp(of: &lead)
            return
        }
        guard let old, var clock = lead.followUp, clock.stage == stage else {
            if lead.status != old?.status { beginFollowUp(of: &lead, stage) }
            return
        }
        if clock.times == nil {
            let isRunning = clock.run(at: now, calendar(of: lead, stage, from: now))
            lead.followUp = isRunning ? clock : nil
        } else if stage == .update, lead.status != old.status {
            beginFollowUp(of: &lead, stage)
        }
    }

    /// Begins the clock of a lead anew that is with another partner from now on.
    ///
    /// Due is start + target in the time of whoever is responsible (`rules.md` 4): who gets a lead
    /// answers for its own time, not for what the giver let pass. What the house owes goes on.
    mutating func handOverFollowUp(of lead: inout Lead, from old: Lead) {
        guard followUps.isOpen || lead.followUp != nil, lead.direction == .out,
            lead.partner != old.partner, let stage = lead.responseStage, stage != .review
        else { return }
        beginFollowUp(of: &lead, stage)
    }

    /// Begins the clock of whoever works a lead anew, because a report came.
    ///
    /// A first response that is awaited goes on being awaited.
    mutating func noteReport(on lead: Lead) {
        guard let clock = lead.followUp, clock.stage == .update else { return }
        var reported = lead
        beginFollowUp(of: &reported, .update)
        changes.put(Schema.leads.table, reported)
    }

    private mutating func beginFollowUp(of lead: inout Lead, _ stage: ResponseStage) {
        lead.followUp = nil
        guard let rule = responseRule(for: lead, stage) else { return }
        lead.followUp = FollowUp(
            stage, rule.target, warnShare: rule.warnShare, at: now,
            calendar(of: lead, stage, from: now))
        // What nobody has accepted keeps others off until a week after its review was due.
        if stage == .review, let claim = lead.claim, claim.accepted == nil,
            claim.isAlive(at: now), let due = lead.followUp?.due,
            let end = due.advanced(by: Claim.reviewGrace)
        {
            lead.claim?.expires = end
        }
    }

    private mutating func stopFollowUp(of lead: inout Lead) {
        guard lead.status == .needsinfo, var clock = lead.followUp else {
            lead.followUp = nil
            return
        }
        clock.stop(at: now, calendar(of: lead, clock.stage, from: clock.since))
        lead.followUp = clock
    }

    /// The rule for an answer that is awaited of a lead: its service's, its partner's tier's, or
    /// the one for any.
    private mutating func responseRule(for lead: Lead, _ stage: ResponseStage) -> ResponseRule? {
        var scopes: [ResponseRule.Scope] = []
        if let service = lead.service { scopes.append(.service(service)) }
        let partner = lead.partner.flatMap { changes.view.get(Schema.partners.table, $0) }
        if let tier = partner?.tier {
            scopes.append(.tier(tier.asciiLowercased))
        }
        for scope in scopes + [.any] {
            let id = ResponseRuleID(stage: stage, scope: scope)
            if let rule = changes.view.get(Schema.responseRules.table, id) { return rule }
        }
        return nil
    }

    /// When whoever has to answer works: the partner of an outbound lead, else the house.
    private mutating func calendar(
        of lead: Lead, _ stage: ResponseStage, from start: Timestamp
    ) -> BusinessCalendar {
        let isPartners = lead.direction == .out && stage != .review
        let partner = isPartners ? lead.partner : nil
        return changes.view.calendar(of: partner, from: start, settings)
    }
}

extension View {
    /// When a partner works, or the house: what a partner does not say is as the house has it.
    fileprivate mutating func calendar(
        of id: PartnerID?, from start: Timestamp, _ settings: Settings
    ) -> BusinessCalendar {
        let partner = id.flatMap { get(Schema.partners.table, $0) }
        var scopes: [HolidayScope] = [.house]
        if let partner { scopes.append(.partner(partner.id)) }
        let zone = partner?.timezone
        let country = zone.map { settings.zones.country(of: $0) } ?? settings.country
        if let country { scopes.append(.country(country)) }
        // The day may have begun elsewhere.
        let holidays = holidays(of: scopes, from: start.day - 1)
        let hours = partner?.hours.flatMap { try? WorkingHours.parse($0.bytes) }
        let rules = zone.flatMap { settings.zones.rules(of: $0) }
        let house = settings.zone
        return BusinessCalendar(
            hours: hours ?? settings.hours ?? .always, holidays: holidays
        ) { instant in
            // A zone whose file is gone is taken for UTC.
            zone == nil ? house.offset(at: instant) : rules?.offset(at: instant) ?? 0
        }
    }
}

// MARK: - Running out

extension Transaction {
    /// Does what is due on a lead whose answer did not come: a warning, a breach, an escalation, or
    /// several of them where closed time makes them due at once.
    mutating func advanceFollowUp(of id: LeadID, at due: Timestamp) throws(Rejection) {
        while let lead = leadWaiting(id), let clock = lead.followUp, clock.next == due {
            try advance(clock, of: lead, at: due)
        }
    }

    private mutating func advance(
        _ old: FollowUp, of waiting: Lead, at due: Timestamp
    ) throws(Rejection) {
        var (lead, clock) = (waiting, old)
        let type: EventType
        switch clock.level {
        case .running: (clock.level, type) = (.warned, .leadWarned)
        case .warned: (clock.level, type) = (.breached, .leadBreached)
        case .breached, .escalated: (clock.level, type) = (.escalated, .leadEscalated)
        }
        if clock.level == .breached { lead.miss(clock.stage, due: due) }
        lead.followUp = clock
        changes.put(Schema.leads.table, lead)
        recordFollowUp(type, of: lead, clock, at: due)
        switch (clock.stage, clock.level) {
        case (.accept, .breached): _ = try timeOut(lead, reason: "no answer in time")
        case (.contact, .escalated) where lead.direction == .out:
            _ = try timeOut(lead, reason: "no contact in time")
        default: break
        }
    }

    /// The lead's version stays: what is known of it has not changed.
    private mutating func recordFollowUp(
        _ type: EventType, of lead: Lead, _ clock: FollowUp, at due: Timestamp
    ) {
        var data = EventData()
        data.member("stage", .word(StaticWord(clock.stage.word)))
        data.member("due", .time(due))
        if let answerDue = clock.due { data.member("answer_due", .time(answerDue)) }
        let partner = lead.partner.flatMap { changes.view.get(Schema.partners.table, $0) }
        if let manager = partner?.manager { data.member("manager", .text(manager)) }
        var subject = lead.subject
        // Whether the house is late is nobody's business outside of it.
        if lead.direction == .in || clock.stage == .review { subject.audience = [] }
        record(type, subject, data: data)
    }
}

extension Lead {
    /// How its clock contradicts where it stands; nil when it does not.
    var followUpFault: String? {
        guard let clock = followUp else { return nil }
        if status == .needsinfo { return clock.times == nil ? nil : "waits, and its clock runs" }
        guard clock.times != nil else { return "its clock is stopped" }
        guard responseStage != clock.stage else { return nil }
        return "is \(status.word), and its clock waits for \(clock.stage.word)"
    }
}
