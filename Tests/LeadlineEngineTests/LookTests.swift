import LeadlineDomain
import LeadlineStore
import LeadlineWire
import NIOCore
import Testing

@testable import LeadlineEngine

/// Scans that an event loop runs itself as long as they have little to read.
@Suite("A look")
struct LookTests {
    private let harness: EngineHarness

    init() throws {
        harness = try EngineHarness()
        for number in 1...EngineLimits.lookRowsMax + 20 {
            harness.run("LEAD.NEW EMAIL x\(number)@d\(number).example NAME common")
        }
    }

    // A build for debugging would be too slow for the usual time.
    private func look(
        _ line: String, nanosecondsMax: Int = .max
    ) throws -> (reading: Engine.Reading, reply: String) {
        var request = Request()
        for word in line.split(separator: " ") { request.frame.append(word.utf8) }
        let session = Session(
            number: 0, remoteAddress: "", localAddress: "", now: harness.engine.clock.now)
        session.caller = Caller(name: "ann", role: .admin, origin: "test")
        guard case .scan(let command) = try harness.engine.plan(&request, session) else {
            Issue.record("\(line) is planned otherwise")
            return (.cutShort, "")
        }
        var reply = ReplyWriter(format: .text)
        reply.status("before")
        let look = harness.engine.look(
            command, &request, session.caller, rowsMax: EngineLimits.lookRowsMax,
            nanosecondsMax: nanosecondsMax, &reply)
        return (look.reading, String(buffer: reply.buffer))
    }

    @Test(
        "answers as the scan does where there is little to read",
        arguments: [
            "LEAD.LIST STATUS new LIMIT 50", "QUEUE LIMIT 50", "LEAD.FIND x77", "LEAD.LIST LIMIT x",
            "LEAD.FIND nobody", "OVERDUE", "HISTORY L1", "HISTORY L999",
        ])
    func short(line: String) throws {
        let found = try look(line)
        guard case .answered = found.reading else {
            Issue.record("\(line): \(found.reading)")
            return
        }
        let expected = harness.run(line).map { $0 + "\r\n" }.joined()
        #expect(found.reply == "+before\r\n" + expected)
    }

    @Test(
        "writes nothing where there is more than so many rows",
        arguments: ["LEAD.LIST STATUS new LIMIT 200", "LEAD.FIND common LIMIT 200", "CHECK DEEP"])
    func long(line: String) throws {
        let found = try look(line)
        guard case .cutShort = found.reading else {
            Issue.record("\(line): \(found.reading)")
            return
        }
        #expect(found.reply == "+before\r\n")
    }

    @Test("writes nothing where it takes too long")
    func slow() throws {
        let found = try look("LEAD.LIST STATUS new LIMIT 50", nanosecondsMax: 0)
        guard case .cutShort = found.reading else {
            Issue.record("\(found.reading)")
            return
        }
        #expect(found.reply == "+before\r\n")
        // Fewer rows are not timed.
        guard case .answered = try look("LEAD.FIND nobody", nanosecondsMax: 0).reading else {
            Issue.record("a few rows were too many")
            return
        }
    }

    @Test("leaves what wants to wait to those who can")
    func waiting() throws {
        let found = try look("EVENTS AFTER 99999 BLOCK 1000")
        guard case .waits = found.reading else {
            Issue.record("\(found.reading)")
            return
        }
        #expect(found.reply == "+before\r\n")
    }
}
