import Glibc
import NIOCore
import NIOPosix

/// A bound socket that does not accept yet, and the loops that its connections will live on.
struct ListeningSocket {
    let channel: any Channel
    let loops: MultiThreadedEventLoopGroup
    /// Address and port as text.
    let address: String
    let port: Int
    private let acceptance: Acceptance

    /// How a new connection is set up; given once, after binding and before accepting.
    private final class Acceptance: Sendable {
        let setUp = NIOLockedValueBox<(@Sendable (any Channel) throws -> Void)?>(nil)
    }
}
