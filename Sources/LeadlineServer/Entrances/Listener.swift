import Glibc
import NIOCore
import NIOPosix

/// Accepts connections and sets each of them up.
enum Listener {
    /// Clients that the system lets wait while we are busy accepting others.
    private static let backlog: CInt = 512
    /// After so long a silence the system asks whether the peer still lives.
    private static let keepAliveSeconds = 60
    private static let keepAliveIntervalSeconds = 10
    private static let keepAliveProbes = 3
    /// So long a peer may leave unacknowledged what it was sent; then it is given up as gone.
    ///
    /// Where this is set the system counts no probes: a silent peer is gone when this is over. So
    /// it is as long as all of them take.
    private static let unacknowledgedMilliseconds =
        1000 * (keepAliveSeconds + keepAliveProbes * keepAliveIntervalSeconds)

    /// Listens on a bound socket, which is the channel's from then on; in TLS if told how.
    static func open(
        _ socket: BoundSocket, _ tls: TLSEntrance?, _ loops: MultiThreadedEventLoopGroup,
        _ backend: Backend,
        _ registries: [NIOLoopBound<ConnectionRegistry>]
    ) async throws -> any Channel {
        let limits = backend.limits
        let marks = ChannelOptions.Types.WriteBufferWaterMark(
            low: limits.outputBytesLow, high: limits.outputBytesHigh)
        let bootstrap = ServerBootstrap(group: loops)
            .serverChannelOption(.backlog, value: backlog)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = AcceptBackoffHandler(backoffProvider: patience)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.writeBufferWaterMark, value: marks)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelOption(tcp(TCP_KEEPIDLE), value: keepAliveSeconds)
            .childChannelOption(tcp(TCP_KEEPINTVL), value: keepAliveIntervalSeconds)
            .childChannelOption(tcp(TCP_KEEPCNT), value: keepAliveProbes)
            .childChannelOption(tcp(TCP_USER_TIMEOUT), value: unacknowledgedMilliseconds)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard
                        let registry = registries.first(where: {
                            $0.eventLoop === channel.eventLoop
                        })
                    else { preconditionFailure("a connection lives on a loop of another server") }
                    try channel.syncOptions?.setOption(
                        .recvAllocator, value: LoopInputAllocator(registry))
                    let pipeline = channel.pipeline.syncOperations
                    if let tls {
                        try pipeline.addHandler(tls.handler())
                        try pipeline.addHandler(TLSGuard(tls, backend))
                    }
                    try pipeline.addHandler(
                        ConnectionHandler(backend: backend, registry: registry.value))
                }
            }
        do {
            return try await bootstrap.withBoundSocket(socket.descriptor).get()
        } catch let error as IOError {
            throw BoundSocket.fault(socket.address, code: error.errnoCode)
        }
    }

    private static func tcp(_ option: CInt) -> ChannelOptions.Types.SocketOption {
        ChannelOptions.Types.SocketOption(
            level: .tcp, name: NIOBSDSocket.Option(rawValue: option))
    }

    /// How long accepting pauses after an error: descriptors come back when connections close, any
    /// other error concerned one client.
    private static func patience(after error: IOError) -> TimeAmount? {
        switch error.errnoCode {
        case EMFILE, ENFILE, ENOBUFS, ENOMEM: .milliseconds(200)
        default: nil
        }
    }
}
