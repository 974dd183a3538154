import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A TLS client that collects whatever the server sends.
final class SecureClient: Sendable {
    /// What a test's client met instead of the bytes it waited for.
    enum Failure: Error {
        case cannotConnect(errno: CInt)
        case silent(received: String)
    }

    private let channel: any Channel
    private let descriptor: CInt
    private let inbox = Inbox()

    /// Connects; the handshake may still be under way, or fail.
    init(_ port: Int, _ configuration: TLSConfiguration) async throws {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        let address = try SocketAddress(ipAddress: "127.0.0.1", port: port)
        let descriptor = descriptor
        let result = address.withSockAddr { connect(descriptor, $0, socklen_t($1)) }
        if result != 0 { throw Failure.cannotConnect(errno: errno) }
        let context = try NIOSSLContext(configuration: configuration)
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { [inbox] channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(
                        NIOSSLClientHandler(context: context, serverHostname: "localhost"))
                    try pipeline.addHandler(InboxHandler(inbox))
                }
            }
            .withConnectedSocket(descriptor).get()
    }

    /// Sends text as it is.
    func send(_ text: String) { channel.writeAndFlush(ByteBuffer(string: text), promise: nil) }

    /// Ends what it sends as TLS asks for, and goes on reading.
    func finishSending() { channel.close(mode: .output, promise: nil) }

    /// Ends TCP beneath TLS, and goes on reading.
    func finishUncleanly() { shutdown(descriptor, CInt(SHUT_WR)) }

    func close() { channel.close(promise: nil) }

    /// The serial number of the server's certificate, once the handshake is done.
    func serialNumber() async throws -> [UInt8]? {
        try await channel.nioSSL_peerCertificate().get()?.serialNumber
    }

    /// Everything until the server ends the connection.
    func readToEnd() async throws -> String {
        try await wait { $0.isClosed }
    }

    /// Everything as soon as it is so many lines.
    func readLines(_ count: Int) async throws -> String {
        try await wait { $0.text.utf8.count { $0 == UInt8(ascii: "\n") } >= count }
    }

    private func wait(for isSo: (Inbox.Content) -> Bool) async throws -> String {
        for _ in 0..<4000 {
            let content = inbox.content.withLock { $0 }
            if isSo(content) { return content.text }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw Failure.silent(received: inbox.content.withLock { $0.text })
    }
}

/// What has come.
private final class Inbox: Sendable {
    struct Content {
        var text = ""
        var isClosed = false
    }

    let content = Mutex(Content())
}

private final class InboxHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let inbox: Inbox

    init(_ inbox: Inbox) { self.inbox = inbox }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let text = String(buffer: unwrapInboundIn(data))
        inbox.content.withLock { $0.text += text }
    }

    func channelInactive(context: ChannelHandlerContext) {
        inbox.content.withLock { $0.isClosed = true }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
