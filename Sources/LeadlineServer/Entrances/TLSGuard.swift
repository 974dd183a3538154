import LeadlineEngine
import Logging
import NIOCore
import NIOSSL
import NIOTLS
import Synchronization

/// Stands between TLS and the conversation: what is behind it hears of a connection when the
/// handshake is done, and never of how the peer ended TLS.
///
/// Confined to its event loop.
final class TLSGuard: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private enum Handshake {
        case notBegun
        case underWay(Scheduled<Void>)
        case done
        case failed
    }

    private let entrance: TLSEntrance
    private let backend: Backend
    private var handshake = Handshake.notBegun
    private var peer = PeerAddress(nil)

    /// A guard for a connection that came in there.
    init(_ entrance: TLSEntrance, _ backend: Backend) {
        self.entrance = entrance
        self.backend = backend
    }

    func channelActive(context: ChannelHandlerContext) {
        let limits = backend.limits
        peer = PeerAddress(context.remoteAddress)
        let refusal = entrance.handshakes.enter(peer, limits)
        let patience = TimeAmount.milliseconds(limits.handshakeMilliseconds)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        handshake = .underWay(
            context.eventLoop.scheduleTask(in: patience) {
                let (guardian, context) = bound.value
                guardian.fail(context, "it took too long")
            })
        if let refusal { fail(context, refusal.text) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case TLSUserEvent.handshakeCompleted = event else {
            // The end of the input concerns nobody who has not been told of the connection.
            if case .done = handshake { context.fireUserInboundEventTriggered(event) }
            return
        }
        guard case .underWay = handshake else { return }
        end(as: .done)
        context.fireChannelActive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOSSLError.uncleanShutdown:
            // Bare TCP ended the input; what came before it came whole and is answered.
            return
        case NIOSSLError.shutdownFailed: return
        default: break
        }
        if case .done = handshake { return context.fireErrorCaught(error) }
        fail(context, TLSReason.text(error))
    }

    func channelInactive(context: ChannelHandlerContext) {
        if case .done = handshake { return context.fireChannelInactive() }
        end(as: .failed)
    }

    private func fail(_ context: ChannelHandlerContext, _ reason: String) {
        guard case .underWay = handshake else { return }
        end(as: .failed)
        let statistics = backend.engine.statistics
        statistics.connectionsRejected.add(1, ordering: .relaxed)
        if let dropped = entrance.failureLog.pass() {
            let peer = context.remoteAddress?.ipAddress ?? "unknown"
            backend.logger.notice(
                "a TLS handshake failed",
                metadata: [
                    "peer": "\(peer)", "reason": "\(reason)", "unlogged": "\(dropped)",
                ])
        }
        context.close(promise: nil)
    }

    private func end(as outcome: Handshake) {
        if case .underWay(let alarm) = handshake {
            alarm.cancel()
            entrance.handshakes.leave(peer)
        }
        handshake = outcome
    }
}

/// What the TLS library's errors mean, in a few words.
enum TLSReason {
    /// The library's own reason without the place in its source.
    static func text(_ error: any Error) -> String {
        let whole = "\(error)"
        guard let mark = whole.firstRange(of: "OPENSSL_internal:") else { return whole }
        let word = whole[mark.upperBound...].prefix { $0 != " " && $0 != "]" && $0 != ")" }
        return word.lowercased().split(separator: "_").joined(separator: " ")
    }
}
