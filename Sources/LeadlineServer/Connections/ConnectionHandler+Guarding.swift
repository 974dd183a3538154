import LeadlineDomain
import LeadlineEngine
import LeadlineWire
import Logging
import NIOCore
import Synchronization

/// What keeps one connection from harming the others.
extension ConnectionHandler {
    // MARK: - Coming in

    /// Why a connection that has just come is refused; nil when it may stay.
    func refusal(_ peer: PeerAddress, _ session: Session) -> Admission.Refusal? {
        let tuning = backend.engine.tuning.values
        if let refusal = backend.admission.enter(peer, tuning.guards, at: .now()) { return refusal }
        isEntered = true
        let statistics = backend.engine.statistics
        let count = statistics.connectionsOpen.load(ordering: .relaxed)
        var isOver = count > tuning.connectionsMax
        if !session.isAuthenticated {
            isNewcomer = true
            let newcomers = statistics.connectionsUnauthenticated.add(1, ordering: .relaxed)
            let share = tuning.connectionsMax * tuning.guards.unauthenticatedPercent / 100
            isOver = isOver || newcomers.newValue > max(1, share)
        }
        // Somebody who logs in at once finds a place even while others only fill it.
        if isOver, !registry.dropOldestNewcomer() { return .full }
        // Of a small server not all is reserved.
        let reserve = min(tuning.guards.reservedForAdmins, tuning.connectionsMax / 4)
        isOnReserve = count > tuning.connectionsMax - reserve
        if isOnReserve, session.isAuthenticated, session.caller.role != .admin { return .full }
        return nil
    }

    /// Gives up what `refusal` took.
    func leave() {
        if isEntered { backend.admission.leave(peer) }
        let statistics = backend.engine.statistics
        if isNewcomer { statistics.connectionsUnauthenticated.subtract(1, ordering: .relaxed) }
        statistics.connectionBytes.subtract(accounted, ordering: .relaxed)
        accounted = 0
    }

    /// Follows a login, or the end of one.
    func adoptLogin(_ conversation: Conversation, _ context: ChannelHandlerContext) {
        let session = conversation.session
        let statistics = backend.engine.statistics
        isNewcomer = !session.isAuthenticated
        setWaterMarks()
        guard session.isAuthenticated else {
            statistics.connectionsUnauthenticated.add(1, ordering: .relaxed)
            openedAt = .now()
            return registry.addNewcomer(session.number)
        }
        statistics.connectionsUnauthenticated.subtract(1, ordering: .relaxed)
        if isInAdminsPlace {
            conversation.dismiss(Self.full)
            send(conversation, context)
        }
    }

    /// Whether it takes up a connection that is kept for admins without being one: it must not
    /// linger there, or whoever comes again and again would keep them out.
    var isInAdminsPlace: Bool {
        guard isOnReserve, let session = conversation?.session else { return false }
        return !session.isAuthenticated || session.caller.role != .admin
    }

    private static let full = Rejection(.error, "max number of clients reached")

    /// Has the socket tell us earlier that a peer does not read, while nobody has logged in.
    func setWaterMarks() {
        let limits = backend.limits
        let marks =
            isNewcomer
            ? ChannelOptions.Types.WriteBufferWaterMark(
                low: limits.outputBytesHighBeforeLogin / 4,
                high: limits.outputBytesHighBeforeLogin)
            : ChannelOptions.Types.WriteBufferWaterMark(
                low: limits.outputBytesLow, high: limits.outputBytesHigh)
        // The only failure is a channel that has closed.
        try? context?.channel.syncOptions?.setOption(.writeBufferWaterMark, value: marks)
    }

    // MARK: - Too slow

    /// What a connection is too slow with.
    enum Lateness: String {
        case idle
        case login
        case request
        case unread
    }

    /// What the connection is too slow with by now; nil when it may go on.
    func lateness(at now: NIODeadline, _ tuning: Tuning.Values) -> Lateness? {
        guard let context, let conversation else { return nil }
        let guards = tuning.guards
        if output.isOpen {
            output.look(pending: buffered(context), at: now)
            account()
            if output.isStuck(at: now, seconds: guards.unreadSeconds) { return .unread }
        }
        guard socket == .open else { return nil }
        let isSpared = peer.isLoopback && backend.limits.sparesLoopback
        if isNewcomer, !isSpared, guards.loginSeconds > 0,
            now - openedAt >= .seconds(Int64(guards.loginSeconds))
        {
            return .login
        }
        if guards.requestSeconds > 0,
            conversation.isUnfinished(since: now - .seconds(Int64(guards.requestSeconds)))
        {
            return .request
        }
        guard tuning.idleSeconds > 0, !conversation.isBlocked, !conversation.session.isListening,
            conversation.session.idleSeconds(at: backend.engine.clock.now) > tuning.idleSeconds
        else { return nil }
        return .idle
    }

    /// Ends a connection that was too slow; says why where that may still be read.
    func end(_ lateness: Lateness, _ guards: ConnectionGuards) {
        guard let conversation else { return }
        if lateness == .idle { return abort() }
        backend.engine.statistics.connectionsOverdue.add(1, ordering: .relaxed)
        logClosing("a connection was too slow", ["with": "\(lateness.rawValue)"])
        switch lateness {
        case .idle, .unread: return abort()
        case .login:
            conversation.dismiss(Rejection(.denied, "no login within \(guards.loginSeconds) s"))
        case .request:
            conversation.dismiss(
                Rejection(.limit, "a request was not whole within \(guards.requestSeconds) s"))
        }
        proceed()
    }

    /// Says in the log why a connection was closed or refused; seldom, as it can be had often.
    func logClosing(_ message: Logger.Message, _ metadata: Logger.Metadata) {
        guard let dropped = backend.guardLog.pass() else { return }
        var metadata = metadata
        metadata["peer"] = "\(Self.text(context?.remoteAddress))"
        metadata["unlogged"] = "\(dropped)"
        backend.logger.notice(message, metadata: metadata)
    }

    // MARK: - Too large

    /// Bytes that the socket has not taken.
    func buffered(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }

    /// Counts what the connection holds now, and has it wait when that is too much for all.
    func account() {
        guard let conversation, socket != .closed else { return }
        let held = conversation.heldBytes &+ output.pending
        guard held != accounted else { return }
        let more = held &- accounted
        accounted = held
        let total = backend.engine.statistics.connectionBytes.add(more, ordering: .relaxed)
        guard more > 0, total.newValue > backend.engine.tuning.memoryBytesMax else { return }
        registry.relieve()
        guard accounted > registry.scarceShare, !conversation.isHeld else { return }
        conversation.isHeld = true
        registry.hold(self)
    }

    /// Lets a connection go on that had to wait.
    func release() {
        conversation?.isHeld = false
        proceed()
    }

    /// Closes the connection because it holds most.
    func evict() {
        backend.engine.statistics.connectionsEvicted.add(1, ordering: .relaxed)
        backend.engine.statistics.connectionBytes.subtract(accounted, ordering: .relaxed)
        logClosing("connections hold too much; closed the largest", ["bytes": "\(accounted)"])
        accounted = 0
        socket = .closed
        abort()
    }
}
