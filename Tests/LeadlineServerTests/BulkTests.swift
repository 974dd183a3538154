import Foundation
import LeadlineClient
import Testing
import leadline

extension ServerTests {
    @Suite("Import and export")
    struct BulkTests {
        /// One of everything that an export holds.
        private static let house = [
            "FX.SET USD EUR 0.9 AT 2026-11-01",
            "TIER.SET gold RANK 2 RATE 12% MINWON 3 PROTECT 120d BENEFIT lounge BENEFIT desk",
            "SCORE.SET big FIELD value OP > VALUE 1000 POINTS 20 GROUP fit CAP 40",
            "SCORE.SET talk FIELD remarks OP > VALUE 0 POINTS 10 HALFLIFE 30d",
            "SLA.SET review 8h WARN 70% SERVICE payroll", "SLA.SET contact 1d TIER gold",
            "COLLATERAL.ADD NAME deck URL https://files.example/deck.pdf TIER gold",
            "REFERRER.NEW KIND contact NAME Ann EMAIL ann@ref.example RATE 5%",
            "CAMPAIGN.NEW NAME Spring SERVICE payroll SINCE 2026-11-01 UNTIL 2027-01-01 BOOST 2%",
            "CAMPAIGN.NEW NAME Past", "CAMPAIGN.END CMP2",
            "PARTNER.SET P1 TIER gold PIN", "PARTNER.NEW NAME Gone",
            "PARTNER.APPLY NAME Hopeful EMAIL h@hope.example",
            "PARTNER.APPLY NAME Nope EMAIL n@nope.example", "PARTNER.DECLINE P5 REASON no",
            "HOLIDAY.ADD 2026-12-25 NAME Christmas", "HOLIDAY.ADD 2026-12-24 PARTNER P1",
            "HOLIDAY.ADD 2025-12-25 COUNTRY DE", "TRAINING.DONE P1 basics AT 2026-11-01",
            "TERMS.SET P1 RATE 10% HOLD 30d CAP 1000 PER month PRODUCT a PRODUCT b",
            "TERMS.SET DEFAULT BRACKETS \"0:5%,50000:7%\" MODE marginal RECURS lifetime LATER 2%",
            "TERMS.SET \"SOURCE employee\" FIXED 100 SPLIT \"50% signing,50% install\"",
            "TERMS.SET P2 TYPE add-on-sale RATE 3% OVERRIDE \"10%,5%\" OF commission DUE paid+3d",
        ]

        /// What stands around leads, and whom nobody works with any more.
        private static let surroundings = [
            "MAIL.LOG EMAIL ann@acme.example SUBJECT Hello BODY \"What?\\nWhen?\" AT 2026-11-02",
            "MAIL.LOG EMAIL ann@acme.example SUBJECT Again BODY Well FROM \"Ann Lee\"",
            "ITEM.ADD L2 SKU a7 NAME Seat QTY 2 PRICE 19.99",
            "ATTACH L2 plan MIME application/pdf URL https://files.example/plan.pdf",
            "TOUCH L2 P1 AT 2026-11-01", "TOUCH L2 R1 AT 2026-11-02",
            "CREDIT L2 MODEL linear APPLY", "CREDIT L6 SHARES \"P1 70%,R1 30%\"",
            "PARTNER.SUSPEND P3 REASON fraud",
        ]

