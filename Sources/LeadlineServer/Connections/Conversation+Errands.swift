import LeadlineEngine
import LeadlineStore
import LeadlineWire
import NIOCore
import Synchronization

/// What keeps a connection's later requests waiting: scans, waits for events, and questions to
/// every connection.
extension Conversation {
    // MARK: - Scans

    /// Goes on with the request that has been kept waiting, if any.
    func goOn() {
        if case .none = errand { return }
        startHeld()
        if case .none = errand { request = Request() }
    }

    /// Starts what waited for the writer, once it owes nothing.
    func startHeld() {
        guard replies.isSettled else { return }
        switch errand {
        case .held(let command, let format):
            if look(command, format) { return }
            run(Scan(command: command, request: request, caller: session.caller, format: format))
        case .ordered(let command, let format):
            runOrdered(command, format)
        case .heldMuster(let command, let format): call(command, format)
        case .none, .running, .blocked, .penalised: break
        }
    }

    /// Runs a scan that has little to look at here, which saves the way to another thread and
    /// back; false when it has more.
    private func look(_ command: Int, _ format: ReplyFormat) -> Bool {
        guard !backend.engine.table.isApart(command),
            let rowsMax = registry.looks.rowsMax(of: command)
        else { return false }
        session.lastView = backend.engine.store.position
        var look = (reading: Engine.Reading.cutShort, rows: 0, nanoseconds: 0)
        write(format) { reply in
            look = backend.engine.look(
                command, &request, session.caller, rowsMax: rowsMax, &reply)
        }
        registry.note(
            LoopLooks.Length(rows: look.rows, nanoseconds: look.nanoseconds), of: command)
        guard case .answered = look.reading else { return false }
        hasScanned = true
        errand = .none
        return true
    }

    private func run(_ scan: Scan) {
        errand = .running
        session.lastView = backend.engine.store.position
        backend.readers.run(scan, on: backend, for: connection)
    }

    /// Takes what became of a scan's run.
    func finish(_ scan: Scan, _ outcome: Scan.Outcome) {
        guard session.isAuthenticated else {
            // Who was logged out meanwhile is told nothing, not even of that very commit.
            errand = .none
            return write(scan.format) {
                backend.engine.write(.notLoggedIn, scan.command, to: &$0)
            }
        }
        switch outcome {
        case .answered(let reply):
            errand = .none
            request = Request()
            replies.append(reply)
        case .waits(let wait, let seenCommits):
            var scan = scan
            scan.apply(wait, now: .now())
            errand = .blocked(scan)
            registry.block(connection.value, session.number)
            // A commit between the run and this line woke nobody.
            let commits = backend.commits.load(ordering: .sequentiallyConsistent)
            if commits != seenCommits || phase != .open || scan.isOverdue(at: .now()) { wake() }
        }
    }

    /// When the request that waits for events is to be answered at the latest.
    var deadline: NIODeadline? {
        guard case .blocked(let scan) = errand else { return nil }
        return scan.deadline
    }

    /// Runs the request that waits for events again; for the last time when its time is over.
    func wake() {
        guard case .blocked(var scan) = errand else { return }
        registry.unblock(session.number)
        scan.isLastTry = phase != .open || scan.isOverdue(at: .now())
        run(scan)
    }

    /// Ends a wait: as if its time were over, or with an error.
    func unblock(asError: Bool) {
        guard case .blocked(var scan) = errand else { return }
        registry.unblock(session.number)
        guard asError else {
            scan.isLastTry = true
            return run(scan)
        }
        errand = .none
        request = Request()
        write(scan.format) { backend.engine.write(Self.unblocked, scan.command, to: &$0) }
    }

    private static let unblocked = Rejection(
        .unblocked, "client unblocked via CLIENT UNBLOCK")

    // MARK: - Musters

    /// Whether a request waits for events.
    var isBlocked: Bool { if case .blocked = errand { true } else { false } }

    /// What this loop knows of the connection beside its session.
    var state: ConnectionState {
        var state = ConnectionState()
        state.isBlocked = isBlocked
        state.inputBytes = input.count
        state.replyBytes = replies.byteCount
        return state
    }

    /// Puts a question to every connection.
    private func call(_ command: Int, _ format: ReplyFormat) {
        errand = .none
        var opened: Muster?
        write(format) { opened = backend.engine.openMuster(command, &request, session, &$0) }
        guard let opened else { return }
        errand = .running
        MusterCall(muster: opened, command: command, format: format, connection: connection)
            .run(on: backend)
    }

    /// Takes what all loops answered.
    func finish(_ call: MusterCall, _ tally: Muster.Tally) {
        errand = .none
        request = Request()
        if session.isAuthenticated {
            write(call.format) { backend.engine.close(call.muster, tally, to: &$0) }
        } else {
            // Who was logged out meanwhile is told nothing of the others.
            write(call.format) { backend.engine.write(.notLoggedIn, call.command, to: &$0) }
        }
        if tally.closesAsker { close() }
    }
}
