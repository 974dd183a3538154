import LeadlineDomain
import LeadlineStore

/// One customer, one live lead: what stands in the way of registering a lead (`rules.md` 1).
enum Registration {
    /// What more records than this share is no evidence.
    static let evidenceMax = 20
    /// Live leads of one customer, each for a need of its own, waiting or incomplete: all of them
    /// are looked at when another is registered.
    static let liveLeadsMax = 256
    /// Leads linked as related, the newest.
    static let relatedMax = 32

    /// The live lead of the same customer, direction and overlapping need, or nil.
    static func holder(of lead: Lead, at now: Timestamp, _ view: inout View) -> Lead? {
        liveLeads(ofCustomer: lead, &view).first {
            $0.direction == lead.direction && $0.isHolding(at: now) && $0.overlaps(lead)
        }
    }

    /// The customer's open inbound leads, oldest first.
    static func claims(ofCustomer key: Text, _ view: inout View) -> [Lead] {
        openLeads(ofCustomer: key, &view).filter { $0.direction == .in }
    }

    /// Other live leads of the same customer, oldest first.
    static func liveLeads(ofCustomer lead: Lead, _ view: inout View) -> [Lead] {
        openLeads(ofCustomer: lead.emailKey, &view).filter { $0.id != lead.id }
    }

    /// The customer's open leads, oldest first.
    static func openLeads(ofCustomer key: Text, _ view: inout View) -> [Lead] {
        let ids = view.ids(
            Schema.leads.byEmail, Fingerprint64(key).raw, .descending, limit: liveLeadsMax + 1)
        guard !ids.isEmpty else { return [] }
        return ids.reversed()
            .compactMap { view.get(Schema.leads.table, $0) }
            .filter { $0.emailKey == key && $0.status.isOpen }
    }

    /// What another live lead has in common, which warns.
    enum Likeness: String {
        case phone = "same phone"
        case domain = "same domain"
        case companyZip = "same company and ZIP"
    }

    /// Throws when the customer has as many live leads beside this one as are looked at.
    static func checkRoom(beside others: [Lead]) throws(Rejection) {
        guard others.count < liveLeadsMax else {
            throw Rejection(
                .limit, "email: at most \(liveLeadsMax) live leads of one customer",
                field: "email")
        }
    }

    /// The first live lead of another customer that looks like the same one, or nil.
    ///
    /// Of a lead that is updated only what differs from `old` is compared: what was registered
    /// before has been warned of, or was there first.
    static func lookalike(
        of lead: Lead, except from: LeadID?, since old: Lead? = nil, _ view: inout View
    ) -> (lead: Lead, likeness: Likeness)? {
        func first(
            _ ids: [LeadID], _ view: inout View, where isAlike: (Lead) -> Bool
        ) -> Lead? {
            for id in ids where id != lead.id && id != from {
                guard let other = view.get(Schema.leads.table, id), other.status.isOpen,
                    other.emailKey != lead.emailKey, isAlike(other)
                else { continue }
                return other
            }
            return nil
        }
        if let phone = lead.phoneNumber, phone != old?.phoneNumber {
            let ids = evidence(Schema.leads.byPhone, phone.lookupKey, &view)
            let other = first(ids, &view) { other in
                other.phoneNumber.map { PhoneNumber.match(phone, $0) != .none } ?? false
            }
            if let other { return (other, .phone) }
        }
        if let domain = lead.businessDomain, domain != old?.businessDomain {
            let ids = evidence(Schema.leads.byDomain, Fingerprint64(domain).raw, &view)
            if let other = first(ids, &view, where: { $0.businessDomain == domain }) {
                return (other, .domain)
            }
        }
        if let place = lead.companyZip, place != old?.companyZip {
            let ids = evidence(Schema.leads.byCompanyZip, Fingerprint64(place).raw, &view)
            if let other = first(ids, &view, where: { $0.companyZip == place }) {
                return (other, .companyZip)
            }
        }
        return nil
    }

    private static func evidence(
        _ roll: Roll<Lead, UInt64>, _ key: UInt64, _ view: inout View
    ) -> [LeadID] {
        let ids = view.ids(roll, key, limit: evidenceMax + 1)
        return ids.count > evidenceMax ? [] : ids
    }

    /// Throws when the lead may not be registered as it is.
    static func check(
        _ lead: Lead, at now: Timestamp, _ form: LeadForm, since old: Lead? = nil, _ caller: Caller,
        _ view: inout View
    ) throws(Rejection) {
        if let holder = holder(of: lead, at: now, &view) { throw taken(by: holder, caller) }
        try warn(lead, form, since: old, caller, &view)
    }

    /// Throws when the lead looks like one that is open, and nobody said why to go on.
    ///
    /// An outsider is not warned: it would be told of a row that is not its own.
    static func warn(
        _ lead: Lead, _ form: LeadForm, since old: Lead? = nil, _ caller: Caller,
        _ view: inout View
    ) throws(Rejection) {
        guard form.force == nil, !caller.isOutsider,
            let (other, likeness) = lookalike(of: lead, except: lead.from, since: old, &view)
        else { return }
        throw Rejection(
            .exists, "\(other.id) \(likeness.rawValue); FORCE reason to go on")
    }

    /// What the caller is told when another lead has the customer.
    static func taken(by holder: Lead, _ caller: Caller) -> Rejection {
        let until = holder.claim.map { " until \($0.expires.text)" } ?? ""
        let what = "customer is registered\(until)"
        return Rejection(.exists, caller.wall.mayBeTold(of: holder) ? "\(holder.id) \(what)" : what)
    }

    /// Throws when another lead has this REF.
    static func checkRef(
        _ ref: Text, except id: LeadID?, _ caller: Caller, _ view: inout View
    ) throws(Rejection) {
        guard let holder = view.holder(Schema.leads.byRef, KeyText(ref.bytes)), holder != id
        else { return }
        let what = "ref \(ref.bytes.quoted) is taken"
        let isTold = view.get(Schema.leads.table, holder)
            .map { caller.wall.mayBeTold(of: $0) }
        throw Rejection(.exists, isTold ?? true ? "\(holder) \(what)" : what)
    }
}

extension Lead {
    /// Whether the two ask for the same: none named means all (`rules.md` 1).
    func overlaps(_ other: Lead) -> Bool {
        switch direction {
        case .out: service == nil || other.service == nil || service == other.service
        case .in:
            products.isEmpty || other.products.isEmpty
                || products.contains { other.products.contains(spelledLike: $0) }
        }
    }
}
