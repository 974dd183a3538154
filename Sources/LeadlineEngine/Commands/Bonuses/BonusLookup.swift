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

    /// Whoever is paid under that name, if the caller may know what it earns.
    mutating func payee(_ reference: PayeeReference, _ wall: Wall) throws(Rejection) -> Payee {
        switch reference.target {
        case .id(let payee):
            try requirePayee(payee, wall)
            return payee
        case .ref(let ref):
            let found = holders(of: ref)
            if let payee = found.partner.map({ Payee.partner($0.id) }),
                wall.reaches(earningsOf: payee)
            {
                return payee
            }
            if let payee = found.referrer.map({ Payee.referrer($0.id) }),
                wall.reaches(earningsOf: payee)
            {
                return payee
            }
            throw absent("payee", "ref:\(ref)")
        }
    }

    /// Whom a lead may be credited to under that name, if the caller reaches the record.
    mutating func contributor(
        _ reference: PayeeReference, _ wall: Wall
    ) throws(Rejection) -> Payee {
        switch reference.target {
        case .id(.partner(let id)): return .partner(try partner(id, wall).id)
        case .id(.referrer(let id)): return .referrer(try referrer(id, wall).id)
        case .ref(let ref):
            let found = holders(of: ref)
            if let partner = found.partner, wall.reaches(partner) { return .partner(partner.id) }
            if let referrer = found.referrer, wall.reaches(referrer) {
                return .referrer(referrer.id)
            }
            throw absent("payee", "ref:\(ref)")
        }
    }

    /// The payee for a filter: one that nobody is finds nothing, and is no mistake.
    mutating func anyPayee(_ reference: PayeeReference) -> Payee {
        switch reference.target {
        case .id(let payee): return payee
        case .ref(let ref):
            let found = holders(of: ref)
            return found.partner.map { .partner($0.id) } ?? found.referrer.map { .referrer($0.id) }
                ?? .partner(PartnerID(raw: .max))
        }
    }

    /// Who has that REF.
    ///
    /// All is read whatever there is: what nobody holds costs as much.
    private mutating func holders(of ref: Text) -> (partner: Partner?, referrer: Referrer?) {
        let key = KeyText(ref.bytes)
        let partnerID = holder(Schema.partners.byRef, key) ?? PartnerID(raw: 0)
        let partner = get(Schema.partners.table, partnerID)
        let referrerID = holder(Schema.referrers.byRef, key) ?? ReferrerID(raw: 0)
        let referrer = get(Schema.referrers.table, referrerID)
        return (partner?.ref == ref ? partner : nil, referrer?.ref == ref ? referrer : nil)
    }

    /// Refuses a payee of whose earnings the caller is told nothing.
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
    var earner: PayeeReference?
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
    let (source, earner, sale, lead) = try source(of: filter, &reader)
    let until = try filter.until.map { text throws(Rejection) in
        try checking("until") { () throws(ValueFault) in
            // Due dates lie ahead: so does a duration.
            try text.resolve(
                now: reader.now, zone: reader.settings.zone, toward: .future, edge: .end)
        }
    }
    let states = filter.states.map { Set($0.values.map(\.value)) }
    let types = filter.types.map { Set($0.values.map(\.type)) }
    let listing = Listing<Bonus, BonusID>(limit: limit, after: after?.id) { $0.id }
    let page = listing.page(&reader.view) { view, place, count in
        source.ids(&view, after: place, limit: count).compactMap {
            view.get(Schema.bonuses.table, $0)
        }
    } keep: { _, bonus in
        guard wall.reaches(bonus, nil), earner == nil || bonus.earner == earner,
            sale == nil || bonus.sale == sale, lead == nil || bonus.lead == lead
        else { return false }
        if let until {
            guard let due = bonus.due, due < until else { return false }
        }
        return states?.contains(bonus.state) ?? true && types?.contains(bonus.type) ?? true
    }
    return RecordPage(
        page.rows.map { wall.shown($0) }, next: page.next?.text, columns: columns)
}

/// The shortest way to what is asked for, an outsider's own earnings being one, with the earner,
/// the sale and the lead that were named.
private func source(
    of filter: BonusFilter, _ reader: inout Reader
) throws(Rejection) -> (source: BonusSource, earner: Payee?, sale: SaleID?, lead: LeadID?) {
    let caller = reader.caller
    let earner = try filter.earner.map { name throws(Rejection) in
        try reader.view.payee(name, caller.wall)
    }
    guard caller.wall.isHouse else {
        guard filter.sale == nil, filter.lead == nil else {
            throw Rejection(
                .noPermission, "SALE and LEAD are not for the role \(caller.role.text)")
        }
        let own = caller.partner.map { Payee.partner($0) } ?? caller.referrer.map { .referrer($0) }
        return (own.map { .earner($0) } ?? .these([]), earner, nil, nil)
    }
    let sale = try filter.sale.map { name throws(Rejection) in try reader.view.sale(name).id }
    let lead = try filter.lead.map { name throws(Rejection) in try reader.lead(name).id }
    if let sale {
        return (.these(reader.view.bonusIDs(of: sale).sorted(by: >)), earner, sale, lead)
    }
    if let lead { return (.lead(lead), earner, nil, lead) }
    if let earner { return (.earner(earner), earner, nil, nil) }
    if let states = filter.states, states.values.count == 1, let state = states.values.first {
        return (.state(state.value), nil, nil, nil)
    }
    return (.all, nil, nil, nil)
}
