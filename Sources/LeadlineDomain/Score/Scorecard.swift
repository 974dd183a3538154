/// All the rules of the score, read and ready to judge leads.
package struct Scorecard: Sendable {
    fileprivate struct Entry: Sendable {
        let rule: ScoreRule
        let field: ScoreField
        let test: ScoreTest
    }

    /// By group and name.
    private let entries: [ScoreGroup: [Entry]]
    private let caps: [ScoreGroup: Int]
    private let facts: Set<ScoreFact>

    /// The card of no rules: criteria alone give points.
    package static let empty = Scorecard([])

    /// Reads rules in any order; one that cannot be read gives no points.
    package init(_ rules: [ScoreRule]) {
        let read = rules.sorted { $0.name < $1.name }.compactMap { rule -> Entry? in
            guard let field = ScoreField(rule.field),
                let test = try? ScoreTest(field, rule.comparison, rule.value)
            else { return nil }
            return Entry(rule: rule, field: field, test: test)
        }
        entries = Dictionary(grouping: read, by: \.rule.group)
        caps = read.reduce(into: [:]) { caps, entry in
            guard let cap = entry.rule.cap.map({ Int($0) }) else { return }
            caps[entry.rule.group] = min(caps[entry.rule.group] ?? cap, cap)
        }
        facts = Set(
            read.compactMap { entry in
                if case .fact(let fact) = entry.field { fact } else { nil }
            })
    }

    /// Whether any rule looks at the fact.
    package func watches(_ fact: ScoreFact) -> Bool { facts.contains(fact) }

    /// What the rules and its criteria give a lead at that time.
    ///
    /// Only what is given decides: the same card, facts and second give the same score for ever.
    package func scoring(of scored: ScoredLead, at now: Timestamp) -> Scoring {
        var scoring = Scoring()
        for group in ScoreGroup.allCases {
            var points: [(rule: Text, points: Int)] = []
            if group == .qualification {
                points = scored.criteria.judged.map { ($0.fact.text, Int($0.points)) }
            }
            for entry in entries[group] ?? [] where entry.test.holds(entry.field, of: scored) {
                let left = entry.points(of: scored, at: now, &scoring)
                points.append((entry.rule.name, left))
            }
            scoring.add(group, points, cap: caps[group])
        }
        scoring.bound()
        return scoring
    }
}

extension Scorecard.Entry {
    /// What is left of the rule's points, and when they change next.
    fileprivate func points(
        of scored: ScoredLead, at now: Timestamp, _ scoring: inout Scoring
    ) -> Int {
        let points = Int(rule.points)
        guard let time = rule.halfLife, let since = scored.since(field) else { return points }
        let halfLife = HalfLife(time)
        let start = since.wholeSeconds
        // What lies ahead has not begun to fade.
        let age = max(now.wholeSeconds - start, 0)
        if let change = halfLife.change(of: points, aged: age) {
            scoring.expect(change: Timestamp(milliseconds: (start + change) * 1000))
        }
        return halfLife.points(points, aged: age)
    }
}

extension Timestamp {
    /// The second as it is printed, counted from 1970.
    fileprivate var wholeSeconds: Int64 {
        milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
    }
}
