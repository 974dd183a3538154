package import LeadlineEngine
package import LeadlineStore
package import Logging
import NIOCore
import NIOPosix

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
    private let listener: any Channel
    private let loops: MultiThreadedEventLoopGroup
    private let registries: [NIOLoopBound<ConnectionRegistry>]
    private let writerThread: NIOThreadPool
    private let uncertainty: EventLoopPromise<Void>

    private init(
        _ backend: Backend, _ socket: ListeningSocket,
        _ registries: [NIOLoopBound<ConnectionRegistry>]
    ) {
        self.backend = backend
        engine = backend.engine
        address = socket.address
        port = socket.port
        listener = socket.channel
        loops = socket.loops
        self.registries = registries
        writerThread = NIOThreadPool(numberOfThreads: 1)
        uncertainty = socket.loops.any().makePromise()
    }

    /// Opens the store, listens, and serves.
    ///
    /// Throws `ConfigurationFault`, `ListeningFault` or `StoreFault`; nothing is left running then.
    ///
    /// - Parameters:
    ///   - configuration: What to serve, where, and within which limits.
    ///   - logger: Where to say what operators should know; never an argument's value.
    ///   - clock: The time that commands see.
    ///   - journal: Where entries go instead of the store, for tests of failing commits.
    package static func start(
        _ configuration: ServerConfiguration, logger: Logger, clock: Clock = Clock(),
        journal: (@Sendable (Store) -> any Journal)? = nil
    ) async throws -> Server {
        try configuration.validate()
        var limits = configuration.limits
        limits.connectionsMax = try DescriptorLimit.connections(
            descriptors: DescriptorLimit.raise(), atMost: limits.connectionsMax)
        let socket = try await ListeningSocket.open(configuration)
        let engine: Engine
        do {
            var facts = Engine.ServerFacts()
            facts.port = socket.port
            facts.connectionsMax = limits.connectionsMax
            facts.durability = configuration.store.durability.rawValue
            engine = Engine(
                store: try Store.open(configuration.store), clock: clock,
                settings: configuration.settings, facts: facts)
        } catch {
            try await socket.close()
            throw error
        }
        let backend = Backend(engine: engine, limits: limits, logger: logger)
        let registries = try await Self.makeRegistries(socket.loops, backend)
        let server = Server(backend, socket, registries)
        server.startThreads(journal)
        try await socket.accept(backend, registries)
        return server
    }

    /// Returns when a commit's outcome became unknown: only a restart can tell what happened.
    package func uncertainCommit() async throws { try await uncertainty.futureResult.get() }

    /// Stops accepting, answers what was received, closes everything and the store.
    package func stop() async throws {
        try? await listener.close().get()
        await drain()
        backend.queue.close()
        try await writerThread.shutdownGracefully()
        try await backend.readers.stop()
        engine.store.close()
        // Nobody waits for this any more; a promise must not be left open.
        uncertainty.fail(CancellationError())
        try await loops.shutdownGracefully()
    }

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
            registries.append(try await registry.get())
        }
        return registries
    }

    private func startThreads(_ journal: (@Sendable (Store) -> any Journal)?) {
        backend.readers.start()
        writerThread.start()
        writerThread.submit { [backend, registries, uncertainty] _ in
            let engine = backend.engine
            let committer = Committer(
                backend: backend, writer: Writer(engine: engine, journal: journal?(engine.store)),
                registries: registries, onUncertain: { uncertainty.succeed() })
            committer.run()
        }
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
