/// What the lines of a bulk file are about, in the order in which they need each other.
package enum BulkKind: String, CaseIterable, Sendable {
    /// A word of the catalogue.
    case service
    /// What one currency is worth in another from a day on.
    case rate
    /// A custom field of a service.
    case form
    /// A rank of partners with what it gives.
    case tier
    /// What gives a lead points.
    case score
    /// How long an answer may take.
    case sla
    /// Something to show to customers.
    case collateral
    /// Who may log in.
    case user
    /// Who brings leads and is only paid for it.
    case referrer
    /// A firm or agent that works leads with us.
    case partner
    /// What is done for some time to win leads.
    case campaign
    /// A day on which nobody works.
    case holiday
    /// A course that a partner has done.
    case training
    /// What is paid for leads.
    case terms
    /// A service in an area, as a partner offers it.
    case coverage
    /// A ZIP that belongs to one partner.
    case territory
    /// A customer's need.
    case lead
    /// That a partner takes part no more: behind the leads, which it had before.
    case suspension

    /// The kind that a word means, in the singular or the plural.
    package init?(word: String) {
        let plain = word.lowercased()
        guard
            let kind = Self.allCases.first(where: {
                [$0.rawValue, "\($0.rawValue)s", "\($0.rawValue.dropLast())ies"].contains(plain)
            })
        else { return nil }
        self = kind
    }

    /// The command that makes a record.
    package var command: String {
        switch self {
        case .service: "SERVICE.SET"
        case .form: "FORM.SET"
        case .rate: "FX.SET"
        case .tier: "TIER.SET"
        case .score: "SCORE.SET"
        case .sla: "SLA.SET"
        case .collateral: "COLLATERAL.ADD"
        case .holiday: "HOLIDAY.ADD"
        case .training: "TRAINING.DONE"
        case .terms: "TERMS.SET"
        case .suspension: "PARTNER.SUSPEND"
        case .user: "USER.NEW"
        case .referrer: "REFERRER.NEW"
        case .campaign: "CAMPAIGN.NEW"
        case .partner: "PARTNER.NEW"
        case .coverage: "COVER.ADD"
        case .territory: "TERRITORY.SET"
        case .lead: "LEAD.NEW"
        }
    }

    /// Whether repeating the command would make a second record, or fail, so that it needs a key.
    package var isKeyed: Bool { newest != nil || self == .suspension }

    /// The command that lists the newest record of a kind whose ids tell old from new.
    package var newest: [String]? {
        switch self {
        case .partner: ["PARTNER.LIST", "COLUMNS", "id", "LIMIT", "1"]
        case .referrer: ["REFERRER.LIST", "COLUMNS", "id", "LIMIT", "1"]
        case .campaign: ["CAMPAIGN.LIST", "COLUMNS", "id", "LIMIT", "1"]
        case .lead: ["LEAD.LIST", "COLUMNS", "id", "LIMIT", "1"]
        case .service, .rate, .form, .tier, .score, .sla, .collateral, .user, .holiday, .training,
            .terms, .coverage, .territory, .suspension:
            nil
        }
    }
}
