import LeadlineDomain
import Testing

@testable import LeadlineEngine

/// Random histories: each report, of several callers, with random filters and spans, against a
/// recount of all leads and events.
@Suite("Reports against a recount") struct ReportModelTests {
    private static let names = ["P1": "North", "P2": "South", "P3": "West", "P4": "East"]

    @Test("every report says what all leads and events say", arguments: UInt64(1)...24)
    func reportsAgree(seed: UInt64) throws {
        let history = try ReportHistory(seed: seed)
        history.run(steps: 260)
        let told = ReportModel.told(history.leads, history.events)
        #expect(told.count > 20, "seed \(seed)")
        for caller in ReportHistory.callers {
            for round in 0..<8 {
                let question = round == 0 ? ReportModel.Question() : Self.question(history)
                let model = ReportModel(all: told, caller: caller, question: question)
                Self.compare(model, history, "seed \(seed) \(caller.name)")
            }
        }
        #expect(history.ask("root", "CHECK DEEP").last == "+OK 0", "seed \(seed)")
    }

    private static func question(_ history: ReportHistory) -> ReportModel.Question {
        var question = ReportModel.Question()
        question.by = history.pick([nil, nil, "day", "week", "month", "quarter"])
        question.partner = history.pick([nil, nil, nil, "P1", "P2", "P9"])
        question.service = history.pick([nil, nil, "payroll", "hr"])
        question.direction = history.pick([nil, nil, "in", "out"])
        question.owner = history.pick([nil, nil, nil, "ada", "bob"])
        question.tier = history.pick([nil, nil, nil, nil, "gold", "base"])
        if history.pick([true, false]) {
            question.since = history.pick(["2026-11-25", "2026-12-01"])
        }
        if history.pick([true, false]) {
            question.until = history.pick(["2026-12-05", "2027-01-31"])
        }
        return question
    }

    private static func compare(
        _ model: ReportModel, _ history: ReportHistory, _ who: String
    ) {
        let words = model.question.words
        func check(_ report: String, _ expected: [String]) {
            let line = "REPORT \(report) LIMIT 1000 \(words)"
            let reply = history.ask(model.caller.name, line)
            let rows = reply.filter { $0.hasPrefix(" ") }.map { String($0.dropFirst()) }
            #expect(reply.last == "+OK \(expected.count)", "\(who): \(line)")
            #expect(rows == expected, "\(who): \(line)")
        }
        check("FUNNEL", model.funnel())
        check("TREND", model.trend())
        check("SLA", model.responses())
        check("LEADERBOARD", model.leaderboard(names))
        check("RECIPROCITY", model.reciprocity(names))
        check("SERVICES", model.cohort(showsNothing: true) { $0.service.map { "\($0)" } })
        check("SOURCES", model.cohort { "\($0.source.text)" })
        check("CAMPAIGNS", model.cohort(showsNothing: true) { _ in nil })
        check("REPS", model.cohort { $0.owner.map { "\($0)" } })
        check("REFERRERS", model.cohort { model.referrer(of: $0).map { "\($0.text)" } })
        let tiers = ["P1": "base", "P2": "gold", "P3": "base"]
        check(
            "PARTNERS",
            model.cohort { lead in
                model.declinedBy(lead, tiers)
            } details: { name in
                [names[name] ?? "\\N", tiers[name] ?? "\\N"]
            } _: { lead in
                model.partner(of: lead).map { "\($0)" }
            })
    }
}

extension ReportModel {
    /// Who declined the lead, as far as it is asked for and the caller's own.
    fileprivate func declinedBy(_ lead: Lead, _ tiers: [String: String]) -> [String] {
        guard question.owner == nil, caller.role == .manager || caller.role == .partner else {
            return []
        }
        if let service = question.service, service != lead.service.map({ "\($0)" }) { return [] }
        if let way = question.direction, way != "\(lead.direction.word)" { return [] }
        return lead.declined.map { "\($0)" }.filter { name in
            (caller.partner == nil || name == caller.partner.map { "\($0)" })
                && (question.partner.map { $0 == name } ?? true)
                && (question.tier.map { $0 == tiers[name] } ?? true)
        }
    }
}
