import LeadlineEngine
import LeadlineStore
import LeadlineWire
import NIOCore
import Synchronization

/// A server without a socket on the calling thread, whose every step is measured.
package final class CostRun {
    private let engine: Engine
    private let writer: Writer
    private let points: PointReads
    private let journal: KeepingJournal
    private let session: Session
    private let lead: CommandTemplate
    /// The same as a client's import sends it, with a key of idempotency.
    private let importedLead: CommandTemplate
    private let gets: [CommandTemplate]
    private let pings = CommandTemplate(["PING"])
    private var numbers = Numbers(below: 1 << 30, seed: 1)
    private var decoder = RequestDecoder()
    private var request = Request()
    private var input = ByteBuffer()
    private var reply = ReplyWriter(format: .resp2)

    /// Leads made before anything is measured, until reused memory has its size; those are read.
    private static let warmUpCount = 256

    /// Opens a store in a directory that does not exist yet, and warms it up.
    package init(directory: String) throws {
        let options = StoreOptions(
            path: directory, durability: .os, freeBytesMin: 0, freePercentMin: 0)
        engine = Engine(store: try Store.open(options))
        points = PointReads(engine.store)
        journal = KeepingJournal(store: engine.store)
        writer = Writer(engine: engine, journal: journal, seed: 1)
        session = Session(
            number: 1, remoteAddress: "127.0.0.1:40112", localAddress: "127.0.0.1:5323",
            now: engine.clock.now)
        engine.welcome(session)
        // The lead of the other workloads: a customer and a company of its own.
        let words = [
            "LEAD.NEW", "EMAIL", "run-p__seq__@xrun__seq__.example", "NAME", "Ann Lee", "COMPANY",
            "Acme run __seq__", "SERVICE", "recruitment", "ZIP", "90210", "NOTES",
            String(String(repeating: "Called twice, wants an offer. ", count: 7).prefix(200)),
        ]
        lead = CommandTemplate(words)
        importedLead = CommandTemplate(words + ["IDEM", "import-0618338a366acc9945951d80-__seq__"])
        gets = (1...Self.warmUpCount).map { CommandTemplate(["LEAD.GET", "L\($0)"]) }
        _ = try makeLeads(Self.warmUpCount, perGroup: Self.warmUpCount / 4)
        _ = try getLeads(Self.warmUpCount)
    }

    // While one of the next three runs callgrind counts its command, found by its name.

    /// Registers leads, committed in groups.
    @inline(never)
    package func makeLeads(_ count: Int, perGroup: Int) throws -> Cost {
        var cost = Cost()
        for index in 0..<count {
            lead.write(to: &input, &numbers)
            try frameAndMatch(&cost)
            cost.measure(.execution) { execute() }
            try checkReply()
            if (index + 1).isMultiple(of: perGroup) || index + 1 == count {
                let outcome = cost.measure(.commit) { commit() }
                guard outcome == .durable else {
                    throw LoadFailure(description: "a commit failed")
                }
                if cost.written == nil, let entry = journal.entry { cost.sample(entry) }
            }
        }
        return cost
    }

    /// Registers leads in groups of so many at most, as many as the writer takes; answers what it
    /// commits.
    func record(
        leads count: Int, perGroup: Int, areImported: Bool
    ) throws -> [Recording.Group] {
        var cost = Cost()
        var groups: [Recording.Group] = []
        var leads = 0
        let lead = areImported ? importedLead : lead
        for index in 0..<count {
            lead.write(to: &input, &numbers)
            try frameAndMatch(&cost)
            writer.execute(&request, session.caller, &reply)
            try checkReply()
            leads += 1
            guard leads == perGroup || writer.isFull || index + 1 == count else { continue }
            guard writer.commit() == .durable, let entry = journal.entry else {
                throw LoadFailure(description: "a commit failed")
            }
            groups.append(Recording.Group(entry: entry, leads: leads))
            leads = 0
        }
        return groups
    }

    /// Reads leads, one after the other.
    @inline(never)
    package func getLeads(_ count: Int) throws -> Cost {
        var cost = Cost()
        for index in 0..<count {
            gets[index % gets.count].write(to: &input, &numbers)
            let command = try frameAndMatch(&cost)
            cost.measure(.execution) { execute(read: command) }
            try checkReply()
        }
        return cost
    }

    /// Asks whether the server is there.
    @inline(never)
    package func ping(_ count: Int) throws -> Cost {
        var cost = Cost()
        for _ in 0..<count {
            pings.write(to: &input, &numbers)
            let command = try frameAndMatch(&cost)
            cost.measure(.execution) { execute(local: command) }
            try checkReply()
        }
        return cost
    }

    /// Closes the store.
    package func close() { engine.store.close() }

    @discardableResult
    private func frameAndMatch(_ cost: inout Cost) throws -> Int {
        let step = cost.measure(.framing) { frame() }
        guard step == .request else { throw LoadFailure(description: "no request: \(step)") }
        input.clear()
        cost.countCommand()
        return try cost.measure(.matching) { try match() }
    }

    // Each phase is a function that callgrind finds by its name, so none becomes part of another.

    @inline(never)
    private func frame() -> RequestDecoder.Step {
        decoder.next(&input, &request.frame, limits: .authenticated)
    }

    @inline(never)
    private func match() throws -> Int {
        let index = try engine.table.find(request.frame)
        _ = try engine.plan(&request, session)
        try request.match(engine.table.commands[index])
        return index
    }

    @inline(never)
    private func execute() { writer.execute(&request, session.caller, &reply) }

    @inline(never)
    private func execute(read command: Int) {
        _ = engine.runRead(command, &request, session.caller, points: points, &reply)
    }

    @inline(never)
    private func execute(local command: Int) {
        engine.runLocal(command, &request, session, &reply)
    }

    @inline(never)
    private func commit() -> Outcome { writer.commit() }

    private func checkReply() throws {
        let first = reply.buffer.getInteger(at: reply.buffer.readerIndex, as: UInt8.self)
        guard first != UInt8(ascii: "-") else {
            throw LoadFailure(description: String(buffer: reply.buffer))
        }
        reply.buffer.clear()
    }
}

/// A journal that writes to the store and keeps what it was given last.
private final class KeepingJournal: Journal {
    private let journal: LevelDBJournal
    private let kept = Mutex<Entry?>(nil)
    var entry: Entry? { kept.withLock { $0 } }

    init(store: Store) { journal = LevelDBJournal(store: store) }

    func append(_ entry: Entry) -> Outcome {
        kept.withLock { $0 = entry }
        return journal.append(entry)
    }
}
