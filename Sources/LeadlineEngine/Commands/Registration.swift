import LeadlineDomain
import LeadlineStore

/// One customer, one live lead: what stands in the way of registering a lead (`rules.md` 1).
enum Registration {
    /// What more records than this share is no evidence.
    static let evidenceMax = 20
    /// Live leads of one customer that are looked at; each has a service of its own.
    static let liveLeadsMax = 1000
    /// Leads linked as related, the newest.
    static let relatedMax = 32

    /// The live lead of the same customer, direction and overlapping need, or nil.
    static func holder(of lead: Lead, _ view: inout View) -> Lead? {
        liveLeads(ofCustomer: lead, &view).first {
            $0.direction == lead.direction && $0.overlaps(lead)
        }
    }

    /// Other live leads of the same customer, oldest first.
    static func liveLeads(ofCustomer lead: Lead, _ view: inout View) -> [Lead] {
        view.ids(Schema.leads.byEmail, lead.emailFingerprint, .descending, limit: liveLeadsMax)
            .reversed()
            .compactMap { view.get(Schema.leads.table, $0) }
            .filter { $0.id != lead.id && $0.emailKey == lead.emailKey && $0.status.isOpen }
    }

    /// What another live lead has in common, which warns.
    enum Likeness: String {
        case phone = "same phone"
        case domain = "same domain"
        case companyZip = "same company and ZIP"
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
        _ lead: Lead, from: LeadID?, isForced: Bool, since old: Lead? = nil,
        _ wall: Wall, _ view: inout View
    ) throws(Rejection) {
        if let holder = holder(of: lead, &view) {
            let name = wall.mayBeTold(of: holder) ? "\(holder.id) " : ""
            throw Rejection(.exists, "\(name)customer is registered")
        }
        // A warning would tell outsiders of a foreign row (`rules.md` 1).
        guard !isForced, wall.isHouse,
            let (other, likeness) = lookalike(of: lead, except: from, since: old, &view)
        else { return }
        throw Rejection(
            .exists, "\(other.id) \(likeness.rawValue); FORCE reason to go on")
    }

    /// Throws when another lead has this REF.
    static func checkRef(
        _ ref: Text, except id: LeadID?, _ wall: Wall, _ view: inout View
    ) throws(Rejection) {
        guard let holder = view.holder(Schema.leads.byRef, KeyText(ref.bytes)), holder != id
        else { return }
        let isTold = view.get(Schema.leads.table, holder).map { wall.mayBeTold(of: $0) } ?? true
        let name = isTold ? "\(holder) " : ""
        throw Rejection(.exists, "\(name)ref \(ref.bytes.quoted) is taken")
    }
}

extension Lead {
    /// Whether the two ask for the same: none named means all (`rules.md` 1).
    func overlaps(_ other: Lead) -> Bool {
        switch direction {
        case .out: service == nil || other.service == nil || service == other.service
        case .in:
            products.isEmpty || other.products.isEmpty
                || products.contains { other.products.contains($0) }
        }
    }
}
