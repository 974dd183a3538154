import LeadlineDomain
import LeadlineStore

/// The documented fields of a line of coverage.
enum CoverageFields {
    static let table = FieldTable<Coverage>([
        EntityField("partner") { .id($0.partner) },
        EntityField("service") { .text($0.service) },
        EntityField("area") { .text($0.area.text) },
    ])

    /// What an event of coverage says beside its subject, the partner.
    fileprivate static let event = FieldTable<Coverage>(Array(table.fields.dropFirst()))
}

/// The columns of COVER.LIST.
enum CoverageColumns: PageColumns {
    static let standard = CoverageFields.table.fields
}

/// COVER.ADD: adding what is there already changes nothing.
func coverAdd(
    tx: inout Transaction, reference: PartnerReference, service: ServiceName, area: Text
) throws(Rejection) -> Done {
    let partner = try tx.partner(reference)
    let line = try Coverage(
        partner: partner.id, service: service.text, area: area.area(tx.settings))
    guard tx.changes.view.get(Schema.coverage.table, line.id) == nil else { return Done() }
    if tx.settings.areServicesClosed { try tx.changes.view.requireService(line.service) }
    tx.changes.insert(Schema.coverage.table, line)
    tx.record(
        .coverAdded, EventSubject(name: partner.id.text, ref: partner.ref), CoverageFields.event,
        from: nil, to: line)
    return Done()
}

/// COVER.DEL: deleting what is absent is `NOTFOUND`.
func coverDelete(
    tx: inout Transaction, reference: PartnerReference, service: ServiceName, area: Text
) throws(Rejection) -> Done {
    let partner = try tx.partner(reference)
    let line = try Coverage(
        partner: partner.id, service: service.text, area: area.area(tx.settings))
    guard tx.changes.delete(Schema.coverage.table, line.id) else {
        throw Rejection(
            .notFound, "\(partner.id) does not cover '\(line.service)' in \(line.area.text)")
    }
    tx.record(
        .coverDeleted, EventSubject(name: partner.id.text, ref: partner.ref),
        CoverageFields.event, from: nil, to: line)
    return Done()
}

/// COVER.LIST: areas are compared to the letter, not by what covers what.
func coverList(
    reader: inout Reader, reference: PartnerReference?, services: WordList?, areas: WordList?,
    limit: PageLimit?, after: CoverageCursor?, columns: WordList?
) throws(Rejection) -> RecordPage<Coverage, CoverageColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try CoverageFields.table.columns(chosen: list.words)
    }
    let selection = try CoverageSelection(services, areas, reader.settings)
    guard let partner = reader.view.filter(reference) else {
        return RecordPage([], columns: columns)
    }
    let listing = Listing<Coverage, CoverageID>(limit: limit, after: after?.id) { $0.id }
    let page = listing.page(&reader.view) { view, position, count in
        switch partner {
        case .one(let id): view.coverage(of: id, after: position, limit: count)
        case .any: view.coverage(selection, after: position, limit: count)
        }
    } keep: { _, line in
        selection.includesService(of: line) && selection.names(line.area)
    }
    return RecordPage(page.rows, next: page.next.map { CoverageCursor($0).text }, columns: columns)
}

/// Services and areas to choose coverage by; nil is "any".
struct CoverageSelection {
    private let services: [Text]?
    private let areas: [Area]?

    init(_ services: WordList?, _ areas: WordList?, _ settings: Settings) throws(Rejection) {
        self.services = services?.words.map(\.asciiLowercased)
        self.areas = try areas.map { list throws(Rejection) in
            var areas: [Area] = []
            for word in list.words { areas.append(try word.area(settings)) }
            return areas
        }
    }

    /// Whether every line is chosen.
    var isOpen: Bool { services == nil && areas == nil }

    /// The service, when it is one that is chosen.
    var onlyService: Text? { services?.count == 1 ? services?.first : nil }

    /// The area, when it is one that is chosen.
    var onlyArea: Area? { areas?.count == 1 ? areas?.first : nil }

    /// Whether the line's service is one of those chosen.
    func includesService(of line: Coverage) -> Bool { services?.contains(line.service) ?? true }

    /// Whether the area is one of those chosen, to the letter.
    func names(_ area: Area) -> Bool { areas?.contains(area) ?? true }

    /// Whether the line covers one of the areas chosen.
    func isCovered(by line: Coverage, _ regions: Regions) -> Bool {
        areas?.contains { line.area.covers($0, regions: regions) } ?? true
    }
}

extension View {
    /// The lines of one partner's coverage in order, starting behind `position`.
    mutating func coverage(
        of partner: PartnerID, after position: CoverageID?, limit: Int
    ) -> [Coverage] {
        // No service has an empty name, so this stands before the partner's first line.
        let start = CoverageID(partner: partner, service: "", area: "")
        let isInside = position.map { $0.partner >= partner } ?? false
        let lines = rows(
            of: Schema.coverage.table, after: isInside ? position : start, limit: limit)
        return Array(lines.prefix { $0.partner == partner })
    }

    /// The lines of all partners in order, of one service or area where just one is chosen.
    fileprivate mutating func coverage(
        _ selection: CoverageSelection, after position: CoverageID?, limit: Int
    ) -> [Coverage] {
        let behind = position.map { (Nothing(), $0) }
        if let service = selection.onlyService {
            let found = ids(
                Schema.coverage.byService, KeyText(service.bytes), after: behind, limit: limit)
            return found.compactMap { get(Schema.coverage.table, $0.id) }
        }
        if let area = selection.onlyArea {
            let found = ids(
                Schema.coverage.byArea, KeyText(area.text.bytes), after: behind, limit: limit)
            return found.compactMap { get(Schema.coverage.table, $0.id) }
        }
        return rows(of: Schema.coverage.table, after: position, limit: limit)
    }
}

/// What a list's optional partner chooses.
enum PartnerChoice {
    case any
    case one(PartnerID)
}

extension View {
    /// What the partner of a list chooses: nil when no partner can be meant.
    mutating func filter(_ reference: PartnerReference?) -> PartnerChoice? {
        switch reference?.target {
        case nil: return .any
        case .id(let id): return .one(id)
        case .ref(let ref):
            return holder(Schema.partners.byRef, KeyText(ref.bytes)).map { .one($0) }
        }
    }
}

extension Text {
    /// The area that the text names, with the regions of the configuration.
    fileprivate func area(_ settings: Settings) throws(Rejection) -> Area {
        try checking("area") { () throws(ValueFault) in
            try Area.parse(bytes, regions: settings.regions)
        }
    }
}
