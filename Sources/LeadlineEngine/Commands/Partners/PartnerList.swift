import LeadlineDomain
import LeadlineStore

/// The filters of PARTNER.LIST, combined with AND; nil is "not given".
struct PartnerFilter: Sendable {
    var states: WordList?
    var services: WordList?
    var areas: WordList?
    var tiers: WordList?
    var name: Text?

    static let form = Form(
        PartnerFilter(),
        [
            .one("STATE", \.states),
            .one("SERVICE", \.services),
            .one("AREA", \.areas),
            .one("TIER", \.tiers),
            .one("NAME", \.name),
        ])
}

/// PARTNER.LIST: partners by their own fields and by what they cover, the newest first.
func partnerList(
    reader: inout Reader, filter: PartnerFilter, limit: PageLimit?, after: Plain<PartnerID>?,
    columns: WordList?
) throws(Rejection) -> PartnerPage {
    let columns = try columns.map { list throws(Rejection) in
        try PartnerFields.table.columns(chosen: list.words)
    }
    let wanted = try PartnerSelection(filter, reader.settings)
    let listing = Listing<Partner, PartnerID>(limit: limit, after: after?.id) { $0.id }
    let named = filter.name.flatMap { reader.view.partners(startingWith: $0) }
    let page = listing.page(&reader.view) { view, position, count in
        guard let named else {
            return view.rows(
                of: Schema.partners.table, after: position, .descending, limit: count)
        }
        return view.partners(of: named, before: position, limit: count)
    } keep: { view, partner in
        wanted.includes(partner, &view)
    }
    let entries = page.rows.map { reader.view.entry($0) }
    return PartnerPage(entries, next: page.next?.text, columns: columns)
}

/// The filters of PARTNER.LIST, read and ready to judge partners by.
private struct PartnerSelection {
    private let states: [PartnerState]?
    private let tiers: [Text]?
    private let name: Text?
    private let coverage: CoverageSelection
    private let regions: Regions

    init(_ filter: PartnerFilter, _ settings: Settings) throws(Rejection) {
        states = try filter.states.map { list throws(Rejection) in
            var states: [PartnerState] = []
            for word in list.words {
                states.append(
                    try checking("state") { () throws(ValueFault) in
                        try Choice<PartnerState>(argument: word.bytes).value
                    })
            }
            return states
        }
        tiers = filter.tiers?.words
        name = filter.name
        coverage = try CoverageSelection(filter.services, filter.areas, settings)
        regions = settings.regions
    }

    func includes(_ partner: Partner, _ view: inout View) -> Bool {
        if let states, !states.contains(partner.state) { return false }
        if let tiers {
            guard let tier = partner.tier?.asciiLowercased,
                tiers.contains(where: { $0.asciiLowercased == tier })
            else { return false }
        }
        if let name, !partner.name.begins(with: name) { return false }
        return coverage.isOpen || covers(partner.id, &view)
    }

    /// Whether one line of the partner's coverage is of a chosen service and covers a chosen area.
    private func covers(_ partner: PartnerID, _ view: inout View) -> Bool {
        var position: CoverageID?
        while true {
            let lines = view.coverage(of: partner, after: position, limit: Self.linesPerRead)
            let isMet = lines.contains { line in
                coverage.includesService(of: line) && coverage.isCovered(by: line, regions)
            }
            if isMet || lines.count < Self.linesPerRead { return isMet }
            position = lines.last?.id
        }
    }

    private static let linesPerRead = 16
}

extension View {
    /// The ids of the partners whose name starts so, newest first; nil when there are too many to
    /// be worth the sorting.
    fileprivate mutating func partners(startingWith name: Text) -> [PartnerID]? {
        let found = ids(
            Schema.partners.byName, Nothing(), startingWith: name.asciiLowercased.bytes,
            limit: EngineLimits.scanRowsMax)
        guard found.count < EngineLimits.scanRowsMax else { return nil }
        return found.map(\.id).sorted(by: >)
    }

    /// The next partners of a sorted list, older than `position`.
    fileprivate mutating func partners(
        of sorted: [PartnerID], before position: PartnerID?, limit: Int
    ) -> [Partner] {
        let start = position.map { last in sorted.firstIndex { $0 < last } ?? sorted.count } ?? 0
        var partners: [Partner] = []
        for id in sorted[start...].prefix(limit) {
            if let partner = get(Schema.partners.table, id) { partners.append(partner) }
        }
        return partners
    }
}
