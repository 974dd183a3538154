import LeadlineDomain
import LeadlineStore

// Rows by the names that callers use for them. A row that is missing and one beyond the caller's
// wall are NOTFOUND with the same words, after the same reads.

extension Reader {
    /// The lead as the caller is shown it.
    mutating func lead(_ reference: LeadReference) throws(Rejection) -> Lead {
        let lead = try view.lead(reference, caller.wall)
        var shown = caller.wall.shown(lead, settings)
        if lead.dispute != shown.dispute { shown.dispute = ownDispute(about: lead.id) }
        return shown
    }

    /// The caller's own open dispute about a lead: of others it is not told.
    private mutating func ownDispute(about lead: LeadID) -> DisputeID? {
        let wall = caller.wall
        return view.openDisputes(about: lead).first { wall.reaches($0) }?.id
    }

    /// The partner as the caller is shown it.
    mutating func partner(_ reference: PartnerReference) throws(Rejection) -> Partner {
        caller.wall.shown(try view.partner(reference, caller.wall))
    }
}

extension Transaction {
    /// The lead as it is kept: what a reply shows of it goes through the wall's `shown`.
    mutating func lead(_ reference: LeadReference) throws(Rejection) -> Lead {
        try changes.view.lead(reference, caller.wall)
    }

    /// The partner as it is kept.
    mutating func partner(_ reference: PartnerReference) throws(Rejection) -> Partner {
        try changes.view.partner(reference, caller.wall)
    }
}

extension View {
    /// The lead, if it stands before that wall.
    mutating func lead(_ reference: LeadReference, _ wall: Wall) throws(Rejection) -> Lead {
        switch reference.target {
        case .id(let id):
            if let lead = get(Schema.leads.table, id), wall.reaches(lead) { return lead }
            throw absent(LeadID.noun, "\(id)")
        case .ref(let ref):
            let id = holder(Schema.leads.byRef, KeyText(ref.bytes))
            // One that nobody holds costs the second read as well.
            if let lead = get(Schema.leads.table, id ?? LeadID(raw: 0)), lead.ref == ref,
                wall.reaches(lead)
            {
                return lead
            }
            throw absent(LeadID.noun, "ref:\(ref)")
        }
    }

    /// The partner, if it stands before that wall.
    mutating func partner(
        _ reference: PartnerReference, _ wall: Wall
    ) throws(Rejection) -> Partner {
        switch reference.target {
        case .id(let id): return try partner(id, wall)
        case .ref(let ref):
            let id = holder(Schema.partners.byRef, KeyText(ref.bytes))
            if let partner = get(Schema.partners.table, id ?? PartnerID(raw: 0)),
                partner.ref == ref, wall.reaches(partner)
            {
                return partner
            }
            throw absent(PartnerID.noun, "ref:\(ref)")
        }
    }

    /// The partner, before whatever wall it stands: for what is told to nobody.
    mutating func anyPartner(_ reference: PartnerReference) -> Partner? {
        switch reference.target {
        case .id(let id): return get(Schema.partners.table, id)
        case .ref(let ref):
            let id = holder(Schema.partners.byRef, KeyText(ref.bytes))
            return get(Schema.partners.table, id ?? PartnerID(raw: 0))
        }
    }

    /// The partner with that id, if it stands before that wall.
    mutating func partner(_ id: PartnerID, _ wall: Wall) throws(Rejection) -> Partner {
        if let partner = get(Schema.partners.table, id), wall.reaches(partner) { return partner }
        throw absent(PartnerID.noun, "\(id)")
    }

    /// A user's name as it is kept.
    ///
    /// While no users are defined, `default` is the only one. A disabled user gets nothing new.
    mutating func user(_ name: Text) throws(Rejection) -> Text {
        let wanted = name.asciiLowercased
        guard hasUsers else {
            guard wanted == "default" else { throw absent("user", "\(name)") }
            return "default"
        }
        guard let user = user(named: wanted) else { throw absent("user", "\(name)") }
        guard !user.isDisabled else {
            throw Rejection(.badState, "user \(wanted.bytes.quoted) is disabled")
        }
        return user.name
    }

    /// The name, as it is kept, of who is to own a lead; `field` is where it was given.
    ///
    /// Whoever could not move the lead on would own it in name only, and a partner's user would
    /// not even see it.
    mutating func owner(_ name: Text, _ field: String) throws(Rejection) -> Text {
        try staff(name, field, "leads are owned by staff")
    }

    /// The name, as it is kept, of who is to look after a partner.
    ///
    /// It is told when the partner is late, and has to be able to see and to do something.
    mutating func partnerManager(_ name: Text) throws(Rejection) -> Text {
        try staff(name, "manager", "partners are looked after by staff")
    }

    private mutating func staff(
        _ name: Text, _ field: String, _ reason: String
    ) throws(Rejection) -> Text {
        let name = try user(name)
        guard let role = user(named: name)?.role, !Roles.staff.contains(role) else {
            return name
        }
        throw .invalid(field, "\(name.bytes.quoted) has the role \(role.text); \(reason)")
    }

    /// What to answer where a look-up gave nothing: it may have failed.
    func absent(_ noun: StaticString, _ name: String) -> Rejection {
        fault == nil
            ? Self.missing(noun, name) : Rejection(.internal, "the store could not be read")
    }

    static func missing(_ noun: StaticString, _ name: String) -> Rejection {
        Rejection(.notFound, "no \(noun) '\(name)'")
    }
}

extension View {
    /// The name of whoever is paid under an id.
    mutating func name(of payee: Payee) -> Text? {
        switch payee {
        case .partner(let id): get(Schema.partners.table, id)?.name
        case .referrer(let id): get(Schema.referrers.table, id)?.name
        }
    }
}
