import LeadlineDomain
import LeadlineStore

/// Some of an erasure's work: as much as fits into one commit.
///
/// Everything it looks for is found by an index and leaves that with being erased, so that a step
/// goes on where the one before ended, whatever was written in between. Only events stay where they
/// are; how far they were looked at is kept.
struct ErasureStep {
    private(set) var erasure: ErasureRecord
    /// How many rows may still be changed.
    private var budget = EngineLimits.stepRecordsMax
    /// Whether anything was erased.
    private(set) var hasErased = false

    /// Leads that are looked at to find the next one.
    private static let leadsAtOnce = 16

    /// Events that tell of an erasure and not of a person.
    private static let keptTypes = [EventType.leadErased.text, EventType.referrerErased.text]

    /// What other families hold of a person; each takes some of it away, and answers whether
    /// nothing is left.
    ///
    /// A family that keeps something else of a customer or referrer adds its entry here.
    static let others: [@Sendable (inout Transaction, ErasureRecord, inout Int) -> Bool] = [
        { tx, erasure, budget in
            guard let customer = tx.changes.view.customer(leftBy: erasure) else { return true }
            return tx.forgetLinks(ofCustomer: customer, &budget)
        },
        { tx, erasure, budget in tx.eraseDisputes(erasure.target, &budget) },
    ]

    init(_ erasure: ErasureRecord) { self.erasure = erasure }

    /// Does the work; true when nothing is left.
    mutating func run(_ tx: inout Transaction) -> Bool {
        while let lead = nextLead(&tx.changes.view) {
            guard eraseSurroundings(of: lead, &tx), eraseEvents(of: lead.id.text, &tx) else {
                return false
            }
            erase(lead, &tx)
        }
        while let referrer = nextReferrer(&tx.changes.view) {
            guard eraseEvents(of: referrer.id.text, &tx) else { return false }
            erase(referrer, &tx)
        }
        guard eraseMail(&tx) else { return false }
        for erase in Self.others {
            let before = budget
            let isDone = erase(&tx, erasure, &budget)
            if budget < before { hasErased = true }
            guard isDone else { return false }
        }
        if case .customer = erasure.target { note(&tx) }
        return true
    }

    // MARK: - Leads

    /// The lead that is to be erased next; nil when none is left.
    private func nextLead(_ view: inout View) -> Lead? {
        switch erasure.target {
        case .customer(let key):
            // What waits goes first: nothing shall come up while the others are erased in steps.
            let leads = view.leads(ofCustomer: key, limit: Self.leadsAtOnce)
            return leads.first { $0.status == .queued } ?? leads.first
        case .lead(let id):
            return erasure.leadCount == 0 ? view.get(Schema.leads.table, id) : nil
        case .referrer: return nil
        }
    }

    /// Takes away what stands around a lead; false when something is left.
    private mutating func eraseSurroundings(of lead: Lead, _ tx: inout Transaction) -> Bool {
        while true {
            guard budget > 0 else { return false }
            let notes = tx.changes.view.ids(Schema.notes.byLead, lead.id, limit: budget)
            for note in notes { tx.changes.delete(Schema.notes.table, note.id) }
            if notes.isEmpty { break }
            budget -= notes.count
            hasErased = true
        }
        for attachment in tx.changes.view.attachments(of: lead.id.text) {
            guard budget > 0 else { return false }
            budget -= tx.remove(attachment)
            hasErased = true
        }
        let feedback = tx.changes.view.rows(
            of: Schema.feedback.table, under: lead.id, limit: EngineLimits.scanRowsMax)
        for var said in feedback where said.text != nil {
            guard budget > 0 else { return false }
            said.text = nil
            tx.changes.put(Schema.feedback.table, said)
            budget -= 1
            hasErased = true
        }
        let before = budget
        let isSilent = tx.forgetMessages(of: lead.id, &budget)
        if budget < before { hasErased = true }
        return isSilent && budget > 0
    }

    /// Erases the personal part of a record's events; false when some are left.
    ///
    /// Their digests stay, so that the chain does.
    private mutating func eraseEvents(of subject: Text, _ tx: inout Transaction) -> Bool {
        if erasure.subject != subject { erasure.lastEvent = 0 }
        erasure.subject = subject
        while true {
            guard budget > 0 else { return false }
            let events = tx.changes.view.ids(
                Schema.events.bySubject, Fingerprint64(subject).raw,
                after: (Nothing(), erasure.lastEvent), limit: budget)
            for entry in events {
                erasure.lastEvent = entry.id
                budget -= 1
                guard var event = tx.changes.view.get(Schema.events.table, entry.id),
                    event.subject == subject, case .kept = event.personal,
                    !Self.keptTypes.contains(event.type), let digest = event.personal.digest
                else { continue }
                event.personal = .erased(digest)
                tx.changes.put(Schema.events.table, event)
                hasErased = true
            }
            if events.isEmpty { return true }
        }
    }

