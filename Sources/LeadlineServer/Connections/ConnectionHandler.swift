import LeadlineEngine
import LeadlineWire
import Logging
import NIOCore
import Synchronization

/// One connection's socket: reads into its conversation, writes out of it, and knows when to stop.
///
/// Confined to its event loop. Reading pauses while the conversation cannot use more bytes; one
/// flush leaves per burst of input and per committed group.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How far the socket's own life has come.
    enum Socket {
        case open
        /// The last replies are on their way out.
        case flushing
        /// We have ended our output; what the peer still sends is thrown away.
        case lingering
        case closed
    }

    let backend: Backend
    let registry: ConnectionRegistry
    private(set) var context: ChannelHandlerContext?
    /// Nil before the connection is active, and when it was refused.
    private(set) var conversation: Conversation?
    var socket = Socket.open
    private var isInputClosed = false
    private var isReadHeld = false
    private var isProceeding = false
    private var blockTimer: Scheduled<Void>?
    private var penaltyTimer: Scheduled<Void>?
    /// What a listener leaves unread.
    var backlog: Backlog
    var backlogTimer: Scheduled<Void>?
    var isTold = false

    private(set) var peer = PeerAddress(nil)
    /// When it came, or lost its login.
    var openedAt = NIODeadline.now()
    /// Whether `Admission` counts it.
    var isEntered = false
    /// Whether it is counted as one without a login.
    var isNewcomer = false
    /// Whether it has one of the places that are kept for admins.
    var isOnReserve = false
    var output = OutputWatch()
    /// Bytes of it that are counted in all connections'.
    var accounted = 0

    /// A handler for a connection of the registry's loop.
    init(backend: Backend, registry: ConnectionRegistry) {
        self.backend = backend
        self.registry = registry
        backlog = Backlog(backend.limits)
    }

    // MARK: - The channel's events

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) {
        let statistics = backend.engine.statistics
        statistics.connectionsReceived.add(1, ordering: .relaxed)
        statistics.connectionsOpen.add(1, ordering: .relaxed)
        peer = PeerAddress(context.remoteAddress)
        let session = Session(
            number: backend.nextConnectionNumber(),
            remoteAddress: Self.text(context.remoteAddress),
            localAddress: Self.text(context.localAddress), now: backend.engine.clock.now)
        backend.engine.welcome(session)
        if let refusal = refusal(peer, session) { return refuse(refusal, context) }
        if isNewcomer { setWaterMarks() }
        conversation = Conversation(
            session: session, backend: backend, registry: registry,
            connection: NIOLoopBound(self, eventLoop: context.eventLoop))
        registry.add(self, session.number)
        if isNewcomer { registry.addNewcomer(session.number) }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard socket == .open, let conversation else { return }
        var bytes = unwrapInboundIn(data)
        backend.engine.statistics.inputBytes.add(bytes.readableBytes, ordering: .relaxed)
        conversation.receive(&bytes)
    }

    func channelReadComplete(context: ChannelHandlerContext) { proceed() }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        conversation?.isWritable = context.channel.isWritable
        if backlog.since != nil { noteBacklog(context) }
        proceed()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed = event else {
            return context.fireUserInboundEventTriggered(event)
        }
        isInputClosed = true
        if socket == .lingering { return context.close(promise: nil) }
        conversation?.endInput(isCutShort: false)
        proceed()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset or a failed write: there is nobody left to answer.
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        socket = .closed
        blockTimer?.cancel()
        penaltyTimer?.cancel()
        backlogTimer?.cancel()
        conversation?.stopListening()
        leave()
        backend.engine.statistics.connectionsOpen.subtract(1, ordering: .relaxed)
        if let conversation { registry.remove(conversation.session.number) }
        conversation = nil
        context.fireChannelInactive()
    }

    /// Holds the socket's next read back while the conversation cannot use it.
    func read(context: ChannelHandlerContext) {
        if let conversation, conversation.isInputFull {
            isReadHeld = true
        } else {
            context.read()
        }
    }

    // MARK: - What others have for this connection

    /// Takes replies of the writer; `proceed` sends them.
    func take(_ replies: ByteBuffer, count: Int) {
        conversation?.take(replies, count: count)
    }

    /// Notes what the writer answered from: the log's end after the group.
    func note(_ position: UInt64, hasWritten: Bool) {
        conversation?.session.lastView = position
        if hasWritten { conversation?.session.lastCommit = position }
    }

    /// Takes the outcome of a scan.
    func finish(_ scan: Scan, _ outcome: Scan.Outcome) {
        conversation?.finish(scan, outcome)
        setBlockTimer()
        proceed()
    }

    /// Takes what every loop answered to a question of this connection.
    func finish(_ call: MusterCall, _ tally: Muster.Tally) {
        conversation?.finish(call, tally)
        proceed()
    }

    /// What CLIENT LIST shows of the connection; nil before it is active and once it has closed.
    var member: (session: Session, state: ConnectionState)? {
        guard let conversation else { return nil }
        var state = conversation.state
        state.outputBytes = context.map(buffered) ?? 0
        return (conversation.session, state)
    }

    /// Ends a wait for events.
    func unblock(asError: Bool) {
        blockTimer?.cancel()
        conversation?.unblock(asError: asError)
        proceed()
    }

    /// Has a request that waits for events look again.
    func wake() {
        blockTimer?.cancel()
        conversation?.wake()
    }

    /// Looks what has become of the connection when logins ended.
    func review(_ ended: [EndedLogin]) {
        guard socket == .open, let conversation else { return }
        switch backend.engine.review(conversation.session, ended) {
        case .untouched: return
        case .loggedOut: conversation.logOut()
        case .expelled:
            conversation.logOut()
            conversation.close()
            // What it is owed may still be read, but not for ever.
            closeLater(after: backend.limits.lingerMilliseconds)
        }
        blockTimer?.cancel()
        proceed()
    }

    private func closeLater(after milliseconds: Int64) {
        context?.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(milliseconds)) {
            self.context?.close(promise: nil)
        }
    }

    /// Answers a request that was kept back, when its time has come.
    func answer(in milliseconds: Int64) {
        penaltyTimer = context?.eventLoop.assumeIsolated().scheduleTask(
            in: .milliseconds(milliseconds)
        ) {
            self.conversation?.endPenalty()
            self.proceed()
        }
    }

    /// Answers what has come whole, then closes.
    func drain() {
        conversation?.endInput(isCutShort: true)
        proceed()
    }

    /// Closes at once, whatever is owed.
    func abort() { context?.close(promise: nil) }

    private func setBlockTimer() {
        blockTimer?.cancel()
        guard let context, let deadline = conversation?.deadline else { return }
        blockTimer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.conversation?.wake()
        }
    }

    // MARK: - Going on

    /// Answers what can be answered, sends it, and closes or reads on.
    func proceed() {
        // Sending may report that the socket is writable again, in the middle of this.
        guard !isProceeding, socket == .open, let context, let conversation else { return }
        isProceeding = true
        defer { isProceeding = false }
        let isTimed = backend.engine.tuning.latencyMilliseconds > 0
        var turn = Turn(atMost: backend.limits.turnMax, isTimed: isTimed)
        var hasMore: Bool
        repeat {
            conversation.lend(&registry.replyMemory)
            hasMore = conversation.advance(&turn)
            send(conversation, context)
        } while hasMore && conversation.canGoOn && socket == .open && !turn.isOver()
        if isTimed { note(turn) }
        guard socket == .open else { return }
        if conversation.isWelcome == isNewcomer { adoptLogin(conversation, context) }
        account()
        if hasMore, conversation.canGoOn {
            // Other connections of this loop have their turn first.
            context.eventLoop.assumeIsolated().execute { self.proceed() }
            return
        }
        if let name = conversation.takeForeignProtocol() {
            logForeign(name, conversation.session)
        }
        if conversation.isFinished {
            flushAndClose(context)
        } else if isReadHeld, !conversation.isInputFull {
            isReadHeld = false
            context.read()
        }
    }

    /// Sends the replies that may leave, and looks whether the peer reads them.
    func send(_ conversation: Conversation, _ context: ChannelHandlerContext) {
        guard var output = conversation.takeOutput() else {
            return conversation.giveBack(&registry.replyMemory)
        }
        let count = output.readableBytes
        backend.engine.statistics.outputBytes.add(count, ordering: .relaxed)
        self.output.add(count)
        context.writeAndFlush(wrapOutboundOut(output), promise: nil)
        registry.keepMemory(&output)
        guard socket == .open else { return }
        if count > backend.limits.outputBytesNoticed || !conversation.isWritable {
            self.output.look(pending: buffered(context), at: .now())
        }
        if self.output.pending + conversation.replies.byteCount > backend.limits.outputBytesMax {
            logOverrun("closing a connection that does not read", conversation.session)
            context.close(promise: nil)
        }
    }

    /// Keeps a long turn where LATENCY asks for it.
    private func note(_ turn: Turn) {
        guard let taken = turn.elapsed else { return }
        backend.engine.noteDelay(.loopTurn, milliseconds: Int(taken.nanoseconds / 1_000_000))
    }

    private func logForeign(_ name: String, _ session: Session) {
        guard let dropped = backend.foreignLog.pass() else { return }
        backend.logger.notice(
            "closed a connection that speaks another protocol",
            metadata: [
                "protocol": "\(name)", "peer": "\(session.remoteAddress)",
                "unlogged": "\(dropped)",
            ])
    }

    // MARK: - Closing

    private func refuse(_ refusal: Admission.Refusal, _ context: ChannelHandlerContext) {
        backend.engine.statistics.connectionsRejected.add(1, ordering: .relaxed)
        logClosing("refused a connection", ["because": "\(refusal)"])
        socket = .flushing
        let line = ByteBuffer(string: refusal.line)
        context.writeAndFlush(wrapOutboundOut(line), promise: nil)
        // Not lingering: connections over the limit must not keep descriptors.
        context.close(promise: nil)
    }

    private func flushAndClose(_ context: ChannelHandlerContext) {
        socket = .flushing
        // An empty write is done when all before it are.
        let flushed = context.eventLoop.makePromise(of: Void.self)
        flushed.futureResult.assumeIsolated().whenComplete { _ in self.endOutput() }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: flushed)
        if isReadHeld {
            isReadHeld = false
            context.read()
        }
    }

    private func endOutput() {
        guard socket == .flushing, let context else { return }
        guard !isInputClosed, !isInAdminsPlace else { return context.close(promise: nil) }
        socket = .lingering
        context.close(mode: .output, promise: nil)
        let patience = TimeAmount.milliseconds(backend.limits.lingerMilliseconds)
        context.eventLoop.assumeIsolated().scheduleTask(in: patience) {
            self.context?.close(promise: nil)
        }
    }

    /// An address as Redis prints it: `127.0.0.1:40112`, `[::1]:40112`.
    static func text(_ address: SocketAddress?) -> String {
        guard let address, let host = address.ipAddress, let port = address.port else { return "" }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
