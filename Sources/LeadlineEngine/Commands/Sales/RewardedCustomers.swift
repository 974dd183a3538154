import LeadlineDomain
import LeadlineStore

// Customers who were rewarded are found by the fingerprint of their address. Different addresses
// may share one: every hit is verified, and who finds somebody else in its place has the next.
extension View {
    /// The contact that the customer of a lead has become by an earlier reward; nil before it.
    mutating func knownCustomer(of lead: Lead) -> Payee? {
        rewardedCustomer(of: lead).known.map { .referrer($0) }
    }

    /// The same, or the place that is free for it; neither where all its places are others'.
    mutating func rewardedCustomer(of lead: Lead) -> (known: ReferrerID?, free: UInt64?) {
        for step in 0..<RewardedCustomer.placesMax {
            let place = lead.emailFingerprint &+ UInt64(step)
            guard let row = get(Schema.rewardedCustomers.table, place) else {
                return (nil, place)
            }
            if isCustomer(row.referrer, lead.emailKey) { return (row.referrer, nil) }
        }
        return (nil, nil)
    }

    /// Whether a contact is the customer of that address: by its own, or, where that has changed
    /// since, by those of the leads that it was rewarded for.
    private mutating func isCustomer(_ id: ReferrerID, _ key: Text) -> Bool {
        guard let contact = get(Schema.referrers.table, id) else { return false }
        guard contact.emailKey != key else { return true }
        let earned = ids(
            Schema.bonuses.byEarner, KeyText(id.text.bytes), limit: RewardedCustomer.rewardsMax)
        for entry in earned {
            guard let bonus = get(Schema.bonuses.table, entry.id), bonus.type == .newCustomer,
                let lead = bonus.lead.flatMap({ anyLead($0) })
            else { continue }
            if lead.emailKey == key { return true }
        }
        return false
    }
}
