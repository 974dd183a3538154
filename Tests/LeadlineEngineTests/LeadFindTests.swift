import LeadlineDomain
import Testing

@testable import LeadlineEngine

@Suite struct LeadFindTests {
    /// The ids that a search finds over all its pages.
    private func found(_ harness: EngineHarness, _ search: String) throws -> [String] {
        var ids: [String] = []
        var after = ""
        while true {
            let lines = harness.run("\(search) COLUMNS id LIMIT 1000\(after)")
            ids += lines.dropFirst().dropLast().map { String($0.dropFirst()) }
            let last = try #require(lines.last)
            guard let next = last.split(separator: "next=").dropFirst().first else { return ids }
            after = " AFTER \(next)"
        }
    }

    @Test func aWordThatMoreLeadsHaveThanAreScannedAtATimeLosesNone() throws {
        let harness = try EngineHarness()
        let count = EngineLimits.scanRowsMax + 1
        for number in 1...count {
            harness.run("LEAD.NEW EMAIL c\(number)@d\(number).example NAME \"Ann Lee\"")
        }
        harness.run("LEAD.NEW EMAIL zoe@fresh.example NAME \"Zoe New\" REF first")
        #expect(try found(harness, "LEAD.FIND example").count == count + 1)
        #expect(try found(harness, "LEAD.FIND ann").first == "L\(count)")
        #expect(try found(harness, "LEAD.FIND \"zoe example\"") == ["L\(count + 1)"])
        #expect(try found(harness, "LEAD.FIND \"c\(count) example\"") == ["L\(count)"])
        #expect(try found(harness, "LEAD.LIST MATCH \"fresh example\"") == ["L\(count + 1)"])
    }

    @Test func anExternalReferenceIsFoundAtOnce() throws {
        let harness = try EngineHarness()
        harness.run("LEAD.NEW EMAIL first@first.example REF crm-1")
        for number in 2...EngineLimits.scanRowsMax + 2 {
            harness.run("LEAD.NEW EMAIL c\(number)@d\(number).example")
        }
        #expect(harness.run("LEAD.FIND REF crm-1 COLUMNS id") == ["# id", " L1", "+OK 1"])
        #expect(harness.run("LEAD.FIND REF crm-2 COLUMNS id") == ["# id", "+OK 0"])
    }
}
