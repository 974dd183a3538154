import LeadlineDomain
import Testing

@Suite("Scorecards") struct ScorecardTests {
    private static let now = Timestamp(milliseconds: 1_795_280_400_000)

    private static func rule(
        _ name: Text, _ field: Text, _ comparison: ScoreOperator, _ value: Text, _ points: Int32,
        _ group: ScoreGroup = .fit, cap: Int32? = nil, days: Int64? = nil
    ) -> ScoreRule {
        ScoreRule(
            name: name, field: field, comparison: comparison, value: value, points: points,
            group: group, cap: cap, halfLife: days.map { Seconds($0 * 86_400) })
    }

    private static var lead: Lead {
        var lead = Lead(
            id: LeadID(raw: 1), direction: .out, email: "ann@acme.example",
            emailKey: "ann@acme.example", currency: .usd, source: .employee, submitter: "ada",
            created: Timestamp(milliseconds: now.milliseconds - 86_400_000))
        lead.service = "payroll"
        lead.value = 120_050
        lead.products = ["crm", "Größe"]
        lead.fields = [
            CustomField(name: "Size", value: "250"),
            CustomField(name: "start", value: "2026-12-01"),
        ]
        return lead
    }

    private func scoring(
        _ rules: [ScoreRule], criteria: Criteria = Criteria(),
        engagement: Engagement = Engagement(), at time: Timestamp = ScorecardTests.now
    ) -> Scoring {
        Scorecard(rules).scoring(of: ScoredLead(Self.lead, criteria, engagement), at: time)
    }

    @Test(
        "a rule gives its points to a lead that is so",
        arguments: [
            ("service", ScoreOperator.equals, "PAYROLL", true), ("service", .equals, "pay", false),
            ("service", .contains, "Roll", true), ("service", .contains, "rollx", false),
            ("products", .equals, "CRM", true), ("products", .contains, "GRÖSSE", false),
            ("products", .contains, "GRÖ", true), ("value", .above, "1200", true),
            ("value", .above, "1200.50", false), ("value", .equals, "1200.5", true),
            ("value", .below, "1200.51", true), ("fields.size", .equals, "250.00", true),
            ("fields.SIZE", .above, "249.9999", true), ("fields.size", .below, "250", false),
            ("fields.start", .above, "2026-11-30", true),
            ("fields.start", .below, "2026-12-01", false), ("fields.size", .contains, "5", true),
            ("fields.start", .above, "7", false), ("company", .equals, "", true),
            ("company", .contains, "", false), ("service", .contains, "", true),
            ("status", .equals, "new", true), ("external", .equals, "no", true),
            ("meeting", .below, "2030-01-01T00:00:00Z", false),
            ("created", .below, "2026-11-21T17:00:00Z", true),
            ("created", .above, "2026-11-21T17:00:00Z", false),
        ])
    func matches(field: String, comparison: ScoreOperator, value: String, isSo: Bool) throws {
        let rule = Self.rule("r", Text(field), comparison, Text(value), 5)
        try rule.check()
        #expect(scoring([rule]).total == (isSo ? 5 : 0))
    }

    @Test("the order of the rules decides nothing")
    func permutations() {
        var random = SeededGenerator(seed: 11)
        let rules = Self.mixture
        let first = scoring(rules, criteria: Self.judged, engagement: Self.busy)
        for _ in 0..<200 {
            let shuffled = rules.shuffled(using: &random)
            let next = scoring(shuffled, criteria: Self.judged, engagement: Self.busy)
            #expect(next == first)
        }
    }

    @Test("every point is explained: the lines add up to the total, which is 0 to 100")
    func linesAddUp() {
        var random = SeededGenerator(seed: 12)
        for _ in 0..<2000 {
            var criteria = Criteria()
            criteria.budget = UInt8.random(in: 0...25, using: &random)
            criteria.need = Bool.random(using: &random) ? nil : 25
            let rules = (0..<Int.random(in: 0...8, using: &random)).map { number in
                let group = ScoreGroup.allCases.randomElement(using: &random) ?? .fit
                return Self.rule(
                    Text("r\(number)"), "service", .equals, "payroll",
                    Int32.random(in: -100...100, using: &random), group,
                    cap: Bool.random(using: &random)
                        ? nil : Int32.random(in: 0...100, using: &random))
            }
            let scoring = scoring(rules, criteria: criteria)
            #expect(scoring.lines.reduce(0) { $0 + $1.points } == scoring.total)
            #expect(Scoring.range.contains(scoring.total))
            for group in ScoreGroup.allCases {
                let caps = rules.filter { $0.group == group }.compactMap(\.cap)
                guard let cap = caps.min() else { continue }
                let sum = scoring.lines.filter { $0.group == group }.reduce(0) { $0 + $1.points }
                #expect(sum <= Int(cap))
            }
        }
    }

    @Test("engagement fades and never grows by itself; the told change is the first")
    func fades() throws {
        let rules = Self.mixture
        var time = Self.now
        var last = scoring(rules, engagement: Self.busy).total
        var changes = 0
        while let change = scoring(rules, engagement: Self.busy, at: time).changes {
            #expect(change > time)
            let before = Timestamp(milliseconds: change.milliseconds - 1000)
            #expect(scoring(rules, engagement: Self.busy, at: before).total == last)
            time = change
            let next = scoring(rules, engagement: Self.busy, at: time).total
            #expect(next <= last)
            last = next
            changes += 1
            try #require(changes < 1000)
        }
        #expect(changes > 20)
    }

    @Test("the same facts and second give the same score, whatever the milliseconds")
    func reproducible() {
        var engagement = Self.busy
        engagement.remarks.last = Timestamp(milliseconds: Self.now.milliseconds - 86_400_000 + 999)
        let first = scoring(Self.mixture, engagement: engagement)
        engagement.remarks.last = Timestamp(milliseconds: Self.now.milliseconds - 86_400_000)
        let later = Timestamp(milliseconds: Self.now.milliseconds + 999)
        #expect(scoring(Self.mixture, engagement: engagement, at: later).total == first.total)
    }

    @Test("criteria give their points without any rule")
    func criteria() {
        let scoring = scoring([], criteria: Self.judged)
        #expect(scoring.lines.map(\.rule) == ["budget", "timeline"])
        #expect(scoring.total == 35)
    }

    private static var judged: Criteria {
        var criteria = Criteria()
        criteria.budget = 25
        criteria.timeline = 10
        return criteria
    }

    private static var busy: Engagement {
        var engagement = Engagement()
        engagement.remarks = Engagement.Tally(
            count: 3, last: Timestamp(milliseconds: now.milliseconds - 86_400_000))
        engagement.quotes = Engagement.Tally(count: 1, last: now)
        return engagement
    }

    private static let mixture = [
        rule("a", "service", .equals, "payroll", 20, cap: 60),
        rule("b", "value", .above, "1000", 50, cap: 80),
        rule("c", "remarks", .above, "2", 30, .engagement, days: 7),
        rule("d", "quotes", .above, "0", 17, .engagement, cap: 90, days: 45),
        rule("e", "budget", .above, "20", 5, .qualification),
        rule("f", "fields.size", .below, "100", 100),
        rule("g", "created", .below, "2030-01-01T00:00:00Z", 9, .engagement, days: 30),
    ]
}
