/// Which partner gets a lead, and why (`rules.md` 3).
///
/// A function of its input alone: the order of the partners given does not matter.
package struct Routing: Equatable, Sendable {
    /// Those whose coverage matches and the ZIP's owner: the kept by rank, the dropped by id.
    package let candidates: [Candidate]

    /// The first of the kept; nil when the lead waits for a person.
    package let choice: PartnerID?

    /// Why there is no choice, as a short phrase; nil when there is one.
    package let whyNobody: String?

    /// How far back assignments count as load.
    package static let recentWindow = Seconds(30 * 86_400)

    /// Routes a lead among the partners; `owner` is the partner that the lead's ZIP belongs to.
    package static func route(
        _ lead: RoutedLead, owner: PartnerID?, among partners: [RoutedPartner], regions: Regions
    ) -> Routing {
        let listed = partners.compactMap { partner -> Contender? in
            let match = Coverage.narrowest(partner.coverage, matching: lead, regions: regions)
            guard match != nil || partner.id == owner else { return nil }
            return Contender(partner: partner, lead: lead, owner: owner, match: match)
        }
        let kept = listed.filter { $0.dropped == nil }.sorted(by: Contender.precedes)
        let dropped = listed.filter { $0.dropped != nil }
            .sorted { $0.partner.id < $1.partner.id }
        let ranked = kept.enumerated().map { $1.candidate(rank: UInt32($0 + 1)) }
        return Routing(
            candidates: ranked + dropped.map { $0.candidate(rank: nil) },
            choice: kept.first?.partner.id,
            whyNobody: kept.isEmpty ? whyNobody(lead, owner, dropped) : nil)
    }

    private static func whyNobody(
        _ lead: RoutedLead, _ owner: PartnerID?, _ dropped: [Contender]
    ) -> String {
        if let owner, let zip = lead.territory {
            let why = dropped.first { $0.partner.id == owner }?.dropped ?? "unknown"
            return "ZIP \(zip.code) belongs to \(owner), which is unavailable: \(why)"
        }
        guard !dropped.isEmpty else {
            let service = lead.service.map { "\($0)" } ?? "any service"
            let places = lead.places.prefix(5).map { "\($0.text)" }.joined(separator: ", ")
            return "nobody covers \(service) in \(places.isEmpty ? "*" : places)"
        }
        let reasons = dropped.prefix(5).map { "\($0.partner.id) \($0.dropped ?? "")" }
        let more = dropped.count > reasons.count ? " and \(dropped.count - reasons.count) more" : ""
        return "all who cover it are unavailable: \(reasons.joined(separator: ", "))\(more)"
    }
}

extension Coverage {
    /// The narrowest area of the rows that match the lead; the first of equals by name.
    static func narrowest(
        _ rows: [Coverage], matching lead: RoutedLead, regions: Regions
    ) -> Area? {
        let service = lead.service?.asciiLowercased
        var best: Area?
        for row in rows {
            guard service == nil || row.service.asciiLowercased == service,
                row.area.covers(anyOf: lead.places, regions: regions)
            else { continue }
            guard let known = best else {
                best = row.area
                continue
            }
            if (row.area.level, row.area.text) < (known.level, known.text) { best = row.area }
        }
        return best
    }
}

extension Area {
    /// Whether it covers one of the places; without any, only `*` does.
    fileprivate func covers(anyOf places: [Area], regions: Regions) -> Bool {
        places.isEmpty ? self == .all : places.contains { covers($0, regions: regions) }
    }
}
