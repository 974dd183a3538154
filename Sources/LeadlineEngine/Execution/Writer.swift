import LeadlineDomain
package import LeadlineStore
package import LeadlineWire
import Synchronization

/// Executes writes one after another into a group and commits the group at once.
///
/// While a group is made durable the next one may be executed over it. Confined to one thread. A
/// reply that `execute` wrote may be released only when its group is durable; otherwise every one
/// of the group's callers gets `uncertain` (`reliability.md` H2, H3).
package final class Writer {
    let engine: Engine
    let group: Group
    /// Where groups become durable.
    package let journal: any Journal
    private let random: RandomSource
    let keptKeys = KeptKeys()
    let blockLimits: BlockLimits
    /// Whether the last request works in steps and has more to do: it is to be executed again, in
    /// another group, and was not answered.
    package private(set) var isUnfinished = false
    /// Whether others may write before an unfinished request goes on: not while the clock moves.
    package var isInterruptible: Bool { !isFiring }
    private var gatekeeper: Gatekeeper
    /// When it has to look for what is due.
    var alarm = Alarm()
    /// Where it looks.
    var deadlineSources = Deadlines.sources
    /// Whether the last transaction moved the clock.
    private var hasMovedClock = false
    /// Whether what the last request has made due has not all happened yet.
    private var isFiring = false
    /// Whether something was erased since it was last asked.
    private var hasErased = false
    /// Commands of the current group that wrote.
    package private(set) var writesInGroup = 0

    /// A writer of this engine, by default to its own store's journal.
    ///
    /// A seed makes salts repeatable; without one they are drawn from the system.
    package init(
        engine: Engine, journal: (any Journal)? = nil, seed: UInt64? = nil,
        blockLimits: BlockLimits = BlockLimits()
    ) {
        self.engine = engine
        self.blockLimits = blockLimits
        group = Group(store: engine.store)
        self.journal = journal ?? LevelDBJournal(store: engine.store)
        random = RandomSource(seed: seed)
        gatekeeper = Gatekeeper(engine.authority)
    }

    /// What is executed from now on draws its salts and tokens repeatably from `seed`: a recorded
    /// request that is executed again with its own seed writes the same bytes.
    package func reseed(_ seed: UInt64) { random.reseed(seed) }

    /// Whether the group should be committed before more is executed.
    package var isFull: Bool { group.isFull }

    /// Whether anything waits for `commit`.
    package var isEmpty: Bool { group.isEmpty }

    /// What every caller of a group is told whose commit failed half-way.
    package static let uncertain = Rejection(
        .uncertain, "the commit failed half-way; retry with the same IDEM key to learn more")

    /// What every caller of a request is told that cannot be framed a second time.
    package static let misframed = Rejection(
        .internal, "the request could not be read a second time; it was not executed")
    /// What a caller is told whose login ended before its request was executed.
    static let loggedOut = Rejection(.noLogin, "logged out; nothing was executed")
    /// The same where steps of the request were executed before.
    static let loggedOutBetweenSteps = Rejection(
        .noLogin, "logged out; a part was executed and stays")
    static let readOnly = Rejection(
        .readOnly, "the server was started with --read-only; nothing was executed")
    static let unreadable = Rejection(.internal, "the store could not be read")

    /// What became of one request.
    struct Effect {
        /// Whether it wrote.
        var hasWritten = false
        /// Why it did not, nil when nothing was to be written or all is well.
        var rejection: Rejection?
        /// What it created, in a block.
        var created: Text?
    }

    /// Executes one framed request; its reply is complete on return, errors included.
    package func execute(_ request: inout Request, _ caller: Caller, _ reply: inout ReplyWriter) {
        if perform(&request, caller, &reply, inBlock: false).hasWritten { countWrites(1) }
    }

    /// Whether steps of the request that is executed next were executed before; it is of that
    /// request only.
    package var isGoingOn = false

    /// Notes writes that are part of the group for good.
    func countWrites(_ count: Int) { writesInGroup += count }

    /// Executes one framed request and answers what became of it.
    func perform(
        _ request: inout Request, _ caller: Caller, _ reply: inout ReplyWriter, inBlock: Bool
    ) -> Effect {
        isUnfinished = false
        hasMovedClock = false
        let wasFiring = isFiring
        isFiring = false
        let wasBegun = isGoingOn
        isGoingOn = false
        let index: Int
        do throws(Rejection) {
            index = try engine.table.find(request.frame)
            // The whole command is only copied to say no.
            if !engine.table.lanes[index].roles.meet(caller.roles) {
                try engine.authorise(caller, engine.table.commands[index])
            }
            if !gatekeeper.knows(caller) { try recheck(caller, wasBegun: wasBegun) }
        } catch {
            engine.write(error, nil, to: &reply)
            return Effect(rejection: error)
        }
        let command = engine.table.commands[index]
        let body: Command.WriteBody
        switch command.body {
        case .write(let write): body = write
        case .either(_, let write, _) where command.writes(request.frame):
            body = write
        case .local, .muster, .row, .scan, .apart, .either:
            read(index, &request, caller, &reply)
            return Effect()
        }
        do throws(Rejection) {
            try engine.match(index, &request)
        } catch {
            engine.write(error, nil, to: &reply)
            return Effect(rejection: error)
        }
        let stopwatch = Stopwatch()
        let start = reply.mark()
        var effect: Effect
        do throws(Rejection) {
            try admit()
            let created = try transact(caller, inBlock: inBlock) {
                (transaction: inout Transaction) throws(Rejection) in
                transaction.isFiring = wasFiring
                try body(&transaction, &request, &reply)
            }
            effect = Effect(
                hasWritten: true, created: command.createdPrefix == nil ? nil : created)
        } catch {
            reply.rewind(to: start)
            engine.write(error, index, to: &reply)
            effect = Effect(rejection: error)
        }
        if hasMovedClock, fireDue(atMost: Deadlines.firingsPerStep) {
            isFiring = true
            isUnfinished = true
            reply.rewind(to: start)
        }
        engine.finish(index, stopwatch, request, caller)
        return effect
    }

    /// Makes everything executed since the last commit durable, and waits for that.
    package func commit() -> Outcome {
        guard let sealed = seal() else {
            group.reset()
            return .durable
        }
        let outcome = engine.append(sealed, to: journal)
        settle()
        if outcome != .durable { lookAgain() }
        return outcome
    }

    /// Ends the group; what is executed from now on is the next one.
    ///
    /// Nil when nothing was written. `Engine.append` makes it durable, on any thread; `settle` has
    /// to follow before the next is sealed.
    package func seal() -> SealedGroup? {
        defer {
            writesInGroup = 0
            isUnfinished = false
        }
        guard let entry = group.seal(epoch: engine.store.epoch) else { return nil }
        defer { hasErased = false }
        return SealedGroup(
            entry: entry, writes: writesInGroup, ended: gatekeeper.seal(), hasErased: hasErased)
    }

    /// Learns what became of the sealed group: when it was not written, nothing remains of what
    /// was executed meanwhile.
    package func settle() {
        group.reset()
        if group.isEmpty { writesInGroup = 0 }
    }

    /// Notes on disk that the files are to be rewritten; false when it cannot be noted.
    private func wishForCompaction() -> Bool {
        if !isUnfinished { hasErased = true }
        return (try? engine.store.wishForCompaction()) != nil
    }

    /// Refuses a caller whose login ended while its request waited.
    private func recheck(_ caller: Caller, wasBegun: Bool) throws(Rejection) {
        var view = group.view()
        guard gatekeeper.admits(caller, &view) else {
            throw wasBegun ? Self.loggedOutBetweenSteps : Self.loggedOut
        }
    }

    private func admit() throws(Rejection) {
        guard engine.store.poison == nil else { throw Self.uncertain }
        guard !engine.store.isReadOnly else { throw Self.readOnly }
        guard engine.store.hasRoom() else {
            throw Rejection(.noSpace, "the disk is nearly full; reads go on, writes are refused")
        }
    }

    /// Makes a change that nobody asked for on a connection; false when it could not be made.
    func perform(
        as caller: Caller, _ body: (inout Transaction) throws(Rejection) -> Void
    ) -> Bool {
        do throws(Rejection) {
            try admit()
            _ = try transact(caller, inBlock: false, body)
            countWrites(1)
            return true
        } catch {
            return false
        }
    }

    private func transact(
        _ caller: Caller, inBlock: Bool,
        _ body: (inout Transaction) throws(Rejection) -> Void
    ) throws(Rejection) -> Text? {
        let oldestKey = keptKeys.oldest
        do throws(Undo) {
            return try group.transact { (changes: inout Changes) throws(Undo) in
                let head = changes.view.eventHead()
                // Time never runs back behind the last event, whatever the wall's clock does.
                let now = max(engine.clock.now, head.at)
                var transaction = Transaction(
                    changes: changes, now: now, eventHead: head, caller: caller,
                    settings: engine.settings, clock: engine.clock, forms: engine.forms,
                    followUps: engine.followUps, scores: engine.scores, keptKeys: keptKeys,
                    random: random)
                transaction.isInBlock = inBlock
                var undo: Undo?
                do throws(Rejection) {
                    try body(&transaction)
                    if transaction.isDiscarded { undo = .discarded }
                } catch {
                    undo = .rejected(error)
                }
                let created = transaction.created
                let ended = transaction.endedLogins
                isUnfinished = transaction.isUnfinished
                hasMovedClock = transaction.firesDeadlines
                if transaction.hasErased, undo == nil, !wishForCompaction() {
                    undo = .rejected(Self.unreadable)
                }
                changes = transaction.finish()
                if changes.view.fault != nil { undo = .rejected(Self.unreadable) }
                if let undo {
                    isUnfinished = false
                    throw undo
                }
                if !ended.isEmpty { gatekeeper.note(ended, by: caller) }
                return created
            }
        } catch {
            // Keys that it had forgotten are back.
            keptKeys.oldest = oldestKey
            if case .rejected(let rejection) = error { throw rejection }
            return nil
        }
    }

    /// Why a transaction's changes are dropped.
    private enum Undo: Error {
        case rejected(Rejection)
        /// DRYRUN: the reply stands.
        case discarded
    }

    private func read(
        _ index: Int, _ request: inout Request, _ caller: Caller, _ reply: inout ReplyWriter
    ) {
        var reader = Reader(
            view: group.view(), now: engine.clock.now, caller: caller, settings: engine.settings)
        // A blocking read never waits in the writer: it answers what there is.
        if case .waits = engine.run(index, &request, &reader, &reply) {
            engine.write(
                Rejection(.tryAgain, "the command waits; send it alone"), index, to: &reply)
        }
    }
}
