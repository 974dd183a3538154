import LeadlineDomain
import LeadlineStore

/// A query's filters, resolved: what a row must satisfy.
struct LeadFilter {
    private let query: LeadQuery
    private let partners: Set<PartnerID>?
    private let submitters: Set<Text>?
    private let owners: Set<Text>?
    private let services: Set<Text>?
    private let sources: Set<LeadSource>?
    private let zips: Set<Text>?
    private let areas: [Area]?
    private let phone: PhoneNumber?
    private let regions: Regions
    let words: [Text]
    let span: TimeSpan

    init(_ query: LeadQuery, words: Text?, _ reader: inout Reader) throws(Rejection) {
        self.query = query
        regions = reader.settings.regions
        let caller = reader.caller.name
        submitters = query.submitters.map {
            Set($0.words.map { $0.bytes.matches("me") ? caller : $0 })
        }
        owners = query.owners.map { Set($0.words.map { $0.bytes.matches("me") ? caller : $0 }) }
        services = query.services.map { Set($0.words.map(\.asciiLowercased)) }
        zips = query.zips.map { Set($0.words.map { Text($0.bytes.prefix { $0 != 0x2d }) }) }
        sources = try query.sources.map { (list: WordList) throws(Rejection) in
            try Self.sources(list)
        }
        partners = try query.partners.map { (list: ListOf<PartnerReference>) throws(Rejection) in
            try Self.partners(list, &reader)
        }
        let regions = regions
        areas = try query.areas.map { (list: WordList) throws(Rejection) in
            try checking("area") { () throws(ValueFault) in
                try list.words.map { (word: Text) throws(ValueFault) in
                    try Area.parse(word.bytes, regions: regions)
                }
            }
        }
        let country = reader.settings.country
        phone = try query.phone.map { (phone: Text) throws(Rejection) in
            try checking("phone") { () throws(ValueFault) in
                try PhoneNumber.parse(phone.bytes, country: country)
            }
        }
        self.words = SearchWords.words(in: [words, query.match])
        span = try TimeSpan.of(query.since, query.until, query.period, reader)
    }

    private static func partners(
        _ list: ListOf<PartnerReference>, _ reader: inout Reader
    ) throws(Rejection) -> Set<PartnerID> {
        var partners: Set<PartnerID> = []
        for reference in list.values { partners.insert(try partner(reference, &reader)) }
        return partners
    }

    /// A partner that does not exist has no leads: a filter is never NOTFOUND.
    private static func partner(
        _ reference: PartnerReference, _ reader: inout Reader
    ) throws(Rejection) -> PartnerID {
        if case .id(let id) = reference.target { return id }
        do {
            return try reader.partner(reference).id
        } catch {
            guard error.code == .notFound else { throw error }
            return PartnerID(raw: .max)
        }
    }

    private static func sources(_ list: WordList) throws(Rejection) -> Set<LeadSource> {
        var sources: Set<LeadSource> = []
        for word in list.words {
            guard let source = LeadSource(word: word.bytes) else {
                throw .invalid(
                    "source", "\(word.bytes.quoted) is not one of: \(LeadSource.words)")
            }
            sources.insert(source)
        }
        return sources
    }

    /// Which index to walk: the one that promises the fewest rows.
    var access: LeadAccess {
        if let ref = query.ref { return .ref(ref) }
        if let email = query.email { return .email(email.key) }
        if let phone { return .phone(phone.lookupKey) }
        if !words.isEmpty { return .words(words) }
        return .each(walked)
    }

    /// The id-ordered indexes that together have every lead the filter lets through.
    var walked: [LeadSourceIndex] {
        if let zips { return zips.map { .zip($0) } }
        if let partners { return partners.map { .partner($0) } }
        if let owners { return owners.map { .owner($0) } }
        if let services { return services.map { .service($0) } }
        if let statuses = query.statuses { return statuses.statuses.map { .status($0) } }
        return [.all]
    }

    /// Whose leads with an answer that is due have every such lead the filter lets through, as
    /// `dueWith` keeps them; nil when those of nobody in particular do.
    var dueWith: [KeyText]? {
        partners.map { $0.map { Outsider.partner($0).key } }
            ?? owners.map { $0.map { Lead.awaited(owner: $0) } }
    }

    func matches(_ lead: Lead) -> Bool {
        matchesPeople(lead) && matchesNeed(lead) && matchesText(lead)
            && span.contains(lead.created)
    }

