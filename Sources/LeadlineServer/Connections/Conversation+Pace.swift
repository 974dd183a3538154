import LeadlineDomain
import LeadlineEngine
import LeadlineWire
import NIOCore
import Synchronization

/// How fast one user may send.
extension Conversation {
    /// Whether the user sends too fast; then the request that was just framed was refused.
    ///
    /// What ends a block is always let pass: its commands have been counted.
    func isTooFast(_ format: ReplyFormat) -> Bool {
        guard let pace else { return false }
        let role = session.caller.role
        let perSecond = backend.engine.tuning.requestsPerSecond(
            isOutsider: role == .partner || role == .advertiser)
        guard !pace.pass(at: .now(), perSecond: perSecond) else { return false }
        if session.isInBlock, request.isBlockEnd { return false }
        backend.engine.statistics.requestsRateLimited.add(1, ordering: .relaxed)
        session.spoilBlock()
        let rejection = Rejection(.limit, "at most \(perSecond) requests a second of one user")
        write(format) { backend.engine.write(rejection, nil, to: &$0) }
        return true
    }

    /// Has a connection rest that goes on sending what is refused: some clients repeat a refused
    /// SUBSCRIBE as fast as they can.
    func noteRefusal() {
        let limits = backend.limits
        let passes = refusals.pass(
            at: .now(), perSecond: limits.refusalsPerSecond, gathering: limits.refusalSeconds)
        guard !passes, !isHeld else { return }
        isHeld = true
        registry.rest(connection.value)
    }
}

extension Request {
    /// Whether it is what ends a block.
    fileprivate var isBlockEnd: Bool {
        frame[0].matches("EXEC") || frame[0].matches("DISCARD") || frame[0].matches("RESET")
            || frame[0].matches("QUIT")
    }
}
