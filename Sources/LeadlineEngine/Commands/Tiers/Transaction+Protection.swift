import LeadlineDomain
import LeadlineStore

extension Transaction {
    /// For how long an accepted claim is protected by the programme: by the longest PROTECT of the
    /// campaigns that match the lead, else by that of its partner's tier; nil where neither says.
    mutating func programmeProtection(of lead: Lead) -> Seconds? {
        let tier = lead.partner.flatMap { changes.view.get(Schema.partners.table, $0) }?.tier
        let campaigns = changes.view.campaigns(
            matching: lead, tier: tier, settings.regions)
        if let span = campaigns.compactMap(\.protect).max() { return span }
        return tier.flatMap { changes.view.get(Schema.tiers.table, FoldedName($0)) }?.protect
    }
}
