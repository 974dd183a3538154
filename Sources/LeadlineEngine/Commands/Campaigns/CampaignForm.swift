import LeadlineDomain
import LeadlineStore

/// The keywords of CAMPAIGN.NEW and CAMPAIGN.SET as they were given: nil is "not given".
struct CampaignForm: Sendable {
    var name: Phrase?
    var services: [FoldedText]?
    var areas: [Text]?
    var tiers: [FoldedText]?
    var products: [Text]?
    var since: TimeInput?
    var until: Clearable<TimeInput>?
    var boost: Clearable<Rate>?
    var protect: Clearable<Seconds>?
    var owner: Text?
    var goal: Clearable<Number>?
    /// Whether any keyword was given at all.
    var hasValues = false

    private static let common: [Form<CampaignForm>.Field] = [
        .many("SERVICE", \.services),
        .many("AREA", \.areas),
        .many("TIER", \.tiers),
        .many("PRODUCT", \.products),
        .one("SINCE", \.since),
        .one("UNTIL", \.until),
        .one("BOOST", \.boost),
        .one("PROTECT", \.protect),
        .one("OWNER", \.owner),
        .one("GOAL", \.goal),
    ]

    /// What CAMPAIGN.NEW takes beside NAME, which it requires.
    static let new = Form(CampaignForm(), common)

    /// What CAMPAIGN.SET takes.
    static let set = Form(
        CampaignForm(), [.one("NAME", \.name)] + common, given: \.hasValues)
}

extension CampaignForm {
    /// Puts everything that was given into `campaign`, each value checked where only the store or
    /// the settings can tell.
    func apply(to campaign: inout Campaign, _ tx: inout Transaction) throws(Rejection) {
        if let name { campaign.name = name.text }
        try applyConditions(to: &campaign, &tx.changes.view, tx.settings)
        try applyTime(to: &campaign, tx.now, tx.settings.zone)
        if let boost { campaign.boost = boost.value }
        if let protect { campaign.protect = try Self.span("protect", protect.value) }
        if let owner {
            campaign.owner = owner.isEmpty ? nil : try tx.changes.view.owner(owner, "owner")
        }
        if let goal { campaign.goal = try Number.small("goal", goal.value) }
    }

    private func applyConditions(
        to campaign: inout Campaign, _ view: inout View, _ settings: Settings
    ) throws(Rejection) {
        if let services {
            campaign.services = try Self.distinct("service", services.map(\.text))
            if settings.areServicesClosed {
                for service in campaign.services { try view.requireService(service) }
            }
        }
        if let tiers {
            campaign.tiers = try Self.distinct("tier", tiers.map(\.text))
            for tier in campaign.tiers { _ = try view.tierName(tier) }
        }
        if let products { campaign.products = try Self.distinct("product", products) }
        guard let areas else { return }
        var parsed: [Area] = []
        for area in areas where !area.isEmpty {
            let area = try checking("area") { () throws(ValueFault) in
                try Area.parse(area.bytes, regions: settings.regions)
            }
            if !parsed.contains(area) { parsed.append(area) }
        }
        try Self.requireFew("area", parsed.count)
        campaign.areas = parsed
    }

    /// What was named, each once; `""` alone is none.
    private static func distinct(_ field: String, _ words: [Text]) throws(Rejection) -> [Text] {
        var kept: [Text] = []
        for word in words where !word.isEmpty && !kept.contains(spelledLike: word) {
            kept.append(word)
        }
        try requireFew(field, kept.count)
        return kept
    }

    private static func requireFew(_ field: String, _ count: Int) throws(Rejection) {
        guard count > EngineLimits.campaignWordsMax else { return }
        throw Rejection(
            .limit, "\(field): at most \(EngineLimits.campaignWordsMax)", field: field)
    }

    private func applyTime(
        to campaign: inout Campaign, _ now: Timestamp, _ zone: HouseZone
    ) throws(Rejection) {
        if let since {
            campaign.since = try checking("since") { () throws(ValueFault) in
                try since.resolve(now: now, zone: zone, toward: .future, edge: .start)
            }
        }
        guard let until else {
            guard let end = campaign.until, campaign.since >= end else { return }
            throw .invalid("since", "is not before its UNTIL, \(end.text)")
        }
        campaign.until = try until.value.map { input throws(Rejection) in
            try checking("until") { () throws(ValueFault) in
                try input.resolve(now: now, zone: zone, toward: .future, edge: .end)
            }
        }
        guard let end = campaign.until else { return }
        guard end > now else {
            throw .invalid("until", "\(end.text) is past; CAMPAIGN.END ends one now")
        }
        guard end > campaign.since else {
            throw .invalid("until", "\(end.text) is not after its SINCE, \(campaign.since.text)")
        }
    }

    private static func span(_ field: String, _ span: Seconds?) throws(Rejection) -> Seconds? {
        guard let span else { return nil }
        guard span.count > 0 else { throw .invalid(field, "must be longer than nothing") }
        return span
    }
}
