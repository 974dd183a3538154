import LeadlineDomain
import LeadlineStore

/// A query's filters, resolved: what a row must satisfy.
struct LeadFilter {
    /// What leads are walked by, where those walked satisfy the condition of that name.
    enum WalkedBy {
        case words, zips, partners, owners, statuses
    }

    /// One condition; nothing is left to ask where the leads are walked by it.
    private struct Condition {
        let index: WalkedBy?
        let holds: (Lead) -> Bool
    }

    private let query: LeadQuery
    private let partners: Set<PartnerID>?
    private let owners: Set<Text>?
    private let services: Set<Text>?
    private let zips: Set<Text>?
    private let phone: PhoneNumber?
    private var conditions: [Condition] = []
    let words: [Text]
    let span: TimeSpan

    init(_ query: LeadQuery, words: Text?, _ reader: inout Reader) throws(Rejection) {
        self.query = query
        let caller = reader.caller.name
        owners = query.owners.map { Self.names($0, caller) }
        services = query.services.map { Set($0.words.map(\.asciiLowercased)) }
        zips = query.zips.map { Set($0.words.map { Text($0.bytes.prefix { $0 != 0x2d }) }) }
        partners = try query.partners.map { (list: ListOf<PartnerReference>) throws(Rejection) in
            try Self.partners(list, &reader)
        }
        let country = reader.settings.country
        phone = try query.phone.map { (phone: Text) throws(Rejection) in
            try checking("phone") { () throws(ValueFault) in
                try PhoneNumber.parse(phone.bytes, country: country)
            }
        }
        self.words = SearchWords.words(in: [words, query.match])
        span = try TimeSpan.of(query.since, query.until, query.period, reader)
        askOfPeople(caller, &reader)
        try askOfNeed(reader.settings.regions)
        askOfText()
    }

    private static func names(_ list: WordList, _ caller: Text) -> Set<Text> {
        Set(list.words.map { $0.bytes.matches("me") ? caller : $0 })
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

    /// The id-ordered indexes that together have every lead the filter lets through, and the
    /// condition that they answer.
    private var walk: (sources: [LeadSourceIndex], by: WalkedBy?) {
        if let zips { return (zips.map { .zip($0) }, .zips) }
        if let partners { return (partners.map { .partner($0) }, .partners) }
        if let owners { return (owners.map { .owner($0) }, .owners) }
        // A service is found by its fingerprint, which is no answer to the letter.
        if let services { return (services.map { .service($0) }, nil) }
        if let statuses = query.statuses {
            return (statuses.statuses.map { .status($0) }, .statuses)
        }
        return ([.all], nil)
    }
    var walked: [LeadSourceIndex] { walk.sources }
    var walkedBy: WalkedBy? { walk.by }

    /// Whose leads with an answer that is due have every such lead the filter lets through, as
    /// `dueWith` keeps them; nil when those of nobody in particular do.
    var dueWith: [KeyText]? {
        partners.map { $0.map { Outsider.partner($0).key } }
            ?? owners.map { $0.map { Lead.awaited(owner: $0) } }
    }

    // MARK: - Conditions

    func matches(_ lead: Lead) -> Bool { conditions.allSatisfy { $0.holds(lead) } }

    /// What is still to be asked of leads that are walked by that; nil when nothing is.
    func test(behind index: WalkedBy?) -> ((Lead) -> Bool)? {
        let left = conditions.filter { $0.index == nil || $0.index != index }
        guard !left.isEmpty else { return nil }
        return { lead in left.allSatisfy { $0.holds(lead) } }
    }

    private mutating func ask(_ index: WalkedBy? = nil, _ holds: @escaping (Lead) -> Bool) {
        conditions.append(Condition(index: index, holds: holds))
    }

    private mutating func askOfPeople(_ caller: Text, _ reader: inout Reader) {
        if let partners { ask(.partners) { $0.partner.map(partners.contains) ?? false } }
        if let owners { ask(.owners) { $0.owner.map(owners.contains) ?? false } }
        if let submitters = query.submitters.map({ Self.names($0, caller) }) {
            ask { submitters.contains($0.submitter) }
        }
        if let list = query.referrers {
            let referrers = Set(list.values.map { reader.view.anyPayee($0) })
            ask { $0.referrer.map(referrers.contains) ?? false }
        }
        if let campaigns = query.campaigns?.values {
            ask { lead in campaigns.contains { $0.id == lead.campaign } }
        }
    }

    private mutating func askOfNeed(_ regions: Regions) throws(Rejection) {
        if let statuses = query.statuses?.statuses {
            ask(.statuses) { statuses.contains($0.status) }
        }
        if let directions = query.directions?.values {
            ask { lead in directions.contains { $0.value == lead.direction } }
        }
        if let list = query.sources {
            let sources = try Self.sources(list)
            ask { sources.contains($0.source) }
        }
        if let services { ask { $0.service.map(services.contains) ?? false } }
        if let zips { ask(.zips) { $0.zip.map { zips.contains($0.code) } ?? false } }
        guard let list = query.areas else { return }
        let areas = try checking("area") { () throws(ValueFault) in
            try list.words.map { (word: Text) throws(ValueFault) in
                try Area.parse(word.bytes, regions: regions)
            }
        }
        ask { lead in
            let places = RoutedLead(lead).places
            return areas.contains { area in
                places.contains { area.covers($0, regions: regions) }
            }
        }
    }

    private mutating func askOfText() {
        if let email = query.email { ask { $0.emailKey == email.key } }
        if let ref = query.ref { ask { $0.ref == ref } }
        if let phone {
            ask { $0.phoneNumber.map { PhoneNumber.match(phone, $0) != .none } ?? false }
        }
        if let name = query.name { ask { $0.name?.begins(with: name) ?? false } }
        if let title = query.title { ask { $0.title?.begins(with: title) ?? false } }
        if !words.isEmpty {
            let words = words
            ask(.words) { lead in
                let own = lead.searchWords
                return words.allSatisfy { word in
                    own.contains { $0.bytes.starts(with: word.bytes) }
                }
            }
        }
        let span = span
        if span != .open { ask { span.contains($0.created) } }
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
    /// Whether the text begins with `prefix`, letter case apart.
    func begins(with prefix: Text) -> Bool {
        lowercased.bytes.starts(with: prefix.lowercased.bytes)
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
