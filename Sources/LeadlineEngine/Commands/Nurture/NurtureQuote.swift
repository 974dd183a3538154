import LeadlineDomain
import LeadlineStore
import LeadlineWire

/// What NURTURE.QUOTE answers: the lead, and whether it is new; of a dry run a new one has no id.
struct QuotedLead: ReplyValue {
    static let shape = ReplyShape(.map, fields: ["lead", "outcome"])
    let lead: LeadID?
    let isNew: Bool

    func write(to reply: inout ReplyWriter) {
        reply.beginMap(2)
        reply.key("lead")
        FieldValue.optional(lead).write(to: &reply)
        reply.key("outcome")
        reply.string(outcome)
        reply.endMap()
    }

    var outcome: StaticString { isNew ? "created" : "updated" }
}

/// The customer of a link asks for something: what it says is put on its lead, or makes one.
func nurtureQuote(
    tx: inout Transaction, token: LinkToken, form: LeadForm
) throws(Rejection) -> QuotedLead {
    let link = try tx.changes.view.link(token, for: .quote)
    try form.checkKeywords(of: link)
    guard let email = link.email, let key = link.emailKey else {
        throw Rejection(.badState, "the address of this link was erased")
    }
    let number = tx.changes.view.last(IDSequence.lead) + 1
    var draft = Lead(
        id: LeadID(raw: number), direction: .in, email: email, emailKey: key,
        currency: form.currency ?? tx.settings.currency, source: .nurture,
        submitter: tx.caller.name, created: tx.now)
    draft.external = true
    draft.campaign = link.campaign
    try form.apply(to: &draft, &tx)
    tx.endLapsedClaims(ofCustomer: draft)
    let quoted: QuotedLead
    if let open = tx.quotable(draft) {
        try tx.add(form, to: open, link)
        quoted = QuotedLead(lead: open.id, isNew: false)
    } else {
        try tx.create(draft, form, link)
        quoted = QuotedLead(lead: form.isDryRun ? nil : draft.id, isNew: true)
    }
    tx.isDiscarded = form.isDryRun
    return quoted
}

extension LeadForm {
    /// Refuses what a customer does not say of its own request.
    fileprivate func checkKeywords(of link: NurtureLink) throws(Rejection) {
        let foreign: [(String, Bool)] = [
            ("DIRECTION out", direction?.value == .out), ("SOURCE", source != nil),
            ("REFERRER", referrer != nil), ("HELPER", helper != nil),
            ("CAMPAIGN", campaign != nil), ("OWNER", owner != nil), ("FROM", from != nil),
            ("ONEXISTS", onExists != nil), ("FORCE", force != nil), ("QUEUE", isQueueing),
        ]
        if let keyword = foreign.first(where: \.1)?.0 {
            throw Rejection(.noPermission, "\(keyword) is not for a link")
        }
        if let email, email.key != link.emailKey {
            throw .invalid("email", "the link is of another address")
        }
    }

    /// The same with a reason to go on where another customer looks alike: whoever has the link is
    /// who it says, and must not be told of others.
    fileprivate var forced: LeadForm {
        var forced = self
        forced.force = try? Phrase(argument: Bytes("asked by a nurture link".utf8))
        return forced
    }
}

extension Transaction {
    /// The customer's open lead that a quote is added to: the one that holds it, or an earlier
    /// quote that waits.
    fileprivate mutating func quotable(_ draft: Lead) -> Lead? {
        let open = Registration.claims(ofCustomer: draft.emailKey, &changes.view).filter {
            $0.overlaps(draft)
        }
        return open.first { $0.isHolding(at: now) }
            ?? open.first { $0.source == .nurture && !$0.isReleased }
    }

    fileprivate mutating func create(
        _ draft: Lead, _ form: LeadForm, _ link: NurtureLink
    ) throws(Rejection) {
        var lead = draft
        lead.owner = campaignOwner(of: link)
        lead.remember()
        if let ref = lead.ref {
            try Registration.checkRef(ref, except: nil, caller, &changes.view)
        }
        try admit(&lead, form.forced)
        let related = Registration.liveLeads(ofCustomer: lead, &changes.view)
        try Registration.checkRoom(beside: related)
        linkLead(&lead, with: related, &self)
        noteQuote(on: lead.id)
        score(&lead)
        lead.progress = .after(nil, lead.status, lead.direction, at: now)
        setFollowUp(of: &lead, from: nil)
        _ = changes.next(IDSequence.lead)
        changes.insert(Schema.leads.table, lead)
        record(.leadCreated, lead.subject, LeadFields.table, from: nil, to: lead)
        recordQuote(lead, link, "created")
        hintLead(at: lead, &self)
    }

    fileprivate mutating func add(
        _ form: LeadForm, to old: Lead, _ link: NurtureLink
    ) throws(Rejection) {
        var given = form.forced
        // Whose lead it is stays as it was written down; what the customer says is added.
        given.email = nil
        given.currency = nil
        given.notes = nil
        noteQuote(on: old.id)
        _ = try update(old, with: given)
        let lead = changes.view.get(Schema.leads.table, old.id) ?? old
        note(.quotes, around: lead)
        recordQuote(lead, link, "updated")
        if let notes = form.notes?.text.trimmed.orNil { remark(on: lead, notes, isShared: false) }
    }

    /// Who looks after the campaign of a link, unless that user is disabled by now.
    private mutating func campaignOwner(of link: NurtureLink) -> Text? {
        guard let id = link.campaign,
            let owner = changes.view.get(Schema.campaigns.table, id)?.owner
        else { return nil }
        return try? changes.view.owner(owner, "owner")
    }

    /// Counts a quote among what the customer has done.
    private mutating func noteQuote(on lead: LeadID) {
        var assessment =
            changes.view.get(Schema.assessments.table, lead) ?? Assessment(lead)
        assessment.quotes.add(at: now)
        changes.put(Schema.assessments.table, assessment)
    }

    /// Tells the lead's owner and its partner's manager.
    private mutating func recordQuote(
        _ lead: Lead, _ link: NurtureLink, _ outcome: StaticString
    ) {
        let partner = lead.partner.flatMap { changes.view.get(Schema.partners.table, $0) }
        var data = EventData()
        data.member("outcome", .word(StaticWord(outcome)))
        if let topic = link.topic { data.member("topic", .text(topic)) }
        if let campaign = link.campaign { data.member("campaign", .id(campaign)) }
        data.member("owner", .optional(lead.owner))
        data.member("manager", .optional(partner?.manager))
        record(.nurtureQuoted, lead.houseSubject, data: data)
    }
}
