import Glibc
import NIOCore
import NIOPosix

extension ClientBootstrap {
    /// After so long a silence the system asks whether the server still lives, as it asks of us;
    /// left to itself it would wait for two hours.
    private static let idleSeconds = 60
    private static let intervalSeconds = 10
    private static let probes = 3
    /// So long a server may leave unacknowledged what it was sent.
    private static let unacknowledgedMilliseconds =
        1000 * (idleSeconds + probes * intervalSeconds)

    /// Ends a connection whose server or network is gone without a word within a minute and a half.
    func noticingLostPeers() -> ClientBootstrap {
        channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(Self.tcp(TCP_KEEPIDLE), value: Self.idleSeconds)
            .channelOption(Self.tcp(TCP_KEEPINTVL), value: Self.intervalSeconds)
            .channelOption(Self.tcp(TCP_KEEPCNT), value: Self.probes)
            .channelOption(Self.tcp(TCP_USER_TIMEOUT), value: Self.unacknowledgedMilliseconds)
    }

    private static func tcp(_ option: CInt) -> ChannelOptions.Types.SocketOption {
        ChannelOptions.Types.SocketOption(
            level: .tcp, name: NIOBSDSocket.Option(rawValue: option))
    }
}
