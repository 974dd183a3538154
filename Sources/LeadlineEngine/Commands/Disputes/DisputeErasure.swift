import LeadlineDomain
import LeadlineStore

extension Transaction {
    /// Takes from disputes what they say of a person, as far as the budget goes; answers whether
    /// nothing is left.
    mutating func eraseDisputes(_ target: ErasureTarget, _ budget: inout Int) -> Bool {
        let place: KeyText
        switch target {
        case .customer(let key): place = Dispute.personKey(key)
        case .lead(let id): place = KeyText(id.text.bytes)
        case .referrer: return true
        }
        while true {
            guard budget > 0 else { return false }
            let found = changes.view.ids(Schema.disputes.byPerson, place, limit: budget)
                .compactMap { changes.view.get(Schema.disputes.table, $0.id) }
                // The key holds a fingerprint: a hit may be another customer.
                .filter { target.includes($0) }
            guard let dispute = found.first else { return true }
            guard eraseNotes(on: dispute, &budget), eraseEvents(of: dispute, &budget) else {
                return false
            }
            var erased = dispute
            erased.erase()
            changes.put(Schema.disputes.table, erased)
            budget -= 1
        }
    }

    /// Deletes what was remarked and attached; false when some is left.
    private mutating func eraseNotes(on dispute: Dispute, _ budget: inout Int) -> Bool {
        for attachment in changes.view.attachments(of: dispute.id.text) {
            guard budget > 0 else { return false }
            budget -= remove(attachment)
        }
        for note in changes.view.notes(on: dispute.id) {
            guard budget > 0 else { return false }
            changes.delete(Schema.disputes.notes, note.id)
            budget -= 1
        }
        return true
    }

    /// Erases the personal part of the dispute's events; false when some are left.
    private mutating func eraseEvents(of dispute: Dispute, _ budget: inout Int) -> Bool {
        let subject = dispute.id.text
        let events = changes.view.ids(
            Schema.events.bySubject, Fingerprint64(subject).raw, limit: EngineLimits.scanRowsMax)
        for entry in events {
            guard var event = changes.view.get(Schema.events.table, entry.id),
                event.subject == subject, case .kept = event.personal,
                let digest = event.personal.digest
            else { continue }
            guard budget > 0 else { return false }
            event.personal = .erased(digest)
            changes.put(Schema.events.table, event)
            budget -= 1
        }
        return true
    }
}

extension ErasureTarget {
    fileprivate func includes(_ dispute: Dispute) -> Bool {
        switch self {
        case .customer(let key): dispute.emailKey == key
        case .lead(let id): dispute.lead == id
        case .referrer: false
        }
    }
}
