import LeadlineDomain
import LeadlineStore

extension Wall {
    /// Whether the caller reaches the referrer: the house reaches all of them, others their own.
    func reaches(_ referrer: Referrer) -> Bool { isHouse || isOwn(.referrer(referrer.id)) }
}

extension View {
    /// The referrer, if it stands before that wall.
    mutating func referrer(
        _ reference: ReferrerReference, _ wall: Wall
    ) throws(Rejection) -> Referrer {
        switch reference.target {
        case .id(let id): return try referrer(id, wall)
        case .ref(let ref):
            let id = holder(Schema.referrers.byRef, KeyText(ref.bytes))
            // One that nobody holds costs the second read as well.
            if let referrer = get(Schema.referrers.table, id ?? ReferrerID(raw: 0)),
                referrer.ref == ref, wall.reaches(referrer)
            {
                return referrer
            }
            throw absent(ReferrerID.noun, "ref:\(ref)")
        }
    }

    /// The referrer with that id, if it stands before that wall.
    mutating func referrer(_ id: ReferrerID, _ wall: Wall) throws(Rejection) -> Referrer {
        if let referrer = get(Schema.referrers.table, id), wall.reaches(referrer) {
            return referrer
        }
        throw absent(ReferrerID.noun, "\(id)")
    }
}

extension Lead {
    /// The referrers that it names.
    var paidReferrers: [ReferrerID] {
        var referrers: [ReferrerID] = []
        if case .referrer(let id)? = referrer { referrers.append(id) }
        if let helper { referrers.append(helper) }
        return referrers
    }
}

extension Reader {
    /// The referrer, if the caller reaches it.
    mutating func referrer(_ reference: ReferrerReference) throws(Rejection) -> Referrer {
        try view.referrer(reference, caller.wall)
    }
}

extension Transaction {
    /// The referrer, if the caller reaches it.
    mutating func referrer(_ reference: ReferrerReference) throws(Rejection) -> Referrer {
        try changes.view.referrer(reference, caller.wall)
    }

    /// What a lead's source is when nobody names one: that of its referrer.
    mutating func source(ofReferrer payee: Payee?) -> LeadSource? {
        guard case .referrer(let id)? = payee else { return nil }
        return changes.view.get(Schema.referrers.table, id)?.kind.source
    }
}
