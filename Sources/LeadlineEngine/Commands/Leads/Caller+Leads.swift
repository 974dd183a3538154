import LeadlineDomain

extension Caller {
    /// Whether the caller comes from outside the house, and brings leads in.
    var isOutsider: Bool { role == .partner || role == .advertiser }
}

extension LeadForm {
    /// Refuses what the caller's role does not say of a lead.
    func checkKeywords(for caller: Caller) throws(Rejection) {
        guard caller.isOutsider else { return }
        let foreign: [(String, Bool)] = [
            ("SOURCE", source != nil), ("REFERRER", referrer != nil), ("HELPER", helper != nil),
            ("OWNER", owner != nil), ("FORCE", force != nil),
            ("DIRECTION out", direction?.value == .out),
        ]
        guard let keyword = foreign.first(where: \.1)?.0 else { return }
        throw Rejection(.noPermission, "\(keyword) is not for the role \(caller.role.text)")
    }

    /// Which way a new lead travels: always in when an outsider brings it.
    func direction(for caller: Caller) -> LeadlineDomain.Direction {
        caller.isOutsider ? .in : direction?.value ?? .out
    }
}

extension Lead {
    /// Notes who brought an inbound lead.
    mutating func setOrigin(_ form: LeadForm, _ caller: Caller) {
        guard direction == .in else { return }
        external = true
        if caller.isOutsider {
            source = caller.role == .advertiser ? .advertiser : .partner
            partner = caller.partner
            referrer = caller.partner.map { .partner($0) } ?? caller.referrer.map { .referrer($0) }
        } else if form.source == nil, partner != nil {
            source = .partner
        }
    }
}
