import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension View {
    /// The sale of that name; sales are the house's.
    mutating func sale(_ reference: SaleReference) throws(Rejection) -> Sale {
        switch reference.target {
        case .id(let id):
            guard let sale = get(Schema.sales.table, id) else {
                throw absent(SaleID.noun, "\(id)")
            }
            return sale
        case .ref(let ref):
            guard let id = holder(Schema.sales.byRef, KeyText(ref.bytes)),
                let sale = get(Schema.sales.table, id)
            else { throw absent(SaleID.noun, "ref:\(ref)") }
            return sale
        }
    }

    /// Whether a sale of the lead was approved, whatever became of it.
    mutating func hasApprovedSale(_ lead: Lead) -> Bool {
        for id in lead.sales where get(Schema.sales.table, id)?.approved != nil { return true }
        return false
    }

    /// Refuses to change who is credited with a lead that a sale of is approved: what was priced
    /// for one earner is not another's unless a dispute says so (`commands.md`, LEAD.SET).
    mutating func requireOpenAttribution(of lead: Lead) throws(Rejection) {
        guard hasApprovedSale(lead) else { return }
        throw Rejection(
            .badState, "a sale of it is approved; only a dispute changes attribution now")
    }

    /// Refuses a REF that another sale has.
    mutating func requireFreeSaleRef(_ ref: Text) throws(Rejection) {
        guard let holder = holder(Schema.sales.byRef, KeyText(ref.bytes)) else { return }
        throw Rejection(.exists, "\(holder) ref '\(ref)' is taken", field: "ref")
    }

    /// The bonuses of a sale, by invoice and then the oldest first.
    mutating func bonusIDs(of sale: SaleID) -> [BonusID] {
        ids(Schema.bonuses.bySale, sale, limit: EngineLimits.scanRowsMax).map(\.id)
    }

    /// The bonuses of one invoice of a sale.
    mutating func bonuses(of sale: SaleID, invoice: Int) -> [Bonus] {
        let number = UInt16(clamping: invoice)
        return ids(
            Schema.bonuses.bySale, sale, from: number, limit: EngineLimits.scanRowsMax
        ).prefix { $0.order == number }.compactMap { get(Schema.bonuses.table, $0.id) }
    }
}

/// The filters of SALE.LIST, combined with AND; nil is "not given".
struct SaleFilter: Sendable {
    var states: ListOf<Choice<SaleState>>?
    var lead: LeadReference?
    var since: TimeInput?
    var until: TimeInput?
    var period: CalendarPeriod?

    static let form = Form(
        SaleFilter(),
        [
            .one("STATE", \.states), .one("LEAD", \.lead), .one("SINCE", \.since),
            .one("UNTIL", \.until), .one("IN", \.period),
        ])
}

/// SALE.LIST: by state, lead and when it was reported, the newest first.
func saleList(
    reader: inout Reader, filter: SaleFilter, limit: PageLimit?, after: Plain<SaleID>?,
    columns: WordList?
) throws(Rejection) -> RecordPage<SaleEntry, SaleColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try SaleFields.table.columns(chosen: list.words)
    }
    let span = try TimeSpan.of(filter.since, filter.until, filter.period, reader)
    let states = filter.states.map { Set($0.values.map(\.value)) }
    let lead = try filter.lead.map { reference throws(Rejection) in
        try reader.lead(reference).id
    }
    let listing = Listing<Sale, SaleID>(limit: limit, after: after?.id) { $0.id }
    let page = listing.page(&reader.view) { view, position, count in
        let behind = position.map { (Nothing(), $0) }
        if let lead {
            return view.ids(
                Schema.sales.byLead, lead, after: behind, .descending, limit: count
            ).compactMap { view.get(Schema.sales.table, $0.id) }
        }
        if let states, states.count == 1, let state = states.first {
            return view.ids(
                Schema.sales.byState, state, after: behind, .descending, limit: count
            ).compactMap { view.get(Schema.sales.table, $0.id) }
        }
        return view.rows(of: Schema.sales.table, after: position, .descending, limit: count)
    } keep: { _, sale in
        span.contains(sale.created) && (states?.contains(sale.state) ?? true)
    }
    let needsBonuses = columns.map { $0.contains { "\($0.name)" == "bonuses" } } ?? false
    let entries = page.rows.map { sale in
        SaleEntry(sale, bonuses: needsBonuses ? reader.view.bonusIDs(of: sale.id) : [])
    }
    return RecordPage(entries, next: page.next?.text, columns: columns)
}
