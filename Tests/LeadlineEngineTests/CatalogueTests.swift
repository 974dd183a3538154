import LeadlineDomain
import LeadlineStore
import LeadlineWire
import Testing

@testable import LeadlineEngine

@Suite struct CatalogueTests {
    /// Every row of a list, read page by page.
    private func pages(_ harness: EngineHarness, _ list: String) -> [String] {
        var rows: [String] = []
        var next = ""
        repeat {
            let page = harness.run("\(list) LIMIT 3 \(next)")
            rows += page.dropFirst().dropLast()
            let cursor = page.last?.split(separator: "next=").dropFirst().first
            next = cursor.map { "AFTER \"\($0)\"" } ?? ""
        } while !next.isEmpty && rows.count < 1000
        return rows
    }

    @Test(arguments: ["", "P2", "SERVICE hr", "AREA FR", "SERVICE hr,it/support", "P2 AREA FR,DE"])
    func thePagesOfCoverageTogetherAreTheWholeList(_ filter: String) throws {
        let harness = try EngineHarness()
        for partner in 1...4 {
            harness.run("PARTNER.NEW NAME N\(partner)")
            for service in ["hr", "payroll", "it/support", "tax advice"] {
                for area in ["FR", "DE", "*", "US-90210"] {
                    let reply = harness.run(
                        "COVER.ADD P\(partner) SERVICE \"\(service)\" AREA \(area)")
                    #expect(reply == ["+OK"])
                }
            }
        }
        let whole = harness.run("COVER.LIST \(filter)").dropFirst().dropLast()
        #expect(!whole.isEmpty)
        #expect(pages(harness, "COVER.LIST \(filter)") == Array(whole))
    }

    @Test(arguments: ["", "P1", "ref:two"])
    func thePagesOfTerritoriesTogetherAreTheWholeList(_ filter: String) throws {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME One")
        harness.run("PARTNER.NEW NAME Two REF two")
        for code in 10_001...10_040 {
            harness.run("TERRITORY.SET \(code) P\(code % 2 + 1)")
            harness.run("TERRITORY.SET \(code) P\(code % 2 + 1) COUNTRY FR")
        }
        let whole = harness.run("TERRITORY.LIST \(filter)").dropFirst().dropLast()
        #expect(whole.count == (filter.isEmpty ? 80 : 40))
        #expect(pages(harness, "TERRITORY.LIST \(filter)") == Array(whole))
    }

    @Test func aMovedTerritoryLeavesItsOldOwner() throws {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME One")
        harness.run("PARTNER.NEW NAME Two")
        harness.run("TERRITORY.SET 90210 P1")
        harness.run("DEBUG CLOCK ADVANCE 1h")
        harness.run("TERRITORY.SET 90210 P2 FORCE \"said so\"")
        #expect(harness.last("TERRITORY.LIST P1") == "+OK 0")
        #expect(harness.run("TERRITORY.LIST P2")[1] == " 90210\tUS\tP2\t2026-11-21T18:00:00Z")
        #expect(
            harness.run("EVENTS TYPE territory.moved COLUMNS data")[1]
                == #" {"force":"said so","partner":["P1","P2"]}"#)
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    @Test func whatIsThereAlreadyLeavesNoEvent() throws {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME One")
        for _ in 1...2 {
            harness.run("SERVICE.SET hr TEXT People")
            harness.run("COVER.ADD P1 SERVICE hr AREA us-ca")
            harness.run("TERRITORY.SET 90210-1234 P1 FORCE because")
        }
        #expect(harness.last("EVENTS") == "+OK 4")
    }

    @Test func closedServicesAreThoseOfTheCatalogue() throws {
        var settings = EngineHarness.settings
        settings.areServicesClosed = true
        let harness = try EngineHarness(settings)
        harness.run("PARTNER.NEW NAME One")
        harness.run("SERVICE.SET payroll")
        #expect(
            harness.last("COVER.ADD P1 SERVICE payrol AREA *")
                == "-INVALID service: no service 'payrol'; did you mean payroll")
        #expect(harness.run("COVER.ADD P1 SERVICE Payroll AREA *") == ["+OK"])
    }

    @Test func regionsOfTheConfigurationAreCoveredRoutedAndListed() throws {
        var settings = EngineHarness.settings
        settings.regions = try Regions.parse(Text("ALPS=DE,AT,CH; EMEA=FR").bytes)
        let harness = try EngineHarness(settings)
        harness.run("PARTNER.NEW NAME Alps")
        harness.run("PARTNER.NEW NAME Emea")
        #expect(harness.run("COVER.ADD P1 SERVICE hr AREA alps") == ["+OK"])
        #expect(harness.run("COVER.ADD P2 SERVICE hr AREA EMEA") == ["+OK"])
        #expect(harness.last("COVER.ADD P1 SERVICE hr AREA ALP").hasPrefix("-INVALID area: 'ALP'"))
        for country in ["DE", "FR", "JP"] {
            harness.run("LEAD.NEW EMAIL a@\(country).example SERVICE hr AREA \(country)")
        }
        #expect(harness.run("ASSIGN L1 AUTO") == ["=P1"])
        #expect(harness.run("ASSIGN L2 AUTO") == ["=P2"])
        #expect(harness.last("ASSIGN L3 AUTO").hasPrefix("-NOTFOUND no candidate"))
        #expect(harness.run("LEAD.LIST AREA ALPS COLUMNS id") == ["# id", " L1", "+OK 1"])
    }

    @Test func aServiceHasNoCommaBecauseFiltersTakeLists() throws {
        let harness = try EngineHarness()
        #expect(harness.last("SERVICE.SET hr,payroll").hasPrefix("-INVALID service:"))
    }

    @Test(arguments: ["P1/FR", "FR/P1/hr", "x", ""])
    func aCursorOfAnotherListIsRefused(_ cursor: String) throws {
        let harness = try EngineHarness()
        #expect(harness.last("COVER.LIST AFTER \"\(cursor)\"").hasPrefix("-INVALID after:"))
        #expect(harness.last("TERRITORY.LIST AFTER \"\(cursor)\"").hasPrefix("-INVALID after:"))
        #expect(harness.last("PARTNER.LIST AFTER \"\(cursor)\"").hasPrefix("-INVALID after:"))
    }
}
