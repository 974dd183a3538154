import LeadlineDomain
import LeadlineStore
import LeadlineWire
import NIOCore
import Testing

@testable import LeadlineEngine

/// Pages of leads that go out as they are stored are those that are decoded first.
@Suite struct StoredPageTests {
    private let harness: EngineHarness

    /// A house with leads of every kind, some of them closed, owned, scored, awaited, with a
    /// partner or a meeting.
    init() throws {
        harness = try EngineHarness()
        for line in [
            "USER.NEW root ROLE admin", "USER.NEW ann ROLE agent", "PARTNER.NEW NAME Acme",
            "SLA.SET accept 4h", "SCORE.SET large FIELD value OP > VALUE 10 POINTS 30",
        ] {
            run(line)
        }
        for number in 1...40 {
            let rest =
                switch number % 5 {
                case 0: "NAME 'Ann w\(number)' ZIP 10001 SERVICE Roof VALUE 12.50"
                case 1: "NAME 'Zoë Bob' COMPANY \"Böhm & Co\" PRODUCT a PRODUCT b"
                case 2: "NAME 'Ann Bob' SERVICE pipes REF r\(number)"
                case 3: "TITLE 'New roof' FIELD size '10 m'"
                default: "DIRECTION in NAME 'Ann Bob' ZIP 10002"
                }
            let id = harness.last("LEAD.NEW EMAIL x\(number)@d\(number).example \(rest)")
            #expect(id == "=L\(number)")
            switch number % 7 {
            case 0: run("LEAD.WITHDRAW L\(number) REASON duplicate")
            case 1 where number % 5 != 4:
                run("ASSIGN L\(number) P1")
                run("RELEASE L\(number)")
            case 2 where number % 5 == 4: meet("L\(number)")
            case 3, 4: run("LEAD.SET L\(number) OWNER ann")
            default: break
            }
        }
    }

    private func run(_ line: String) {
        let reply = harness.last(line)
        #expect(!reply.hasPrefix("-"), "\(line): \(reply)")
    }

    private func meet(_ lead: String) {
        run("ACCEPT \(lead)")
        run("STATUS \(lead) qualified")
        run("STATUS \(lead) meeting AT 2026-12-0\(lead.count)T09:30:00Z")
    }

    @Test(arguments: [Role.admin, .manager, .finance, .auditor])
    func aStoredStatusIsWrittenAsADecodedOne(role: Role) throws {
        var seen: Set<String> = []
        for number in 1...40 {
            var view = harness.engine.store.view(.point)
            let found = view.get(Schema.leads.table, LeadID(raw: UInt64(number)))
            let lead = try #require(found)
            let wall = Wall(role, user: "root", partner: nil, referrer: nil)
            for version in [2, 3] {
                var reply = ReplyWriter(format: version == 2 ? .resp2 : .resp3)
                StatusMap(lead, wall, harness.engine.settings).write(to: &reply)
                #expect(request("STATUS L\(number)", version, role) == String(buffer: reply.buffer))
            }
            seen.insert("\(lead.direction) \(lead.status.word)")
        }
        #expect(seen.count > 4, "\(seen)")
    }

    @Test(arguments: ["due", "score", "meeting"])
    func theHouseHasWhatItIsSortedBy(column: String) throws {
        let rows = harness.run("LEAD.LIST SORT \(column) COLUMNS \(column) LIMIT 100")
        let values = Set(rows.dropFirst().dropLast().map { $0.dropFirst() })
        #expect(values.subtracting(["\\N", "0"]).count > 0, "\(values)")
    }

