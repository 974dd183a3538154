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
            event: event.map(start), approved: start(approved), earned: start(earned),
            hold: try Seconds.parse(slice(hold)))
        #expect(answer == due.map(start))
    }

    @Test func whatLeadsBeyondTheCalendarIsDueAtItsEnd() {
        let rule = DueRule(event: .approved, delay: .longest)
        let now = instant("2026-03-16T00:00:00Z")
        let due = rule.due(event: nil, approved: now, earned: now, hold: .longest)
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
