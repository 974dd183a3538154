import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

/// What a report refuses when it would be too much, shown with limits that can be reached.
@Suite("Limits of reports") struct ReportLimitTests {
    private let harness: EngineHarness

    init() throws {
        harness = try EngineHarness()
        for number in 1...3 {
            harness.run("PARTNER.NEW NAME p\(number) TIER gold")
            let words = "EMAIL c@c\(number).example DIRECTION in REFERRER P\(number)"
            harness.run("LEAD.NEW \(words) SERVICE s\(number)")
        }
        harness.run("USER.NEW root ROLE admin")
        let second = harness.connect()
        second.session.caller = Caller(name: "fin", role: .finance, origin: "127.0.0.1:1#9")
        for number in 1...3 {
            harness.run("BONUS.NEW TYPE referral-vendor EARNER P\(number) AMOUNT 5")
            harness.run("BONUS.COMPLETE B\(number)")
            #expect(second.run("BONUS.APPROVE B\(number)") == [":3"])
        }
    }

    /// How a report fares with these limits: nil when it answers.
    private func refusal(
        _ change: (inout ReportLimits) -> Void,
        _ report: (inout LeadlineEngine.Reader) throws(Rejection) -> Void
    ) -> String? {
        var settings = EngineHarness.settings
        change(&settings.reportLimits)
        var reader = LeadlineEngine.Reader(
            view: harness.engine.store.view(.scan), now: harness.engine.clock.now,
            caller: Caller(name: "mia", role: .manager, origin: "test#1"), settings: settings)
        do throws(Rejection) {
            try report(&reader)
            return nil
        } catch {
            #expect(error.code == .limit)
            return "\(error.message)"
        }
    }

    @Test("rows of counters: as many as allowed are read, one more is refused")
    func counters() {
        let report = { (reader: inout LeadlineEngine.Reader) throws(Rejection) in
            _ = try CohortReport.services.rows(&reader, ReportForm())
        }
        #expect(refusal({ $0.rowsMax = 6 }, report) == nil)
        #expect(
            refusal({ $0.rowsMax = 2 }, report)
                == "a report reads at most 2 counters; narrow it with SINCE, UNTIL or IN")
    }

    @Test("rows of a report")
    func rows() {
        let report = { (reader: inout LeadlineEngine.Reader) throws(Rejection) in
            _ = try CohortReport.services.rows(&reader, ReportForm())
        }
        #expect(refusal({ $0.groupsMax = 3 }, report) == nil)
        #expect(
            refusal({ $0.groupsMax = 2 }, report)
                == "a report has at most 2 rows; narrow it with SINCE, UNTIL or IN")
    }

    @Test("partners of a tier")
    func partners() throws {
        var form = ReportForm()
        form.tiers = try WordList(argument: Array("gold".utf8)[...])
        let report = { [form] (reader: inout LeadlineEngine.Reader) throws(Rejection) in
            _ = try CohortReport.partners.rows(&reader, form)
        }
        #expect(refusal({ $0.partnersMax = 500 }, report) == nil)
        #expect(
            refusal({ $0.partnersMax = 0 }, report)
                == "tier: at most 0 partners are looked at")
    }

    @Test("accounts of what is owed")
    func accounts() throws {
        let liability = { (reader: inout LeadlineEngine.Reader) throws(Rejection) in
            _ = try reportLiability(reader: &reader, form: OwedForm())
        }
        let ageing = { (reader: inout LeadlineEngine.Reader) throws(Rejection) in
            _ = try reportAgeing(reader: &reader, form: OwedForm())
        }
        for report in [liability, ageing] {
            #expect(refusal({ $0.rowsMax = 3 }, report) == nil)
            #expect(
                refusal({ $0.rowsMax = 2 }, report)
                    == "a report reads at most 2 accounts; narrow it with PARTNER or TIER")
            #expect(refusal({ $0.groupsMax = 3 }, report) == nil)
            #expect(
                refusal({ $0.groupsMax = 2 }, report)
                    == "a report has at most 2 rows; narrow it with SINCE, UNTIL or IN")
        }
    }
}
