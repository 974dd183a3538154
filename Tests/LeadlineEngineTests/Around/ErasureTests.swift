import Foundation
import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

@Suite("Erasing a person") struct ErasureTests {
    /// What stands in every field in which people write, and in no other word.
    private static let canary = "qzxcanary"

    /// One customer with something in every field, and another one.
    private static func fill(_ harness: EngineHarness) {
        let canary = Self.canary
        for line in [
            "FORM.SET payroll FIELD mother TYPE text PERSONAL",
            "PARTNER.NEW NAME North",
            "LEAD.NEW EMAIL \(canary)@\(canary).example NAME \(canary) COMPANY \(canary) TITLE "
                + "\(canary) NOTES \(canary) SERVICE payroll FIELD mother \(canary) FIELD pet "
                + "\(canary) FORCE \(canary) IDEM \(canary)@1",
            "LEAD.SET L1 NAME \(canary)2 REASON \(canary)",
            "NOTE L1 \(canary)", "NOTE L1 \(canary) SHARED",
            "MAIL.LOG EMAIL \(canary)@\(canary).example SUBJECT \(canary) BODY \(canary) FROM "
                + canary,
            "ATTACH L1 \(canary) MIME text/plain DATA cXp4Y2FuYXJ5",
            "ATTACH L1 \(canary)2 MIME text/plain URL https://\(canary).example",
            "ASSIGN L1 P1 FORCE \(canary)", "RELEASE L1", "FEEDBACK L1 RATING 3 TEXT \(canary)",
            "DECLINE L1 REASON \(canary)",
            "STATUS L1 rejected REASON \(canary)", "REOPEN L1 REASON \(canary)",
            "LEAD.NEW FROM L1 SERVICE hr NOTES \(canary) FORCE \(canary)",
            "LEAD.WITHDRAW L2 REASON \(canary)",
            "LEAD.NEW EMAIL other@other.example NAME Other",
            "NOTE L3 other",
        ] {
            let reply = harness.last(line)
            #expect(!reply.hasPrefix("-"), "\(line): \(reply)")
        }
    }

