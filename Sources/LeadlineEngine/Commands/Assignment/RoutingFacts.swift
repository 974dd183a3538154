import LeadlineDomain
import LeadlineStore

/// Gathers from the store what routing decides by (`rules.md` 3).
enum RoutingFacts {
    /// Coverage rows of one area that are looked at.
    static let coverageMax = 1000

    static func route(
        _ lead: Lead, now: Timestamp, _ settings: Settings, _ view: inout View
    ) -> Routing {
        let routed = RoutedLead(lead)
        let owner = owner(of: lead, &view)
        var coverage = coverageByPartner(of: routed, settings.regions, &view)
        if let owner, coverage[owner] == nil { coverage[owner] = [] }
        let partners = coverage.keys.sorted().compactMap { id -> RoutedPartner? in
            guard let partner = view.get(Schema.partners.table, id) else { return nil }
            return RoutedPartner(
                partner, open: open(with: id, &view), recent: recent(of: id, now: now, &view),
                lastAssigned: lastAssigned(to: id, &view), coverage: coverage[id] ?? [])
        }
        return Routing.route(routed, owner: owner, among: partners, regions: settings.regions)
    }

    /// The partner that the lead's ZIP belongs to, or nil.
    static func owner(of lead: Lead, _ view: inout View) -> PartnerID? {
        guard let zip = RoutedLead(lead).territory else { return nil }
        return view.get(Schema.territories.table, TerritoryID(zip))?.partner
    }

    /// Leads open with a partner: `review` to `quoted`.
    static func open(with partner: PartnerID, _ view: inout View) -> UInt32 {
        UInt32(clamping: view.count(Schema.leads.openWithPartner, partner))
    }

    /// Assignments of the last thirty days, to the millisecond: whole days by their counts, and
    /// the day on which the window begins entry by entry.
    private static func recent(
        of partner: PartnerID, now: Timestamp, _ view: inout View
    ) -> UInt32 {
        let start = Timestamp(
            milliseconds: now.milliseconds - Routing.recentWindow.count * 1000)
        var count: Int64 = 0
        for day in stride(from: start.day + 1, through: now.day, by: 1) {
            count += view.count(Schema.assignments.perDay, Pair(partner, day))
        }
        guard view.count(Schema.assignments.perDay, Pair(partner, start.day)) > 0 else {
            return UInt32(clamping: count)
        }
        let endOfDay = (start.day + 1) * 86_400_000
        let edge = view.ids(
            Schema.assignments.byPartner, partner, from: start.milliseconds, .ascending,
            limit: EngineLimits.scanRowsMax)
        count += Int64(edge.prefix { $0.order < endOfDay }.count)
        return UInt32(clamping: count)
    }

    private static func lastAssigned(to partner: PartnerID, _ view: inout View) -> Timestamp? {
        view.ids(Schema.assignments.byPartner, partner, .descending, limit: 1).first
            .map { Timestamp(milliseconds: $0.order) }
    }

    /// The coverage rows whose area covers one of the lead's places, by partner.
    private static func coverageByPartner(
        of lead: RoutedLead, _ regions: Regions, _ view: inout View
    ) -> [PartnerID: [Coverage]] {
        var rows: [PartnerID: [Coverage]] = [:]
        for area in areas(covering: lead.places, regions) {
            let found = view.ids(
                Schema.coverage.byArea, KeyText(area.text.bytes), limit: coverageMax)
            for entry in found {
                guard let row = view.get(Schema.coverage.table, entry.id),
                    lead.service == nil || row.service == lead.service
                else { continue }
                rows[row.partner, default: []].append(row)
            }
        }
        return rows
    }

    /// Every area that covers one of the places: itself and what it lies in.
    private static func areas(covering places: [Area], _ regions: Regions) -> Set<Area> {
        var areas: Set<Area> = [.all]
        for place in places {
            areas.insert(place)
            if let country = place.country { areas.insert(.country(country)) }
            if case .zip(let zip) = place, let state = zip.state {
                areas.insert(.state(zip.country, state))
            }
            for name in regions.names where Area.region(name).covers(place, regions: regions) {
                areas.insert(.region(name))
            }
        }
        return areas
    }
}
