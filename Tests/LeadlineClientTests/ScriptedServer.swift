import LeadlineWire
import NIOCore
import NIOPosix
import Synchronization
import Testing

/// A real server on loopback that answers each request with the bytes a test gives for it.
struct ScriptedServer: Sendable {
    /// What the server does about one request.
    struct Answer: Sendable {
        /// Bytes to send, each in a write of its own.
        var pieces: [String] = []
        /// Whether the connection is closed after them.
        var isLast = false

        /// The bytes in one write.
        static func reply(_ bytes: String) -> Answer { Answer(pieces: [bytes]) }
        /// Nothing at all.
        static let silence = Answer()
        /// The end of the connection.
        static let close = Answer(isLast: true)
    }

    /// Answers the words of a request; a line that is no RESP array is one word.
    typealias Script = @Sendable ([String]) -> Answer

    /// The greeting of a server that says nothing of itself.
    static let greeting = Answer.reply("%1\r\n$5\r\nproto\r\n:3\r\n")

    /// Where to connect.
    let port: Int
    private let channel: any Channel
    private let log: Log

    private final class Log: Sendable {
        let requests = Mutex<[[String]]>([])
    }

    /// The requests of all connections so far, `HELLO` among them.
    var requests: [[String]] { log.requests.withLock { $0 } }

    /// Starts a server that greets and answers everything after that by the script.
    static func start(_ script: @escaping Script) async throws -> ScriptedServer {
        try await start(greeting: greeting, script)
    }

    /// Starts a server whose answer to `HELLO` is given.
    static func start(
        greeting: Answer, _ script: @escaping Script = { _ in .silence }
    ) async throws -> ScriptedServer {
        let log = Log()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = ScriptHandler { words in
                        log.requests.withLock { $0.append(words) }
                        return words.first == "HELLO" ? greeting : script(words)
                    }
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(channel.localAddress?.port)
        return ScriptedServer(port: port, channel: channel, log: log)
    }

    /// Stops listening.
    func stop() async throws { try await channel.close().get() }
}

/// Reads requests and writes the script's answers.
private final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: ScriptedServer.Script
    private var input = ByteBuffer()
    private var reader = RESPReader()
    /// Whether the reader has consumed a part of an array already.
    private var isInsideArray = false

    init(_ script: @escaping ScriptedServer.Script) { self.script = script }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        input.writeBuffer(&bytes)
        while let words = nextRequest() {
            let answer = script(words)
            for piece in answer.pieces {
                let bytes = ByteBuffer(string: piece)
                context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
            }
            if answer.isLast { context.close(promise: nil) }
        }
    }

    private func nextRequest() -> [String]? {
        guard let first = input.readableBytesView.first else { return nil }
        guard isInsideArray || first == UInt8(ascii: "*") else { return nextLine() }
        isInsideArray = true
        guard case .array(let items)? = try? reader.next(&input) else { return nil }
        isInsideArray = false
        return items.map { item in
            guard case .bulk(let bytes) = item else { return "not a bulk string: \(item)" }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private func nextLine() -> [String]? {
        let view = input.readableBytesView
        guard let end = view.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        guard let line = input.readString(length: end - view.startIndex + 1) else { return nil }
        return [line]
    }
}
