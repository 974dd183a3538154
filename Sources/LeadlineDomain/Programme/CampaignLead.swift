/// What of a lead decides whether a campaign is for it.
package struct CampaignLead: Sendable {
    /// The campaign that it names.
    let campaign: CampaignID?
    /// The service wanted; nil is not known.
    let service: Text?
    /// Where it is wanted: its areas with those of its ZIP and country.
    let places: [Area]
    /// The products wanted; empty is not known.
    let products: [Text]
    /// The tier of the partner in question.
    let tier: Text?
    /// When it was registered.
    let registered: Timestamp

    /// Takes the facts from a lead's record and the tier of the partner that works or brought it.
    package init(_ lead: Lead, tier: Text?) {
        campaign = lead.campaign
        service = lead.service?.asciiLowercased
        places = RoutedLead(lead).places
        products = lead.products
        self.tier = tier?.asciiLowercased
        registered = lead.created
    }
}

extension Campaign {
    /// Whether the campaign's BOOST and PROTECT are for the lead.
    ///
    /// It has to run when the lead is registered, and every condition it has must be met by
    /// something that the lead names: a lead of no known service is of none that a campaign names.
    /// One without any condition is for the leads that name it; one with conditions for each lead
    /// that meets them, whether or not that names it.
    package func matches(_ lead: CampaignLead, regions: Regions) -> Bool {
        guard runs(at: lead.registered), isConditional || lead.campaign == id else { return false }
        return Self.allows(services, lead.service) && Self.allows(tiers, lead.tier)
            && (products.isEmpty || products.contains { lead.products.contains(spelledLike: $0) })
            && (areas.isEmpty || areas.contains { $0.covers(anyOf: lead.places, regions) })
    }

    /// Whether it has any condition beside its time.
    private var isConditional: Bool {
        !(services.isEmpty && areas.isEmpty && tiers.isEmpty && products.isEmpty)
    }

    private static func allows(_ words: [Text], _ word: Text?) -> Bool {
        words.isEmpty || (word.map { words.contains($0) } ?? false)
    }
}

extension Area {
    fileprivate func covers(anyOf places: [Area], _ regions: Regions) -> Bool {
        places.contains { covers($0, regions: regions) }
    }
}
