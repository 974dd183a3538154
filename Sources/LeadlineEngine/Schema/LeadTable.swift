import LeadlineDomain
import LeadlineNames
import LeadlineStore

/// The leads and everything they are found by.
///
/// Keys hold 64-bit fingerprints instead of addresses: short keys are what a bulk load pays for,
/// and a hit is verified against its row.
struct LeadTable: ~Copyable, Sendable {
    private(set) var table = Table<Lead>(tag: Tag.lead, name: "lead", sequence: IDSequence.lead)
    /// Open leads by customer, nearly always none or one; and the others.
    let byEmail: Roll<Lead, UInt64>
    let closedByEmail: Index<Lead, UInt64, Nothing>
    let byRef: UniqueIndex<Lead, KeyText>
    let byStatus: Index<Lead, LeadStatus, Nothing>
    let byOwner: Index<Lead, KeyText, Nothing>
    let byPartner: Index<Lead, PartnerID, Nothing>
    /// What was brought from outside or is owed to somebody there, under them; what a partner has
    /// stands in `byPartner`.
    let byOutsider: Index<Lead, KeyText, Nothing>
    let byService: Index<Lead, UInt64, Nothing>
    let byZip: Index<Lead, KeyText, Nothing>
    /// Words of title, name, company and e-mail, for prefix search.
    let byWord: Index<Lead, Nothing, KeyText>
    /// Open leads by what only warns: the end of a phone number, a business domain, company + ZIP.
    ///
    /// What more than twenty share is no evidence (`rules.md` 1).
    let byPhone: Roll<Lead, UInt64>
    let byDomain: Roll<Lead, UInt64>
    let byCompanyZip: Roll<Lead, UInt64>
    /// New leads, best score first, then oldest; under no service and under their own.
    let inQueue: Index<Lead, QueuePart, Descending<UInt32>>
    let byUpdate: Index<Lead, Nothing, Int64>
    /// Leads with a meeting, by its time.
    let byMeeting: Index<Lead, Nothing, Int64>
    /// Leads with a claim that will end by itself, by when; and the same under each of those
    /// outside the house who brought them.
    let byClaimEnd: Index<Lead, Nothing, Int64>
    let byClaimant: Index<Lead, KeyText, Int64>
    /// Leads that wait for an answer: by when something happens by itself, and by when it is due.
    let byFollowUp: Index<Lead, Nothing, Int64>
    let byDue: Index<Lead, Nothing, Int64>
    /// The same under each of those concerned: its partner, its owner and who brought it.
    let dueWith: Index<Lead, KeyText, Int64>
    /// Leads with points, by their score.
    let byScore: Index<Lead, Nothing, UInt32>
    /// Leads that wait for somebody, under whom, by how long they have waited.
    let byWaiting: Index<Lead, KeyText, Int64>
    /// Outbound leads from `review` to `quoted`: a partner's load (`rules.md` 3).
    let openWithPartner: Tally<Lead, PartnerID>
    let byCampaign: Tally<Lead, Pair<CampaignID, CampaignCount>>
    /// What partners won, by month and currency, a slot for each day.
    let wonByPartner: Series<Lead, WonKey>
    /// The leads of the partner that works them, a slot for each status.
    let standingByPartner: Series<Lead, PartnerID>
    /// What reports are read from.
    let counters: Series<Lead, CounterKey>

