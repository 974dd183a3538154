import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

/// What single callers see, where a sentence says it better than a generated request.
@Suite("A wall") struct WallTests {
    private let harness: EngineHarness
    private let anna: HarnessConnection
    private let berta: HarnessConnection
    private let east: HarnessConnection
    private let ada: HarnessConnection

    init() throws { try self.init(EngineHarness.settings) }

    private init(_ settings: Settings) throws {
        harness = try EngineHarness(settings)
        anna = Self.connect(harness, "anna", .partner, 1)
        berta = Self.connect(harness, "berta", .partner, 2)
        east = Self.connect(harness, "east", .advertiser, 3)
        ada = Self.connect(harness, "ada", .agent)
        harness.run("PARTNER.NEW NAME North REF pa")
        harness.run("PARTNER.NEW NAME South")
        harness.run("PARTNER.NEW NAME East KIND advertiser")
        harness.run("LEAD.NEW EMAIL ann@acme.example NAME \"Ann Lee\" SERVICE payroll REF r1")
    }

    private static func connect(
        _ harness: EngineHarness, _ name: Text, _ role: Role, _ partner: UInt64? = nil
    ) -> HarnessConnection {
        let connection = harness.connect()
        connection.session.caller = WalledHouse.caller(
            name, role, partner.map { PartnerID(raw: $0) })
        return connection
    }

    private func offer(_ lead: String = "L1", to partner: String = "P1") {
        harness.run("ASSIGN \(lead) \(partner) FORCE sure")
        harness.run("RELEASE \(lead)")
    }

    /// One field of LEAD.GET.
    private func field(_ name: String, of lead: String, _ connection: HarnessConnection) -> String?
    {
        connection.run("LEAD.GET \(lead)").first { $0.hasPrefix(" \(name)\t") }
            .map { String($0.dropFirst(name.count + 2)) }
    }

    @Test("a partner meets a lead from its release on")
    func releaseOpens() {
        harness.run("ASSIGN L1 P1")
        #expect(anna.run("LEAD.GET L1") == ["-NOTFOUND no lead 'L1'"])
        #expect(anna.run("LEAD.GET ref:r1") == ["-NOTFOUND no lead 'ref:r1'"])
        #expect(anna.run("LEAD.LIST").last == "+OK 0")
        harness.run("RELEASE L1")
        #expect(field("email", of: "L1", anna) == "ann@acme.example")
        #expect(anna.run("LEAD.LIST").last == "+OK 1")
        #expect(anna.run("LEAD.FIND EMAIL ann@acme.example").last == "+OK 1")
        #expect(berta.run("LEAD.GET L1") == ["-NOTFOUND no lead 'L1'"])
        #expect(berta.run("LEAD.FIND EMAIL ann@acme.example").last == "+OK 0")
    }

    @Test("a lead that is withdrawn before its release leaves its partner")
    func unreleasedWithdrawalStaysHidden() {
        harness.run("ASSIGN L1 P1")
        harness.run("LEAD.WITHDRAW L1 REASON gone")
        #expect(anna.run("LEAD.GET L1") == ["-NOTFOUND no lead 'L1'"])
        #expect(anna.run("EVENTS").last == "+OK 1")
        #expect(harness.run("CHECK DEEP").last == "+OK 0")
    }

    @Test("one that is withdrawn after it stays, and nothing tells who had it before")
    func releasedWithdrawalStays() {
        offer(to: "P2")
        #expect(berta.run("NOTE L1 \"south was here\" SHARED") == ["+OK"])
        harness.run("NOTE L1 \"for south\" SHARED")
        #expect(berta.run("DECLINE L1 REASON \"south is busy\"").first?.first == ":")
        harness.run("NOTE L1 \"for anybody\" SHARED")
        offer()
        harness.run("LEAD.WITHDRAW L1 REASON gone")
        #expect(field("reason", of: "L1", anna) == "gone")
        let told = ["LEAD.GET L1", "HISTORY L1", "EVENTS", "NOTE L1", "STATUS L1"]
            .flatMap { anna.run($0) }.joined(separator: "\n")
        #expect(!told.contains("south"))
        #expect(!told.contains("P2"))
        #expect(!told.contains("berta"))
        #expect(told.contains("for anybody"))
    }