        private static let history = [
            "SERVICE.SET payroll TEXT Pay", "FORM.SET payroll FIELD size TYPE number",
            "PARTNER.NEW NAME Northwind EMAIL desk@nw.example",
            "PARTNER.NEW NAME \"Pacific, People\" WEIGHT 2 PARENT P1 REF pp", "PARTNER.PAUSE P2",
            "COVER.ADD P1 SERVICE payroll AREA US-CA", "TERRITORY.SET 10001 P2",
            "LEAD.NEW EMAIL ann@acme.example NAME \"Ann Lee\" SERVICE payroll FIELD size 12",
            "NOTE L1 \"asked\\nfor a quote\" SHARED", "NOTE L1 private", "ASSIGN L1 P1",
            "RELEASE L1", "ACCEPT L1", "STATUS L1 contacted", "STATUS L1 won VALUE 99.50",
            "LEAD.NEW EMAIL bob@bolt.example VALUE 1200.50 NOTES \"two\\nlines\" AREA US AREA EMEA",
            "LEAD.NEW EMAIL cyd@gmail.com NAME Łódź",
            "LEAD.WITHDRAW L3 REASON \"no \\\"budget\\\"\"",
            "LEAD.NEW EMAIL eve@elm.example DIRECTION in REFERRER P1 PRODUCT a PRODUCT b",
            "LEAD.NEW EMAIL eve@elm.example DIRECTION in REFERRER P2 QUEUE", "ACCEPT L4",
            "LEAD.NEW EMAIL ann@acme.example SERVICE catering FROM L1",
            "LEAD.NEW EMAIL ann@acme.example SERVICE payroll",
        ]

        private static func connect(
            _ server: TestServer
        ) async throws(BulkFault) -> LeadlineClient {
            do {
                return try await LeadlineClient.connect(port: server.port)
            } catch {
                throw BulkFault("\(error)", status: .unavailable)
            }
        }

        private func fill(_ server: TestServer) async throws {
            let client = try await Self.connect(server)
            let (first, rest) = (Array(Self.history[..<5]), Array(Self.history[5...]))
            let all: [String] = first + Self.house + rest + Self.surroundings
            for (reply, line) in zip(try await client.sendInline(all), all) {
                if case .error(let refusal) = reply { Issue.record("\(line): \(refusal)") }
            }
            await client.close()
        }

        private func export(_ server: TestServer, _ path: String, after: Bool = false) async throws
        {
            let output = try OutputFile(path, goesOn: after)
            let last = after ? try output.lastLine() : nil
            var exporter = try await Exporter(output) { () async throws(BulkFault) in
                try await Self.connect(server)
            }
            try await exporter.run(BulkKind.allCases, filters: [], after: last)
        }

        private func importing(_ server: TestServer, _ path: String) async throws -> ImportTally {
            let file = try InputFile(path)
            let builder = try UnitBuilder(.lead, UnitBuilder.Options(), key: "test")
            var importer = try await Importer(file, builder, isDryRun: false) {
                () async throws(BulkFault) in
                try await Self.connect(server)
            } report: { (record, outcome) throws(BulkFault) in
                if outcome.isFailure { Issue.record("\(record.line): \(outcome.reason ?? "")") }
            }
            try await importer.run(delimiter: nil) { _ in }
            return importer.tally
        }

        /// The line without each scalar of this name.
        private func without(_ name: String, _ line: String) -> String {
            line.components(separatedBy: "\"\(name)\":").enumerated().map { index, part in
                index == 0 ? part : String(part.drop { $0 != "," && $0 != "}" })
            }.joined()
        }

        /// What has to be the same on another server: everything but times and versions.
        private func records(_ path: String) throws -> [String] {
            let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
            let passing = [
                "version", "created", "updated", "closed", "protected_until",
            ]
            return text.split(separator: "\n").map { line in
                passing.reduce(String(line)) { line, name in
                    without(name, line)
                }
            }
        }

