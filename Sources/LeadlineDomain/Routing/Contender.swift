/// A partner up for one lead, with the verdict.
struct Contender {
    let partner: RoutedPartner

    /// The narrowest area that covers the lead; nil for an owner whose coverage does not.
    let match: Area?

    /// The ZIP it owns, when that is why it is up.
    let owned: Zip?

    /// Why it may not have the lead; nil when it may.
    let dropped: String?

    init(partner: RoutedPartner, lead: RoutedLead, owner: PartnerID?, match: Area?) {
        self.partner = partner
        self.match = match
        owned = partner.id == owner ? lead.territory : nil
        if let owner, owner != partner.id {
            let zip = lead.territory.map { "\($0.code)" } ?? ""
            dropped = "ZIP \(zip) belongs to \(owner)"
        } else {
            dropped = Self.unavailability(of: partner, for: lead)
        }
    }

    private static func unavailability(
        of partner: RoutedPartner, for lead: RoutedLead
    ) -> String? {
        guard partner.state == .active else { return "\(partner.state.word)" }
        if lead.declined.contains(partner.id) { return "declined this lead" }
        if partner.weight == 0 { return "weight 0" }
        if let capacity = partner.capacity, partner.open >= capacity {
            return "full: \(partner.open) open of \(capacity)"
        }
        return nil
    }

    private var level: AreaLevel { owned == nil ? match?.level ?? .all : .zip }

    private var load: UInt64 { UInt64(partner.open) + UInt64(partner.recent) }

    /// Whether the first gets the lead before the second; a total order.
    ///
    /// Narrower level, lower load by weight, longer since the last assignment, lower id.
    static func precedes(_ left: Contender, _ right: Contender) -> Bool {
        if left.level != right.level { return left.level < right.level }
        // load ÷ weight compared without dividing; the products need up to 65 bits.
        let leftShare = UInt128(left.load) * UInt128(right.partner.weight)
        let rightShare = UInt128(right.load) * UInt128(left.partner.weight)
        if leftShare != rightShare { return leftShare < rightShare }
        if left.partner.lastAssigned != right.partner.lastAssigned {
            // Never assigned is longest ago.
            guard let first = left.partner.lastAssigned else { return true }
            guard let second = right.partner.lastAssigned else { return false }
            return first < second
        }
        return left.partner.id < right.partner.id
    }

    func candidate(rank: UInt32?) -> Candidate {
        let covers = match.map { "covers \($0.text) (\($0.level.word))" } ?? "covers nothing of it"
        let basis = owned.map { "owns ZIP \($0.code)" } ?? covers
        let reason = dropped ?? "\(basis), load \(load) by weight \(partner.weight)"
        let isListed = owned != nil || match != nil
        return Candidate(
            partner: partner.id, rank: rank, reason: Text(reason),
            level: isListed ? level : nil)
    }
}
