import LeadlineEngine
import LeadlineWire
import Logging
import NIOCore

/// Logging in, being kept waiting for it, and being logged out.
extension Conversation {
    /// Runs a command that had to wait its turn; the answer to a login that failed waits longer.
    func runOrdered(_ command: Int, _ format: ReplyFormat) {
        errand = .none
        var writer = ReplyWriter(format: format)
        backend.engine.runLocal(command, &request, session, &writer)
        listen()
        guard let failure = session.takeFailedLogin() else {
            if writer.isError { noteRefusal() }
            return replies.append(writer.buffer)
        }
        errand = .penalised(reply: writer.buffer)
        logFailure(failure)
        connection.value.answer(in: failure.delayMilliseconds)
    }

    /// Answers a failed login, and ends the connection when it was one too many.
    func endPenalty() {
        guard case .penalised(let reply) = errand else { return }
        errand = .none
        replies.append(reply)
        if session.isClosing { close() }
    }

    private func logFailure(_ failure: FailedLogin) {
        guard let dropped = backend.loginLog.pass() else { return }
        backend.logger.notice(
            "a login failed",
            metadata: [
                "user": "\(failure.user)", "peer": "\(session.remoteAddress)",
                "connection": "\(session.number)", "unlogged": "\(dropped)",
            ])
    }

    /// Ends what the connection does by rights that it no longer has.
    func logOut() {
        stopListening()
        switch errand {
        case .none, .running, .penalised: return
        case .held(let command, let format), .ordered(let command, let format),
            .heldMuster(let command, let format):
            // Nothing was done yet, and what came before it is not answered yet.
            errand = .none
            write(format) { backend.engine.write(.notLoggedIn, command, to: &$0) }
        case .blocked(let scan):
            registry.unblock(session.number)
            errand = .none
            write(scan.format) { backend.engine.write(.notLoggedIn, scan.command, to: &$0) }
        }
    }
}
