import LeadlineDomain
import LeadlineStore

extension PartnerForm {
    /// Puts everything that was given into `partner`, each value checked where only the store or
    /// the settings can tell.
    func apply(
        to partner: inout Partner, _ view: inout View, _ settings: Settings, _ wall: Wall
    ) throws(Rejection) {
        if let name { partner.name = name.text }
        if let kind { partner.kind = kind.value }
        try applyContact(to: &partner, settings)
        try applyPlace(to: &partner, &view, wall)
        try applyShare(to: &partner)
        try applyTerms(to: &partner, settings)
        if let profile { partner.profile = profile.orNil }
        try applyHours(to: &partner, settings)
        try applyRef(to: &partner, &view)
    }

    private func applyHours(
        to partner: inout Partner, _ settings: Settings
    ) throws(Rejection) {
        if let timezone = timezone?.orNil {
            partner.timezone = try checking("timezone") { () throws(ValueFault) in
                try settings.zones.parse(timezone.bytes).text
            }
        } else if timezone != nil {
            partner.timezone = nil
        }
        if let hours = hours?.orNil {
            partner.hours = try checking("hours") { () throws(ValueFault) in
                try WorkingHours.parse(hours.bytes).text
            }
        } else if hours != nil {
            partner.hours = nil
        }
    }

    private func applyContact(
        to partner: inout Partner, _ settings: Settings
    ) throws(Rejection) {
        if let email { partner.email = email.value?.text }
        if let phone {
            if !phone.isEmpty {
                _ = try checking("phone") { () throws(ValueFault) in
                    try PhoneNumber.parse(phone.bytes, country: settings.country)
                }
            }
            partner.phone = phone.orNil
        }
        if let contact { partner.contact = contact.orNil }
        if let contact2 { partner.contact2 = contact2.orNil }
    }

    /// Manager, tier and parent: where the partner stands among others.
    private func applyPlace(
        to partner: inout Partner, _ view: inout View, _ wall: Wall
    ) throws(Rejection) {
        if let manager {
            partner.manager = manager.isEmpty ? nil : try view.partnerManager(manager)
        }
        if let tier {
            partner.tier = try tier.orNil.map { name throws(Rejection) in
                try view.tierName(name)
            }
            partner.tierPinned = false
        }
        if isPinned {
            guard partner.tier != nil else { throw .invalid("pin", "there is no tier to hold") }
            partner.tierPinned = true
        }
        guard let parent else { return }
        partner.parent = nil
        guard let reference = parent.value else { return }
        // Outside the house nobody is told whether there is such a partner.
        guard wall.isHouse else {
            partner.parent = view.anyPartner(reference)?.id
            return
        }
        let chosen = try view.partner(reference, wall)
        try view.requireNoCycle(from: partner.id, up: chosen)
        partner.parent = chosen.id
    }

    private func applyShare(to partner: inout Partner) throws(Rejection) {
        if let weight { partner.weight = try Self.bounded("weight", weight.value) ?? 1 }
        if let capacity { partner.capacity = try Self.bounded("capacity", capacity.value) }
    }

    private static func bounded(_ field: String, _ number: Number?) throws(Rejection) -> UInt32? {
        guard let number else { return nil }
        guard let value = UInt32(exactly: number.value) else {
            throw .invalid(field, "at most \(UInt32.max)")
        }
        return value
    }

    private func applyTerms(to partner: inout Partner, _ settings: Settings) throws(Rejection) {
        let rate = rate?.value
        let fee = fixed?.orNil
        guard rate == nil || fee == nil else {
            throw .syntax("RATE and FIXED exclude each other")
        }
        if let currency {
            let before = partner.currency
            partner.currency = currency.value ?? settings.currency
            if case .fixed = partner.terms, partner.currency != before, !setsTerms {
                throw .invalid("currency", "FIXED is in \(before.text); give it again")
            }
        }
        if let rate {
            partner.terms = .rate(rate)
        } else if let fee {
            let currency = partner.currency
            partner.terms = .fixed(
                try checking("fixed") { () throws(ValueFault) in
                    try Amount.parse(fee.bytes, in: currency)
                })
        } else {
            clearTerms(of: &partner)
        }
    }

    /// `RATE ""` clears a rate and `FIXED ""` a fee, neither the other.
    private func clearTerms(of partner: inout Partner) {
        switch partner.terms {
        case .rate: if rate != nil { partner.terms = nil }
        case .fixed: if fixed != nil { partner.terms = nil }
        case nil: break
        }
    }

    private func applyRef(to partner: inout Partner, _ view: inout View) throws(Rejection) {
        guard let ref else { return }
        partner.ref = ref.orNil
        guard let ref = partner.ref,
            let holder = view.holder(Schema.partners.byRef, KeyText(ref.bytes)),
            holder != partner.id
        else { return }
        throw Rejection(.exists, "\(holder) ref '\(ref)' is taken", field: "ref")
    }
}

extension View {
    /// Refuses a parent that has `partner` among its own parents.
    fileprivate mutating func requireNoCycle(
        from partner: PartnerID, up parent: Partner
    ) throws(Rejection) {
        let above = Ancestry.above(parent.id, atMost: Ancestry.depthMax) {
            get(Schema.partners.table, $0)?.parent
        }
        guard parent.id != partner, !above.contains(partner) else {
            throw .invalid("parent", "\(parent.id) is \(partner) or stands below it")
        }
        guard above.count < Ancestry.depthMax else {
            throw .invalid("parent", "at most \(Ancestry.depthMax) levels")
        }
    }
}
