import LeadlineEngine
import LeadlineStore
import LeadlineWire
import NIOCore
import Synchronization

/// What one connection asked and what it is answered, without the socket.
///
/// Confined to its loop. Bytes come in with `receive`, `advance` answers what can be answered,
/// replies go out with `takeOutput`. A request runs at once where that keeps the order: on the
/// loop while the writer owes this connection nothing, otherwise behind those requests in the
/// writer. A scan runs alone, on the loop when it has little to read.
final class Conversation {
    /// How far the connection has come.
    enum Phase {
        case open
        /// The peer, or a stop, ended the input: what came whole is answered.
        case inputEnded
        /// Nothing more is read; the connection closes when all is answered.
        case closing
    }

    /// The reading request that keeps this connection's later ones waiting.
    enum Errand {
        case none
        /// To run once the writer owes nothing; its request is in `request`.
        case held(command: Int, format: ReplyFormat)
        /// To run on the loop once the writer owes nothing; its request is in `request`.
        case ordered(command: Int, format: ReplyFormat)
        /// The same for a question to every connection.
        case heldMuster(command: Int, format: ReplyFormat)
        case running
        case blocked(Scan)
        /// A failed login, whose answer is kept back.
        case penalised(reply: ByteBuffer)
    }

    /// Requests of this run that go to the writer together.
    private struct OpenSlice {
        var bytes: Range<Int>
        var count: Int
        let format: ReplyFormat
        let caller: Caller
    }

    let session: Session
    /// Whether the socket takes more output.
    var isWritable = true
    /// Whether it has to wait because all connections together hold too much.
    var isHeld = false
    /// Bytes that it holds: received, on their way to the writer, in a block, and not yet sent.
    var heldBytes: Int { input.count &+ replies.byteCount &+ queuedBytes &+ blockBytes }
    /// When the request that has begun and is not whole began, as far as we know.
    private var unfinishedSince: NIODeadline?
    private var foreignProtocol: String?
    var replies = ReplyQueue()

    /// The newest event that this connection knows of, since it has subscribed.
    var lastTold: UInt64?

    let backend: Backend
    let registry: ConnectionRegistry
    let connection: NIOLoopBound<ConnectionHandler>
    var phase = Phase.open
    var errand = Errand.none
    private var isInputCutShort = false
    var input = SocketInput()
    private var decoder = RequestDecoder()
    var request = Request()
    private var openSlice: OpenSlice?
    /// Whether the last request was a scan that was answered on the loop.
    var hasScanned = false
    /// The place of the command that the session has been told of.
    private var notedCommand: Int?
    /// What framing holds it to, and how much may wait for its peer: less before the login.
    private var framing = FramingLimits.authenticated
    private var outputBytesHigh: Int
    /// Bytes of requests that the writer has not answered.
    private var queuedBytes = 0
    private var blockBytes = 0
    /// How fast requests come that are refused without a look at the store.
    var refusals = Pace()
    /// How fast the user sends; nil when that is not counted.
    private(set) var pace: UserPace?
    /// The session's, as `adoptCaller` last saw it.
    private var caller: Caller
    /// Whether it has logged in, or need not.
    private(set) var isWelcome = true

    /// A connection that has not been read from.
    init(
        session: Session, backend: Backend, registry: ConnectionRegistry,
        connection: NIOLoopBound<ConnectionHandler>
    ) {
        self.session = session
        self.backend = backend
        self.registry = registry
        self.connection = connection
        outputBytesHigh = backend.limits.outputBytesHigh
        caller = session.caller
        adoptCaller()
    }

    // MARK: - State

    /// Holds the connection to what its caller may do: it has changed with a login, say.
    private func adoptCaller() {
        caller = session.caller
        pace = backend.paces.pace(of: session.caller)
        isWelcome = session.isAuthenticated
        framing = isWelcome ? .authenticated : .unauthenticated
        let limits = backend.limits
        outputBytesHigh = isWelcome ? limits.outputBytesHigh : limits.outputBytesHighBeforeLogin
    }

    /// Whether the request that has begun should have been whole by then; not while we do not
    /// read on.
    func isUnfinished(since: NIODeadline) -> Bool {
        guard let unfinishedSince, canGoOn else { return false }
        return unfinishedSince <= since
    }

    /// Says why, and ends the connection.
    func dismiss(_ rejection: Rejection) {
        guard phase != .closing else { return }
        write(session.pushFormat) { backend.engine.write(rejection, nil, to: &$0) }
        close()
    }

    /// Whether further requests are wanted at all.
    var takesInput: Bool { phase != .closing }

    /// Whether the connection is to be closed once its output has left.
    var isFinished: Bool {
        guard phase == .closing, replies.isSettled, case .none = errand else { return false }
        return true
    }

