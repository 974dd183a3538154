import LeadlineDomain
import LeadlineStore

extension LeadForm {
    /// Puts everything that was given into `lead`, each value checked where only the store or the
    /// settings can tell.
    func apply(to lead: inout Lead, _ tx: inout Transaction) throws(Rejection) {
        applyContact(to: &lead)
        try applyNeed(to: &lead, &tx.changes.view, tx.settings)
        try applyPlace(to: &lead, tx.settings)
        if phone != nil { try lead.checkPhone() }
        try applyMoney(to: &lead)
        try applyOrigin(to: &lead, &tx.changes.view, tx.caller.wall, tx.now)
        try applyFields(to: &lead, &tx)
    }

    private func applyContact(to lead: inout Lead) {
        if let email {
            lead.email = email.text
            lead.emailKey = email.key
        }
        if let title { lead.title = title.orNil }
        if let name { lead.name = name.orNil }
        if let company { lead.company = company.orNil }
        if let phone { lead.phone = phone.orNil }
        if let notes { lead.notes = notes.text.orNil }
        if let ref { lead.ref = ref.text.orNil }
    }

    private func applyNeed(
        to lead: inout Lead, _ view: inout View, _ settings: Settings
    ) throws(Rejection) {
        if let service {
            // Services are words of a catalogue: one spelling, lower case.
            lead.service = service.text.orNil
            if let service = lead.service, settings.areServicesClosed {
                try view.requireService(service)
            }
        }
        if let products {
            lead.products = []
            for product in products where !product.isEmpty {
                guard !lead.products.contains(spelledLike: product) else { continue }
                lead.products.append(product)
            }
        }
        if let owner { lead.owner = owner.isEmpty ? nil : try view.owner(owner, "owner") }
    }

    private func applyPlace(to lead: inout Lead, _ settings: Settings) throws(Rejection) {
        if let areas {
            lead.areas = []
            for area in areas where !area.isEmpty {
                let parsed = try checking("area") { () throws(ValueFault) in
                    try Area.parse(area.bytes, regions: settings.regions)
                }
                if !lead.areas.contains(parsed) { lead.areas.append(parsed) }
            }
            guard lead.areas.count <= EngineLimits.areasPerLeadMax else {
                throw Rejection(
                    .limit, "area: at most \(EngineLimits.areasPerLeadMax)", field: "area")
            }
        }
        guard zip != nil || country != nil else { return }
        if let country { lead.country = country.value }
        let place = lead.country ?? settings.country
        let code = zip?.text ?? lead.zip?.code ?? ""
        lead.zip =
            code.isEmpty
            ? nil
            : try checking("zip") { () throws(ValueFault) in try Zip.parse(code.bytes, in: place) }
        // A ZIP without a country is in the default country (`rules.md` 3).
        if lead.zip != nil { lead.country = place }
    }

    private func applyMoney(to lead: inout Lead) throws(Rejection) {
        guard let value else { return }
        let currency = lead.currency
        lead.value =
            value.text.isEmpty
            ? nil
            : try checking("value") { () throws(ValueFault) in
                try Amount.parse(value.text.bytes, in: currency)
            }
    }

    private func applyOrigin(
        to lead: inout Lead, _ view: inout View, _ wall: Wall, _ now: Timestamp
    ) throws(Rejection) {
        if let source { lead.source = source.value }
        if let referrer {
            let payee = try referrer.value.map { reference throws(Rejection) in
                try view.contributor(reference, wall)
            }
            lead.referrer = payee
            // Whoever is credited with an inbound lead has brought it.
            if lead.direction == .in { lead.partner = payee?.partner }
        }
        if let helper {
            lead.helper = try helper.value.map { name throws(Rejection) in
                try view.referrer(name, wall).id
            }
        }
        if let campaign {
            lead.campaign = try campaign.value.map { name throws(Rejection) in
                try view.campaign(name.id, for: lead, at: now, wall).id
            }
        }
    }

    private func applyFields(to lead: inout Lead, _ tx: inout Transaction) throws(Rejection) {
        guard fields != nil || service != nil else { return }
        let form = tx.form(of: lead.service)
        if service != nil, let form { try lead.conform(to: form) }
        if let fields { try lead.set(fields, form) }
    }

    /// Whether the name is taken by a keyword of LEAD.NEW or LEAD.SET.
    static func isKeyword(_ name: Text) -> Bool {
        let folded = FoldedWord(name.bytes)
        return (new.slots + set.slots).contains { FoldedWord(Text($0.name).bytes) == folded }
    }
}

extension Lead {
    /// Refuses a phone that is no number in the lead's country.
    fileprivate func checkPhone() throws(Rejection) {
        guard let phone else { return }
        _ = try checking("phone") { () throws(ValueFault) in
            try PhoneNumber.parse(phone.bytes, country: country)
        }
    }
}

extension Text {
    /// The text, or nil when it is empty: `""` clears a field.
    var orNil: Text? { isEmpty ? nil : self }
}

extension View {
    /// With `services closed`, a service must be of the catalogue.
    mutating func requireService(_ service: Text) throws(Rejection) {
        guard get(Schema.services.table, FoldedName(service)) == nil else { return }
        let known = rows(of: Schema.services.table, limit: EngineLimits.pageRowsMax)
        let near = Nearest.word(to: service, among: known.map { "\($0.name)" })
        let hint = near.map { (word: String) in "; did you mean \(word)" } ?? ""
        throw .invalid("service", "no service \(service.bytes.quoted)\(hint)")
    }
}

extension Payee {
    /// The partner, where it is one.
    fileprivate var partner: PartnerID? {
        if case .partner(let id) = self { id } else { nil }
    }
}
