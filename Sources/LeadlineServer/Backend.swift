import LeadlineEngine
import Logging
import NIOCore
import Synchronization

/// What stands behind every connection of a server: the engine, and the ways off the loop.
final class Backend: Sendable {
    let engine: Engine
    let limits: ServerLimits
    let queue: WriterQueue
    let readers: ReaderPool
    let fanOut: FanOut
    let logger: Logger
    /// Groups that wrote and are durable: who waits for events compares it to miss none.
    let commits = Atomic<UInt64>(0)
    /// Strangers who speak another protocol are logged once in a while.
    let foreignLog = LogThrottle(interval: .seconds(60))
    /// Failed logins are logged ten times a second at most.
    let loginLog = LogThrottle(interval: .milliseconds(100))
    /// So are connections that are refused or closed for what they do to others.
    let guardLog = LogThrottle(interval: .seconds(60))
    /// Who may connect.
    let admission = Admission()
    /// How fast each user's requests come.
    let paces = UserPaces()
    private let lastConnection = Atomic<UInt64>(0)
    private let everyRegistry = Mutex<[NIOLoopBound<ConnectionRegistry>]>([])

    /// A backend whose reader pool has not been started.
    init(engine: Engine, limits: ServerLimits, fanOut: FanOut, logger: Logger) {
        self.engine = engine
        self.limits = limits
        self.fanOut = fanOut
        self.logger = logger
        queue = WriterQueue(
            requestsMax: limits.queuedRequestsMax, commitMax: limits.committingMax)
        readers = ReaderPool(threadCount: limits.readerThreadCount)
    }

    /// The connections of every event loop; known before the first is accepted.
    var registries: [NIOLoopBound<ConnectionRegistry>] {
        get { everyRegistry.withLock { $0 } }
        set { everyRegistry.withLock { $0 = newValue } }
    }

    /// A number that no connection of this server had before.
    func nextConnectionNumber() -> UInt64 {
        lastConnection.add(1, ordering: .relaxed).newValue
    }
}
