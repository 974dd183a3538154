import LeadlineDomain

extension CommandTable {
    /// The reports of the lead side, and the rates that add their currencies up.
    static let reports: [Command] = [
        .report(
            "FUNNEL", "Shows how far the leads registered in a span have got.", run: reportFunnel),
        .report("PARTNERS", "Shows what has become of leads, by partner.") {
            reader, form throws(Rejection) -> ReportPage<PartnerReportColumns> in
            try ReportPage(try CohortReport.partners.rows(&reader, form), form)
        },
        .report("REPS", "Shows what has become of leads, by owner.") {
            reader, form throws(Rejection) -> ReportPage<RepReportColumns> in
            try ReportPage(try CohortReport.reps.rows(&reader, form), form)
        },
        .report("REFERRERS", "Shows what has become of leads, by who is credited.") {
            reader, form throws(Rejection) -> ReportPage<ReferrerReportColumns> in
            try ReportPage(try CohortReport.referrers.rows(&reader, form), form)
        },
        .report("SOURCES", "Shows what has become of leads, by source.") {
            reader, form throws(Rejection) -> ReportPage<SourceReportColumns> in
            try ReportPage(try CohortReport.sources.rows(&reader, form), form)
        },
        .report("SERVICES", "Shows what has become of leads, by service.") {
            reader, form throws(Rejection) -> ReportPage<ServiceReportColumns> in
            try ReportPage(try CohortReport.services.rows(&reader, form), form)
        },
        .report("CAMPAIGNS", "Shows what has become of leads, by campaign.") {
            reader, form throws(Rejection) -> ReportPage<CampaignReportColumns> in
            try ReportPage(try CohortReport.campaigns.rows(&reader, form), form)
        },
        .report(
            "SLA", "Shows how long reviews, acceptances and first contacts took.",
            run: reportResponses),
        .report("TREND", "Shows what happened in each stretch of time.", run: reportTrend),
        .report(
            "LEADERBOARD", "Ranks partners by the value that they won in a span.",
            run: reportLeaderboard),
        .report(
            "RECIPROCITY", "Shows what was given to each partner and received from it.",
            run: reportReciprocity),
        .report(
            "PAYMENTS", "Shows what was paid to us, and how, and what was given back.",
            run: reportPayments),
        .write(
            "FX.SET", "Notes what a unit of one currency is worth in another from a day on.",
            group: .report, by: [.admin, .finance], reach: .house, kind: .create, events: [.fxSet],
            Positional<Currency>("from"), Positional<Currency>("to"),
            Positional<AmountText>("rate"), Keyword<TimeInput>("AT"), run: setRate),
        .scan(
            "FX.LIST", "Lists rates of exchange by currency, the newest first.",
            group: .report, by: .readers, reach: .everybody,
            Keyword<PageLimit>("LIMIT"), Keyword<RateCursor>("AFTER"),
            Keyword<WordList>("COLUMNS"), run: listRates),
    ]
}

extension Command {
    /// A report: a page of its own columns, with the filters that all reports have.
    fileprivate static func report<Columns: ReportColumns>(
        _ name: String, _ summary: String,
        run:
            @escaping @Sendable (inout Reader, ReportForm) throws(Rejection)
            -> ReportPage<Columns>
    ) -> Command {
        .scan(
            "REPORT \(name)", summary, group: .report, by: .readers, reach: .leads,
            ReportForm.form, run: run)
    }
}
