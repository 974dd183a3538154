import LeadlineDomain
import Testing

@testable import LeadlineEngine

@Suite struct LeadPageTests {
    @Test(arguments: ["notes,notes", "id,ID", "id,name,id"])
    func aColumnThatIsNamedTwiceIsRefused(columns: String) throws {
        let harness = try EngineHarness()
        harness.run("LEAD.NEW EMAIL ann@acme.example")
        for list in ["LEAD.LIST", "QUEUE", "LEAD.FIND ann"] {
            let answer = harness.last("\(list) COLUMNS \(columns)")
            #expect(answer.hasPrefix("-INVALID columns:"), "\(answer)")
        }
    }

    /// Whatever is asked for, a page is no longer than so much text.
    @Test func aPageEndsWhereItsTextsReachItsBound() throws {
        let harness = try EngineHarness()
        let notes = String(repeating: "n", count: 60_000)
        let count = 40
        for number in 1...count {
            harness.run("LEAD.NEW EMAIL x\(number)@d\(number).example NOTES \(notes)")
            harness.run("NOTE L1 \(notes)")
        }
        let rowsMax = EngineLimits.pageBytesMax / notes.utf8.count + 1
        for list in ["LEAD.LIST COLUMNS id,notes", "QUEUE COLUMNS id", "NOTE L1"] {
            var found = 0
            var after = ""
            repeat {
                let lines = harness.run("\(list) LIMIT 1000\(after)")
                #expect(lines.count - 2 <= rowsMax, "\(list): \(lines.count) lines")
                found += lines.count - 2
                let next = lines.last?.split(separator: "next=").dropFirst().first
                after = next.map { " AFTER \($0)" } ?? ""
            } while !after.isEmpty
            #expect(found == count, "\(list)")
        }
    }

    @Test func whoIsCreditedIsNotChangedByRegisteringAgain() throws {
        let harness = try EngineHarness()
        harness.run("USER.NEW root ROLE admin")
        let token = harness.last("USER.NEW bob ROLE agent").dropFirst()
        harness.run("REFERRER.NEW KIND contact NAME Rita")
        harness.run("LEAD.NEW EMAIL ann@acme.example REF a-1 OWNER bob")
        let agent = harness.connect()
        agent.run("AUTH \(token)")
        let again = "LEAD.NEW EMAIL ann@acme.example REF a-1 ONEXISTS update"
        #expect(agent.run("\(again) REFERRER R1").last?.hasPrefix("-NOPERM") == true)
        #expect(harness.last("\(again) REFERRER R1").hasPrefix("-INVALID reason:"))
        #expect(agent.run("\(again) NAME Ann").last == "=L1")
        #expect(harness.run("LEAD.LIST COLUMNS id,referrer,name")[1] == " L1\t\\N\tAnn")
    }
}
