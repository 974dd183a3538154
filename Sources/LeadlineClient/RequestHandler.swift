import LeadlineWire
import NIOCore

/// Commands written together, and the promise of their replies.
struct Request: Sendable {
    /// The commands' bytes, whole.
    let bytes: ByteBuffer
    /// How many replies the bytes call for, at least 1.
    let replyCount: Int
    /// Succeeds with exactly `replyCount` replies in order, or fails with a `ConnectionError`.
    let promise: EventLoopPromise<[Reply]>
}

/// Writes requests to one connection and hands each its replies, in order.
///
/// Confined to the channel's event loop. Requests of one loop tick leave in one write.
final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private struct Unanswered {
        let request: Request
        var replies: [Reply] = []
        var isComplete: Bool { replies.count == request.replyCount }
    }

    private var context: ChannelHandlerContext?
    private var input = ByteBuffer()
    private var reader = RESPReader()
    private var unanswered = CircularBuffer<Unanswered>()
    private var isFlushScheduled = false
    private var failure: ConnectionError?

    /// Queues a request behind those already sent; fails it at once when the connection has ended.
    func submit(_ request: Request) {
        guard let context, failure == nil else {
            let reason = failure?.reason ?? "the connection is closed"
            request.promise.fail(ConnectionError(.notSent, reason))
            return
        }
        unanswered.append(Unanswered(request: request))
        context.write(wrapOutboundOut(request.bytes), promise: nil)
        guard !isFlushScheduled else { return }
        isFlushScheduled = true
        context.eventLoop.assumeIsolated().execute {
            self.isFlushScheduled = false
            self.context?.flush()
        }
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        fail(ConnectionError(.outcomeUnknown, "the connection was closed"))
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(ConnectionError(.outcomeUnknown, "the server closed the connection"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let reason = ConnectionError.reason(ofTLS: error) ?? "\(error)"
        fail(ConnectionError(.outcomeUnknown, reason))
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if input.readableBytes == 0 {
            input = bytes
        } else {
            input.discardReadBytes()
            input.writeBuffer(&bytes)
        }
        do throws(WireError) {
            while failure == nil, let value = try reader.next(&input) { deliver(value) }
        } catch {
            fail(ConnectionError(.protocolViolation, error.message))
        }
        // The stream has lost its place: no later byte can be trusted to begin a reply.
        if failure?.kind == .protocolViolation { context.close(promise: nil) }
    }

    private func deliver(_ value: RESPValue) {
        // A push answers no command; subscriptions are not part of this client yet.
        if case .push = value { return }
        guard !unanswered.isEmpty else {
            fail(
                ConnectionError(
                    .protocolViolation, "Protocol error: a reply that no command asked for"))
            return
        }
        unanswered[unanswered.startIndex].replies.append(Reply(value))
        guard unanswered[unanswered.startIndex].isComplete else { return }
        let answered = unanswered.removeFirst()
        answered.request.promise.succeed(answered.replies)
    }

    private func fail(_ error: ConnectionError) {
        guard failure == nil else { return }
        failure = error
        for waiting in unanswered { waiting.request.promise.fail(error.after(waiting.replies)) }
        unanswered.removeAll()
    }
}

extension Reply {
    /// The reply that a value read from the wire is to a caller.
    ///
    /// Recursion is bounded by the reader's own limit on depth.
    init(_ value: RESPValue) {
        switch value {
        case .simple(let word): self = .status(word)
        case .error(let code, let message):
            self = .error(ServerError(code: code, message: message))
        case .integer(let number): self = .integer(number)
        case .bulk(let bytes): self = .string(bytes)
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .double(let number): self = .double(number)
        case .bigNumber(let digits): self = .string(Array(digits.utf8))
        case .verbatim(_, let text): self = .text(String(decoding: text, as: UTF8.self))
        case .array(let items), .set(let items), .push(let items):
            self = .list(items.map { Reply($0) })
        case .map(let entries):
            self = .map(entries.map { Entry(key: Reply($0.key), value: Reply($0.value)) })
        }
    }
}
