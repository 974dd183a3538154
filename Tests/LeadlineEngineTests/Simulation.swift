import Foundation
import LeadlineDomain
import LeadlineStore
import LeadlineWire
import NIOCore
import Synchronization

@testable import LeadlineEngine

/// SplitMix64: the same seed tells the same history on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// Commits to a store and keeps every entry, so that a follower can be fed with them.
final class RecordingJournal: Journal {
    private let journal: LevelDBJournal
    private let recorded = Mutex<[Entry]>([])
    var entries: [Entry] { recorded.withLock { $0 } }

    init(store: Store) { journal = LevelDBJournal(store: store) }

    func append(_ entry: Entry) -> Outcome {
        let outcome = journal.append(entry)
        if outcome == .durable { recorded.withLock { $0.append(entry) } }
        return outcome
    }
}

/// One random history of commands over an empty store, under a clock that only the history moves.
final class Simulation {
    var random: SeededGenerator
    private let clock = Clock(standingAt: Timestamp(milliseconds: 1_795_280_400_000))
    private let directory: URL
    let engine: Engine
    let writer: Writer
    private let journal: RecordingJournal
    let caller = Caller.firstRun(origin: "simulation#1")
    /// Users of the first two partners.
    private let outsiders = (1...2).map {
        Caller(
            name: Text("user\($0)"), role: .partner, partner: PartnerID(raw: UInt64($0)),
            origin: Text("simulation#\($0 + 1)"))
    }
    var request = Request()
    var replies: [String] = []

