import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

@Suite("What waits for somebody") struct TodoTests {
    /// A harness in which so many leads were offered to P1, and one to P2.
    private static func harness(offered count: Int) throws -> EngineHarness {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME North")
        harness.run("PARTNER.NEW NAME South")
        for number in 1...(count + 1) {
            harness.run("LEAD.NEW EMAIL a\(number)@x\(number).example")
            harness.run("ASSIGN L\(number) P\(number > count ? 2 : 1)")
            harness.run("RELEASE L\(number)")
        }
        return harness
    }

    private static func connect(
        _ harness: EngineHarness, _ name: Text, _ role: Role, _ partner: UInt64? = nil
    ) -> HarnessConnection {
        let connection = harness.connect()
        connection.session.caller = WalledHouse.caller(
            name, role, partner.map { PartnerID(raw: $0) })
        return connection
    }

    /// The rows of all pages, each asked for behind the one before.
    private static func pages(_ ask: (_ after: String) -> [String]) -> [String] {
        var seen: [String] = []
        var next = ""
        repeat {
            let page = ask(next)
            seen += page.dropFirst().dropLast()
            let place = page.last?.split(separator: "=").dropFirst().first
            next = place.map { " AFTER \($0)" } ?? ""
        } while !next.isEmpty
        return seen
    }

    @Test("pages together have every row once, and one's own alone")
    func pagesAreComplete() throws {
        let harness = try Self.harness(offered: 25)
        let nora = Self.connect(harness, "nora", .partner, 1)
        let seen = Self.pages { nora.run("TODO COLUMNS id LIMIT 10\($0)") }
        #expect(seen == (1...25).map { " L\($0)" })
        let saul = Self.connect(harness, "saul", .partner, 2)
        #expect(saul.run("TODO COLUMNS id,what") == ["# id\twhat", " L26\toffer", "+OK 1"])
    }

    /// Only the newest 1,000 partners were looked at.
    @Test("a sign-up waits behind any number of partners who came later")
    func oldSignUp() throws {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME North")
        var view = harness.engine.store.view(.scan)
        let first = view.get(Schema.partners.table, PartnerID(raw: 1))
        var partner = try #require(first)
        partner.state = .pending
        try harness.change { $0.put(Schema.partners.table, partner) }
        for number in 1...EngineLimits.pageRowsMax { harness.run("PARTNER.NEW NAME N\(number)") }
        #expect(harness.run("TODO COLUMNS id,what").contains(" P1\tsignup"))
    }

    @Test("of each kind the most urgent are shown, however many there are")
    func kindsAreBounded() throws {
        let harness = try Self.harness(offered: EngineLimits.todoRowsMax + 5)
        let nora = Self.connect(harness, "nora", .partner, 1)
        let first = nora.run("TODO COLUMNS id LIMIT 1000")
        #expect(first.last == "+OK 1000")
        #expect(first[1] == " L1")
    }

    @Test("every role that reads may ask, and who has no work is told so")
    func everybodyMayAsk() throws {
        let harness = try Self.harness(offered: 1)
        for role in Role.allCases where role != .gateway {
            let connection = Self.connect(harness, "x", role, role == .advertiser ? 2 : nil)
            let reply = connection.run("TODO").last ?? ""
            #expect(reply.hasPrefix("+OK"), "\(role)")
            if !Roles.desk.contains(role) { #expect(reply == "+OK 0", "\(role)") }
        }
        let gate = Self.connect(harness, "gate", .gateway)
        #expect(gate.run("TODO").last?.hasPrefix("-NOPERM") == true)
    }

    @Test("what is answered waits no more, and the index follows")
    func answersEndTheWait() throws {
        let harness = try Self.harness(offered: 3)
        let nora = Self.connect(harness, "nora", .partner, 1)
        nora.run("ACCEPT L1")
        nora.run("DECLINE L2 REASON busy")
        harness.run("LEAD.WITHDRAW L3 REASON gone")
        #expect(nora.run("TODO").last == "+OK 0")
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    /// A desk with work of several kinds, some with the same time to it and some with none.
    private static func desk() throws -> EngineHarness {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME North")
        harness.run("SLA.SET review 1d")
        harness.run("SLA.SET accept 4h")
        for number in 1...60 {
            let way = number.isMultiple(of: 3) ? " DIRECTION in REFERRER P1" : ""
            harness.run("LEAD.NEW EMAIL a\(number)@x\(number).example\(way)")
            switch number % 6 {
            case 0: harness.run("STATUS L\(number) accepted")
            case 1: harness.run("ASSIGN L\(number) P1")
            case 2, 4:
                harness.run("ASSIGN L\(number) P1")
                harness.run("RELEASE L\(number)")
            default: break
            }
            if number.isMultiple(of: 10) {
                harness.run("PARTNER.APPLY NAME S\(number) EMAIL desk@s\(number).example")
            }
        }
        let days5: Int64 = 5 * 86_400_000
        harness.engine.clock.stand(
            at: Timestamp(milliseconds: EngineHarness.start.milliseconds + days5))
        return harness
    }

    @Test("a desk's pages together are its list, whatever the kinds and times")
    func mixedPagesAreComplete() throws {
        let harness = try Self.desk()
        let whole = harness.run("TODO LIMIT 1000").dropFirst().dropLast()
        #expect(Set(whole).count == whole.count)
        // More than a page of one is found at first.
        #expect(whole.count { $0.contains("\toverdue\t") } > 10)
        #expect(whole.contains { $0.contains("\treview\t") })
        #expect(whole.contains { $0.contains("\tregistration\t") })
        #expect(whole.contains { $0.contains("\ttriage\t") })
        #expect(whole.contains { $0.contains("\tsignup\t") })
        for limit in [1, 7, 50] {
            let seen = Self.pages { harness.run("TODO LIMIT \(limit)\($0)") }
            #expect(seen == Array(whole), "LIMIT \(limit)")
        }
    }

    @Test("how urgent a lead is says the same as the whole lead")
    func urgencyIsOfTheLead() throws {
        let harness = try Self.desk()
        var view = harness.engine.store.view(.scan)
        var timed = 0
        var protected = 0
        for number in UInt64(1)...60 {
            let stored = view.get(Schema.leads.table, LeadID(raw: number))
            let lead = try #require(stored)
            let found = LeadUrgency.at(lead.id, in: &view)
            let urgency = try #require(found)
            #expect(urgency.status == lead.status)
            #expect(urgency.due == lead.followUp?.due)
            #expect(urgency.protectedUntil == lead.claim?.expires)
            timed += urgency.due == nil ? 0 : 1
            protected += urgency.protectedUntil == nil ? 0 : 1
        }
        #expect(timed > 0 && protected > 0)
        #expect(LeadUrgency.at(LeadID(raw: 61), in: &view) == nil)
    }
}
