import LeadlineDomain
import LeadlineStore

// Rows by the names that callers use for them. A row that is missing, or that the caller may not
// see, is NOTFOUND with the same words.

extension View {
    mutating func lead(_ reference: LeadReference) throws(Rejection) -> Lead {
        switch reference.target {
        case .id(let id): return try lead(id)
        case .ref(let ref):
            if let id = holder(Schema.leads.byRef, KeyText(ref.bytes)),
                let lead = get(Schema.leads.table, id), lead.ref == ref
            {
                return lead
            }
            throw absent(LeadID.noun, "ref:\(ref)")
        }
    }

    mutating func lead(_ id: LeadID) throws(Rejection) -> Lead {
        guard let lead = get(Schema.leads.table, id) else {
            throw absent(LeadID.noun, "\(id)")
        }
        return lead
    }

    mutating func partner(_ reference: PartnerReference) throws(Rejection) -> Partner {
        switch reference.target {
        case .id(let id): return try partner(id)
        case .ref(let ref):
            if let id = holder(Schema.partners.byRef, KeyText(ref.bytes)),
                let partner = get(Schema.partners.table, id), partner.ref == ref
            {
                return partner
            }
            throw absent(PartnerID.noun, "ref:\(ref)")
        }
    }

    mutating func partner(_ id: PartnerID) throws(Rejection) -> Partner {
        guard let partner = get(Schema.partners.table, id) else {
            throw absent(PartnerID.noun, "\(id)")
        }
        return partner
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

    /// What to answer where a look-up gave nothing: it may have failed.
    func absent(_ noun: StaticString, _ name: String) -> Rejection {
        fault == nil
            ? Self.missing(noun, name) : Rejection(.internal, "the store could not be read")
    }

    static func missing(_ noun: StaticString, _ name: String) -> Rejection {
        Rejection(.notFound, "no \(noun) '\(name)'")
    }
}