    init() {
        byEmail = table.roll(tag: Tag.leadByEmail) { lead, emit in
            if lead.status.isOpen { emit(lead.emailFingerprint) }
        }
        closedByEmail = table.index(tag: Tag.leadClosedByEmail) { lead, emit in
            if !lead.status.isOpen { emit(lead.emailFingerprint, Nothing()) }
        }
        byRef = table.unique(tag: Tag.leadByRef) { lead, emit in
            if let ref = lead.ref { emit(KeyText(ref.bytes)) }
        }
        byStatus = table.index(tag: Tag.leadByStatus) { $1($0.status, Nothing()) }
        byOwner = table.index(tag: Tag.leadByOwner) { lead, emit in
            if let owner = lead.owner { emit(KeyText(owner.bytes), Nothing()) }
        }
        byPartner = table.index(tag: Tag.leadByPartner) { lead, emit in
            if let partner = lead.partner { emit(partner, Nothing()) }
        }
        byOutsider = table.index(tag: Tag.leadByOutsider) { lead, emit in
            if lead.external { emit(Outsider.user(lead.submitter).key, Nothing()) }
            lead.forEachEarner { emit($0.key, Nothing()) }
        }
        byService = table.index(tag: Tag.leadByService) { lead, emit in
            if let service = lead.service { emit(serviceKey(service), Nothing()) }
        }
        byZip = table.index(tag: Tag.leadByZip) { lead, emit in
            if let zip = lead.zip { emit(KeyText(zip.code.bytes), Nothing()) }
        }
        byWord = table.index(tag: Tag.leadByWord) { lead, emit in
            for word in lead.searchWords { emit(Nothing(), KeyText(word.bytes)) }
        }
        byPhone = table.roll(tag: Tag.leadByPhone) { lead, emit in
            if let key = lead.openPhoneKey { emit(key) }
        }
        byDomain = table.roll(tag: Tag.leadByDomain) { lead, emit in
            if let key = lead.openDomainKey { emit(key) }
        }
        byCompanyZip = table.roll(tag: Tag.leadByCompanyZip) { lead, emit in
            if let key = lead.openCompanyZipKey { emit(key) }
        }
        inQueue = table.index(tag: Tag.leadInQueue) { $0.emitQueueEntries($1) }
        byUpdate = table.index(tag: Tag.leadByUpdate) { $1(Nothing(), $0.updated.milliseconds) }
        byMeeting = table.index(tag: Tag.leadByMeeting) { lead, emit in
            if let order = lead.meetingOrder { emit(Nothing(), order) }
        }
        byClaimEnd = table.deadlines(tag: Tag.leadByClaimEnd) { $0.claim?.ends }
        byClaimant = table.index(tag: Tag.leadByClaimant) { $0.emitClaim($1) }
        byFollowUp = table.deadlines(tag: Tag.leadByFollowUp) { $0.followUp?.next }
        byDue = table.index(tag: Tag.leadByDue) { lead, emit in
            if let due = lead.followUp?.due { emit(Nothing(), due.milliseconds) }
        }
        dueWith = table.index(tag: Tag.leadDueWith) { $0.emitDue($1) }
        byScore = table.index(tag: Tag.leadByScore) { lead, emit in
            if lead.score > 0 { emit(Nothing(), UInt32(clamping: lead.score)) }
        }
        byWaiting = table.index(tag: Tag.leadByWaiting) { $0.emitAwaited($1) }
        openWithPartner = table.tally(tag: Tag.leadOpenWithPartner) { lead, emit in
            if let partner = lead.partner, lead.isPartnerLoad { emit(partner) }
        }
        byCampaign = table.tally(tag: Tag.leadsByCampaign) { $0.emitCampaignCounts($1) }
        wonByPartner = table.series(tag: Tag.leadWonByPartner) { lead, emit in
            if let won = lead.wonPoint { emit(won.key, won.point) }
        }
        standingByPartner = table.series(tag: Tag.leadStandingByPartner) { lead, emit in
            if let standing = lead.standingPoint { emit(standing.key, standing.point) }
        }
        counters = table.series(tag: Tag.leadCounters) { lead, emit in lead.forEachCount(emit) }
    }
}

/// What a service's name is found by.
func serviceKey(_ service: Text) -> UInt64 {
    Fingerprint64(service).raw | 1
}

extension Lead {
    fileprivate func emitQueueEntries(_ emit: (QueuePart, Descending<UInt32>) -> Void) {
        guard status == .new else { return }
        let order = Descending(UInt32(clamping: score))
        let isTaken = owner != nil
        emit(QueuePart(isTaken: isTaken, of: nil), order)
        if let service { emit(QueuePart(isTaken: isTaken, of: service), order) }
    }

    fileprivate func emitClaim(_ emit: (KeyText, Int64) -> Void) {
        guard let end = claim?.ends else { return }
        forEachBringer { emit($0.key, end.milliseconds) }
    }

    /// Where the meeting stands among others: its milliseconds, what is before 1970 at the front.
    var meetingOrder: Int64? { meeting.map { max($0.milliseconds, 0) } }

    var searchWords: [Text] {
        // Nearly every address is its own key.
        let key = emailKey == email ? nil : emailKey
        return SearchWords.words(in: [name, company, email, key, title])
    }

    /// Finds once what both a registration and the indexes ask for.
    mutating func remember() {
        let (domain, place) = (businessDomain, companyZip)
        memo = LeadMemo(emailKey, businessDomain: domain, company, zip, companyZip: place)
    }

    var emailFingerprint: UInt64 { Fingerprint64(emailKey).raw }

    /// The phone as numbers are compared; nil when there is none or it is not a number.
    var phoneNumber: PhoneNumber? {
        guard let phone else { return nil }
        return try? PhoneNumber.parse(phone.bytes, country: country)
    }

    /// The registrable domain of a business address, or nil for free mail.
    var businessDomain: Text? {
        if let kept = memo.businessDomain(of: emailKey) { return kept }
        guard let key = EmailKey(kept: emailKey) else { return nil }
        return key.domainKey { DomainNames.registrable($0.bytes).map { Text($0) } }
    }

    /// Company and place together, as far as both are known.
    var companyZip: Text? {
        if let kept = memo.companyZip(of: company, zip) { return kept }
        guard let zip, let key = company.flatMap({ CompanyKey($0) }) else { return nil }
        return key.key(with: zip)
    }

    fileprivate var openPhoneKey: UInt64? { status.isOpen ? phoneNumber?.lookupKey : nil }

    fileprivate var openDomainKey: UInt64? {
        status.isOpen ? businessDomain.map { Fingerprint64($0).raw } : nil
    }

    fileprivate var openCompanyZipKey: UInt64? {
        status.isOpen ? companyZip.map { Fingerprint64($0).raw } : nil
    }
}
