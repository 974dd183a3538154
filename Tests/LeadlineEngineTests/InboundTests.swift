import LeadlineDomain
import Testing

@testable import LeadlineEngine

/// What partners and advertisers bring, and what they are told.
@Suite struct InboundTests {
    private let harness: EngineHarness
    private static let until = "until 2026-11-28T17:00:00Z"

    init() throws {
        harness = try EngineHarness()
        for name in ["A", "B"] { harness.run("PARTNER.NEW NAME \(name)") }
    }

    private func user(
        _ name: Text, _ role: Role = .partner, of partner: UInt64? = nil
    ) -> HarnessConnection {
        let connection = harness.connect()
        connection.session.caller = Caller(
            name: name, role: role, partner: partner.map { PartnerID(raw: $0) },
            origin: "127.0.0.1:1#1")
        return connection
    }

    private func row(_ columns: String) -> String {
        harness.run("LEAD.LIST COLUMNS \(columns)").dropFirst().first ?? ""
    }

    @Test func whatAPartnerBringsIsInboundAndItsOwn() {
        let ann = user("ann", of: 1)
        #expect(ann.run("LEAD.NEW EMAIL a@acme.example DIRECTION in") == ["=L1"])
        #expect(
            row("direction,external,source,submitter,partner,referrer")
                == " in\tyes\tpartner\tann\tP1\tP1")
        let eve = user("eve", .advertiser, of: 2)
        #expect(eve.run("LEAD.NEW EMAIL b@bolt.example") == ["=L2"])
        #expect(
            row("direction,external,source,submitter,partner,referrer")
                == " in\tyes\tadvertiser\teve\tP2\tP2")
    }

    @Test(arguments: [
        "SOURCE contact", "REFERRER P2", "HELPER R1", "OWNER default", "FORCE sure",
        "DIRECTION out",
    ])
    func whatTheHouseSaysOfALeadNoOutsiderSays(keyword: String) {
        let ann = user("ann", of: 1)
        let name = keyword == "DIRECTION out" ? keyword : "\(keyword.prefix { $0 != " " })"
        #expect(
            ann.run("LEAD.NEW EMAIL a@acme.example \(keyword)")
                == ["-NOPERM \(name) is not for the role partner"])
        guard name != "DIRECTION out" else { return }
        ann.run("LEAD.NEW EMAIL a@acme.example")
        #expect(
            ann.run("LEAD.SET L1 \(keyword)") == ["-NOPERM \(name) is not for the role partner"])
    }

    @Test func aStrangerLearnsOnlyThatTheCustomerIsRegisteredAndUntilWhen() {
        let ann = user("ann", of: 1)
        let bob = user("bob", of: 2)
        #expect(ann.run("LEAD.NEW EMAIL a@acme.example REF D-1") == ["=L1"])
        let masked = ["-EXISTS customer is registered \(Self.until)"]
        #expect(bob.run("LEAD.NEW EMAIL a@acme.example") == masked)
        #expect(bob.run("LEAD.NEW EMAIL a@acme.example ONEXISTS ignore") == masked)
        #expect(bob.run("LEAD.NEW EMAIL a@acme.example ONEXISTS update NAME X") == masked)
        #expect(bob.run("LEAD.NEW EMAIL b@bolt.example REF D-1") == ["-EXISTS ref 'D-1' is taken"])
        #expect(
            bob.run("LEAD.NEW EMAIL b@bolt.example REF D-1 ONEXISTS ignore")
                == ["-EXISTS ref 'D-1' is taken"])
        #expect(bob.run("LEAD.CHECK EMAIL a@acme.example") == ["=registered \(Self.until)"])
        // It waits in the queue without learning whom it waits for, and is told of itself.
        #expect(bob.run("LEAD.NEW EMAIL a@acme.example QUEUE") == ["=L2"])
        #expect(
            bob.run("LEAD.NEW EMAIL a@acme.example QUEUE")
                == ["-EXISTS L2 customer is registered"])
    }

    @Test func thePartnersOwnPeopleAndTheHouseAreToldTheID() {
        #expect(user("ann", of: 1).run("LEAD.NEW EMAIL a@acme.example REF D-1") == ["=L1"])
        let told = ["-EXISTS L1 customer is registered \(Self.until)"]
        let colleague = user("al", of: 1)
        #expect(colleague.run("LEAD.NEW EMAIL a@acme.example") == told)
        #expect(colleague.run("LEAD.NEW EMAIL a@acme.example ONEXISTS ignore") == ["=L1"])
        #expect(
            colleague.run("LEAD.NEW EMAIL b@bolt.example REF D-1")
                == ["-EXISTS L1 ref 'D-1' is taken"])
        #expect(user("sam", .agent).run("LEAD.NEW EMAIL a@acme.example DIRECTION in") == told)
    }

    @Test func anOutsiderIsNotToldOfOutboundLeads() {
        harness.run("LEAD.NEW EMAIL a@acme.example")
        let ann = user("ann", of: 1)
        #expect(ann.run("LEAD.CHECK EMAIL a@acme.example") == ["=free"])
        #expect(harness.run("LEAD.CHECK EMAIL a@acme.example") == ["=registered"])
        #expect(ann.run("LEAD.NEW EMAIL a@acme.example") == ["=L2"])
    }

    @Test func anOutsiderIsNeverWarnedAndTheHouseSeesTheHint() {
        harness.run("LEAD.NEW EMAIL a@acme.example PHONE \"+1 202 555 0143\"")
        let ann = user("ann", of: 1)
        #expect(
            ann.run("LEAD.NEW EMAIL b@bolt.example PHONE \"+1 202 555 0143\"") == ["=L2"])
        #expect(
            harness.run("NOTE L2 COLUMNS author,shared,text")
                == ["# author\tshared\ttext", " system\tno\tsame phone as L1", "+OK 1"])
        #expect(harness.run("NOTE L1 COLUMNS n").last == "+OK 0")
    }

    @Test func anOutsiderChangesWhatItBroughtUntilThatIsAccepted() {
        let ann = user("ann", of: 1)
        ann.run("LEAD.NEW EMAIL a@acme.example")
        #expect(ann.run("LEAD.SET L1 NAME Ann") == [":2"])
        #expect(ann.run("LEAD.NEW EMAIL a@acme.example ONEXISTS update NAME Anna") == ["=L1"])
        harness.run("ACCEPT L1")
        let fixed = "-BADSTATE lead is accepted; who registered it may change it no more"
        let next = "-BADSTATE lead is accepted; next: withdrawn"
        #expect(ann.run("LEAD.SET L1 NAME Ann") == [fixed])
        #expect(ann.run("LEAD.NEW EMAIL a@acme.example ONEXISTS update NAME Ann") == [fixed])
        #expect(ann.run("STATUS L1 qualified") == [next])
        #expect(ann.run("ACCEPT L1") == [next])
        #expect(ann.run("LEAD.WITHDRAW L1 REASON gone") == [":5"])
    }

    @Test func aPartnerNeitherChangesNorWithdrawsWhatWasSentToIt() {
        harness.run("LEAD.NEW EMAIL a@acme.example")
        for line in ["ASSIGN L1 P1", "RELEASE L1"] { harness.run(line) }
        let ann = user("ann", of: 1)
        #expect(
            ann.run("LEAD.SET L1 NAME X") == ["-NOPERM only who registered a lead changes it"])
        #expect(
            ann.run("LEAD.WITHDRAW L1 REASON no")
                == ["-NOPERM LEAD.WITHDRAW is not for the role partner"])
        #expect(ann.run("ACCEPT L1") == [":4"])
    }

    @Test func aPartnerCompletesItsRegistration() {
        harness.run("FORM.SET payroll FIELD size TYPE number REQUIRED")
        let ann = user("ann", of: 1)
        let bob = user("bob", of: 2)
        ann.run("LEAD.NEW EMAIL a@acme.example SERVICE payroll")
        #expect(row("status,missing") == " needsinfo\t[\"size\"]")
        #expect(bob.run("LEAD.NEW EMAIL a@acme.example SERVICE payroll FIELD size 4") == ["=L2"])
        #expect(
            ann.run("LEAD.SET L1 FIELD size 4")
                == ["-EXISTS customer is registered \(Self.until)"])
        bob.run("LEAD.WITHDRAW L2 REASON gone")
        #expect(ann.run("STATUS L1 new FIELD size 4").last == "+OK 7")
        #expect(
            harness.run("HISTORY L1 COLUMNS type,actor").dropFirst()
                == [" lead.created\tann", " lead.registered\tann", "+OK 2"])
    }

    @Test func aPartnerWaitsForInformationOnce() {
        harness.run("FORM.SET payroll FIELD size TYPE number REQUIRED")
        let ann = user("ann", of: 1)
        let line = "LEAD.NEW EMAIL a@acme.example SERVICE payroll"
        #expect(ann.run(line) == ["=L1"])
        #expect(ann.run(line) == ["-EXISTS L1 customer is registered"])
        #expect(user("bob", of: 2).run(line) == ["=L2"])
        #expect(ann.run("\(line) FIELD size 4") == ["=L3"])
    }

    @Test func aCustomerHasSoManyLiveLeads() {
        for number in 1...Registration.liveLeadsMax {
            #expect(
                harness.run("LEAD.NEW EMAIL a@acme.example DIRECTION in PRODUCT p\(number)")
                    == ["=L\(number)"])
        }
        let refused = ["-LIMIT email: at most 256 live leads of one customer"]
        #expect(harness.run("LEAD.NEW EMAIL a@acme.example DIRECTION in PRODUCT x") == refused)
        #expect(harness.run("LEAD.NEW EMAIL b@bolt.example") == ["=L257"])
        #expect(harness.run("LEAD.SET L257 EMAIL a@acme.example") == refused)
        // The oldest is still in the way.
        #expect(
            harness.run("LEAD.NEW EMAIL a@acme.example DIRECTION in PRODUCT p1")
                == ["-EXISTS L1 customer is registered \(Self.until)"])
        harness.run("LEAD.WITHDRAW L2 REASON gone")
        #expect(harness.run("LEAD.SET L257 EMAIL a@acme.example") == [":2"])
    }

    @Test func whoWaitsIsNotToldWhoGaveWay() throws {
        let ann = user("ann", of: 1)
        let bob = user("bob", of: 2)
        ann.run("LEAD.NEW EMAIL a@acme.example")
        bob.run("LEAD.NEW EMAIL a@acme.example QUEUE")
        ann.run("LEAD.WITHDRAW L1 REASON gone")
        let page = harness.run("HISTORY L2 COLUMNS type,actor,from")
        #expect(page.dropFirst(2).first == " lead.promoted\tsystem\t", "\(page)")
    }

    @Test func onlyTheDeskChangesAnAttribution() {
        harness.run("LEAD.NEW EMAIL a@acme.example")
        let sam = user("sam", .agent)
        #expect(
            sam.run("LEAD.SET L1 SOURCE vendor REASON x")
                == ["-NOPERM attribution is not for the role agent"])
        #expect(user("max", .manager).run("LEAD.SET L1 SOURCE vendor REASON x") == [":2"])
    }

    @Test func anAgentAcceptsByStatus() {
        harness.run("LEAD.NEW EMAIL a@acme.example DIRECTION in")
        let sam = user("sam", .agent)
        #expect(sam.run("ACCEPT L1") == ["-NOPERM ACCEPT is not for the role agent"])
        #expect(sam.run("STATUS L1 accepted").last == "+OK 7")
    }

    @Test func theProtectionIsASetting() throws {
        var settings = EngineHarness.settings
        settings.protection = Seconds(30 * 86_400)
        let harness = try EngineHarness(settings)
        harness.run("LEAD.NEW EMAIL a@acme.example DIRECTION in")
        harness.run("ACCEPT L1")
        #expect(harness.run("CONFIG GET protect").first == " protect\t30d")
        #expect(
            harness.run("LEAD.CHECK EMAIL a@acme.example")
                == ["=registered until 2026-12-21T17:00:00Z"])
    }

    @Test func aFormHasAsManyFieldsAsALead() {
        for number in 1...EngineLimits.fieldsPerLeadMax {
            #expect(harness.run("FORM.SET hr FIELD f\(number) TYPE text") == ["+OK"])
        }
        #expect(harness.run("FORM.SET hr FIELD more TYPE text") == ["-LIMIT field: at most 64"])
        #expect(harness.run("FORM.SET hr FIELD f64 TYPE date") == ["+OK"])
    }

    @Test func aFormIsThereAfterARestart() throws {
        harness.run("FORM.SET payroll FIELD size TYPE number REQUIRED")
        let clock = Clock(standingAt: EngineHarness.start)
        let reopened = Engine(store: harness.engine.store, clock: clock)
        #expect(reopened.forms.isOpen)
        let other = try EngineHarness()
        #expect(!other.engine.forms.isOpen)
        other.run("FORM.SET payroll FIELD zip TYPE number")
        #expect(!other.engine.forms.isOpen, "what was refused opens nothing")
    }

    @Test("A lapsed claim revived by the review clock of its late answer held what another held")
    func lapsedClaimStaysLapsed() {
        harness.run("SLA.SET review 1h")
        harness.run("LEAD.NEW EMAIL a@acme.example DIRECTION in")
        harness.run("STATUS L1 needsinfo REASON size")
        harness.run("DEBUG CLOCK ADVANCE 10d")
        #expect(harness.last("LEAD.NEW EMAIL a@acme.example DIRECTION in") == "=L2")
        #expect(harness.last("LEAD.SET L1 TITLE answered").hasPrefix(":"))
        #expect(harness.run("LEAD.GET L1").contains { $0.hasSuffix("status\tnew") })
        #expect(harness.run("CLAIM.GET L1").contains { $0.hasSuffix("state\tended") })
        #expect(harness.run("CLAIM.GET L2").contains { $0.hasSuffix("state\treview") })
    }
}
