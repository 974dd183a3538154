import LeadlineDomain
import LeadlineStore

/// How a caller sees one event.
enum Sight: Equatable, Sendable {
    /// Not at all.
    case hidden
    /// As it is kept.
    case whole
    /// As somebody outside the house: only its own record, and nothing of who else is in it.
    case outside(isContactMasked: Bool)
}

extension Wall {
    /// How the caller sees an event about the lead as it is now; nil is no lead.
    ///
    /// Outside the house an event is seen by those whom its lead concerned when it happened and
    /// whom it concerns now: what was before a release stays hidden after it.
    func sight(of event: EventRecord, about lead: Lead?, _ settings: Settings) -> Sight {
        guard !isOpen else { return .whole }
        guard LeadID(event.subject.bytes) != nil else {
            if isHouse {
                let isDispute = DisputeID(event.subject.bytes) != nil
                return !isDispute || hasDone(event) ? .whole : .hidden
            }
            return isAddressed(by: event) ? .outside(isContactMasked: false) : .hidden
        }
        guard let lead, reaches(lead) else { return .hidden }
        if isHouse { return .whole }
        guard isAddressed(by: event) else { return .hidden }
        return .outside(isContactMasked: masksContact(of: lead, settings))
    }

    private func isAddressed(by event: EventRecord) -> Bool {
        guard !event.audience.isEmpty else { return false }
        return outsiders.contains { event.audience.contains($0.text) }
    }
}

/// Judges the events of one page for its reader; looks at each lead once.
struct EventSight {
    let wall: Wall
    private let settings: Settings
    private var leads: [LeadID: Lead?] = [:]

    /// A look that has not begun.
    init(_ reader: borrowing Reader) {
        wall = reader.caller.wall
        settings = reader.settings
    }

    /// How the reader sees the event.
    mutating func sight(of event: EventRecord, _ view: inout View) -> Sight {
        guard !wall.isOpen else { return .whole }
        guard let id = LeadID(event.subject.bytes) else {
            return wall.sight(of: event, about: nil, settings)
        }
        return wall.sight(of: event, about: lead(id, &view), settings)
    }

    private mutating func lead(_ id: LeadID, _ view: inout View) -> Lead? {
        if let known = leads[id] { return known }
        let lead = view.get(Schema.leads.table, id)
        leads[id] = .some(lead)
        return lead
    }
}

extension EventEntry {
    /// The event as a caller sees it; nil when it does not.
    ///
    /// Outside the house `data` keeps only what is the caller's to know, and whoever else did it is
    /// not named.
    init?(_ event: EventRecord, _ sight: Sight, _ wall: Wall) {
        switch sight {
        case .hidden: return nil
        case .whole: self.init(event)
        case .outside(let isContactMasked):
            let whole = EventEntry(event)
            var data = EventData()
            data.merge(whole.data.bytes) { name in
                Self.outsideMembers.contains(Text(name))
                    && !(isContactMasked && Self.contactMembers.contains(Text(name)))
            }
            let isOwn = wall.isOwn(.user(event.actor))
            self.init(
                event: event, data: data.closed(), actor: isOwn ? event.actor : nil,
                address: isOwn ? whole.address : nil)
        }
    }

    /// What of an event's data may be known outside the house: none of it tells of a third party.
    private static let outsideMembers: Set<Text> = contactMembers.union([
        "state", "status", "direction", "kind", "service", "areas", "zip", "country", "value",
        "currency", "source", "external", "owner", "products", "ref", "meeting", "closed",
        "missing", "protected_until",
        "amount", "due", "due_event", "type", "shared", "contact", "contact2", "manager", "tier",
        "pinned", "weight", "capacity", "won", "revenue", "until", "course",
        "timezone", "hours", "rate", "fixed", "profile",
        "line", "sku", "item", "qty", "price", "mime", "bytes", "about", "rating",
    ])

    /// What of it is the customer's contact, or free text.
    private static let contactMembers: Set<Text> = [
        "title", "email", "name", "company", "phone", "notes", "reason", "fields", "text",
        "file", "sha256", "url",
    ]
}