    init(seed: UInt64) throws {
        random = SeededGenerator(seed: seed)
        directory = FileManager.default.temporaryDirectory
            .appending(path: "leadline-simulation-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true)
        var options = StoreOptions(path: directory.appending(path: "leader").path)
        // The process does not die here; crashes have their own suite.
        options.durability = .os
        let store = try Store.open(options)
        engine = Engine(store: store, clock: clock)
        journal = RecordingJournal(store: store)
        writer = Writer(engine: engine, journal: journal, seed: seed)
    }

    deinit {
        engine.store.close()
        // A directory that stays behind in the temporary folder is no failure of the test.
        try? FileManager.default.removeItem(at: directory)
    }

    /// Runs so many commands in groups of random size.
    func run(commands: Int) {
        for name in ["Outsiders", "Others"] { execute(["PARTNER.NEW", "NAME", name]) }
        var left = commands
        while left > 0 {
            let size = min(left, Int.random(in: 1...8, using: &random))
            for _ in 0..<size { executeOne() }
            left -= size
            if let sealed = writer.seal() {
                // As in the server, the next group may begin while this one is on its way.
                let early = min(left, Int.random(in: 0...2, using: &random))
                for _ in 0..<early { executeOne() }
                left -= early
                precondition(engine.append(sealed, to: journal) == .durable)
                writer.settle()
            }
            precondition(writer.commit() == .durable)
            let pause = Int64.random(in: 0...172_800_000, using: &random)
            clock.stand(at: Timestamp(milliseconds: clock.now.milliseconds + pause))
        }
    }

    private func executeOne() {
        if Int.random(in: 0..<6, using: &random) == 0 {
            executeBlock()
        } else {
            execute(nextCommand())
        }
    }

    /// Executes a line and commits it; the reply in RESP3.
    func ask(_ words: [String]) -> String {
        execute(words)
        precondition(writer.commit() == .durable)
        return replies.last ?? ""
    }

    /// What contradicts the rules of registration: who holds, who waits, and who lacks something.
    func faults() -> [String] {
        var view = engine.store.view(.scan)
        let now = engine.clock.now
        let leads = view.rows(of: Schema.leads.table, limit: 10_000).filter(\.status.isOpen)
        return leads.flatMap { lead in
            let others = leads.filter {
                $0.id != lead.id && $0.emailKey == lead.emailKey
                    && $0.direction == lead.direction && $0.overlaps(lead)
            }
            var faults: [String] = []
            if lead.isHolding(at: now), others.contains(where: { $0.isHolding(at: now) }) {
                faults.append("\(lead.id) holds what another holds")
            }
            if lead.status == .queued, !others.contains(where: { $0.claim != nil }) {
                faults.append("\(lead.id) waits for nothing")
            }
            if lead.direction == .in, !lead.missing.isEmpty, lead.status != .needsinfo {
                faults.append("\(lead.id) is \(lead.status.word) and lacks something")
            }
            return faults
        }
    }

    /// Whether a follower that only applied the entries holds the very same rows.
    func followerAgrees() throws -> Bool {
        var options = StoreOptions(path: directory.appending(path: "follower").path)
        options.durability = .os
        let follower = try Store.open(options)
        defer { follower.close() }
        for entry in journal.entries { try follower.apply(entry) }
        return try follower.contentDigest() == engine.store.contentDigest()
    }

    private func execute(_ words: [String]) {
        request.frame.removeAll()
        for word in words { request.frame.append(word.utf8) }
        var reply = ReplyWriter(format: .resp3)
        writer.execute(&request, caller(of: words), &reply)
        replies.append(String(buffer: reply.buffer))
    }

    /// Mostly the desk; leads are brought and changed by outsiders, too.
    private func caller(of words: [String]) -> Caller {
        guard ["LEAD.NEW", "LEAD.SET", "LEAD.WITHDRAW", "DISPUTE.NEW"].contains(words.first),
            Int.random(in: 0..<4, using: &random) == 0
        else { return caller }
        return pick(outsiders)
    }

    // MARK: - What happens next

    func pick<T>(_ choices: [T]) -> T {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    var lead: String { "L\(Int.random(in: 1...12, using: &random))" }
    var partner: String { "P\(Int.random(in: 1...5, using: &random))" }
    private var dispute: String { "D\(Int.random(in: 1...4, using: &random))" }
    private var zip: String { pick(["90210", "10001", "60601", "02134"]) }
    var service: String { pick(["payroll", "hr", "setup"]) }
    private var email: String {
        pick(["ann@acme.example", "A.nn+x@gmail.com", "ann@gmail.com", "bob@bolt.example"])
            .replacingOccurrences(of: "bob", with: pick(["bob", "cat", "dan", "eve"]))
    }

    private var inbound: [String] {
        ["LEAD.NEW", "EMAIL", email, "DIRECTION", "in", "PRODUCT", pick(["", "crm", "erp", "bi"])]
    }

    /// A move that the desk could make of one of few leads, as that stands on the disk.
    private var advance: [String] {
        let id = LeadID(raw: UInt64.random(in: 1...3, using: &random))
        var view = engine.store.view(.point)
        guard let lead = view.get(Schema.leads.table, id) else { return ["TAKE"] }
        let moves = Flow.of(lead.direction).moves(from: lead.status).filter { $0.command != nil }
        // Out of four, three go on and do not end.
        let further = moves.filter(\.to.isOpen)
        let move = pick(further.isEmpty || pick([true, false, false, false]) ? moves : further)
        guard move.to != .review else { return ["ASSIGN", "\(id)", partner, "FORCE", "agreed"] }
        let keywords = move.requires.flatMap { keyword in
            switch keyword {
            case .meetingTime: ["AT", "2d"]
            case .value: ["VALUE", "12.50"]
            case .reason, .partner: ["REASON", "so it is"]
            }
        }
        return ["STATUS", "\(id)", "\(move.to.word)"] + keywords
    }

    func nextCommand() -> [String] {
        let command = pick(Self.grammar + SimulationScores.grammar)(self)
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return command + ["IDEM", pick(["k1", "k2", "k3"])]
        case 1 where command.first != "LEAD.NEW": return command + ["IF", pick(["1", "2", "3"])]
        default: return command
        }
    }

    private static let grammar: [@Sendable (Simulation) -> [String]] = [
        { ["PARTNER.NEW", "NAME", "Partner \($0.partner)", "WEIGHT", $0.pick(["0", "1", "3"])] },
        { ["PARTNER.SET", $0.partner, "CAPACITY", $0.pick(["1", "2", ""]), "NAME", $0.service] },
        { [$0.pick(["PARTNER.PAUSE", "PARTNER.RESUME"]), $0.partner] },
        { ["SERVICE.SET", $0.service, "TEXT", $0.zip] },
        { simulation in
            [
                simulation.pick(["COVER.ADD", "COVER.ADD", "COVER.DEL"]), simulation.partner,
                "SERVICE", simulation.service, "AREA",
                simulation.pick(["*", "US", "US-CA", "EMEA", "JP"]),
            ]
        },
        { ["TERRITORY.SET", $0.zip, $0.partner] },
        { ["TERRITORY.SET", $0.zip, $0.partner, "FORCE", "moved"] },
        { ["TERRITORY.DEL", $0.zip] },
        { ["LEAD.NEW", "EMAIL", $0.email, "SERVICE", $0.service, "ZIP", $0.zip] },
        { ["LEAD.NEW", "EMAIL", $0.email, "AREA", "JP", "PHONE", "+1 202 555 0143"] },
        { ["LEAD.NEW", "EMAIL", $0.email, "NAME", "Ann Lee", "FORCE", "sure", "REF", $0.zip] },
        { ["LEAD.NEW", "EMAIL", $0.email, "COMPANY", "Acme", "DRYRUN"] },
        {
            [
                "LEAD.NEW", "EMAIL", $0.email, "ONEXISTS", $0.pick(["ignore", "update"]), "NAME",
                "X",
            ]
        },
        { $0.inbound },
        { $0.inbound },
        { $0.inbound + ["QUEUE"] },
        { $0.inbound + ["QUEUE", "FIELD", "size", $0.pick(["1", "7", "x"])] },
        { $0.inbound + ["SERVICE", $0.service, "FIELD", "size", "3"] },
        { ["LEAD.SET", $0.lead, "PRODUCT", $0.pick(["", "crm", "erp", "bi"])] },
        { ["STATUS", $0.lead, $0.pick(["new", "needsinfo", "qualified", "negotiation"])] },
        { ["STATUS", $0.lead, "accepted"] },
        { $0.advance },
        { $0.advance },
        { $0.advance },
        { $0.advance },
        {
            [
                "FORM.SET", $0.service, "FIELD", "size", "TYPE", "number",
                $0.pick(["REQUIRED", "PERSONAL"]), "MAX", $0.pick(["5", "9"]),
            ]
        },
        { ["FORM.DEL", $0.service, "FIELD", "size"] },
        { ["LEAD.NEW", "FROM", $0.lead, "SERVICE", $0.service] },
        { ["LEAD.SET", $0.lead, "NAME", $0.service, "ZIP", $0.pick([$0.zip, ""])] },
        { ["LEAD.SET", $0.lead, "EMAIL", $0.email, "SERVICE", $0.service] },
        { ["LEAD.SET", $0.lead, "FIELD", "size", $0.pick(["1", "2", ""]), "OWNER", "default"] },
        { ["ASSIGN", $0.lead, "AUTO"] },
        { ["ASSIGN", $0.lead, "AUTO"] },
        { ["ASSIGN", $0.lead, $0.partner] },
        { ["ASSIGN", $0.lead, $0.partner, "FORCE", "agreed"] },
        { ["ASSIGN", $0.lead, "USER", $0.pick(["default", "NONE"])] },
        { ["UNASSIGN", $0.lead, "REASON", "wrong"] },
        { ["RELEASE", $0.lead] },
        { ["RELEASE", $0.lead] },
        { ["ACCEPT", $0.lead] },
        { ["ACCEPT", $0.lead] },
        { ["DECLINE", $0.lead, "REASON", "busy"] },
        { ["STATUS", $0.lead, $0.pick(["contacted", "quoted"])] },
        { ["STATUS", $0.lead, "won", "VALUE", "12.50"] },
        { ["STATUS", $0.lead, $0.pick(["lost", "rejected", "new"]), "REASON", "no budget"] },
        { ["LEAD.WITHDRAW", $0.lead, "REASON", "gone"] },
        { ["REOPEN", $0.lead, "REASON", "back"] },
        { ["NOTE", $0.lead, "called", "SHARED"] },
        { ["CLAIM.EXTEND", $0.lead, "5d", "REASON", "more"] },
        { ["LEAD.MERGE", $0.lead, "INTO", $0.lead, "REASON", "same"] },
        { ["LEAD.MERGE", $0.lead, "INTO", $0.lead, "REASON", "same"] },
        { ["LEAD.TRANSFER", "FROM", $0.partner, "TO", $0.partner, "REASON", "leaves"] },
        { ["TOUCH", $0.lead, $0.partner, "AT", $0.pick(["1d", "2d"])] },
        { ["CREDIT", $0.lead, "MODEL", $0.pick(["first", "linear", "position"]), "APPLY"] },
        { ["CREDIT", $0.lead, "SHARES", "\($0.partner) 60%,P1 40%"] },
        { ["DISPUTE.NEW", $0.pick([$0.lead, "EMAIL"]), $0.email, "REASON", "mine"] },
        { ["DISPUTE.NEW", $0.lead, "REASON", "mine"] },
        { ["DISPUTE.NOTE", $0.dispute, "see", $0.pick(["SHARED", "here"])] },
        { ["DISPUTE.RESOLVE", $0.dispute, "FOR", $0.partner, "REASON", "so"] },
        { ["DISPUTE.WITHDRAW", $0.dispute] },
        { ["PROOF", $0.lead] },
        { _ in ["TAKE"] },
        { ["TAKE", "SERVICE", $0.service] },
        { $0.programme },
    ]
}
