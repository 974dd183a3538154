import LeadlineDomain
import Testing

@testable import LeadlineEngine

@Suite("A campaign's end") struct CampaignEndTests {
    @Test("comes by itself, once, at its true time")
    func byItself() throws {
        let harness = try EngineHarness()
        harness.run("CAMPAIGN.NEW NAME a UNTIL 2026-11-25")
        harness.run("CAMPAIGN.NEW NAME b UNTIL 3d")
        harness.run("CAMPAIGN.NEW NAME c UNTIL 2d")
        harness.run("CAMPAIGN.END CMP3")
        let later = try #require(EngineHarness.start.advanced(by: Seconds(30 * 86_400)))
        try harness.restart(at: later)
        let events = harness.run("EVENTS TYPE campaign.ended COLUMNS subject,actor,data")
        let expected = [
            ("CMP3", "default", "2026-11-21T17:00:00Z"),
            ("CMP2", "system", "2026-11-24T17:00:00Z"),
            ("CMP1", "system", "2026-11-26T00:00:00Z"),
        ].map { id, actor, time in
            " \(id)\t\(actor)\t{\"state\":[\"running\",\"ended\"],\"ended\":[null,\"\(time)\"]}"
        }
        #expect(Array(events.dropFirst().dropLast()) == expected)
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }
}