    @Test("a note shared while a lead is in review is for the partner that it is meant for")
    func noteInReviewIsForItsPartner() {
        harness.run("ASSIGN L1 P2")
        harness.run("NOTE L1 \"price as agreed with south\" SHARED")
        harness.run("RELEASE L1")
        #expect(berta.run("NOTE L1").joined().contains("agreed with south"))
        #expect(berta.run("DECLINE L1 REASON busy").first?.first == ":")
        offer()
        #expect(anna.run("NOTE L1").last == "+OK 0")
    }

    @Test("events from before the release stay hidden after it")
    func eventsBeginWithTheRelease() {
        harness.run("LEAD.SET L1 TITLE before REASON x")
        offer()
        harness.run("LEAD.SET L1 TITLE after REASON x")
        let history = anna.run("HISTORY L1 COLUMNS type,actor,from,data")
        #expect(
            history == [
                "# type\tactor\tfrom\tdata",
                " lead.offered\t\\N\t\\N\t{\"status\":[\"review\",\"offered\"]}",
                " lead.updated\t\\N\t\\N\t{\"reason\":\"x\",\"title\":[\"before\",\"after\"]}",
                "+OK 2",
            ])
        #expect(!history.joined().contains("lead.assigned"))
        #expect(!history.joined().contains("default"))
    }

    // Threat T27: a subscriber outside the house is told of its own rows alone
    @Test("a subscriber outside the house is told of its own rows alone")
    func subscriptionsAreWalled() {
        _ = anna.run("PSUBSCRIBE *")
        offer()
        let own = anna.run("PING").joined()
        #expect(own.contains("lead.offered"))
        #expect(!own.contains("lead.assigned"))
        #expect(!own.contains("default"))
        harness.run("LEAD.NEW EMAIL bob@bolt.example")
        offer("L2", to: "P2")
        #expect(anna.run("PING") == ["+PONG"])
    }

    @Test("who only earns by a lead sees its course, not its customer, and moves nothing")
    func earnersSeeNoContact() {
        harness.run("LEAD.SET L1 REFERRER P2 REASON owed")
        offer()
        #expect(field("status", of: "L1", berta) == "offered")
        #expect(field("email", of: "L1", berta) == "a***@a***")
        #expect(field("name", of: "L1", berta) == "A*** L***")
        #expect(field("partner", of: "L1", berta) == "\\N")
        #expect(field("referrer", of: "L1", berta) == "P2")
        #expect(field("referrer", of: "L1", anna) == "\\N")
        #expect(berta.run("LEAD.FIND EMAIL ann@acme.example").last == "+OK 0")
        #expect(berta.run("ACCEPT L1") == ["-NOPERM ACCEPT is not yours on this lead"])
        #expect(berta.run("STATUS L1").contains(" next\t[]"))
        #expect(berta.run("NOTE L1 hello")[0].hasPrefix("-NOPERM"))
        #expect(berta.run("LEAD.LIST").last == "+OK 1")
    }

    @Test("an outsider is told that a customer is registered, never by whom or as what")
    func existsIsMasked() {
        let refusal = "-EXISTS customer is registered"
        #expect(east.run("LEAD.NEW EMAIL cat@cord.example") == ["=L2"])
        #expect(anna.run("LEAD.NEW EMAIL cat@cord.example")[0].hasPrefix(refusal))
        #expect(anna.run("LEAD.NEW EMAIL cat@cord.example ONEXISTS ignore")[0].hasPrefix(refusal))
        #expect(anna.run("LEAD.NEW EMAIL cat@cord.example ONEXISTS update")[0].hasPrefix(refusal))
        #expect(east.run("LEAD.NEW EMAIL cat@cord.example ONEXISTS ignore") == ["=L2"])
        #expect(
            anna.run("LEAD.NEW EMAIL new@else.example REF r1") == ["-EXISTS ref 'r1' is taken"])
        #expect(anna.run("LEAD.NEW EMAIL bob@acme.example") == ["=L3"])
        #expect(
            ada.run("LEAD.NEW EMAIL ann@acme.example SERVICE payroll")
                == ["-EXISTS L1 customer is registered"])
    }

    @Test("an advertiser changes and withdraws what it brought, and nothing else")
    func advertisersKeepTheirOwn() {
        #expect(east.run("LEAD.NEW EMAIL cat@cord.example") == ["=L2"])
        #expect(field("external", of: "L2", east) == "yes")
        #expect(east.run("LEAD.SET L2 TITLE urgent") == [":2"])
        #expect(east.run("LEAD.SET L2 OWNER default")[0].hasPrefix("-NOPERM"))
        #expect(east.run("LEAD.SET L1 TITLE urgent") == ["-NOTFOUND no lead 'L1'"])
        #expect(east.run("LEAD.LIST").last == "+OK 1")
        #expect(east.run("LEAD.WITHDRAW L2 REASON changed") == [":3"])
    }

    @Test("a partner withdraws nothing that was released to it")
    func partnersDecline() {
        offer()
        #expect(
            anna.run("LEAD.WITHDRAW L1 REASON no")[0].hasPrefix("-NOPERM LEAD.WITHDRAW is not "))
        #expect(anna.run("LEAD.SET L1 TITLE mine")[0].hasPrefix("-NOPERM"))
        #expect(anna.run("STATUS L1").contains(" next\t[\"accepted\",\"review\",\"new\"]"))
    }

    @Test(
        "an agent has what it submitted or owns and what nobody owns yet, and releases what it owns"
    )
    func agentsHaveTheirOwn() {
        #expect(ada.run("LEAD.LIST").last == "+OK 1")
        harness.run("ASSIGN L1 USER default")
        #expect(ada.run("LEAD.GET L1") == ["-NOTFOUND no lead 'L1'"])
        #expect(ada.run("EVENTS OF L1") == ["-NOTFOUND no lead 'L1'"])
        #expect(ada.run("EVENTS TYPE lead.*").last == "+OK 0")
        #expect(ada.run("LEAD.NEW EMAIL dan@dune.example") == ["=L2"])
        harness.run("ASSIGN L2 P1")
        #expect(ada.run("RELEASE L2") == ["-NOPERM RELEASE is not yours on this lead"])
        #expect(ada.run("TAKE") == ["_"])
    }

    @Test("with mask accept the contact is masked until the partner has accepted")
    func maskAccept() throws {
        var settings = EngineHarness.settings
        settings.masksUntilAccepted = true
        let masked = try WallTests(settings)
        masked.offer()
        #expect(masked.field("email", of: "L1", masked.anna) == "a***@a***")
        #expect(!masked.anna.run("HISTORY L1").joined().contains("acme"))
        #expect(masked.anna.run("ACCEPT L1") == [":4"])
        #expect(masked.field("email", of: "L1", masked.anna) == "ann@acme.example")
    }

    // Threat T2: in a block, too, the row that is touched is judged
    @Test("a foreign id in a block fails it like a missing one")
    func blocksAreWalled() {
        func block(_ id: String) -> [String] {
            ["MULTI", "LEAD.NEW EMAIL eve@east.example", "LEAD.SET \(id) TITLE x", "EXEC"]
                .flatMap { anna.run($0) }.map { $0.replacing(id, with: "ID") }
        }
        #expect(block("L1") == block("L99"))
    }

    @Test("places of events are the caller's own, and counts of all are not told")
    func placesTellNothing() {
        for number in 1...5 { harness.run("LEAD.NEW EMAIL a\(number)@b\(number).example") }
        #expect(
            anna.run("CURSOR.SET mailer 4")
                == ["-INVALID seq: 4 is beyond the newest event, 1"])
        #expect(anna.run("CURSOR.SET mailer 1") == ["+OK"])
        #expect(anna.run("CURSOR.LIST COLUMNS name,seq,behind")[1] == " mailer\t1\t\\N")
        #expect(anna.run("DBSIZE")[0].hasPrefix("-NOPERM"))
        #expect(!anna.run("INFO everything").joined().contains("leads"))
        #expect(anna.run("PARTNER.GET P1").contains(" open\t\\N"))
    }

    @Test("a masked text keeps first letters, and no length")
    func masking() {
        #expect(Text("Ann Lee").masked == "A*** L***")
        #expect(Text("a@b").masked == "a***@b***")
        #expect(Text("Åse Ødegård").masked == "Å*** Ø***")
        #expect(Text("").masked == "")
    }

    @Test("events and notes of the first version are read, as nobody's outside the house")
    func firstVersionsAreRead() throws {
        let event = EventRecord(
            sequence: 1, at: EngineHarness.start, type: .leadCreated, subject: "L1", ref: nil,
            subjectVersion: 1, actor: "default", origin: "x#1", data: "{}", personal: .none)
        var writer = RecordWriter(capacity: 64)
        writer.integer(UInt8(1))
        event.encode(into: &writer)
        var reader = try RecordReader(writer.bytes.dropLast())
        let read = try EventRecord(from: &reader)
        try reader.finish()
        #expect(read.subject == "L1" && read.audience.isEmpty)
    }
}
