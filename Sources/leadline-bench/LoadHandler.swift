import NIOCore

/// Why a measurement was given up.
struct LoadFailure: Error, CustomStringConvertible {
    /// The reason, in one line.
    let description: String
}

/// Drives one connection: sends a batch, counts its replies, sends the next.
///
/// Confined to the channel's event loop. Request bytes are built in one reused buffer, and not
/// at all when every request is the same; replies are counted where they lie.
final class LoadHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let pipeline: Int
    private var numbers: Numbers
    private var context: ChannelHandlerContext?
    private var round: LoadRound?
    private var scanner = ReplyScanner()
    private var requests = ByteBuffer()
    /// How many requests `requests` holds of a constant workload; 0 when it must be built.
    private var constantCount = 0
    private var unanswered = 0
    private var sentAt: UInt64 = 0

    /// Makes the driver of one connection, which waits for its first round.
    init(pipeline: Int, numbers: Numbers) {
        self.pipeline = pipeline
        self.numbers = numbers
    }

    /// Starts sending; ends by itself when the round has no requests left.
    func begin(_ round: LoadRound) {
        guard context != nil else {
            round.fail(LoadFailure(description: "a connection was lost before the round"))
            return
        }
        self.round = round
        constantCount = 0
        sendBatch(now: NIODeadline.now().uptimeNanoseconds)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        giveUp("the server closed a connection")
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        giveUp("\(error)")
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let now = NIODeadline.now().uptimeNanoseconds
        let replies: Int
        do {
            replies = try count(unwrapInboundIn(data))
        } catch {
            giveUp("a reply is not RESP: it has byte \(error.byte) where it may not be")
            context.close(promise: nil)
            return
        }
        guard replies > 0 else { return }
        guard replies <= unanswered else {
            giveUp("more replies than requests")
            context.close(promise: nil)
            return
        }
        round?.record(replies: replies, nanoseconds: now - sentAt)
        unanswered -= replies
        if unanswered == 0 { sendBatch(now: now) }
    }

    private func count(_ bytes: ByteBuffer) throws(ReplyScanner.Malformed) -> Int {
        // The closure of `withUnsafeReadableBytes` cannot throw a typed error.
        let result = bytes.withUnsafeReadableBytes { readable in
            Result { () throws(ReplyScanner.Malformed) in
                try scanner.scan(readable) { round?.recordError($0) }
            }
        }
        return try result.get()
    }

    private func sendBatch(now: UInt64) {
        guard let context, let round else { return }
        let count = round.take(pipeline, now: now)
        guard count > 0 else {
            self.round = nil
            return
        }
        build(count, of: round.workload)
        unanswered = count
        sentAt = now
        context.writeAndFlush(wrapOutboundOut(requests), promise: nil)
    }

    private func build(_ count: Int, of workload: Workload) {
        guard constantCount != count else { return }
        requests.clear()
        for _ in 0..<count { workload.writeNext(to: &requests, &numbers) }
        constantCount = workload.isConstant ? count : 0
    }

    private func giveUp(_ reason: String) {
        round?.fail(LoadFailure(description: reason))
        round = nil
    }
}