    /// Everything in the files of a store, each byte a character.
    static func bytes(in directory: String) throws -> String {
        var text = ""
        for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
            let url = URL(fileURLWithPath: directory).appending(path: name)
            text += String(data: try Data(contentsOf: url), encoding: .isoLatin1) ?? ""
        }
        return text
    }

    /// How often the canary stands in the files of the store.
    private static func count(in directory: String) throws -> Int {
        var count = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
            let url = URL(fileURLWithPath: directory).appending(path: name)
            var rest = try Data(contentsOf: url)[...]
            let word = Data(canary.utf8)
            while let found = rest.firstRange(of: word) {
                count += 1
                rest = rest[found.upperBound...]
            }
        }
        return count
    }

    // Threat T19: no byte of what was erased stays in the files, and the chain of events holds
    @Test("no byte of what was written stays in the files, the rest does")
    func nothingStaysInTheFiles() throws {
        let harness = try EngineHarness()
        Self.fill(harness)
        #expect(try Self.count(in: harness.directory) > 20)
        let before = harness.run("EVENTS LIMIT 1000 COLUMNS seq,type").count
        #expect(
            harness.last("ERASE EMAIL \(Self.canary)@\(Self.canary).example REASON asked") == "+OK")
        #expect(try Self.count(in: harness.directory) == 0)
        #expect(!harness.engine.store.isCompactionWished)
        #expect(harness.run("EVENTS LIMIT 1000 COLUMNS seq,type").count == before + 3)
        #expect(harness.run("AUDIT.VERIFY").contains(" broken_at\t\\N"))
        #expect(harness.last("CHECK DEEP") == "+OK 0")
        #expect(harness.run("NOTE L3 ").contains { $0.contains("other") })
        #expect(
            harness.run("LEAD.LIST COLUMNS id,status,name").dropLast() == [
                "# id\tstatus\tname", " L3\tnew\tOther", " L2\twithdrawn\t\\N", " L1\tnew\t\\N",
            ])
        // And not again when it is done again.
        let last = harness.last("AUDIT.HEAD")
        harness.run("ERASE L1 REASON asked")
        #expect(harness.last("AUDIT.HEAD") == last)
        #expect(harness.run("EVENTS LIMIT 1000 COLUMNS seq,type").count == before + 3)
    }

    @Test("a customer with much of everything is erased in steps, and once")
    func muchIsErasedInSteps() throws {
        let harness = try EngineHarness()
        Self.fillMuch(harness)
        let before = harness.engine.store.position
        #expect(harness.run("ERASE EMAIL ann@acme.example REASON asked IDEM k1") == ["+OK"])
        #expect(harness.engine.store.position - before >= 3)
        Self.expectErased(harness)
        #expect(harness.run("ERASE EMAIL ann@acme.example REASON asked IDEM k1") == ["+OK"])
        #expect(harness.run("EVENTS TYPE *.erased COLUMNS type").count == 1 + 9 + 1)
    }

    // Fault 49: an erasure that was cut off behind any step is finished after the restart
    @Test("what was interrupted is finished after a restart", arguments: 1...3)
    func interruptedIsFinished(steps: Int) throws {
        let harness = try EngineHarness()
        Self.fillMuch(harness)
        // Only the first steps, as if the server had been killed behind them.
        let first = Writer(engine: harness.engine, seed: 2)
        let admin = Caller(name: "ann", role: .admin, origin: "127.0.0.1:1#1")
        for _ in 0..<steps {
            #expect(first.run("ERASE EMAIL ann@acme.example REASON asked", admin) == "")
            #expect(first.isUnfinished)
            let sealed = try #require(first.seal())
            #expect(!sealed.hasErased, "there are more steps to come")
            #expect(harness.engine.append(sealed, to: first.journal) == .durable)
            first.settle()
        }
        #expect(harness.engine.store.isCompactionWished)
        // Somebody goes on writing in between.
        harness.run("NOTE L1 meanwhile")
        let second = Writer(engine: harness.engine, seed: 3)
        #expect(second.finishSteps() == .durable)
        try harness.engine.store.compactErased()
        Self.expectErased(harness)
        #expect(second.finishSteps() == .durable)
    }

    private static func fillMuch(_ harness: EngineHarness) {
        for number in 1...8 {
            harness.run("LEAD.NEW EMAIL ann@acme.example NAME Ann SERVICE s\(number)")
            for note in 1...(number == 1 ? 900 : 20) { harness.run("NOTE L\(number) n\(note)") }
        }
        harness.run("LEAD.NEW EMAIL bob@bolt.example NAME Bob")
        harness.run("NOTE L9 stays")
        for _ in 1...30 { harness.run("MAIL.LOG EMAIL ann@acme.example SUBJECT x BODY y") }
    }

    private static func expectErased(_ harness: EngineHarness) {
        #expect(harness.run("PERSON EMAIL ann@acme.example").count == 2)
        #expect(harness.run("LEAD.LIST COLUMNS name").filter { $0 == " \\N" }.count == 8)
        #expect(harness.run("NOTE L1").count == 2)
        #expect(harness.run("NOTE L9").count == 3)
        let data = harness.run("EVENTS LIMIT 1000 TYPE lead.created,lead.noted COLUMNS data")
        #expect(!data.contains { $0.contains("Ann") || $0.contains("\"text\"") })
        #expect(harness.run("HISTORY L9 COLUMNS data").joined().contains("stays"))
        #expect(harness.run("AUDIT.VERIFY").contains(" broken_at\t\\N"))
        #expect(harness.last("CHECK DEEP") == "+OK 0")
        var view = harness.engine.store.view(.scan)
        #expect(view.rows(of: Schema.erasures.table, limit: 1).isEmpty)
    }

    @Test("a content that another customer's lead shares stays with that")
    func sharedContentsStay() throws {
        let harness = try EngineHarness()
        harness.run("LEAD.NEW EMAIL ann@acme.example SERVICE payroll")
        harness.run("ATTACH L1 plan MIME text/plain DATA aGVsbG8=")
        #expect(harness.last("LEAD.NEW FROM L1 EMAIL bob@bolt.example SERVICE hr") == "=L2")
        harness.run("ERASE L1 REASON asked")
        #expect(harness.last("ATTACH.LIST L1") == "+OK 0")
        #expect(harness.run("ATTACH.GET L2 plan").contains(" data\taGVsbG8="))
        #expect(harness.last("CHECK DEEP") == "+OK 0")
        harness.run("ERASE L2 REASON asked")
        var view = harness.engine.store.view(.scan)
        #expect(view.rows(of: Schema.attachmentParts.table, limit: 1).isEmpty)
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    @Test("a claim that is erased alone lets the next one up")
    func nextClaimComesUp() throws {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME North")
        harness.run("PARTNER.NEW NAME South")
        harness.run("LEAD.NEW EMAIL ann@acme.example DIRECTION in REFERRER P1")
        harness.run("LEAD.NEW EMAIL ann@acme.example DIRECTION in REFERRER P2 QUEUE")
        harness.run("ERASE L1 REASON asked")
        #expect(harness.run("LEAD.LIST COLUMNS id,status").contains(" L2\tnew"))
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }
}
