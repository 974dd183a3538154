import LeadlineDomain
import LeadlineStore

extension View {
    /// The campaign with that id.
    mutating func campaign(_ id: CampaignID) throws(Rejection) -> Campaign {
        guard let campaign = get(Schema.campaigns.table, id) else {
            throw absent(CampaignID.noun, "\(id)")
        }
        return campaign
    }

    /// The campaign that a lead of the caller may name.
    ///
    /// A new lead names one that runs, another one also that ran when it was registered. Outside
    /// the house only what is for the caller's tier can be named; the rest is answered like what
    /// is missing.
    mutating func campaign(
        _ id: CampaignID, for lead: Lead, at now: Timestamp, _ wall: Wall
    ) throws(Rejection) -> Campaign {
        let campaign = get(Schema.campaigns.table, id)
        if !wall.isHouse {
            let tier = wall.partner.flatMap { get(Schema.partners.table, $0) }?.tier
            guard let campaign, campaign.isOpen(to: tier, at: now) else {
                throw absent(CampaignID.noun, "\(id)")
            }
            return campaign
        }
        guard let campaign else { throw absent(CampaignID.noun, "\(id)") }
        guard campaign.runs(at: now) || campaign.runs(at: lead.created) else {
            throw campaign.outOfTime(at: now)
        }
        return campaign
    }

    /// The campaigns whose BOOST and PROTECT are for the lead, by when they end.
    ///
    /// The tier is that of the partner in question: the one that works the lead or brought it.
    mutating func campaigns(matching lead: Lead, tier: Text?, _ regions: Regions) -> [Campaign] {
        let facts = CampaignLead(lead, tier: tier)
        let (start, isLast) = lead.created.milliseconds.addingReportingOverflow(1)
        guard !isLast else { return [] }
        return ids(
            Schema.campaigns.byEnd, Nothing(), from: start, limit: EngineLimits.scanRowsMax
        ).compactMap { get(Schema.campaigns.table, $0.id) }
            .filter { $0.matches(facts, regions: regions) }
    }

    /// The campaign with its state and counts.
    mutating func entry(_ campaign: Campaign, at now: Timestamp) -> CampaignEntry {
        var entry = CampaignEntry(campaign, at: now)
        entry.counts = (
            leads: count(Schema.leads.byCampaign, Pair(campaign.id, .leads)),
            won: count(Schema.leads.byCampaign, Pair(campaign.id, .won))
        )
        return entry
    }
}

extension Campaign {
    /// Whether a partner of that tier may bring leads by it.
    fileprivate func isOpen(to tier: Text?, at now: Timestamp) -> Bool {
        guard runs(at: now) else { return false }
        return tiers.isEmpty || (tier.map { tiers.contains($0.asciiLowercased) } ?? false)
    }

    /// Why a lead may not name it now.
    fileprivate func outOfTime(at now: Timestamp) -> Rejection {
        guard let end, now >= end else {
            return Rejection(.badState, "campaign \(id) begins \(since.text)")
        }
        return Rejection(.badState, "campaign \(id) ended \(end.text)")
    }
}
