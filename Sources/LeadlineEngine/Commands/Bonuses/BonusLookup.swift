import LeadlineDomain
import LeadlineStore

extension Wall {
    /// Whether the caller reaches the bonus: the house all of them, outsiders what they earn, and
    /// an agent what its leads bring, which is to be asked of the lead.
    func reaches(_ bonus: Bonus, _ lead: Lead?) -> Bool {
        if isOpen { return true }
        if isHouse { return lead.map { reaches($0) } ?? false }
        return bonus.earner.map { isOwn(Outsider($0)) } ?? false
    }

    /// The bonus as the caller is shown it.
    func shown(_ bonus: Bonus) -> BonusEntry { BonusEntry(bonus, forOutsider: !isHouse) }

    /// Whether the caller may know what somebody earns: outsiders only what they do themselves.
    func reaches(earningsOf payee: Payee) -> Bool { isHouse || isOwn(Outsider(payee)) }
}

extension View {
    /// The bonus with that id, if it stands before that wall.
    mutating func bonus(_ id: BonusID, _ wall: Wall) throws(Rejection) -> Bonus {
        let bonus = get(Schema.bonuses.table, id)
        // Who is no open reader pays the second look in any case.
        let lead = wall.isOpen ? nil : anyLead(bonus?.lead ?? LeadID(raw: 0))
        if let bonus, wall.reaches(bonus, lead) { return bonus }
        throw absent(BonusID.noun, "\(id)")
    }

    /// Whoever is paid under that id, if the caller may know what it earns.
    mutating func requirePayee(_ payee: Payee, _ wall: Wall) throws(Rejection) {
        let isThere: Bool
        let noun: StaticString
        switch payee {
        case .partner(let id):
            isThere = get(Schema.partners.table, id) != nil
            noun = PartnerID.noun
        case .referrer(let id):
            isThere = get(Schema.referrers.table, id) != nil
            noun = ReferrerID.noun
        }
        guard isThere, wall.reaches(earningsOf: payee) else {
            throw absent(noun, "\(payee.text)")
        }
    }
}

extension Transaction {
    /// The bonus with that id.
    mutating func bonus(_ id: BonusID) throws(Rejection) -> Bonus {
        try changes.view.bonus(id, caller.wall)
    }
}

/// The filters of BONUS.LIST, combined with AND; nil is "not given".
struct BonusFilter: Sendable {
    var states: ListOf<Choice<BonusState>>?
    var earner: Payee?
    var types: ListOf<BonusKind>?
    var sale: SaleReference?
    var lead: LeadReference?
    var until: TimeInput?

    static let form = Form(
        BonusFilter(),
        [
            .one("STATE", \.states), .one("EARNER", \.earner), .one("TYPE", \.types),
            .one("SALE", \.sale), .one("LEAD", \.lead), .one("UNTIL", \.until),
        ])
}

/// What bonuses are listed by.
private enum BonusSource {
    case all
    case earner(Payee)
    case lead(LeadID)
    case state(BonusState)
    /// Newest first.
    case these([BonusID])

    func ids(_ view: inout View, after place: BonusID?, limit: Int) -> [BonusID] {
        let behind = place.map { (Nothing(), $0) }
        switch self {
        case .all:
            return view.ids(
                of: Schema.bonuses.table, after: place, .descending, limit: limit)
        case .earner(let payee):
            return view.ids(
                Schema.bonuses.byEarner, KeyText(payee.text.bytes), after: behind, .descending,
                limit: limit
            ).map(\.id)
        case .lead(let lead):
            return view.ids(
                Schema.bonuses.byLead, lead, after: behind, .descending, limit: limit
            ).map(\.id)
        case .state(let state):
            return view.ids(
                Schema.bonuses.byState, state, after: behind, .descending, limit: limit
            ).map(\.id)
        case .these(let sorted):
            return Array(sorted.filter { id in place.map { id < $0 } ?? true }.prefix(limit))
        }
    }
}

/// BONUS.LIST: by state, earner, type, sale, lead and due date, the newest first.
func bonusList(
    reader: inout Reader, filter: BonusFilter, limit: PageLimit?, after: Plain<BonusID>?,
    columns: WordList?
) throws(Rejection) -> RecordPage<BonusEntry, BonusColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try BonusFields.table.columns(chosen: list.words)
    }
    let wall = reader.caller.wall
    let (source, sale, lead) = try source(of: filter, &reader)
    let until = try TimeSpan.of(nil, filter.until, nil, reader)
    let states = filter.states.map { Set($0.values.map(\.value)) }
    let types = filter.types.map { Set($0.values.map(\.type)) }
    let earner = filter.earner
    let listing = Listing<Bonus, BonusID>(limit: limit, after: after?.id) { $0.id }
    let page = listing.page(&reader.view) { view, place, count in
        source.ids(&view, after: place, limit: count).compactMap {
            view.get(Schema.bonuses.table, $0)
        }
    } keep: { _, bonus in
        guard wall.reaches(bonus, nil), earner == nil || bonus.earner == earner,
            sale == nil || bonus.sale == sale, lead == nil || bonus.lead == lead
        else { return false }
        if until.until != nil {
            guard let due = bonus.due, until.contains(due) else { return false }
        }
        return states?.contains(bonus.state) ?? true && types?.contains(bonus.type) ?? true
    }
    return RecordPage(
        page.rows.map { wall.shown($0) }, next: page.next?.text, columns: columns)
}

/// The shortest way to what is asked for, an outsider's own earnings being one, with the sale and
/// the lead that were named.
private func source(
    of filter: BonusFilter, _ reader: inout Reader
) throws(Rejection) -> (source: BonusSource, sale: SaleID?, lead: LeadID?) {
    let caller = reader.caller
    if let earner = filter.earner { try reader.view.requirePayee(earner, caller.wall) }
    guard caller.wall.isHouse else {
        guard filter.sale == nil, filter.lead == nil else {
            throw Rejection(
                .noPermission, "SALE and LEAD are not for the role \(caller.role.text)")
        }
        let own = caller.partner.map { Payee.partner($0) } ?? caller.referrer.map { .referrer($0) }
        return (own.map { .earner($0) } ?? .these([]), nil, nil)
    }
    let sale = try filter.sale.map { name throws(Rejection) in try reader.view.sale(name).id }
    let lead = try filter.lead.map { name throws(Rejection) in try reader.lead(name).id }
    if let sale {
        return (.these(reader.view.bonusIDs(of: sale).sorted(by: >)), sale, lead)
    }
    if let lead { return (.lead(lead), nil, lead) }
    if let earner = filter.earner { return (.earner(earner), nil, nil) }
    if let states = filter.states, states.values.count == 1, let state = states.values.first {
        return (.state(state.value), nil, nil)
    }
    return (.all, nil, nil)
}
