import LeadlineDomain
import LeadlineStore
import LeadlineWire
import Testing

@testable import LeadlineEngine

@Suite struct PartnerTests {
    @Test(arguments: [
        "NAME Blue", "KIND agent", "EMAIL a@b.example", "PHONE 202-555-0143", "CONTACT Ann",
        "CONTACT2 Bo", "MANAGER default", "TIER gold", "PARENT P1", "WEIGHT 7", "CAPACITY 9",
        "TIMEZONE UTC", "HOURS \"Mon-Fri 09:00-17:00\"", "RATE 5%", "FIXED 12.00",
        "CURRENCY EUR", "PROFILE payroll", "REF x-1",
    ])
    func eachKeywordIsAChangeByItself(_ change: String) throws {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME Parent")
        harness.run("PARTNER.NEW NAME Northwind")
        #expect(harness.run("PARTNER.SET P2 \(change)") == [":2"])
        #expect(harness.run("PARTNER.SET P2 \(change)") == [":2"], "the same again is no change")
        #expect(harness.last("EVENTS COLUMNS seq TYPE partner.updated") == "+OK 1")
        let name = change.prefix { $0 != " " }
        guard name != "NAME", name != "KIND" else { return }
        #expect(harness.run("PARTNER.SET P2 \(name) \"\"") == [":3"], "cleared")
    }

