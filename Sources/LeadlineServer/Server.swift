package import LeadlineEngine
package import LeadlineStore
package import Logging
import NIOCore
import NIOPosix
import Synchronization

/// A running server: a listening socket, its event loops, the writer's thread and the readers'.
///
/// `start` returns when it serves; `stop` returns when everything that was accepted is answered and
/// the store is closed.
package final class Server: Sendable {
    /// The engine behind the connections.
    package let engine: Engine
    /// Where it listens, with the port that the system chose if it was left to it.
    package let address: String
    /// The port it listens on.
    package let port: Int

    private let backend: Backend
    private let loops: MultiThreadedEventLoopGroup
    private let registries: [NIOLoopBound<ConnectionRegistry>]
    private let listener: any Channel
    private let writerThread: NIOThreadPool
    private let uncertainty: EventLoopPromise<Void>
    private let isUncertain = Atomic<Bool>(false)

    private init(
        _ backend: Backend, _ socket: BoundSocket, _ loops: MultiThreadedEventLoopGroup,
        _ registries: [NIOLoopBound<ConnectionRegistry>], _ listener: any Channel
    ) {
        self.backend = backend
        engine = backend.engine
        address = socket.address
        port = socket.port
        self.loops = loops
        self.registries = registries
        self.listener = listener
        writerThread = NIOThreadPool(numberOfThreads: 1)
        uncertainty = loops.any().makePromise()
    }

    /// Opens the store, listens, and serves.
    ///
    /// - Parameters:
    ///   - configuration: What to serve, where, and within which limits.
    ///   - logger: Where to say what operators should know; never an argument's value.
    ///   - clock: The time that commands see.
    ///   - journal: Where entries go instead of the store, for tests of failing commits.
    /// - Returns: The server, which answers from now on.
    /// - Throws: `ConfigurationFault`, `ListeningFault` or `StoreFault`; nothing is left running.
    package static func start(
        _ configuration: ServerConfiguration, logger: Logger, clock: Clock = Clock(),
        journal: (@Sendable (Store) -> any Journal)? = nil
    ) async throws -> Server {
        try configuration.validate()
        var limits = configuration.limits
        limits.connectionsMax = try DescriptorLimit.connections(
            descriptors: DescriptorLimit.raise(), atMost: limits.connectionsMax)
        let socket = try BoundSocket(host: configuration.bind, port: configuration.port)
        let engine: Engine
        do {
            engine = try makeEngine(configuration, limits, socket, clock)
            do throws(ConfigurationFault) {
                try configuration.validate(hasUsers: engine.authority.hasUsers)
            } catch {
                engine.store.close()
                throw error
            }
        } catch {
            socket.close()
            throw error
        }
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: limits.loopCount)
        let fanOut = try await FanOut.make(loops, mailboxBytesMax: limits.mailboxBytesMax)
        let backend = Backend(engine: engine, limits: limits, fanOut: fanOut, logger: logger)
        let registries = try await makeRegistries(loops, backend)
        backend.registries = registries
        let listener: any Channel
        do {
            listener = try await Listener.open(socket, loops, backend, registries)
        } catch {
            engine.store.close()
            try await loops.shutdownGracefully()
            throw error
        }
        let server = Server(backend, socket, loops, registries, listener)
        server.startThreads(journal)
        return server
    }

    private static func makeEngine(
        _ configuration: ServerConfiguration, _ limits: ServerLimits, _ socket: BoundSocket,
        _ clock: Clock
    ) throws(StoreFault) -> Engine {
        var values = configuration.values
        values.facts.port = socket.port
        values.facts.connectionsMax = limits.connectionsMax
        values.tuning.connectionsMax = min(values.tuning.connectionsMax, limits.connectionsMax)
        return Engine(
            store: try Store.open(configuration.store), clock: clock,
            settings: values.settings, facts: values.facts, tuning: values.tuning)
    }

    /// Whether a commit's outcome is unknown: only a restart can tell what happened.
    package var hasUncertainCommit: Bool { isUncertain.load(ordering: .acquiring) }

    /// Returns when a commit's outcome became unknown, or the server has stopped.
    package func untilUncertain() async {
        // The only failure is that the server has stopped.
        try? await uncertainty.futureResult.get()
    }

    /// Stops accepting, answers what was received, closes everything and the store.
    package func stop() async throws {
        try? await listener.close().get()
        await drain()
        backend.queue.close()
        try await writerThread.shutdownGracefully()
        try await backend.readers.stop()
        engine.store.close()
        // They know the backend, which so would never go.
        backend.registries = []
        // Nobody waits for this any more; a promise must not be left open.
        uncertainty.fail(CancellationError())
        try await loops.shutdownGracefully()
    }

    /// How often connections are looked at that may have been idle for too long.
    private static let idleInterval = TimeAmount.seconds(1)

    private static func makeRegistries(
        _ loops: MultiThreadedEventLoopGroup, _ backend: Backend
    ) async throws -> [NIOLoopBound<ConnectionRegistry>] {
        var registries: [NIOLoopBound<ConnectionRegistry>] = []
        for (index, loop) in loops.makeIterator().enumerated() {
            let registry = loop.submit {
                NIOLoopBound(
                    ConnectionRegistry(index: index, loop: loop, backend: backend),
                    eventLoop: loop)
            }
            let bound = try await registry.get()
            loop.scheduleRepeatedTask(initialDelay: idleInterval, delay: idleInterval) { _ in
                bound.value.closeIdle()
            }
            registries.append(bound)
        }
        return registries
    }

    private func startThreads(_ journal: (@Sendable (Store) -> any Journal)?) {
        backend.readers.start()
        writerThread.start()
        writerThread.submit { _ in
            let writer = Writer(engine: self.engine, journal: journal?(self.engine.store))
            let committer = Committer(
                backend: self.backend, writer: writer, registries: self.registries,
                onUncertain: self.noteUncertainCommit)
            committer.run()
        }
    }

    private func noteUncertainCommit() {
        isUncertain.store(true, ordering: .releasing)
        uncertainty.succeed()
    }

    /// Waits until every connection has closed, and closes those that take too long.
    private func drain() async {
        let patience = TimeAmount.milliseconds(backend.limits.drainMilliseconds)
        for registry in registries {
            let loop = registry.eventLoop
            let empty = loop.makePromise(of: Void.self)
            loop.execute { registry.value.drain(empty) }
            let alarm = loop.scheduleTask(in: patience) { registry.value.abort() }
            // The promise is only ever succeeded.
            try? await empty.futureResult.get()
            alarm.cancel()
        }
    }
}
