import LeadlineDomain
import LeadlineStore

/// A record that attachments can be on, and what decides who sees them.
struct Attachable {
    /// The record's id as text: what its attachments stand under.
    let id: Text
    /// What their events are about.
    let subject: EventSubject
    /// The partner that has it now.
    let partner: PartnerID?
    /// The lead that it is, or that it is about.
    let lead: Lead?

    /// A lead.
    init(_ lead: Lead) {
        id = lead.id.text
        subject = lead.subject
        partner = lead.partner
        self.lead = lead
    }

    /// Throws unless the caller, who reaches the record, works it.
    func requireRight(of wall: Wall) throws(Rejection) {
        guard wall.isHouse || lead.map(wall.works) ?? true else {
            throw Rejection(.noPermission, "ATTACH is not yours on this lead")
        }
    }

    /// Whether the caller, who reaches the record, sees an attachment of it.
    ///
    /// Outside the house it is as with shared notes: not what was attached while another partner
    /// had the lead, and nothing where the customer's contact is masked.
    func shows(_ attachment: AttachmentRecord, to wall: Wall, _ settings: Settings) -> Bool {
        guard !wall.isHouse, attachment.author != wall.name else { return true }
        if let lead {
            guard wall.works(lead), !wall.masksContact(of: lead, settings) else { return false }
        }
        return attachment.partner == nil || attachment.partner == wall.partner
    }
}

extension Wall {
    /// The attachment as the caller is shown it: who else made it is not told outside the house.
    func shown(_ attachment: AttachmentRecord) -> AttachmentRecord {
        guard !isHouse, attachment.author != name else { return attachment }
        return AttachmentRecord(
            id: attachment.id, name: attachment.name, mediaType: attachment.mediaType,
            content: attachment.content, url: attachment.url, at: attachment.at, author: "",
            partner: attachment.partner)
    }
}

extension View {
    /// The record that attachments are asked of, if it stands before that wall.
    mutating func attachable(
        _ holder: AttachmentHolder, _ wall: Wall
    ) throws(Rejection) -> Attachable {
        switch holder {
        case .lead(let reference): return Attachable(try lead(reference, wall))
        case .dispute(let id): throw absent(DisputeID.noun, "\(id)")
        }
    }
}