    private func matchesPeople(_ lead: Lead) -> Bool {
        if let partners, !(lead.partner.map(partners.contains) ?? false) { return false }
        if let owners, !(lead.owner.map(owners.contains) ?? false) { return false }
        if let submitters, !submitters.contains(lead.submitter) { return false }
        if let referrers = query.referrers?.values,
            !(lead.referrer.map { referrers.contains($0) } ?? false)
        {
            return false
        }
        if let sources, !sources.contains(lead.source) { return false }
        if let campaigns = query.campaigns?.values,
            !campaigns.contains(where: { $0.id == lead.campaign })
        {
            return false
        }
        return true
    }

    private func matchesNeed(_ lead: Lead) -> Bool {
        if let statuses = query.statuses, !statuses.statuses.contains(lead.status) { return false }
        if let directions = query.directions?.values,
            !directions.contains(where: { $0.value == lead.direction })
        {
            return false
        }
        if let services, !(lead.service.map(services.contains) ?? false) { return false }
        if let zips, !(lead.zip.map { zips.contains($0.code) } ?? false) { return false }
        guard let areas else { return true }
        let places = RoutedLead(lead).places
        return areas.contains { area in
            places.contains { area.covers($0, regions: regions) }
        }
    }

    private func matchesText(_ lead: Lead) -> Bool {
        if let email = query.email, lead.emailKey != email.key { return false }
        if let ref = query.ref, lead.ref != ref { return false }
        if let phone, !(lead.phoneNumber.map { PhoneNumber.match(phone, $0) != .none } ?? false) {
            return false
        }
        if let name = query.name, !(lead.name?.begins(with: name) ?? false) { return false }
        if let title = query.title, !(lead.title?.begins(with: title) ?? false) { return false }
        guard !words.isEmpty else { return true }
        let own = lead.searchWords
        return words.allSatisfy { word in own.contains { $0.bytes.starts(with: word.bytes) } }
    }
}

/// Where the ids of a list come from.
enum LeadAccess {
    /// Id-ordered sources, merged newest first.
    case each([LeadSourceIndex])
    case ref(Text)
    case words([Text])
    case email(Text)
    case phone(UInt64)
}

/// One id-ordered source of leads.
enum LeadSourceIndex {
    case all
    case status(LeadStatus)
    case owner(Text)
    case partner(PartnerID)
    case service(Text)
    case zip(Text)
    /// What was brought by, or earns, somebody outside the house.
    case outsider(Outsider)
    /// What has a word, in full.
    case word(Text)

    /// The indexes that together have every lead that a caller outside the house reaches.
    static func own(of wall: Wall) -> [LeadSourceIndex] {
        let partner = wall.partner.map { [LeadSourceIndex.partner($0)] } ?? []
        return partner + wall.outsiders.map { .outsider($0) }
    }

    /// The next ids below `after`, newest first.
    func ids(_ view: inout View, after: LeadID?, limit: Int) -> [LeadID] {
        func walk<P: KeyPart>(
            _ index: Index<Lead, P, Nothing>, _ prefix: P, _ view: inout View
        ) -> [LeadID] {
            view.ids(
                index, prefix, after: after.map { (Nothing(), $0) }, .descending, limit: limit
            ).map(\.id)
        }
        switch self {
        case .all:
            return view.ids(of: Schema.leads.table, after: after, .descending, limit: limit)
        case .status(let status): return walk(Schema.leads.byStatus, status, &view)
        case .owner(let owner):
            return walk(Schema.leads.byOwner, KeyText(owner.bytes), &view)
        case .partner(let partner): return walk(Schema.leads.byPartner, partner, &view)
        case .service(let service):
            return walk(Schema.leads.byService, serviceKey(service), &view)
        case .zip(let zip): return walk(Schema.leads.byZip, KeyText(zip.bytes), &view)
        case .outsider(let outsider): return walk(Schema.leads.byOutsider, outsider.key, &view)
        case .word(let word):
            return view.ids(
                Schema.leads.byWord, Nothing(), at: KeyText(word.bytes), below: after,
                limit: limit)
        }
    }
}

extension Text {
    /// Whether the text begins with `prefix`, ASCII letter case apart.
    func begins(with prefix: Text) -> Bool {
        asciiLowercased.bytes.starts(with: prefix.asciiLowercased.bytes)
    }
}

extension TimeSpan {
    /// The span of `SINCE` and `UNTIL`, or of `IN`.
    static func of(
        _ since: TimeInput?, _ until: TimeInput?, _ period: CalendarPeriod?,
        _ reader: borrowing Reader
    ) throws(Rejection) -> TimeSpan {
        let now = reader.now
        let zone = reader.settings.zone
        guard let period else {
            let field = since == nil ? "until" : "since"
            return try checking(field) { () throws(ValueFault) in
                try TimeSpan.between(since, until, now: now, zone: zone)
            }
        }
        guard since == nil, until == nil else {
            throw .syntax("IN and SINCE or UNTIL exclude each other")
        }
        return period.span(now: now, zone: zone)
    }
}