    /// Takes from the lead itself what is personal, and notes that it is done.
    private mutating func erase(_ old: Lead, _ tx: inout Transaction) {
        if case .lead = erasure.target, old.emailKey != Lead.erasedAddress(of: old.id) {
            erasure.customer = old.emailKey
        }
        erasure.leadCount += 1
        budget -= 1
        var lead = old
        let form = tx.form(of: old.service)
        lead.erase(form)
        guard lead != old || old.status == .queued else { return }
        hasErased = true
        if old.status == .queued {
            lead = tx.end(old)
            lead.erase(form)
        } else {
            tx.touch(&lead)
        }
        tx.changes.put(Schema.leads.table, lead)
        tx.record(.leadErased, lead.subject, personal: saidReason)
        // Of a whole customer nobody is left who could come up.
        if case .lead = erasure.target { tx.settle(lead, from: old) }
    }

    // MARK: - Referrers

    /// The referrer that is to be erased next; nil when none is left.
    private func nextReferrer(_ view: inout View) -> Referrer? {
        switch erasure.target {
        case .customer(let key):
            return view.referrers(withEmail: key, limit: Self.leadsAtOnce).first
        case .referrer(let id):
            return erasure.referrerCount == 0 ? view.get(Schema.referrers.table, id) : nil
        case .lead: return nil
        }
    }

    /// Takes name and address from a referrer; what it earns stays.
    private mutating func erase(_ old: Referrer, _ tx: inout Transaction) {
        erasure.referrerCount += 1
        budget -= 1
        var referrer = old
        referrer.name = Referrer.erasedName
        referrer.email = nil
        guard referrer != old else { return }
        hasErased = true
        if let form = tx.changes.view.taxForm(of: .referrer(old.id)) {
            var erased = form
            erased.erase()
            tx.changes.put(Schema.taxForms.table, erased)
            budget -= 1
        }
        referrer.version += 1
        referrer.updated = tx.now
        tx.changes.put(Schema.referrers.table, referrer)
        tx.record(.referrerErased, referrer.subject, personal: saidReason)
    }

    /// Why it is erased: what people have written, but not about a person.
    private var saidReason: EventData {
        var said = EventData()
        said.member("reason", .text(erasure.reason))
        return said
    }

    // MARK: - Mail

    /// Takes the customer's mail away, unless another lead of the customer is left; false when some
    /// is left.
    private mutating func eraseMail(_ tx: inout Transaction) -> Bool {
        guard let customer = tx.changes.view.customer(leftBy: erasure) else { return true }
        var place: MailPlace?
        while true {
            guard budget > 0 else { return false }
            let piece = tx.changes.view.mail(ofCustomer: customer, after: place, limit: budget)
            guard let last = piece.last else { return true }
            place = (last.order, last.number)
            for mail in piece where mail.emailKey == customer {
                tx.changes.delete(Schema.mail.table, mail.number)
                erasure.mailCount += 1
                hasErased = true
            }
            budget -= piece.count
        }
    }

    /// Notes that a customer was erased: how much, by whom and why, and not who it was.
    private func note(_ tx: inout Transaction) {
        guard erasure.leadCount > 0 || erasure.referrerCount > 0 || erasure.mailCount > 0 else {
            return
        }
        var data = EventData()
        data.member("leads", .integer(Int64(erasure.leadCount)))
        data.member("referrers", .integer(Int64(erasure.referrerCount)))
        data.member("mail", .integer(Int64(erasure.mailCount)))
        tx.record(
            .personErased, EventSubject(name: "person"), data: data, personal: saidReason)
    }
}

extension Transaction {
    /// Ends a lead that waits for another one's claim, and does not write it yet.
    ///
    /// With its customer erased nobody is left whom it could be live for. Why is said by the event
    /// of the erasure, which follows.
    fileprivate mutating func end(_ old: Lead) -> Lead {
        var lead = old
        lead.status = .withdrawn
        lead.since = now
        lead.closed = now
        setFollowUp(of: &lead, from: old)
        touch(&lead)
        record(.leadWithdrawn, lead.subject, LeadFields.table, from: old, to: lead)
        return lead
    }
}

extension View {
    /// The customer of whom nothing is to be left: whose last lead was erased, or all there is.
    fileprivate mutating func customer(leftBy erasure: ErasureRecord) -> Text? {
        switch erasure.target {
        case .customer(let key): return key
        case .lead:
            guard let key = erasure.customer, leads(ofCustomer: key, limit: 1).isEmpty else {
                return nil
            }
            return key
        case .referrer: return nil
        }
    }
}

extension Referrer {
    /// What stands in the place of a name that was erased.
    fileprivate static let erasedName: Text = "erased"

    /// Whether name and address were taken away.
    var isErased: Bool { name == Self.erasedName && email == nil }
}

extension Lead {
    /// The address that stands in the place of one that was erased: of this lead alone, so that two
    /// erased leads are not one customer.
    static func erasedAddress(of id: LeadID) -> Text {
        Text("erased@l\(id.raw).invalid")
    }

    /// Takes away what is personal: all that people write about a person.
    ///
    /// Amounts, dates, ids and statuses stay, and of the custom fields those that the form declares
    /// and does not call personal.
    fileprivate mutating func erase(_ form: ServiceForm?) {
        email = Self.erasedAddress(of: id)
        emailKey = email
        title = nil
        name = nil
        company = nil
        phone = nil
        notes = nil
        reason = nil
        forced = nil
        fields.removeAll { form?.field(named: $0.name)?.isPersonal ?? true }
    }
}