    private static let queries = [
        "LEAD.LIST", "LEAD.LIST STATUS new", "LEAD.LIST STATUS open,closed", "QUEUE",
        "LEAD.LIST OWNER ann", "LEAD.LIST OWNER ann STATUS new", "LEAD.LIST ZIP 10001",
        "LEAD.LIST SERVICE roof", "LEAD.LIST SORT updated", "LEAD.LIST SORT score",
        "LEAD.LIST SORT due", "LEAD.LIST SORT meeting", "LEAD.LIST MATCH ann",
        "LEAD.FIND ann", "LEAD.FIND 'ann bob'", "LEAD.FIND EMAIL x7@d7.example",
        "LEAD.FIND REF r12", "QUEUE SERVICE pipes", "LEAD.LIST SINCE 1h",
        "LEAD.LIST COLUMNS fields,id,value,products,title,currency", "LEAD.LIST PARTNER P1",
        "LEAD.LIST PARTNER P1 STATUS offered", "LEAD.LIST OWNER ann SORT due",
        "LEAD.LIST PARTNER P1 SORT due",
    ]

    @Test(arguments: queries)
    func storedRowsAreWrittenAsDecodedOnes(query: String) throws {
        var after = ""
        var pages = 0
        while true {
            let shown = try page("\(query) LIMIT 7\(after)")
            for version in [2, 3] {
                let asked = try #require(request("\(query) LIMIT 7\(after)", version))
                #expect(asked == shown.expected(version), "RESP\(version) \(query)\(after)")
            }
            pages += 1
            guard let next = shown.next else { break }
            after = " AFTER \(next)"
        }
        #expect(pages < 8, "it never ends")
    }

    /// A page as TEXT shows it: the leads behind its ids, decoded, and the next cursor.
    private struct Shown {
        let leads: [Lead]
        let next: String?
        let columns: [EntityField<Lead>]?

        func expected(_ version: Int) -> String {
            var reply = ReplyWriter(format: version == 2 ? .resp2 : .resp3)
            LeadPage(leads, next: next.map { Text($0) }, columns: columns).write(to: &reply)
            return String(buffer: reply.buffer)
        }
    }

    private func page(_ line: String) throws -> Shown {
        let lines = harness.run(line)
        let names = try #require(lines.first).dropFirst(2).split(separator: "\t").map {
            Text(String($0))
        }
        let place = try #require(names.firstIndex(of: "id"))
        var view = harness.engine.store.view(.point)
        let leads = try lines.dropFirst().dropLast().map { row in
            let cells = row.dropFirst().split(separator: "\t", omittingEmptySubsequences: false)
            let id = try #require(LeadID(Array(cells[place].utf8)[...]))
            let lead = view.get(Schema.leads.table, id)
            return try #require(lead)
        }
        let next = lines.last?.split(separator: "next=").dropFirst().first.map(String.init)
        let columns = line.contains("COLUMNS") ? try LeadFields.table.columns(chosen: names) : nil
        return Shown(leads: leads, next: next, columns: columns)
    }

    /// What a connection of that version of RESP is answered.
    private func request(
        _ line: String, _ version: Int, _ role: Role = .admin
    ) -> String? {
        let connection = harness.connect()
        connection.session.caller = Caller(name: "root", role: role, origin: "127.0.0.1:1#9")
        if version == 3 {
            connection.send(Array("*2\r\n$5\r\nHELLO\r\n$1\r\n3\r\n".utf8))
            _ = connection.receive(within: .zero)
        }
        let words = Self.words(line)
        let parts = words.map { "$\($0.utf8.count)\r\n\($0)\r\n" }.joined()
        connection.send(Array("*\(words.count)\r\n\(parts)".utf8))
        return connection.receive(within: .zero).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The words of a line, of which those in quotes are one.
    private static func words(_ line: String) -> [String] {
        line.split(separator: "'", omittingEmptySubsequences: false).enumerated().flatMap {
            $0.offset % 2 == 1
                ? [String($0.element)] : $0.element.split(separator: " ").map(String.init)
        }
    }

    @Test func aRecordThatIsNotUnderstoodIsDecodedWithItsPage() throws {
        let map = LeadFields.stored(LeadColumns.standard)
        var reply = ReplyWriter(format: .resp2)
        reply.beginPage(columns: map.names, rows: 1, next: nil)
        let before = reply.buffer
        for junk in [[], [9], [3, 1, 2]] as [[UInt8]] {
            #expect(!junk.withUnsafeBytes { map.writeRow($0, to: &reply) })
            #expect(reply.buffer == before, "half a row")
        }
    }
}