    /// Whether the next request may be taken from the input.
    var canGoOn: Bool {
        guard phase != .closing, case .none = errand, isWritable, !isHeld else { return false }
        guard replies.unansweredCount < backend.limits.unansweredRequestsMax,
            replies.byteCount <= outputBytesHigh
        else { return false }
        // Without a reply to come nobody would wake this connection: then it is refused in turn.
        return replies.isSettled || !backend.queue.isFull
    }

    /// Whether the socket is not to be read from until requests have been answered.
    var isInputFull: Bool {
        takesInput && !canGoOn
            && (isHeld || input.count >= backend.limits.waitingInputBytesMax)
    }

    /// Tells once that the connection spoke another protocol: that is not answered, but what
    /// came before it is.
    func takeForeignProtocol() -> String? {
        defer { foreignProtocol = nil }
        return foreignProtocol
    }

    // MARK: - Input

    /// Adds bytes from the socket.
    func receive(_ bytes: inout ByteBuffer) {
        if takesInput { input.append(&bytes) }
    }

    /// Notes that no more bytes will come.
    ///
    /// - Parameter isCutShort: Whether we ended it; an unterminated request is then nobody's fault.
    func endInput(isCutShort: Bool) {
        guard phase == .open else { return }
        phase = .inputEnded
        isInputCutShort = isCutShort
        wake()
    }

    /// Answers as many requests as can be answered now.
    ///
    /// False when the input is exhausted; true when it stopped at a limit, behind a scan, or at the
    /// turn's end, which leaves the loop to other connections.
    func advance(_ turn: inout Turn) -> Bool {
        goOn()
        if session.caller !== caller { adoptCaller() }
        guard case .none = errand else { return takesInput }
        // Requests are framed into memory of the loop, so that no connection keeps any.
        request.exchange(with: &registry.request)
        defer { if case .none = errand { request.exchange(with: &registry.request) } }
        var handled: UInt64 = 0
        defer { if handled > 0 { note(handled) } }
        while canGoOn {
            let start = input.position
            if !decoder.nextWhole(&input.bytes, &request.frame, limits: framing) {
                let step = decoder.nextUnusual(&input.bytes, &request.frame, limits: framing)
                switch step {
                case .incomplete:
                    sealSlice()
                    noteUnfinished(isNew: handled > 0)
                    input.settle(&registry.input)
                    if phase == .inputEnded { finishInput() }
                    return false
                case .skipped:
                    // Telnet's own bytes may stand in the middle of a request.
                    if !decoder.isInsideRequest { unfinishedSince = nil }
                    continue
                case .request: break
                case .malformed, .telnet, .foreign, .quit:
                    handle(step, from: start)
                    continue
                }
            }
            handled += 1
            hasScanned = false
            dispatch(from: start)
            if session.caller !== caller { adoptCaller() }
            if hasScanned || handled.isMultiple(of: Self.requestsPerLook), turn.isOver() {
                sealSlice()
                return takesInput
            }
        }
        sealSlice()
        unfinishedSince = nil
        return takesInput
    }

    private func noteUnfinished(isNew: Bool) {
        if input.count == 0 {
            unfinishedSince = nil
        } else if isNew || unfinishedSince == nil {
            unfinishedSince = .now()
        }
    }

    /// Requests between two looks at the clock: many of them take less time than a look.
    private static let requestsPerLook: UInt64 = 16

    private func note(_ handled: UInt64) {
        session.commandsHandled += handled
        session.lastActiveAt = backend.engine.clock.now
        backend.engine.statistics.commandsProcessed.add(Int(handled), ordering: .relaxed)
    }

    private func finishInput() {
        if !isInputCutShort, let error = decoder.end(input.bytes) {
            write(session.format(isRESP: input.isRESP(at: input.position))) { $0.error(error) }
        }
        close()
    }

    func close() {
        phase = .closing
        stopListening()
        sealSlice()
        input.clear()
    }

    private func handle(_ step: RequestDecoder.Step, from start: Int) {
        switch step {
        case .malformed(let error):
            session.spoilBlock()
            write(session.format(isRESP: input.isRESP(at: start))) { $0.error(error) }
            if error.isFatal { close() }
        case .telnet(let bytes): replies.interject(bytes)
        case .foreign(let name):
            foreignProtocol = name
            close()
        case .quit:
            write(session.format(isRESP: false)) { $0.status("OK") }
            close()
        case .incomplete, .skipped, .request: break
        }
    }

    // MARK: - Requests

