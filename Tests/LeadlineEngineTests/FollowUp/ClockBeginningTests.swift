import Testing

@testable import LeadlineEngine

/// Every way in which a lead comes to wait for an answer sets its clock going.
@Suite struct ClockBeginningTests {
    @Test func aQuoteFromAMailingWaitsForAReview() throws {
        let harness = try EngineHarness()
        harness.run("SLA.SET review 4h")
        let made = harness.run("NURTURE.NEW EMAIL ann@acme.example TOPIC news")
        let token = try #require(made.first { $0.hasPrefix(" quote") }).dropFirst(7)
        harness.run("NURTURE.QUOTE \(token) NAME Ann SERVICE payroll")
        #expect(harness.run("LEAD.LIST COLUMNS id,due")[1] != " L1\t\\N")
    }

    @Test func aMergeThatGivesWhatWasLackingSetsTheClockGoing() throws {
        let harness = try EngineHarness()
        harness.run("SLA.SET review 4h")
        harness.run("FORM.SET payroll FIELD size TYPE number REQUIRED")
        harness.run("LEAD.NEW EMAIL ann@acme.example DIRECTION in SERVICE payroll")
        let rest = "DIRECTION in SERVICE payroll FIELD size 40 FORCE other"
        harness.run("LEAD.NEW EMAIL bob@acme.example \(rest)")
        harness.run("LEAD.MERGE L2 INTO L1 REASON same")
        let row = harness.run("LEAD.LIST COLUMNS id,status,due STATUS open")[1]
        #expect(row.hasPrefix(" L1\tnew\t") && !row.hasSuffix("\\N"), "\(row)")
        #expect(harness.run("CHECK DEEP").last == "+OK 0")
    }

    @Test func aSuspendedPartnerIsOfferedNothingByStatusEither() throws {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME North")
        harness.run("LEAD.NEW EMAIL ann@acme.example")
        harness.run("ASSIGN L1 P1")
        harness.run("PARTNER.SUSPEND P1 REASON unpaid")
        let status = harness.run("LEAD.LIST COLUMNS id,status,partner")[1]
        try #require(status == " L1\treview\tP1", "\(status)")
        #expect(harness.last("RELEASE L1") == "-CONFLICT P1 is suspended")
        #expect(harness.last("STATUS L1 offered") == "-CONFLICT P1 is suspended")
    }
}