        private func compare(_ path: String, _ other: String) throws {
            let (left, right) = (try records(path), try records(other))
            #expect(left.count == right.count)
            for (line, expected) in zip(left, right) { #expect(line == expected) }
        }

        @Test("What was exported makes the same records on an empty server, and makes them once")
        func comesBack() async throws {
            let folder = FileManager.default.temporaryDirectory
                .appending(path: "leadline-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let first = folder.appending(path: "first.jsonl").path
            let second = folder.appending(path: "second.jsonl").path
            try await withServer { server in
                try await fill(server)
                try await export(server, first)
            }
            try await withServer { server in
                let tally = try await importing(server, first)
                let lines = try records(first)
                #expect(tally.text == "\(lines.count) created")
                try await export(server, second)
                try compare(second, first)
                let again = try await importing(server, first)
                let numbered = ["partner", "referrer", "campaign", "lead"]
                let known = lines.count { line in
                    numbered.contains { line.hasPrefix("{\"record\":\"\($0)\"") }
                }
                #expect(again.text == "\(lines.count - known) created, \(known) known")
                let third = folder.appending(path: "third.jsonl").path
                try await export(server, third)
                try compare(third, first)
            }
        }

        @Test("An export has a line of every kind but users, who need a token")
        func everyKindIsExported() async throws {
            let path = FileManager.default.temporaryDirectory
                .appending(path: "leadline-\(UUID().uuidString).jsonl").path
            defer { try? FileManager.default.removeItem(atPath: path) }
            try await withServer { server in
                try await fill(server)
                try await export(server, path)
                let lines = try records(path)
                for kind in BulkKind.allCases where kind != .user {
                    let head = "{\"record\":\"\(kind.rawValue)\""
                    #expect(lines.contains { $0.hasPrefix(head) }, "\(kind)")
                }
                for name in ["log", "mail", "items", "attachments", "touches", "credit"] {
                    #expect(lines.contains { $0.contains("\"\(name)\":[") }, "\(name)")
                }
            }
        }

        @Test("A resumed export goes on behind its last whole line")
        func resumes() async throws {
            let path = FileManager.default.temporaryDirectory
                .appending(path: "leadline-\(UUID().uuidString).jsonl").path
            defer { try? FileManager.default.removeItem(atPath: path) }
            try await withServer { server in
                try await fill(server)
                try await export(server, path)
                let whole = try String(contentsOfFile: path, encoding: .utf8)
                let lines = whole.split(separator: "\n")
                let lead = try #require(lines.firstIndex { $0.hasPrefix("{\"record\":\"lead\"") })
                let cut =
                    lines.prefix(lead + 3).joined(separator: "\n") + "\n"
                    + lines[lead + 3].prefix(40)
                try cut.write(toFile: path, atomically: true, encoding: .utf8)
                try await export(server, path, after: true)
                #expect(try String(contentsOfFile: path, encoding: .utf8) == whole)
            }
        }

        @Test("A dry run judges every kind by the server and changes nothing")
        func triesOut() async throws {
            try await withServer { server in
                try await fill(server)
                let client = try await Self.connect(server)
                let before = try await client.send(["AUDIT.HEAD"])
                let cases: [(BulkKind, [String], ImportOutcome.Word)] = [
                    (.partner, ["PARTNER.NEW", "NAME", "New"], .created),
                    (.partner, ["PARTNER.NEW", "NAME", "New", "EMAIL", "no"], .invalid),
                    (.partner, ["PARTNER.NEW", "NAME", "New", "REF", "pp"], .exists),
                    (.territory, ["TERRITORY.SET", "10001", "P1"], .exists),
                    (.territory, ["TERRITORY.SET", "10002", "P1"], .created),
                    (.territory, ["TERRITORY.SET", "1234", "P1"], .invalid),
                    (.coverage, ["COVER.ADD", "P9", "SERVICE", "a", "AREA", "US"], .invalid),
                ]
                for (kind, words, expected) in cases {
                    let record = BulkRecord(line: 1, members: [], source: .row([]))
                    let unit = BulkUnit(record, kind, .trial, [words])
                    let replies = try await client.sendAll(unit.commands)
                    #expect(unit.outcome(replies[...], newest: 0).word == expected, "\(words)")
                }
                #expect(try await client.send(["AUDIT.HEAD"]) == before)
                await client.close()
            }
        }
    }
}
