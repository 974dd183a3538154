import LeadlineDomain

// What a caller is shown of a row that it reaches. Filters are applied to what is shown, so that
// nobody finds a row by what is hidden in it.
extension Wall {
    /// The lead as the caller is shown it.
    ///
    /// Outside the house nothing tells of another partner: neither who has it, earns by it or
    /// registered it, nor other leads of the customer.
    func shown(_ lead: Lead, _ settings: Settings) -> Lead {
        guard !isHouse else { return lead }
        var shown = lead
        let isBrought = hasBrought(lead)
        let isWorked = partner != nil && lead.workingPartner == partner
        if !isWorked {
            shown.partner = nil
            shown.assignment = nil
        }
        if !isBrought { shown.submitter = "" }
        if let referrer = lead.referrer, !isOwn(Outsider(referrer)) { shown.referrer = nil }
        if let helper = lead.helper, !isOwn(.referrer(helper)) { shown.helper = nil }
        shown.credit = []
        shown.mergedInto = nil
        shown.dispute = nil
        shown.from = nil
        shown.related = []
        shown.declined = []
        shown.forced = nil
        shown.lastActor = ""
        // What the house thinks of a lead, and what was done with it while others had it.
        shown.score = 0
        if masksContact(of: lead, settings) { shown.maskContact() }
        if !isBrought, !isWorked { shown.reason = nil }
        return shown
    }

    /// Whether the customer's contact is masked: to who only earns by the lead, and with
    /// `mask accept` to a partner that has not accepted it yet.
    func masksContact(of lead: Lead, _ settings: Settings) -> Bool {
        guard !isHouse, !hasBrought(lead) else { return false }
        let isWorked = partner != nil && lead.workingPartner == partner
        return !isWorked || settings.masksUntilAccepted && lead.status == .offered
    }

    /// The partner as the caller is shown it: outside the house without the partner above it.
    func shown(_ partner: Partner) -> Partner {
        guard !isHouse else { return partner }
        var shown = partner
        shown.parent = nil
        return shown
    }
}

extension Lead {
    /// Leaves of the customer first letters and stars, and of free text nothing (`rules.md` 12).
    fileprivate mutating func maskContact() {
        email = email.masked
        emailKey = email
        name = name?.masked
        company = company?.masked
        phone = phone?.masked
        title = nil
        notes = nil
        fields = []
    }
}

extension Text {
    /// The first letter of each word and three stars, so that lengths tell nothing.
    var masked: Text {
        let words = "\(self)".split(separator: " ").map { word in
            let parts = word.split(separator: "@", omittingEmptySubsequences: false)
            return parts.map { $0.first.map { "\($0)***" } ?? "" }.joined(separator: "@")
        }
        return Text(words.joined(separator: " "))
    }
}