    @Test func anEventHoldsWhatChangedAndNothingElse() throws {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME Northwind TIER gold EMAIL desk@nw.example")
        harness.run("PARTNER.SET P1 TIER silver PIN WEIGHT 3")
        harness.run("PARTNER.SET P1 EMAIL \"\"")
        let data = harness.run("EVENTS COLUMNS data")
        #expect(
            data[1].contains(#""name":"Northwind""#) && data[1].contains(#""tier":"gold""#)
                && data[1].contains(#""email":"desk@nw.example""#))
        #expect(!data[1].contains("open") && !data[1].contains("created"))
        #expect(
            data[2]
                == #" {"tier":["gold","silver"],"pinned":["no","yes"],"weight":[1,3]}"#)
        #expect(data[3] == #" {"email":["desk@nw.example",null]}"#)
    }

    @Test func anUpdateOfAnotherVersionIsAConflict() throws {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME Northwind")
        #expect(harness.run("PARTNER.SET P1 WEIGHT 2 IF 1") == [":2"])
        #expect(harness.run("PARTNER.SET P1 WEIGHT 3 IF 1") == ["-CONFLICT P1 is at version 2"])
        #expect(harness.run("PARTNER.PAUSE P1 IF 3") == ["-CONFLICT P1 is at version 2"])
    }

    @Test func aRefusedPartnerUsesUpNoNumber() throws {
        let harness = try EngineHarness()
        #expect(harness.last("PARTNER.NEW NAME A PARENT P1") == "-NOTFOUND no partner 'P1'")
        #expect(harness.last("PARTNER.NEW NAME A RATE 5% FIXED 5").hasPrefix("-ERR"))
        #expect(harness.run("PARTNER.NEW NAME A") == ["=P1"])
    }

    @Test func aChainOfParentsHasItsLimit() throws {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME First")
        for number in 2...Ancestry.depthMax + 1 {
            let reply = harness.run("PARTNER.NEW NAME N\(number) PARENT P\(number - 1)")
            #expect(reply == ["=P\(number)"])
        }
        let last = Ancestry.depthMax + 1
        #expect(harness.last("PARTNER.NEW NAME Deep PARENT P\(last)").hasPrefix("-INVALID parent:"))
        #expect(harness.last("PARTNER.SET P1 PARENT P\(last)").hasPrefix("-INVALID parent:"))
    }

    @Test func aFixedFeeKeepsItsCurrency() throws {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME Northwind FIXED 250.00")
        #expect(harness.last("PARTNER.SET P1 CURRENCY JPY").hasPrefix("-INVALID currency:"))
        #expect(harness.run("PARTNER.SET P1 CURRENCY JPY FIXED 250") == [":2"])
        #expect(harness.run("PARTNER.LIST COLUMNS fixed,currency")[1] == " 250\tJPY")
        #expect(harness.run("PARTNER.SET P1 RATE \"\"") == [":2"], "no rate to clear")
        #expect(harness.run("PARTNER.SET P1 FIXED \"\" CURRENCY USD") == [":3"])
        #expect(harness.run("PARTNER.LIST COLUMNS rate,fixed")[1] == " \\N\t\\N")
    }

    @Test func theOpenLeadsOfAPartnerAreCounted() throws {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME Northwind")
        for number in 1...3 {
            harness.run("LEAD.NEW EMAIL c\(number)@acme\(number).example")
            harness.run("ASSIGN L\(number) P1")
        }
        harness.run("UNASSIGN L2 REASON wrong")
        #expect(harness.run("PARTNER.LIST COLUMNS open")[1] == " 2")
        #expect(harness.run("PARTNER.GET P1").contains(" open\t2"))
    }
}

@Suite struct PartnerRightsTests {
    private func harness() throws -> (EngineHarness, HarnessConnection) {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME Northwind")
        harness.run("PARTNER.NEW NAME Yonder")
        return (harness, harness.connect())
    }

    private func become(
        _ role: Role, _ connection: HarnessConnection, partner: PartnerID? = nil
    ) {
        connection.session.caller = Caller(
            name: "ann", role: role, partner: partner, origin: "127.0.0.1:1#2")
    }

    @Test func whatAPartnerIsPaidIsForFinance() throws {
        let (_, connection) = try harness()
        become(.manager, connection)
        let refusal = "-NOPERM RATE and FIXED are for finance"
        #expect(connection.run("PARTNER.SET P1 RATE 5%") == [refusal])
        #expect(connection.run("PARTNER.NEW NAME C FIXED 5") == [refusal])
        #expect(connection.run("PARTNER.SET P1 WEIGHT 2") == [":2"])
        become(.finance, connection)
        #expect(connection.run("PARTNER.SET P1 RATE 5%") == [":3"])
    }

    @Test func aPartnersUserSeesOnlyItsOwnPartner() throws {
        let (_, connection) = try harness()
        become(.partner, connection, partner: PartnerID(raw: 2))
        #expect(connection.run("PARTNER.GET P1") == ["-NOTFOUND no partner 'P1'"])
        #expect(connection.run("PARTNER.GET P2").count == 26)
        #expect(connection.run("PARTNER.PAUSE P1") == ["-NOTFOUND no partner 'P1'"])
        #expect(connection.run("PARTNER.PAUSE P2") == [":2"])
        #expect(connection.run("PARTNER.RESUME P2") == [":3"])
        #expect(connection.run("PARTNER.LIST")[0].hasPrefix("-NOPERM"))
    }

    @Test(arguments: [
        "PARTNER.NEW NAME N", "SERVICE.SET hr", "COVER.ADD P1 SERVICE hr AREA *",
        "TERRITORY.SET 90210 P1", "CHECK", "DEBUG CLOCK",
    ])
    func anAgentRunsNeitherProgrammeNorServer(_ line: String) throws {
        let (_, connection) = try harness()
        become(.agent, connection)
        #expect(connection.run(line)[0].hasPrefix("-NOPERM"))
    }
}

@Suite struct PartnerListTests {
    @Test(arguments: ["", "NAME n", "STATE active", "SERVICE hr", "AREA US-90210"])
    func thePagesTogetherAreTheWholeList(_ filter: String) throws {
        let harness = try EngineHarness()
        for number in 1...25 {
            harness.run("PARTNER.NEW NAME N\(number)")
            harness.run("COVER.ADD P\(number) SERVICE hr AREA US-CA")
        }
        let whole = harness.run("PARTNER.LIST \(filter) COLUMNS id").dropFirst().dropLast()
        #expect(whole.count == 25)
        var paged: [String] = []
        var next = ""
        repeat {
            let page = harness.run("PARTNER.LIST \(filter) COLUMNS id LIMIT 4 \(next)")
            paged += page.dropFirst().dropLast()
            let cursor = page.last?.split(separator: "next=").dropFirst().first
            next = cursor.map { "AFTER \($0)" } ?? ""
        } while !next.isEmpty && paged.count < 100
        #expect(paged == Array(whole))
    }

    @Test func anAreaIsCoveredFromAbove() throws {
        let harness = try EngineHarness()
        for (number, area) in ["US-90210", "US-CA", "US", "*", "US-NY", "EMEA"].enumerated() {
            harness.run("PARTNER.NEW NAME N\(number)")
            harness.run("COVER.ADD P\(number + 1) SERVICE hr AREA \(area)")
        }
        #expect(
            harness.run("PARTNER.LIST AREA US-90210 COLUMNS id").dropFirst().dropLast()
                == [" P4", " P3", " P2", " P1"])
        #expect(
            harness.run("PARTNER.LIST AREA FR,US-NY COLUMNS id").dropFirst().dropLast()
                == [" P6", " P5", " P4", " P3"])
        #expect(harness.last("PARTNER.LIST AREA US SERVICE payroll") == "+OK 0")
    }

    @Test func serviceAndAreaAreOfTheSameLine() throws {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME A")
        harness.run("COVER.ADD P1 SERVICE hr AREA FR")
        harness.run("COVER.ADD P1 SERVICE payroll AREA DE")
        #expect(harness.last("PARTNER.LIST SERVICE hr AREA DE") == "+OK 0")
        #expect(harness.last("PARTNER.LIST SERVICE hr AREA FR") == "+OK 1")
    }
}
