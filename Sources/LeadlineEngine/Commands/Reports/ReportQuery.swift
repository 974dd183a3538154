import LeadlineDomain
import LeadlineStore

/// The keywords of every report as they were given: nil is "not given".
struct ReportForm: Sendable {
    var by: Choice<ReportPeriod>?
    var since: TimeInput?
    var until: TimeInput?
    var period: CalendarPeriod?
    var partners: ListOf<PartnerReference>?
    var services: WordList?
    var directions: ListOf<Choice<LeadlineDomain.Direction>>?
    var owners: WordList?
    var tiers: WordList?
    var columns: WordList?
    var limit: PageLimit?
    var after: Number?

    static let form = Form(
        ReportForm(),
        [
            .one("BY", \.by),
            .one("SINCE", \.since),
            .one("UNTIL", \.until),
            .one("IN", \.period),
            .one("PARTNER", \.partners),
            .one("SERVICE", \.services),
            .one("DIRECTION", \.directions),
            .one("OWNER", \.owners),
            .one("TIER", \.tiers),
            .one("COLUMNS", \.columns),
            .one("LIMIT", \.limit),
            .one("AFTER", \.after),
        ])
}

/// A report's filters, resolved: what is counted, and whose rows of the counters have it.
struct ReportQuery {
    let period: ReportPeriod?
    let days: ClosedRange<Int64>
    private let partners: Set<PartnerID>?
    private let services: Set<Text>?
    private let directions: Set<LeadlineDomain.Direction>?
    private let owners: Set<Text>?
    /// The partners of the tiers that were named.
    private let tierPartners: Set<PartnerID>?
    let wall: Wall
    /// When it is asked.
    let now: Timestamp
    private let caller: Caller

    init(
        _ form: ReportForm, by usual: ReportPeriod? = nil, _ reader: inout Reader
    ) throws(Rejection) {
        period = form.by?.value ?? usual
        days = try Self.days(form, reader)
        caller = reader.caller
        wall = reader.caller.wall
        now = reader.now
        let name = caller.name
        services = form.services.map { Set($0.words.map(\.asciiLowercased)) }
        directions = form.directions.map { Set($0.values.map(\.value)) }
        owners = form.owners.map {
            Set($0.words.map { $0.bytes.matches("me") ? name : $0.asciiLowercased })
        }
        partners = try Self.partners(form.partners, &reader)
        tierPartners = try Self.partners(ofTiers: form.tiers, &reader)
    }

    /// Whether nothing but partners was asked for: what is owed is not parted any further.
    var isOfPartnersAlone: Bool {
        period == nil && services == nil && directions == nil && owners == nil
    }

    /// Whether a partner's row passes the filters.
    func includes(_ partner: PartnerID) -> Bool {
        partners?.contains(partner) ?? true && tierPartners?.contains(partner) ?? true
    }

    /// Whether a row of a party's counters passes the filters, as far as the row tells.
    func includes(_ facet: CounterFacet, of book: CounterBook, _ party: Outsider?) -> Bool {
        if let directions, !directions.contains(facet.direction) { return false }
        if let services, !(facet.service.map(services.contains) ?? false) { return false }
        guard book == .party else {
            guard let tierPartners, case .partner(let id)? = party else { return true }
            return tierPartners.contains(id)
        }
        if facet.fact == .declined { return includesDeclined(party) }
        let partner = shownPartner(of: facet)
        if let partners, !(partner.map(partners.contains) ?? false) { return false }
        if let tierPartners, !(partner.map(tierPartners.contains) ?? false) { return false }
        if let owners, !(facet.owner.map(owners.contains) ?? false) { return false }
        return true
    }

    /// A declined lead tells nothing but that it was, so no other filter lets it through.
    private func includesDeclined(_ party: Outsider?) -> Bool {
        guard case .partner(let id)? = party, owners == nil else { return false }
        return includes(id)
    }

    /// The partner of a lead as far as the caller is shown it.
    func shownPartner(of facet: CounterFacet) -> PartnerID? {
        guard !wall.isHouse else { return facet.partner }
        return facet.roles.contains(.works) ? facet.partner : nil
    }

    /// Who is credited with a lead as far as the caller is shown it.
    func shownReferrer(of facet: CounterFacet) -> Payee? {
        guard !wall.isHouse, let referrer = facet.referrer else { return facet.referrer }
        return wall.isOwn(Outsider(referrer)) ? referrer : nil
    }
}

// MARK: - Where to read

