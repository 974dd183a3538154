import LeadlineEngine
import LeadlineWire
import Logging
import NIOCore
import Synchronization

/// What a connection is sent without asking, and what becomes of it when it does not read that.
extension ConnectionHandler {
    /// The session, while the connection can still be told something.
    var session: Session? { socket == .open ? conversation?.session : nil }

    /// Adds a push, of the event with this number if it is one; `sendTold` sends it.
    ///
    /// False when another one waits to be sent already.
    func tell(_ push: ByteBuffer, event: UInt64?) -> Bool {
        conversation?.tell(push, event: event)
        defer { isTold = true }
        return !isTold
    }

    /// Sends the pushes, and looks whether the peer reads them.
    func sendTold() {
        isTold = false
        guard socket == .open, let context, let conversation else { return }
        send(conversation, context)
        noteBacklog(context)
        account()
    }

    /// Ends a connection that missed what it listens to.
    func fallBehind() {
        guard socket == .open, let context, let conversation, conversation.session.isListening
        else { return }
        logOverrun("closing a listener that fell behind", conversation.session)
        conversation.fallBehind()
        // It may take what was sent before, but not for ever.
        let patience = TimeAmount.milliseconds(backend.limits.listenerPatienceMilliseconds)
        context.eventLoop.assumeIsolated().scheduleTask(in: patience) {
            self.context?.close(promise: nil)
        }
        proceed()
    }

    /// Notes how much a listener leaves unread, and looks again when that has lasted too long.
    func noteBacklog(_ context: ChannelHandlerContext) {
        guard socket == .open, let conversation, conversation.session.isListening else { return }
        backlog.note(pending(conversation, context), at: .now())
        guard backlogTimer == nil, let deadline = backlog.deadline else { return }
        backlogTimer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.backlogTimer = nil
            self.judgeBacklog()
        }
    }

    private func judgeBacklog() {
        guard let context else { return }
        noteBacklog(context)
        if let deadline = backlog.deadline, deadline <= .now() { fallBehind() }
    }

    /// Bytes that the peer has not read.
    func pending(_ conversation: Conversation, _ context: ChannelHandlerContext) -> Int {
        buffered(context) + conversation.replies.byteCount
    }

    /// Counts and logs a connection that is closed for what it does not read.
    func logOverrun(_ message: Logger.Message, _ session: Session) {
        backend.engine.statistics.connectionsOverrun.add(1, ordering: .relaxed)
        backend.logger.notice(message, metadata: ["connection": "\(session.number)"])
    }
}
