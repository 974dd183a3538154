package import LeadlineBackup
package import LeadlineDomain
package import LeadlineStore
package import LeadlineWire
import Synchronization

/// The whole server without a socket: the store, the command table and the clock.
///
/// Event loops ask it what a framed request is, run session commands and point reads through it,
/// and hand everything else on: scans to a pool, writes to the one `Writer`.
package final class Engine: Sendable {
    /// Where everything is kept.
    package let store: Store
    /// Every command there is.
    package let table: CommandTable
    /// The only clock.
    package let clock: Clock
    /// The parts of the configuration that commands read.
    package let settings: Settings
    /// The counters that INFO shows.
    package let statistics: Statistics
    /// Whether callers have to log in, and since when their rights may have ended.
    package let authority: Authority
    /// Addresses from which logins failed.
    let failedLogins = AddressLedger(
        countMax: EngineLimits.failedLoginAddressesMax,
        memoryMilliseconds: EngineLimits.failedLoginMemoryMilliseconds)
    /// Addresses from which strangers signed up.
    let applications = AddressLedger(
        countMax: EngineLimits.failedLoginAddressesMax,
        memoryMilliseconds: EngineLimits.applicationMemoryMilliseconds)
    /// Who listens to events and requests.
    package let channels = ChannelCensus()
    /// Whether any connection monitors.
    package var isMonitored: Bool { channels.monitorCount.load(ordering: .relaxed) > 0 }
    /// The limits that CONFIG SET changes.
    package let tuning: Tuning
    /// Whether leads may have forms to fill.
    let forms: FormGate
    /// Whether answers may have their time.
    let followUps: FormGate
    /// The rules that leads are scored by.
    let scores: Scorecards
    /// The commands that took long.
    let slowLog = SlowLog()
    /// The backup that is under way, and how the last one ended.
    package let backups = BackupDesk()
    /// Delays of commands, commits and loops.
    let latencyLog = LatencyLog()
    /// Whether somebody asked for the end of the server.
    package let stopWish = StopWish()
    /// When the engine was made.
    package let startedAt: Timestamp
    /// Facts of the server that INFO shows: set once, before anything is served.
    package let facts: ServerFacts

    /// What the process around the engine was started with.
    package struct ServerFacts: Sendable {
        /// The data directory.
        package var directory = "./leadline-data"
        /// The address that is served.
        package var bind = "127.0.0.1"
        /// The configuration file; empty when there is none.
        package var configurationFile = ""
        /// The TCP port that is served; 0 when none is.
        package var port = 5323
        /// Whether it is, beside or instead of the one for TLS.
        package var isPlainServed = true
        /// Where TLS is served, and with which files.
        package var tls = TLSSettings()
        /// How many connections can be accepted at once.
        package var connectionsMax = 10_000
        /// How much of one connection may wait.
        package var buffers = ConnectionBuffers()
        /// What a commit waits for.
        package var durability = StoreOptions.Durability.always
        /// Bytes that the store gathers in memory, and in one log, before it writes a table.
        package var writeBufferBytes = StoreOptions.writeBufferBytesDefault
        /// Bytes of the tables' content that the store keeps in memory.
        package var cacheBytes = StoreOptions.cacheBytesDefault
        /// Whether others than this machine may connect although there are no users.
        package var isInsecure = false
        /// The folder that backups are taken into; empty when there is none.
        package var backupDirectory = ""
        package init() {}
    }

    package init(
        store: Store, clock: Clock = Clock(), settings: Settings = Settings(),
        facts: ServerFacts = ServerFacts(), tuning: Tuning.Values = Tuning.Values()
    ) {
        self.store = store
        var view = store.view(.point)
        // What cannot be read opens the house to nobody.
        authority = Authority(hasUsers: view.hasUsers || view.fault != nil)
        self.clock = clock
        self.settings = settings
        self.facts = facts
        self.tuning = Tuning(tuning)
        table = CommandTable.leadline
        statistics = Statistics(commandCount: table.commands.count)
        startedAt = clock.now
        var scan = store.view(.scan)
        let hasForms = !scan.rows(of: Schema.forms.table, limit: 1).isEmpty
        let hasResponseRules = !scan.rows(of: Schema.responseRules.table, limit: 1).isEmpty
        let hasScores =
            !scan.rows(of: Schema.scoreRules.table, limit: 1).isEmpty
            || !scan.rows(of: Schema.assessments.table, limit: 1).isEmpty
        // Where that cannot be read, rules are looked for each time.
        let isUnknown = scan.fault != nil
        forms = FormGate(isOpen: hasForms || isUnknown)
        followUps = FormGate(isOpen: hasResponseRules || isUnknown)
        scores = Scorecards(isOpen: hasScores || isUnknown)
    }

    /// Where a request has to run.
    package enum Plan: Sendable {
        /// On the connection's loop, at once: `runLocal`.
        case local(Int)
        /// The same, once everything asked before is answered.
        case ordered(Int)
        /// On every loop, when nothing of this connection is under way: `openMuster`.
        case muster(Int)
        /// A handful of point reads, on the loop unless this connection has writes under way.
        case row(Int)
        /// Off the loop, when nothing of this connection is under way: `runRead`.
        case scan(Int)
        /// In the writer.
        case write(Int)
    }

    /// Finds the command that the frame names and checks the caller's role.
    ///
    /// The request is not changed. It is lent for writing because what a class holds is so looked
    /// at in place: lent for reading it would be copied, five counted references at each request.
    package func plan(_ request: inout Request, _ session: Session) throws(Rejection) -> Plan {
        let index = try table.find(request.frame)
        let lane = table.lanes[index]
        if !authority.isCurrent(session.caller) { recheck(session) }
        if !lane.roles.meet(session.caller.roles) {
            try authorise(session, index)
        }
        if !session.subscriptions.isEmpty {
            try session.admitWhileSubscribed(
                table.commands[index], isRESP: request.frame.isRESP)
        }
        switch lane.place {
        case .local: return .local(index)
        case .ordered: return .ordered(index)
        case .muster: return .muster(index)
        case .row: return .row(index)
        case .scan, .apart: return .scan(index)
        case .write: return .write(index)
        case .eitherRow:
            return table.commands[index].writes(request.frame) ? .write(index) : .row(index)
        case .eitherScan:
            return table.commands[index].writes(request.frame) ? .write(index) : .scan(index)
        }
    }

    /// Runs a session command; its reply is complete on return, errors included.
    package func runLocal(
        _ index: Int, _ request: inout Request, _ session: Session,
        _ reply: inout ReplyWriter
    ) {
        let lane = table.lanes[index]
        if let status = lane.plainStatus, request.frame.count == lane.wordCount,
            session.subscriptions.isEmpty, tuning.noticedNanoseconds > 0
        {
            // Counted and not timed: it takes less than looking at the clock does.
            reply.status(status)
            statistics.command(index).spent(0)
            return
        }
        let command = table.commands[index]
        guard case .local(let body) = command.body else { return }
        guard matches(index, &request, &reply) else { return }
        let stopwatch = Stopwatch()
        let start = reply.mark()
        var context = LocalContext(
            session: session, engine: self, isRESP: request.frame.isRESP, now: clock.now)
        do throws(Rejection) {
            try body(&context, &request, &reply)
        } catch {
            reply.rewind(to: start)
            write(error, index, to: &reply)
        }
        finish(index, stopwatch, request, session.caller)
    }

    /// Runs a reading command over its own view, on any thread; on one with `points`, which has
    /// to be the present one's, a row is read through that.
    ///
    /// Answers nil when the reply is complete, or how to wait when there is nothing yet: then
    /// nothing was written, and the same request is to be run again with `resume`; the last time,
    /// when its patience is over, with `isLastTry`.
    package func runRead(
        _ index: Int, _ request: inout Request, _ caller: Caller, resume: UInt64? = nil,
        isLastTry: Bool = false, points: PointReads? = nil, _ reply: inout ReplyWriter
    ) -> Reader.Wait? {
        let place = table.lanes[index].place
        if place == .apart {
            runApart(index, &request, caller, &reply)
            return nil
        }
        let isRow = place == .row || place == .eitherRow
        let view: View
        if isRow, let points {
            view = points.view()
        } else {
            view = store.view(isRow ? .point : .scan)
        }
        var reader = Reader(
            view: view, now: clock.now, caller: caller, settings: settings, resume: resume)
        reader.isLastTry = isLastTry
        guard case .waits(let wait) = run(index, &request, &reader, &reply) else { return nil }
        return wait
    }

    /// Runs a scan where others wait for the thread, if it has little to look at.
    ///
    /// Unless it is answered, nothing was written, and it is to be run by `runRead` elsewhere, as
    /// what runs apart always is.
    ///
    /// - Parameters:
    ///   - index: The command's place in the table.
    ///   - request: The request.
    ///   - caller: Who asks.
    ///   - rowsMax: How many rows it may look at.
    ///   - nanosecondsMax: How long it may take, looked at every eighth row.
    ///   - reply: What it is answered with.
    /// - Returns: How far it came, how many rows it has looked at, and how long that took.
    package func look(
        _ index: Int, _ request: inout Request, _ caller: Caller, rowsMax: Int,
        nanosecondsMax: Int = EngineLimits.lookNanosecondsMax, _ reply: inout ReplyWriter
    ) -> (reading: Reading, rows: Int, nanoseconds: Int) {
        let stopwatch = Stopwatch()
        let view = store.view(.scan) { rows in
            rows <= rowsMax
                && (!rows.isMultiple(of: 8)
                    || stopwatch.elapsedNanoseconds < nanosecondsMax)
        }
        var reader = Reader(view: view, now: clock.now, caller: caller, settings: settings)
        let reading = run(index, &request, &reader, &reply)
        return (reading, reader.view.rowsRead, stopwatch.elapsedNanoseconds)
    }

    /// How far a reading command came.
    package enum Reading {
        /// Its reply is complete.
        case answered
        /// There is nothing to answer yet.
        case waits(Reader.Wait)
        /// It was not given the time to read all that it has to.
        case cutShort
    }

    /// Runs a reading command over a view that exists: the writer's, over its pending group.
    ///
    /// Unless it is answered, nothing was written.
    func run(
        _ index: Int, _ request: inout Request, _ reader: inout Reader,
        _ reply: inout ReplyWriter
    ) -> Reading {
        let command = table.commands[index]
        guard matches(index, &request, &reply) else { return .answered }
        let stopwatch = Stopwatch()
        let start = reply.mark()
        do throws(Rejection) {
            switch command.body {
            case .row(let body), .scan(let body), .either(let body, _, _):
                try body(&reader, &request, &reply)
            case .local, .muster, .apart, .write: preconditionFailure("\(command.name) is no read")
            }
            if let wait = reader.wait, !reader.isLastTry {
                reply.rewind(to: start)
                return .waits(wait)
            }
            if reader.view.isCutShort {
                reply.rewind(to: start)
                return .cutShort
            }
        } catch {
            reply.rewind(to: start)
            if reader.view.isCutShort { return .cutShort }
            write(error, index, to: &reply)
        }
        finish(index, stopwatch, request, reader.caller)
        return .answered
    }

    /// Runs a command that takes long; its reply is complete on return.
    private func runApart(
        _ index: Int, _ request: inout Request, _ caller: Caller, _ reply: inout ReplyWriter
    ) {
        guard case .apart(let body) = table.commands[index].body,
            matches(index, &request, &reply)
        else { return }
        let stopwatch = Stopwatch()
        let start = reply.mark()
        do throws(Rejection) {
            try body(self, &request, &reply)
        } catch {
            reply.rewind(to: start)
            write(error, index, to: &reply)
        }
        finish(index, stopwatch, request, caller)
    }

    /// Assigns the request's words to the command's declaration.
    func match(_ index: Int, _ request: inout Request) throws(Rejection) {
        do throws(Rejection) {
            try request.match(table.commands[index])
        } catch {
            statistics.command(index).rejections.add(1, ordering: .relaxed)
            throw error
        }
    }

    /// The same, but answers what is wrong; false when that was done.
    func matches(_ index: Int, _ request: inout Request, _ reply: inout ReplyWriter) -> Bool {
        do throws(Rejection) {
            try match(index, &request)
            return true
        } catch {
            write(error, nil, to: &reply)
            return false
        }
    }

    /// Writes an error reply and counts it.
    package func write(_ rejection: Rejection, _ index: Int?, to reply: inout ReplyWriter) {
        statistics.note(rejection.code)
        if let index { statistics.command(index).failures.add(1, ordering: .relaxed) }
        reply.rejection(rejection)
    }

    /// Refuses a command that is not for the session's role, and strangers where they are not
    /// welcome.
    func authorise(_ session: Session, _ index: Int) throws(Rejection) {
        do throws(Rejection) {
            try authorise(session.caller, table.commands[index])
            if !session.isAuthenticated, table.commands[index].isWrite {
                try admitApplicant(session)
            }
        } catch {
            statistics.command(index).rejections.add(1, ordering: .relaxed)
            throw error
        }
    }

    /// Refuses a command that is not for the caller's role.
    func authorise(_ caller: Caller, _ command: Command) throws(Rejection) {
        guard !command.roles.meet(caller.roles) else { return }
        guard caller.isAuthenticated else {
            if command.isOpen { return }
            throw .notLoggedIn
        }
        throw Rejection(
            .noPermission, "\(command.name) is not for the role \(caller.role.text)")
    }
}

extension Rejection {
    /// What Redis tells whoever has not logged in.
    package static let notLoggedIn = Rejection(.noLogin, "Authentication required.")
}

extension ReplyWriter {
    /// Writes an error reply, without any card number that its message quotes (`rules.md` 11).
    mutating func rejection(_ rejection: Rejection) {
        let field = rejection.field.map { Bytes($0.utf8) }
        guard let masked = CardNumber.masked(Array(rejection.message.utf8)) else {
            return error(rejection.code.word, rejection.message, field: field)
        }
        error(rejection.code.word, masked, field: field)
    }
}
