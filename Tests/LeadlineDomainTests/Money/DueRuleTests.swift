import LeadlineDomain
import Testing

@Suite struct DueRuleTests {
    @Test(
        arguments: [
            // A sale of Mar 16 with a 60-day hold clears May 15: the example of the rules.
            ("approved", nil, "2026-03-16", "2026-03-16", "60d", "2026-05-15"),
            ("approved", nil, "2026-03-20", "2026-03-16", "0s", "2026-03-20"),
            ("approved+3d", nil, "2026-03-20", "2026-03-16", "0s", "2026-03-23"),
            ("signing", "2026-03-16", "2026-03-20", "2026-03-16", "0s", "2026-03-20"),
            ("signing", "2026-03-25", "2026-03-20", "2026-03-16", "0s", "2026-03-25"),
            ("install+5d", "2026-03-25", "2026-03-20", "2026-03-16", "0s", "2026-03-30"),
            ("install+5d", "2026-03-25", "2026-03-20", "2026-03-16", "30d", "2026-04-15"),
            ("install", "2026-05-01", "2026-03-20", "2026-03-16", "30d", "2026-05-01"),
            ("install", "2025-05-01", "2026-03-20", "2026-03-16", "0s", "2026-03-20"),
            ("install", nil, "2026-03-20", "2026-03-16", "0s", nil),
            ("paid", nil, "2026-03-20", "2026-03-16", "30d", nil),
            // Over leap days.
            ("approved", nil, "2024-02-28", "2024-02-28", "1d", "2024-02-29"),
            ("approved", nil, "2024-02-28", "2024-02-28", "2d", "2024-03-01"),
            ("approved", nil, "2026-02-28", "2026-02-28", "1d", "2026-03-01"),
        ] as [(String, String?, String, String, String, String?)])
    func itIsTheLastOfEventApprovalAndHold(
        rule: String, event: String?, approved: String, earned: String, hold: String, due: String?
    ) throws {
        func start(_ text: String) -> Timestamp { instant(text + "T00:00:00Z") }
        let answer = try DueRule.parse(slice(rule)).due(
            event: event.flatMap(day), approved: start(approved),
            earned: try #require(day(earned)), hold: try Seconds.parse(slice(hold)), in: .utc)
        #expect(answer == due.map(start))
    }

    /// In New York the clocks go back on Nov 1 and forward on Mar 8 of 2026.
    @Test(
        "a hold over the change of the clocks ends when its day begins",
        arguments: [
            ("approved", nil, "2026-10-20", "30d", "2026-11-19T05:00:00Z"),
            ("approved", nil, "2026-03-01", "30d", "2026-03-31T04:00:00Z"),
            ("approved", nil, "2026-10-31", "36h", "2026-11-01T16:00:00Z"),
            ("install+3d", "2026-10-31", "2026-10-20", "0s", "2026-11-03T05:00:00Z"),
            ("paid+3d", "2026-03-07", "2026-03-01", "0s", "2026-03-10T04:00:00Z"),
        ] as [(String, String?, String, String, String)])
    func daysAreTheHouses(
        rule: String, event: String?, earned: String, hold: String, due: String
    ) throws {
        let file = ZoneRulesTests.file([], rule: "EST5EDT,M3.2.0,M11.1.0")
        let zone = HouseZone(try ZoneRulesTests.rules(file))
        let answer = try DueRule.parse(slice(rule)).due(
            event: event.flatMap(day), approved: instant("2026-01-01T00:00:00Z"),
            earned: try #require(day(earned)), hold: try Seconds.parse(slice(hold)), in: zone)
        #expect(answer == instant(due))
    }

    private func day(_ text: String) -> CivilDate? { CivilDate(slice(text)) }

    @Test func whatLeadsBeyondTheCalendarIsDueAtItsEnd() throws {
        let rule = DueRule(event: .approved, delay: .longest)
        let now = instant("2026-03-16T00:00:00Z")
        let due = rule.due(
            event: nil, approved: now, earned: try #require(day("2026-03-16")), hold: .longest,
            in: .utc)
        #expect(due == .latest)
    }

    @Test(arguments: ["signing", "approved", "install", "revenue", "permit", "paid", "paid+3d"])
    func aRuleIsPrintedAsItIsRead(text: String) throws {
        #expect(try DueRule.parse(slice(text)).text == Text(text))
    }

    @Test(arguments: ["", "+3d", "signed", "paid+", "paid+3", "paid-3d", "paid +3d", "paid+3d+1d"])
    func otherRulesAreRefused(text: String) {
        #expect(fault { () throws(ValueFault) in try DueRule.parse(slice(text)) } != nil)
    }

    @Test func whatTheSystemSeesNobodyReports() {
        #expect(
            DueEvent.allCases.filter(\.isReported) == [.signing, .install, .revenue, .permit])
    }
}
