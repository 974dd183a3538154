@testable import LeadlineEngine

extension Simulation {
    /// Something of the programme: who is paid, what runs, who belongs where.
    var programme: [String] {
        let tier = pick(["bronze", "silver", "gold"])
        let campaign = pick(["CMP1", "CMP2", "CMP3"])
        return pick([
            ["REFERRER.NEW", "KIND", pick(["contact", "vendor"]), "NAME", "Rita", "REF", tier],
            ["REFERRER.SET", pick(["R1", "R2"]), "RATE", pick(["5%", "7.5%", ""])],
            ["LEAD.SET", lead, "REFERRER", pick(["R1", "R2"]), "REASON", "told later"],
            ["LEAD.SET", lead, "HELPER", pick(["R1", "R2", ""]), "REASON", "told later"],
            ["CAMPAIGN.NEW", "NAME", "Spring", "SERVICE", service, "UNTIL", "9d", "BOOST", "2%"],
            ["CAMPAIGN.SET", campaign, "GOAL", "7", "UNTIL", pick(["", "5d"])],
            ["CAMPAIGN.END", campaign],
            ["LEAD.SET", lead, "CAMPAIGN", pick([campaign, ""]), "REASON", "told later"],
            [
                "TIER.SET", tier, "RANK", pick(["1", "2", "3"]), "MINWON", pick(["1", "2", ""]),
                "WINDOW", pick(["3d", "30d"]), "GRACE", pick(["0d", "3d"]),
            ],
            ["TIER.DEL", tier],
            ["TIER.EVALUATE"],
            ["TIER.EVALUATE", partner, "DRYRUN"],
            ["PARTNER.SET", partner, "TIER", tier] + pick([[], ["PIN"]]),
            ["COLLATERAL.ADD", "NAME", "Deck", "URL", "https://a.example/\(tier)", "TIER", tier],
            ["COLLATERAL.DEL", "deck"],
            ["TRAINING.DONE", partner, pick(["Sales", "sales", "Payroll"]), "AT", "2d"],
        ])
    }
}
