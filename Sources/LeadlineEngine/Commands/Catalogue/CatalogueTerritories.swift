import LeadlineDomain
import LeadlineStore

/// The documented fields of a territory.
enum TerritoryFields {
    static let table = FieldTable<Territory>([
        EntityField("zip") { .text($0.zip.code) },
        EntityField("country") { .text($0.country.text) },
        EntityField("partner") { .id($0.partner) },
        EntityField("since") { .time($0.since) },
    ])

    /// What an event of a territory says beside its subject, the ZIP.
    fileprivate static let event = FieldTable<Territory>([
        EntityField("partner") { .id($0.partner) }
    ])
}

/// The columns of TERRITORY.LIST.
enum TerritoryColumns: PageColumns {
    static let standard = TerritoryFields.table.fields
}

/// TERRITORY.SET: another holder is `EXISTS` unless there is a reason to move the ZIP.
func setTerritory(
    tx: inout Transaction, zip: Text, reference: PartnerReference, country: CountryCode?,
    force: Phrase?
) throws(Rejection) -> Done {
    let zip = try zip.zip(in: country, tx.settings)
    let partner = try tx.partner(reference).id
    let old = tx.changes.view.get(Schema.territories.table, TerritoryID(zip))
    guard old?.partner != partner else { return Done() }
    if let holder = old?.partner, force == nil {
        throw Rejection(.exists, "\(holder) holds ZIP \(zip.code); FORCE reason to move it")
    }
    let new = Territory(zip: zip, partner: partner, since: tx.now)
    if old == nil {
        tx.changes.insert(Schema.territories.table, new)
    } else {
        tx.changes.put(Schema.territories.table, new)
    }
    var extra = EventData()
    if old != nil, let force { extra.member("force", .text(force.text)) }
    tx.record(
        old == nil ? .territorySet : .territoryMoved, zip.subject, TerritoryFields.event,
        from: old, to: new, extra: extra)
    return Done()
}

/// TERRITORY.GET: the one partner of a ZIP; nil when it has none.
func territoryGet(
    reader: inout Reader, zip: Text, country: CountryCode?
) throws(Rejection) -> Identified<PartnerID>? {
    let zip = try zip.zip(in: country, reader.settings)
    let territory = reader.view.get(Schema.territories.table, TerritoryID(zip))
    return territory.map { Identified(id: $0.partner) }
}

/// TERRITORY.DEL: deleting what is absent is `NOTFOUND`.
func territoryDelete(
    tx: inout Transaction, zip: Text, country: CountryCode?
) throws(Rejection) -> Done {
    let zip = try zip.zip(in: country, tx.settings)
    guard let old = tx.changes.view.get(Schema.territories.table, TerritoryID(zip)) else {
        throw Rejection(.notFound, "ZIP \(zip.code) belongs to nobody")
    }
    _ = tx.changes.delete(Schema.territories.table, old.id)
    tx.record(.territoryDeleted, zip.subject, TerritoryFields.event, from: nil, to: old)
    return Done()
}

/// TERRITORY.LIST: by country and code, of all or of one partner.
func territoryList(
    reader: inout Reader, reference: PartnerReference?, limit: PageLimit?,
    after: TerritoryCursor?, columns: WordList?
) throws(Rejection) -> RecordPage<Territory, TerritoryColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try TerritoryFields.table.columns(chosen: list.words)
    }
    guard let partner = reader.view.filter(reference) else {
        return RecordPage([], columns: columns)
    }
    let start = after.map { TerritoryID($0.zip) }
    let listing = Listing<Territory, TerritoryID>(limit: limit, after: start) { $0.id }
    let page = listing.page(&reader.view) { view, position, count in
        view.territories(of: partner, after: position, limit: count)
    } keep: { _, _ in
        true
    }
    let next = page.next == nil ? nil : page.rows.last.map { Area.zip($0.zip).text }
    return RecordPage(page.rows, next: next, columns: columns)
}

extension View {
    fileprivate mutating func territories(
        of partner: PartnerChoice, after position: TerritoryID?, limit: Int
    ) -> [Territory] {
        guard case .one(let id) = partner else {
            return rows(of: Schema.territories.table, after: position, limit: limit)
        }
        let found = ids(
            Schema.territories.byPartner, id, after: position.map { (Nothing(), $0) },
            limit: limit)
        return found.compactMap { get(Schema.territories.table, $0.id) }
    }
}

extension Text {
    /// The ZIP that the text writes, in the country given or the configuration's.
    fileprivate func zip(in country: CountryCode?, _ settings: Settings) throws(Rejection) -> Zip {
        try checking("zip") { () throws(ValueFault) in
            try Zip.parse(bytes, in: country ?? settings.country)
        }
    }
}

extension Zip {
    /// How events name this ZIP.
    fileprivate var subject: EventSubject { EventSubject(name: Area.zip(self).text) }
}