    private func dispatch(from start: Int) {
        let format = session.format(isRESP: request.frame.isRESP)
        if backend.engine.isMonitored { show() }
        if pace != nil, isTooFast(format) { return }
        guard !session.isInBlock else { return queue(from: start, format) }
        let plan: Engine.Plan
        do throws(Rejection) {
            plan = try backend.engine.plan(&request, session)
        } catch {
            write(format) { backend.engine.write(error, nil, to: &$0) }
            return noteRefusal()
        }
        switch plan {
        case .ordered(let command):
            note(command)
            errand = .ordered(command: command, format: format)
            startHeld()
        case .local(let command): runLocal(command, format)
        case .row(let command):
            note(command)
            if replies.isSettled { read(command, format) } else { join(start, format) }
        case .write(let command):
            note(command)
            join(start, format)
        case .scan(let command):
            note(command)
            errand = .held(command: command, format: format)
            startHeld()
        case .muster(let command):
            note(command)
            errand = .heldMuster(command: command, format: format)
            startHeld()
        }
    }

    private func runLocal(_ command: Int, _ format: ReplyFormat) {
        note(command)
        write(format) { backend.engine.runLocal(command, &request, session, &$0) }
        if replies.isLastError { noteRefusal() }
        if session.isClosing { close() }
    }

    private func note(_ command: Int) {
        guard command != notedCommand else { return }
        notedCommand = command
        session.lastCommand = backend.engine.table.commands[command].name
    }

    /// Writes one reply in its turn.
    func write(_ format: ReplyFormat, _ body: (inout ReplyWriter) -> Void) {
        sealSlice()
        replies.write(format, body)
    }

    /// Runs a point read at once; one that wants to wait goes on as a scan does.
    private func read(_ command: Int, _ format: ReplyFormat) {
        var waits = false
        session.lastView = backend.engine.store.position
        write(format) { reply in
            let wait = backend.engine.runRead(
                command, &request, session.caller, points: registry.points, &reply)
            waits = wait != nil
        }
        guard waits else { return }
        errand = .held(command: command, format: format)
        startHeld()
    }

    /// Sends the request that was just framed to the writer, with its neighbours.
    private func join(_ start: Int, _ format: ReplyFormat) {
        guard backend.queue.reserve() else {
            write(format) { backend.engine.write(refusal, nil, to: &$0) }
            return
        }
        if let open = openSlice, open.format != format || open.caller !== session.caller {
            sealSlice()
        }
        replies.expect()
        let first = openSlice?.bytes.lowerBound ?? start
        openSlice = OpenSlice(
            bytes: first..<input.position, count: (openSlice?.count ?? 0) + 1, format: format,
            caller: session.caller)
    }

    private func sealSlice() {
        guard let open = openSlice else { return }
        openSlice = nil
        queuedBytes &+= open.bytes.count
        registry.send(
            RequestSlice(
                connection: connection, loop: registry.index, caller: open.caller,
                format: open.format, count: open.count, frames: input.slice(open.bytes)))
    }

    /// Why the writer's queue takes nothing.
    private var refusal: Rejection { backend.queue.isStuck ? Self.stuck : Self.queueFull }

    private static let queueFull = Rejection(
        .tryAgain, "the writer's queue is full; nothing was executed")

    private static let stuck = Rejection(
        .tryAgain, "the disk does not answer; nothing was executed")

    // MARK: - Blocks

    /// Puts the request that was just framed into the open block, or ends that.
    private func queue(from start: Int, _ format: ReplyFormat) {
        defer { blockBytes = session.blockByteCount }
        do throws(Rejection) {
            let bytes = input.slice(start..<input.position)
            switch try backend.engine.queue(&request, bytes, session) {
            case .queued(let command):
                note(command)
                write(format) { $0.status("QUEUED") }
            case .atOnce(let command):
                runLocal(command, format)
                listen()
            case .executes: try execute(try backend.engine.takeBlock(session), format)
            }
        } catch {
            write(format) { backend.engine.write(error, nil, to: &$0) }
        }
    }

    /// Sends a block to the writer, where it is one request.
    private func execute(_ block: QueuedBlock, _ format: ReplyFormat) throws(Rejection) {
        guard backend.queue.reserve() else { throw refusal }
        sealSlice()
        replies.expect()
        queuedBytes &+= block.byteCount
        let script = backend.engine.script(block, session, format)
        registry.send(
            RequestSlice(
                connection: connection, loop: registry.index, caller: session.caller,
                format: format, count: 1, frames: ByteBuffer(), block: script))
        if session.isClosing { close() }
    }

    // MARK: - Output

    /// Takes the next `count` replies that the writer owed.
    func take(_ answered: ByteBuffer, count: Int) {
        let owed = max(1, replies.owedCount)
        replies.answer(answered, count: count)
        // Each request's own size is not kept; when none is owed this is exact.
        queuedBytes -= count >= owed ? queuedBytes : queuedBytes / owed * count
    }

    /// The replies that may leave now.
    func takeOutput() -> ByteBuffer? { replies.takeOutput() }

    /// Lends memory for the replies of this turn.
    func lend(_ memory: inout ByteBuffer) { replies.lend(&memory) }

    /// Gives memory back that was lent, unless replies are in it.
    func giveBack(_ memory: inout ByteBuffer) { replies.giveBack(&memory) }
}