/// A part of the counters that a report reads.
struct CounterSource {
    let book: CounterBook
    /// Whose part of the book of parties; nil of any other book.
    var party: Outsider?
    /// What the party has to be to a lead, one of these; empty where that does not matter.
    var roles: PartyRoles = []
}

extension ReportQuery {
    /// The parts of the counters that together have every lead of the report once; `group` is the
    /// book that parts the leads as the report does.
    func sources(grouping group: CounterBook) -> [CounterSource] {
        if let own = ownSource { return [own] }
        if let owners {
            return owners.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.map {
                CounterSource(book: .party, party: .user($0), roles: .owns)
            }
        }
        // A tier's partners are found in the book of partners where that tells enough.
        if partners == nil, tierPartners != nil, group == .partner {
            return [CounterSource(book: .partner)]
        }
        if let named = partners ?? tierPartners {
            return named.sorted().map {
                CounterSource(book: .party, party: .partner($0), roles: [.has, .declined])
            }
        }
        return [CounterSource(book: group)]
    }

    /// What a caller is shown that has a wall before it; nil of the house.
    private var ownSource: CounterSource? {
        guard !wall.isOpen else { return nil }
        if wall.isHouse {
            return CounterSource(
                book: .party, party: .user(caller.name), roles: [.owns, .submitted])
        }
        let roles: PartyRoles = caller.role == .advertiser ? .brought : .reaches
        if let partner = caller.partner {
            return CounterSource(book: .party, party: .partner(partner), roles: roles)
        }
        if let referrer = caller.referrer {
            return CounterSource(book: .party, party: .referrer(referrer), roles: roles)
        }
        return CounterSource(book: .party, party: .user(caller.name), roles: .submitted)
    }
}

// MARK: - Resolving

extension ReportQuery {
    /// The days of UTC that a span touches.
    private static func days(
        _ form: ReportForm, _ reader: borrowing Reader
    ) throws(Rejection) -> ClosedRange<Int64> {
        let span = try span(form, reader)
        let first = span.since?.day ?? CivilDate.dayRange.lowerBound
        // The end is the first instant that is no longer inside.
        let last =
            span.until.map { Timestamp(milliseconds: $0.milliseconds - 1).day }
            ?? CivilDate.dayRange.upperBound
        return first...max(first, last)
    }

    private static func span(
        _ form: ReportForm, _ reader: borrowing Reader
    ) throws(Rejection) -> TimeSpan {
        let now = reader.now
        guard let period = form.period else {
            let field = form.since == nil ? "until" : "since"
            let span = try checking(field) { () throws(ValueFault) in
                try TimeSpan.between(form.since, form.until, now: now, zone: .utc)
            }
            if let since = span.since, let until = span.until, since >= until {
                throw .invalid("until", "lies before SINCE")
            }
            return span
        }
        guard form.since == nil, form.until == nil else {
            throw .syntax("IN and SINCE or UNTIL exclude each other")
        }
        return period.span(now: now, zone: .utc)
    }

    /// The partners that were named; nil when none was.
    static func partners(
        _ list: ListOf<PartnerReference>?, _ reader: inout Reader
    ) throws(Rejection) -> Set<PartnerID>? {
        guard let list else { return nil }
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

    /// The partners that are of one of the tiers now, nil when none was named; outside the house
    /// the caller's own at most.
    static func partners(
        ofTiers list: WordList?, _ reader: inout Reader
    ) throws(Rejection) -> Set<PartnerID>? {
        guard let list else { return nil }
        let tiers = Set(list.words.map(\.asciiLowercased))
        func isOfTier(_ partner: Partner) -> Bool {
            partner.tier.map { tiers.contains($0.asciiLowercased) } ?? false
        }
        guard reader.caller.wall.isHouse else {
            let own = reader.caller.partner.flatMap {
                reader.view.get(Schema.partners.table, $0)
            }
            return own.map { isOfTier($0) ? [$0.id] : [] } ?? []
        }
        var found: Set<PartnerID> = []
        var place: PartnerID?
        var looked = 0
        while looked < reader.settings.reportLimits.partnersMax {
            let rows = reader.view.rows(
                of: Schema.partners.table, after: place, limit: partnersPerRead)
            for partner in rows where isOfTier(partner) { found.insert(partner.id) }
            guard rows.count == partnersPerRead else { return found }
            place = rows.last?.id
            looked += rows.count
        }
        throw reader.settings.reportLimits.tooManyPartners
    }

    private static let partnersPerRead = 500
}
