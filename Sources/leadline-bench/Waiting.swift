import NIOCore
import NIOPosix

/// Runs `body` to its end while the calling thread waits.
func waiting(_ body: @escaping @Sendable () async throws -> Void) throws {
    let promise = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)
    promise.completeWithTask(body)
    try promise.futureResult.wait()
}
