/// The fields of an encoded lead, in the order in which `Lead.encode` writes them.
enum LeadSlot: Int, CaseIterable {
    case id, direction, email, emailKey, currency, source, submitter, created
    case version, epoch, status, title, name, company, phone, service
    case areas, zip, country, value, notes, external, owner, partner
    case assignment, referrer, helper, campaign, products, ref, reason, meeting
    case from, related, declined, forced, updated, closed, since, lastActor
    case fields, score, missing, protectedUntil, registered, accepted
    case lapsed, due, followUp
    case credit, mergedInto, dispute
    case progress

    /// How many bytes the field takes.
    var shape: StoredShape {
        switch self {
        case .direction, .source, .status, .external, .lapsed: .fixed(1)
        case .version, .epoch: .fixed(4)
        case .id, .created, .updated, .since, .score: .fixed(8)
        case .email, .currency, .submitter, .lastActor: .bytes
        case .assignment: .optionalFixed(1)
        case .value, .partner, .helper, .campaign, .meeting, .from, .closed, .protectedUntil,
            .registered, .accepted, .due, .mergedInto, .dispute:
            .optionalFixed(8)
        case .progress: .optionalFixed(25)
        case .emailKey, .title, .name, .company, .phone, .service, .country, .notes, .owner,
            .referrer, .ref, .reason, .forced, .followUp:
            .optionalBytes
        case .zip: .optionalPair
        case .related, .declined: .fixedList(8)
        case .areas, .products, .missing, .credit: .bytesList
        case .fields: .pairList
        }
    }
}
