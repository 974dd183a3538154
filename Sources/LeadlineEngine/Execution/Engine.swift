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
    /// Who listens to events and requests.
    package let channels = ChannelCensus()
    /// When the engine was made.
    package let startedAt: Timestamp
    /// Facts of the server that INFO shows: set once, before anything is served.
    package let facts: ServerFacts

    /// What the process around the engine knows of itself.
    package struct ServerFacts: Sendable {
        /// The TCP port that is served.
        package var port = 0
        /// How many connections are accepted at once.
        package var connectionsMax = 0
        /// What a commit waits for: `always` or `os`.
        package var durability = "always"
        package init() {}
    }

    package init(
        store: Store, clock: Clock = Clock(), settings: Settings = Settings(),
        facts: ServerFacts = ServerFacts()
    ) {
        self.store = store
        self.clock = clock
        self.settings = settings
        self.facts = facts
        table = CommandTable.leadline
        statistics = Statistics(commandCount: table.commands.count)
        startedAt = clock.now
    }

    /// Where a request has to run.
    package enum Plan: Sendable {
        /// On the connection's loop, at once: `runLocal`.
        case local(Int)
        /// The same, once everything asked before is answered.
        case ordered(Int)
        /// A handful of point reads, on the loop unless this connection has writes under way.
        case row(Int)
        /// Off the loop, when nothing of this connection is under way: `runRead`.
        case scan(Int)
        /// In the writer.
        case write(Int)
    }

    /// Finds the command that the frame names and checks the caller's role.
    package func plan(_ request: borrowing Request, _ session: Session) throws(Rejection) -> Plan {
        let index = try table.find(request.frame)
        let lane = table.lanes[index]
        if !lane.roles.contains(session.caller.role) {
            try authorise(session.caller, table.commands[index])
        }
        if !session.subscriptions.isEmpty {
            try session.admitWhileSubscribed(
                table.commands[index], isRESP: request.frame.isRESP)
        }
        switch lane.place {
        case .local: return .local(index)
        case .ordered: return .ordered(index)
        case .row: return .row(index)
        case .scan: return .scan(index)
        case .write: return .write(index)
        case .either:
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
            session.subscriptions.isEmpty
        {
            // Counted and not timed: it takes less than looking at the clock does.
            reply.status(status)
            return count(index, failed: false)
        }
        let command = table.commands[index]
        guard case .local(let body) = command.body else { return }
        let stopwatch = Stopwatch()
        defer { statistics.command(index).spent(stopwatch) }
        let start = reply.mark()
        var context = LocalContext(
            session: session, engine: self, isRESP: request.frame.isRESP, now: clock.now)
        do throws(Rejection) {
            try request.match(command)
            try body(&context, &request, &reply)
            count(index, failed: false)
        } catch {
            reply.rewind(to: start)
            write(error, index, to: &reply)
        }
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
        let isRow = table.lanes[index].place == .row
        let view: View
        if isRow, let points {
            view = points.view()
        } else {
            view = store.view(isRow ? .point : .scan)
        }
        var reader = Reader(
            view: view, now: clock.now, caller: caller, settings: settings, resume: resume)
        reader.isLastTry = isLastTry
        return run(index, &request, &reader, &reply)
    }

    /// Runs a reading command over a view that exists: the writer's, over its pending group.
    func run(
        _ index: Int, _ request: inout Request, _ reader: inout Reader,
        _ reply: inout ReplyWriter
    ) -> Reader.Wait? {
        let command = table.commands[index]
        let stopwatch = Stopwatch()
        defer { statistics.command(index).spent(stopwatch) }
        let start = reply.mark()
        do throws(Rejection) {
            try request.match(command)
            switch command.body {
            case .row(let body), .scan(let body), .either(let body, _):
                try body(&reader, &request, &reply)
            case .local, .write: preconditionFailure("\(command.name) is no read")
            }
            if let wait = reader.wait, !reader.isLastTry {
                reply.rewind(to: start)
                return wait
            }
            count(index, failed: false)
        } catch {
            reply.rewind(to: start)
            write(error, index, to: &reply)
        }
        return nil
    }

    /// Writes an error reply and counts it.
    package func write(_ rejection: Rejection, _ index: Int?, to reply: inout ReplyWriter) {
        statistics.note(rejection.code)
        if let index { count(index, failed: true) }
        reply.rejection(rejection)
    }

    func authorise(_ caller: Caller, _ command: Command) throws(Rejection) {
        guard command.roles.contains(caller.role) else {
            throw Rejection(
                .noPermission, "\(command.name) is not for the role \(caller.role.text)")
        }
    }

    func count(_ index: Int, failed: Bool) {
        let counter = statistics.command(index)
        counter.calls.add(1, ordering: .relaxed)
        if failed { counter.failures.add(1, ordering: .relaxed) }
    }
}

extension ReplyWriter {
    /// Writes an error reply.
    mutating func rejection(_ rejection: Rejection) {
        error(
            rejection.code.word, rejection.message, field: rejection.field.map { Bytes($0.utf8) })
    }
}
