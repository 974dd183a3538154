import LeadlineWire
import NIOCore
import NIOPosix
import NIOSSL

/// One connection to a Leadline server, speaking RESP3.
///
/// Any number of tasks may send on it at once: commands are pipelined in the order of the calls
/// and each call gets its own reply. A connection is never re-opened by itself, because a command
/// whose reply was lost must not be repeated blindly: connect again and use `IDEM` keys.
public struct LeadlineClient: Sendable {
    /// The port a Leadline server listens on unless told otherwise.
    public static let defaultPort = 5323
    /// The version of this library and of the tools built on it.
    public static let version = "0.1.0"

    /// Who logs in.
    public struct Credentials: Sendable, Equatable {
        /// The login name; `default` stands for the token's own user.
        public let user: String
        /// The secret that `USER.NEW` printed once.
        public let token: String

        /// Pairs a login name with its token.
        public init(user: String = "default", token: String) {
            self.user = user
            self.token = token
        }
    }

    /// What the server said of itself in answer to `HELLO`.
    public let server: Reply

    private let channel: any Channel
    private let handler: NIOLoopBound<RequestHandler>

    /// Connects, logs in when credentials are given, and switches the connection to RESP3.
    ///
    /// Throws `ConnectionError` (`.cannotConnect`) when there is no connection and no answer to
    /// `HELLO` within the timeout, and `ServerError` when the server refuses the greeting. Without
    /// `security` everything is sent as it is, the token too.
    public static func connect(
        host: String = "127.0.0.1", port: Int = defaultPort, credentials: Credentials? = nil,
        security: TransportSecurity? = nil, timeout: Duration = .seconds(10)
    ) async throws -> LeadlineClient {
        let limit = TimeAmount(timeout)
        let context = try security?.context()
        let name = security?.name(for: host)
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(limit)
            .noticingLostPeers()
        let channel: any Channel
        let handler: NIOLoopBound<RequestHandler>
        do {
            // The handler is taken from here: a connection that has ended has none any more, and it
            // knows why.
            (channel, handler) = try await bootstrap.connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: context, serverHostname: name))
                    }
                    let handler = RequestHandler()
                    try channel.pipeline.syncOperations.addHandler(handler)
                    return (channel, NIOLoopBound(handler, eventLoop: channel.eventLoop))
                }
            }
        } catch {
            throw ConnectionError(connectingTo: host, port, error)
        }
        return try await greet(channel, handler, credentials, limit, overTLS: context != nil)
    }

    /// Sends one command and waits for its reply.
    ///
    /// The words are sent verbatim, one argument each: no quoting, no escapes. Throws
    /// `ServerError` for an error reply and `ConnectionError` when there was no reply.
    public func send(_ arguments: [String]) async throws -> Reply {
        let replies = try await sendAll([arguments])
        if case .error(let refusal) = replies[0] { throw refusal }
        return replies[0]
    }

    /// Sends several commands in one write and waits for all their replies, in order.
    ///
    /// A refused command's place holds `Reply.error`; those after it are executed all the same.
    /// Throws `ConnectionError` when a reply is missing; its `replies` holds those that came.
    /// A command without any word is a programming error.
    public func sendAll(_ commands: [[String]]) async throws -> [Reply] {
        var bytes = ByteBuffer()
        for arguments in commands { bytes.writeCommand(arguments) }
        return try await perform(bytes, replyCount: commands.count)
    }

    /// Sends request lines in the server's own inline grammar and waits for all their replies.
    ///
    /// Each line must call for exactly one reply: not blank, no comment, no line end inside, and
    /// not beginning with `*`. Errors as in ``sendAll(_:)``.
    package func sendInline(_ lines: [String]) async throws -> [Reply] {
        try await beginInline(lines.map { Array($0.utf8)[...] }).all()
    }

    /// Hands request lines to the connection at once and lets the caller wait for them later.
    ///
    /// Lines as in ``sendInline(_:)``, in their bytes; batches leave in the order of the calls.
    package func beginInline(_ lines: [ArraySlice<UInt8>]) -> PendingReplies {
        var bytes = ByteBuffer()
        bytes.reserveCapacity(lines.reduce(0) { $0 + $1.count + 2 })
        for line in lines {
            bytes.writeBytes(line)
            bytes.writeStaticString("\r\n")
        }
        return begin(bytes, replyCount: lines.count)
    }

    /// Closes the connection; commands still unanswered fail with their outcome unknown.
    public func close() async {
        // The only error is that the channel has been closed already, which is what was asked.
        try? await channel.close().get()
    }

    /// Hands commands to the connection at once and lets the caller wait for them later.
    ///
    /// Batches leave in the order of the calls. Errors as in ``sendAll(_:)``.
    package func begin(_ commands: [[String]]) -> PendingReplies {
        var bytes = ByteBuffer()
        for arguments in commands { bytes.writeCommand(arguments) }
        return begin(bytes, replyCount: commands.count)
    }

    private func perform(_ bytes: ByteBuffer, replyCount: Int) async throws -> [Reply] {
        try await begin(bytes, replyCount: replyCount).all()
    }

    private func begin(_ bytes: ByteBuffer, replyCount: Int) -> PendingReplies {
        let promise = channel.eventLoop.makePromise(of: [Reply].self)
        guard replyCount > 0 else {
            promise.succeed([])
            return PendingReplies(promise: promise)
        }
        let request = Request(bytes: bytes, replyCount: replyCount, promise: promise)
        channel.eventLoop.execute { [handler] in handler.value.submit(request) }
        return PendingReplies(promise: promise)
    }
}

extension LeadlineClient {
    private static let unanswered = "the connection ended without an answer to HELLO"

    private static func greet(
        _ channel: any Channel, _ handler: NIOLoopBound<RequestHandler>,
        _ credentials: Credentials?, _ limit: TimeAmount, overTLS: Bool
    ) async throws -> LeadlineClient {
        // A plain port may reset the connection before it has said anything.
        let silence = unanswered + (overTLS ? "; does it speak TLS on this port?" : "")
        let alarm = channel.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
        defer { alarm.cancel() }
        var hello = ["HELLO", "3"]
        if let credentials { hello += ["AUTH", credentials.user, credentials.token] }
        let stranger = LeadlineClient(server: .null, channel: channel, handler: handler)
        do {
            let server = try await stranger.send(hello)
            return LeadlineClient(server: server, channel: channel, handler: handler)
        } catch let error as ConnectionError where error.kind != .protocolViolation {
            await stranger.close()
            guard !error.reason.hasPrefix("TLS:") else {
                throw ConnectionError(.cannotConnect, error.reason)
            }
            throw ConnectionError(.cannotConnect, silence)
        } catch {
            await stranger.close()
            throw error
        }
    }
}

extension ByteBuffer {
    fileprivate mutating func writeCommand(_ arguments: [String]) {
        precondition(!arguments.isEmpty, "a command has at least one word")
        writeString("*\(arguments.count)\r\n")
        for argument in arguments { writeString("$\(argument.utf8.count)\r\n\(argument)\r\n") }
    }
}
