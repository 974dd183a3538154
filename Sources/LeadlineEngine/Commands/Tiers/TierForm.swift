import LeadlineDomain

/// The keywords of TIER.SET beside RANK as they were given: nil is "not given".
struct TierForm: Sendable {
    var rate: Clearable<Rate>?
    var minWon: Clearable<Number>?
    var minRevenue: AmountText?
    var window: Clearable<Seconds>?
    var grace: Clearable<Seconds>?
    var protect: Clearable<Seconds>?
    var benefits: [Text]?

    /// What TIER.SET takes.
    static let set = Form(
        TierForm(),
        [
            .one("RATE", \.rate),
            .one("MINWON", \.minWon),
            .one("MINREVENUE", \.minRevenue),
            .one("WINDOW", \.window),
            .one("GRACE", \.grace),
            .one("PROTECT", \.protect),
            .many("BENEFIT", \.benefits),
        ])

    /// Puts everything that was given into `tier`.
    func apply(to tier: inout Tier, _ settings: Settings) throws(Rejection) {
        if let rate { tier.rate = rate.value }
        if let minWon { tier.minWon = try Number.small("minwon", minWon.value) }
        if let minRevenue {
            tier.currency = settings.currency
            tier.minRevenue = try minRevenue.text.orNil.map { text throws(Rejection) in
                try checking("minrevenue") { () throws(ValueFault) in
                    try Amount.parse(text.bytes, in: settings.currency)
                }
            }
        }
        if let window {
            tier.windowDays =
                try window.value.map { span throws(Rejection) in try Self.days(span) }
                ?? Tier.usualWindowDays
        }
        if let grace { tier.grace = grace.value ?? Tier.usualGrace }
        if let protect {
            if let span = protect.value, span.count == 0 {
                throw .invalid("protect", "must be longer than nothing")
            }
            tier.protect = protect.value
        }
        try applyBenefits(to: &tier)
    }

    private func applyBenefits(to tier: inout Tier) throws(Rejection) {
        guard let benefits else { return }
        tier.benefits = []
        for benefit in benefits where !benefit.isEmpty && !tier.benefits.contains(benefit) {
            tier.benefits.append(benefit)
        }
        guard tier.benefits.count <= EngineLimits.tierBenefitsMax else {
            throw Rejection(
                .limit, "benefit: at most \(EngineLimits.tierBenefitsMax)", field: "benefit")
        }
    }

    /// Won leads are counted by days, so a window has whole ones.
    private static func days(_ window: Seconds) throws(Rejection) -> UInt32 {
        let most = EngineLimits.tierWindowDaysMax
        guard window.count > 0, window.count % 86_400 == 0,
            let days = UInt32(exactly: window.count / 86_400), days <= most
        else { throw .invalid("window", "must be 1 to \(most) whole days") }
        return days
    }
}
