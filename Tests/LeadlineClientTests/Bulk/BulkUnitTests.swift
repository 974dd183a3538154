import LeadlineClient
import Testing
import leadline

@Suite("BulkUnit")
struct BulkUnitTests {
    private let record = BulkRecord(line: 7, members: [], source: .row([]))

    private func error(_ code: String, _ message: String = "x") -> Reply {
        .error(ServerError(code: code, message: message))
    }

    private func id(_ text: String) -> Reply { .string(Array(text.utf8)) }

    @Test("What was there before the import began is known, not created")
    func tellsOldFromNew() {
        let unit = BulkUnit(record, .lead, .plain, [["LEAD.NEW"]])
        #expect(unit.outcome([id("L7")], newest: 6) == ImportOutcome(.created, id: "L7"))
        #expect(unit.outcome([id("L6")], newest: 6) == ImportOutcome(.known, id: "L6"))
        #expect(unit.outcome([.status("created")], newest: 6) == ImportOutcome(.created))
    }

    @Test("Refusals are sorted by their code, with the id that is in the way")
    func sortsRefusals() {
        let unit = BulkUnit(record, .lead, .plain, [["LEAD.NEW"]])
        let exists = unit.outcome([error("EXISTS", "L2 customer is registered")], newest: 0)
        #expect(exists.word == .exists)
        #expect(exists.id == "L2")
        let hidden = unit.outcome([error("EXISTS", "customer is registered")], newest: 0)
        #expect(hidden.id == nil)
        #expect(unit.outcome([error("INVALID")], newest: 0).word == .invalid)
        for code in ["TRYAGAIN", "LOADING", "SHUTDOWN", "UNCERTAIN"] {
            #expect(unit.outcome([error(code)], newest: 0).isPassing)
        }
        #expect(!unit.outcome([error("LIMIT")], newest: 0).isPassing)
    }

    @Test("Of a block, the first command's reply counts, or the cause of its failure")
    func readsBlocks() {
        let unit = BulkUnit(record, .lead, .block, [["LEAD.NEW"], ["NOTE"]])
        #expect(unit.commands.first == ["MULTI"])
        #expect(unit.commands.last == ["EXEC"])
        let begin: [Reply] = [.status("OK"), .status("QUEUED"), .status("QUEUED")]
        let done = begin + [.list([id("L3"), .status("OK")])]
        #expect(unit.outcome(done[...], newest: 0) == ImportOutcome(.created, id: "L3"))
        let failed = begin + [.list([error("ABORTED"), error("NOTFOUND")])]
        #expect(unit.outcome(failed[...], newest: 0).code == "NOTFOUND")
        let spoiled: [Reply] = [
            .status("OK"), error("INVALID"), .status("QUEUED"), error("EXECABORT"),
        ]
        #expect(unit.outcome(spoiled[...], newest: 0).code == "INVALID")
        let late = begin + [error("TRYAGAIN")]
        #expect(unit.outcome(late[...], newest: 0).isPassing)
    }

    @Test("A trial is created when only its own last command failed")
    func readsTrials() {
        let unit = BulkUnit(record, .partner, .trial, [["PARTNER.NEW"]])
        #expect(unit.commands.count == 4)
        let begin: [Reply] = [.status("OK"), .status("QUEUED"), .status("QUEUED")]
        let good = begin + [.list([error("ABORTED"), error("NOTFOUND")])]
        #expect(unit.outcome(good[...], newest: 0) == ImportOutcome(.created))
        let bad = begin + [.list([error("EXISTS", "P1 x"), error("ABORTED")])]
        #expect(unit.outcome(bad[...], newest: 0).word == .exists)
    }
}

@Suite("LeadCourse")
struct LeadCourseTests {
    private func course(_ members: [(String, JSONValue)]) -> [String] {
        let record = BulkRecord(
            line: 1, members: members.map { JSONMember($0.0, $0.1) }, source: .object(""))
        return LeadCourse.commands(record) { $0 == "P9" ? "P1" : $0 }
            .map { $0.joined(separator: " ") }
    }

    @Test("An outbound lead goes the way to its state")
    func goesOut() {
        #expect(course([("status", .string("new"))]) == [])
        #expect(
            course([
                ("status", .string("won")), ("direction", .string("out")),
                ("partner", .string("P9")), ("value", .string("5.00")),
            ]) == [
                "ASSIGN $1 P1 FORCE imported", "RELEASE $1", "ACCEPT $1", "STATUS $1 contacted",
                "STATUS $1 quoted", "STATUS $1 won VALUE 5.00",
            ])
        #expect(
            course([
                ("status", .string("lost")), ("partner", .string("P2")), ("reason", .string("a b")),
            ]).suffix(2) == ["ACCEPT $1", "STATUS $1 lost REASON a b"])
        #expect(
            course([("status", .string("withdrawn")), ("reason", .null)]) == [
                "LEAD.WITHDRAW $1 REASON imported"
            ])
    }

    @Test("An inbound lead goes the way to its state")
    func comesIn() {
        let inbound: (String, [(String, JSONValue)]) -> [String] = { status, more in
            course([("status", .string(status)), ("direction", .string("in"))] + more)
        }
        #expect(inbound("queued", []) == [])
        #expect(inbound("needsinfo", [("missing", .array([.string("size")]))]) == [])
        #expect(
            inbound("needsinfo", [("missing", .array([]))]) == [
                "STATUS $1 needsinfo REASON imported"
            ])
        #expect(
            inbound("negotiation", [("meeting", .string("T"))]) == [
                "ACCEPT $1", "STATUS $1 qualified", "STATUS $1 meeting AT T",
                "STATUS $1 negotiation",
            ])
        #expect(
            inbound("won", [("value", .string("3"))]) == [
                "ACCEPT $1", "STATUS $1 qualified", "STATUS $1 won VALUE 3",
            ])
    }
}
