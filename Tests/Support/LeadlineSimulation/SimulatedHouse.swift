import Foundation
import LeadlineDomain
package import LeadlineEngine
package import LeadlineStore
import LeadlineWire
import NIOCore

/// A whole server without sockets and threads: a real store in a temporary folder, a clock that
/// only the history moves, and a writer whose groups come and go as steps say.
///
/// It does what the server's connections and its committer do between them, one step at a time.
package final class SimulatedHouse {
    /// 2026-11-21T17:00:00Z, a Saturday.
    static let start = Timestamp(milliseconds: 1_795_280_400_000)

    let clock = Clock(standingAt: SimulatedHouse.start)
    let settings: Settings
    private let durability: StoreOptions.Durability
    private let folder: String
    private let lies: SimulatedJournal.Lies?
    private(set) var engine: Engine
    private(set) var writer: Writer
    private var journal: SimulatedJournal

    var sessions: [Int: Session] = [:]
    /// How often a connection was opened; numbers are never given twice.
    var sessionCount: UInt64 = 0
    var request = Request()

    /// Requests of the group that is executed now, and what they were answered.
    var filling = PendingGroup()
    /// The same of the sealed group.
    private var flying: (group: PendingGroup, sealed: SealedGroup, outcome: Outcome?, fate: Fate?)?
    /// Requests that work in steps and are not done.
    var unfinished: [Unfinished] = []
    /// Whether nobody knows what is on disk: only another process can go on.
    private(set) var isPoisoned = false
    /// What was done and is on disk.
    private(set) var deeds: [Deed] = []
    /// The entries of the processes before this one.
    private var entriesBefore: [Entry] = []
    /// Which keys were used.
    var repeats = Repeats()
    /// Replies that were released and not taken yet.
    private(set) var answers: [Answer] = []
    /// What must not be and was.
    package private(set) var faults: [String] = []
    /// Requests that were executed.
    package internal(set) var requestCount = 0
    /// What happened, by a word for each kind of it.
    package internal(set) var census = Census()

    /// A reply on its way to a client.
    struct Answer {
        let connection: Int
        let lines: [Line]
        var reply: String
        var isBlock = false

        /// Whether nothing of it happened: every part of a block that was undone is an error.
        var isRefused: Bool {
            reply.hasPrefix("-")
                || isBlock && reply.split(separator: "\r\n").dropFirst().first?.first == "-"
        }

        /// The reply that its keys keep: that of a block of one request is the request's own.
        var keptReply: String {
            let head = "*1\r\n"
            guard isBlock, lines.count == 1, reply.hasPrefix(head) else { return reply }
            return String(reply.dropFirst(head.count))
        }
    }

    /// A request that works in steps.
    struct Unfinished {
        let connection: Int
        let line: Line
        let caller: Caller
    }

    /// What waits for a commit.
    struct PendingGroup {
        var answers: [Answer] = []
        var deeds: [Deed] = []
        var keys: [String] = []
        var hasProceeded = false
    }

    /// An empty house.
    ///
    /// - Parameters:
    ///   - settings: What the server is configured with.
    ///   - durability: What a commit waits for.
    ///   - lies: Of which entries the disk only says that they are there.
    /// - Throws: What the store says when it cannot be made.
    package init(
        _ settings: Settings = Settings(), durability: StoreOptions.Durability = .os,
        lies: (@Sendable (Entry) -> Bool)? = nil
    ) throws {
        self.settings = settings
        self.durability = durability
        self.lies = lies
        folder =
            FileManager.default.temporaryDirectory
            .appending(path: "leadline-simulation-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let store = try Store.open(Self.options(folder + "/house", durability))
        engine = Engine(store: store, clock: clock, settings: settings)
        journal = SimulatedJournal(store: store, lies: lies)
        writer = Writer(engine: engine, journal: journal, seed: 0)
    }

    deinit {
        // No reader is left behind, for which closing would wait.
        writer.settle()
        engine.store.close()
        // A folder that stays behind among the temporary ones is no failure of the test.
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// How every store of a simulation is opened: the process does not die here, crashes have
    /// their own suite.
    static func options(
        _ directory: String, _ durability: StoreOptions.Durability = .os
    ) -> StoreOptions {
        var options = StoreOptions(
            path: directory, durability: durability, freeBytesMin: 0, freePercentMin: 0)
        // Every gap is learnt, and not only those that are worth it.
        options.slowSeek = .zero
        return options
    }

    /// A folder for another store, which is deleted with this one.
    func folder(for purpose: String) -> String { folder + "/" + purpose }

    /// Everything that was written, in order.
    var entries: [Entry] { entriesBefore + journal.entries }

    /// Notes what must not be.
    func report(_ fault: String) { faults.append(fault) }

    /// The replies that were released since the last call.
    func takeAnswers() -> [Answer] {
        defer { answers = [] }
        return answers
    }

    /// Whether a connection waits for a commit.
    func isWriting(_ number: Int) -> Bool {
        let waiting = filling.answers + (flying?.group.answers ?? [])
        return waiting.contains { $0.connection == number }
    }

    /// Answers a request at once: it waits for no commit.
    func release(_ answer: Answer) {
        census.note(answer)
        if answer.reply.contains("-INTERNAL") {
            report("internal: \(answer.lines) answered \(answer.reply)")
        }
        answers.append(answer)
    }

    // MARK: - Steps

    /// Does one step.
    ///
    /// - Throws: What the store says when it cannot be opened again.
    package func perform(_ step: Step) throws {
        switch step {
        case .connect(let number): connect(number)
        case .disconnect(let number): sessions[number] = nil
        case .send(let number, let line, let random): send(line, on: number, random)
        case .block(let number, let lines, let random): sendBlock(lines, on: number, random)
        case .abandon(let number, let lines):
            queue(lines, on: number)
            sessions[number] = nil
        case .proceed(let random): proceed(random)
        case .seal: seal()
        case .append(let fate): append(fate)
        case .settle: settle()
        case .pass(let milliseconds):
            clock.stand(at: Timestamp(milliseconds: clock.now.milliseconds + milliseconds))
        case .fire(let count, let random): fire(count, random)
        case .crash(let random): try crash(random)
        }
    }

    private func fire(_ count: Int, _ random: UInt64) {
        guard !isPoisoned, writer.mayBeDue else { return }
        writer.reseed(random)
        let deed = Deed(act: .fire(count), now: clock.now, random: random)
        writer.fireDue(atMost: count)
        if writer.hasFailedDeadlines { report("timer: something due could not happen") }
        filling.deeds.append(deed)
    }

    // MARK: - Groups

    private func seal() {
        if flying != nil { settle() }
        guard !isPoisoned else { return }
        guard let sealed = writer.seal() else {
            // Nothing was written: refusals and reads need no commit.
            deeds += filling.deeds.filter { !$0.isEffective }
            for answer in filling.answers { release(answer) }
            filling = PendingGroup()
            return
        }
        flying = (filling, sealed, nil, nil)
        filling = PendingGroup()
    }

    private func append(_ fate: Fate) {
        guard let flight = flying, flight.outcome == nil else { return }
        journal.prepare(fate)
        let outcome = engine.append(flight.sealed, to: journal)
        if fate == .durable, outcome != .durable { report("journal: an entry was \(outcome)") }
        flying?.outcome = outcome
        flying?.fate = fate
        census.count("group \(fate.rawValue)")
    }

    private func settle() {
        guard flying != nil else { return }
        append(.durable)
        guard let flight = flying else { return }
        flying = nil
        writer.settle()
        switch flight.outcome {
        case .durable:
            deeds += flight.group.deeds
            for answer in flight.group.answers { release(answer) }
            review(flight.sealed.endedLogins)
        case .superseded:
            writer.lookAgain()
            forget(flight.group, "TRYAGAIN another writer has taken over; nothing was executed")
            forget(filling, "TRYAGAIN another writer has taken over; nothing was executed")
            filling = PendingGroup()
        case .unknown, nil:
            isPoisoned = true
            if flight.fate == .unknownWritten { deeds += flight.group.deeds }
            let isLost = flight.fate != .unknownWritten
            forget(flight.group, "UNCERTAIN \(Writer.uncertain.message)", keys: isLost)
            forget(filling, "SHUTDOWN the server is going down; nothing was executed")
            filling = PendingGroup()
        }
    }

    /// Answers a group whose commit failed with an error.
    private func forget(_ group: PendingGroup, _ error: String, keys: Bool = true) {
        if keys { repeats.forget(group.keys) }
        for answer in group.answers {
            release(
                Answer(
                    connection: answer.connection, lines: answer.lines,
                    reply: "-\(error)\r\n"))
        }
    }

    /// Makes durable whatever was executed, and finishes what works in steps.
    func drain(_ random: UInt64) throws {
        if isPoisoned { try crash(random) }
        var left = Self.stepsMax
        repeat {
            settle()
            proceed(random &+ UInt64(left))
            seal()
            settle()
            left -= 1
        } while !unfinished.isEmpty && left > 0
        if left == 0 { report("steps: a request never ends") }
        // What the clock has made due since happens now.
        while writer.mayBeDue, left > 0 {
            fire(Self.firingsMax, random &+ UInt64(left) << 32)
            seal()
            settle()
            left -= 1
        }
        if left == 0 { report("timer: what is due never ends") }
        settle()
    }

    /// More steps than any history's requests have.
    private static let stepsMax = 10_000
    private static let firingsMax = 256

    // MARK: - Processes

    /// Ends the process: what is not on disk is lost, and whoever waits learns nothing.
    private func crash(_ random: UInt64) throws {
        if let flight = flying, flight.outcome == .durable {
            deeds += flight.group.deeds
        } else if let flight = flying, flight.fate == .unknownWritten {
            deeds += flight.group.deeds
        } else if let flight = flying {
            repeats.forget(flight.group.keys)
        }
        repeats.forget(filling.keys)
        flying = nil
        filling = PendingGroup()
        // What was executed and is not on disk is gone, and no reader is left behind.
        writer.settle()
        unfinished = []
        sessions = [:]
        isPoisoned = false
        census.count("restart")
        try reopen(random)
    }

    private func reopen(_ random: UInt64) throws {
        let digest = try engine.store.contentDigest()
        engine.store.close()
        entriesBefore += journal.entries
        let store = try Store.open(Self.options(folder + "/house", durability))
        if try store.contentDigest() != digest { report("restart: rows changed while closed") }
        engine = Engine(store: store, clock: clock, settings: settings)
        journal = SimulatedJournal(store: store, lies: lies)
        writer = Writer(engine: engine, journal: journal, seed: random)
        let deed = Deed(act: .start, now: clock.now, random: random)
        if writer.finishSteps() != .durable || writer.catchUp() != .durable {
            report("restart: what was under way could not be finished")
        }
        if writer.hasFailedDeadlines { report("timer: something due could not happen") }
        deeds.append(deed)
    }
}
