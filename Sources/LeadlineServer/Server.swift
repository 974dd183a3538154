import LeadlineBackup
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
    /// Where it speaks TLS, if it does.
    package let secureAddress: String?
    /// The port of that; 0 without TLS.
    package let securePort: Int

    private let backend: Backend
    private let loops: MultiThreadedEventLoopGroup
    /// The connections of each loop.
    let registries: [NIOLoopBound<ConnectionRegistry>]
    private let listeners: [any Channel]
    private let tls: TLSEntrance?
    private let writerThreads: NIOThreadPool
    /// Succeeds once both of the writer's threads are at work: a pool that is shut down before
    /// drops what it was asked to run.
    private let threadsBegan: EventLoopPromise<Void>
    private let uncertainty: EventLoopPromise<Void>
    private let isUncertain = Atomic<Bool>(false)
    private let hasBegunToStop = Atomic<Bool>(false)

    private init(
        _ backend: Backend, _ entrances: Entrances, _ loops: MultiThreadedEventLoopGroup,
        _ registries: [NIOLoopBound<ConnectionRegistry>], _ listeners: [any Channel]
    ) {
        self.backend = backend
        engine = backend.engine
        address = entrances.plain?.address ?? entrances.secure?.address ?? ""
        port = entrances.plain?.port ?? 0
        secureAddress = entrances.secure?.address
        securePort = entrances.secure?.port ?? 0
        tls = entrances.tls
        self.loops = loops
        self.registries = registries
        self.listeners = listeners
        // One executes, the other commits.
        writerThreads = NIOThreadPool(numberOfThreads: 2)
        threadsBegan = loops.any().makePromise()
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
    /// - Throws: `ConfigurationFault`, `TLSFault`, `ListeningFault` or `StoreFault`; nothing
    ///   is left running.
    package static func start(
        _ configuration: ServerConfiguration, logger: Logger, clock: Clock = Clock(),
        journal: (@Sendable (Store) -> any Journal)? = nil
    ) async throws -> Server {
        try configuration.validate()
        var limits = configuration.limits
        limits.connectionsMax = try DescriptorLimit.connections(
            descriptors: DescriptorLimit.raise(), atMost: limits.connectionsMax,
            handshakesMax: configuration.tls.isServed ? limits.handshakesMax : 0)
        let entrances = try Entrances(configuration, at: Clock().now, logger)
        let engine: Engine
        do {
            engine = try makeEngine(configuration, limits, entrances, clock)
            try OpeningLook.run(engine.store, logger)
            do throws(ConfigurationFault) {
                try configuration.validate(hasUsers: engine.authority.hasUsers)
            } catch {
                engine.store.close()
                throw error
            }
        } catch {
            entrances.close()
            throw error
        }
        var logger = logger
        logger.handler = LiveLogHandler(logger.handler, engine.tuning)
        if let note = try? RestoreNote.take(in: configuration.store.path) {
            logger.warning("restored from a backup", metadata: ["note": "\(note)"])
        }
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: limits.loopCount)
        let fanOut = try await FanOut.make(loops, mailboxBytesMax: limits.mailboxBytesMax)
        let backend = Backend(engine: engine, limits: limits, fanOut: fanOut, logger: logger)
        let registries = try await makeRegistries(loops, backend)
        backend.registries = registries
        let listeners: [any Channel]
        do {
            listeners = try await entrances.open(loops, backend, registries)
        } catch {
            engine.store.close()
            try await loops.shutdownGracefully()
            throw error
        }
        let server = Server(backend, entrances, loops, registries, listeners)
        server.startThreads(journal)
        return server
    }

    private static func makeEngine(
        _ configuration: ServerConfiguration, _ limits: ServerLimits, _ entrances: Entrances,
        _ clock: Clock
    ) throws(StoreFault) -> Engine {
        var values = configuration.values
        values.facts.port = entrances.plain?.port ?? 0
        values.facts.tls.port = entrances.secure?.port ?? values.facts.tls.port
        values.facts.connectionsMax = limits.connectionsMax
        values.tuning.connectionsMax = min(values.tuning.connectionsMax, limits.connectionsMax)
        var options = configuration.store
        options.look = OpeningLook.refuse
        return Engine(
            store: try StoreUpgrade.open(options), clock: clock,
            settings: values.settings, facts: values.facts, tuning: values.tuning)
    }

    /// Whether a commit's outcome is unknown: only a restart can tell what happened.
    package var hasUncertainCommit: Bool { isUncertain.load(ordering: .acquiring) }

    /// Returns when a commit's outcome became unknown, or the server has stopped.
    package func untilUncertain() async {
        // The only failure is that the server has stopped.
        try? await uncertainty.futureResult.get()
    }

    /// Refuses TLS's files where they could not be served with.
    package static func checkTLS(_ settings: TLSSettings) throws(TLSFault) {
        guard settings.isServed else { return }
        _ = try TLSFiles(settings: settings).load(at: Clock().now)
    }

    /// Reads TLS's files again; connections that come from now on are served with them.
    package func reloadTLS(_ settings: TLSSettings) throws(TLSFault) {
        try tls?.reload(settings, at: Clock().now, backend.logger)
    }

    /// Whether it is going down, for whatever reason.
    package var isStopping: Bool { hasBegunToStop.load(ordering: .acquiring) }

    /// Closes every connection that a stop still gives time to take its replies.
    package func hurry() {
        for registry in registries {
            registry.eventLoop.execute { registry.value.abort() }
        }
    }

    /// Stops accepting, answers what was received, closes everything and the store.
    package func stop() async throws {
        hasBegunToStop.store(true, ordering: .releasing)
        for listener in listeners { try? await listener.close().get() }
        engine.backups.stop()
        await drain()
        try await threadsBegan.futureResult.get()
        backend.queue.close()
        try await writerThreads.shutdownGracefully()
        try await backend.readers.stop()
        engine.store.close()
        // They know the backend, which so would never go.
        backend.registries = []
        // Nobody waits for this any more; a promise must not be left open.
        uncertainty.fail(CancellationError())
        try await loops.shutdownGracefully()
    }

    /// How often some of the connections are looked at that may be too slow: each once a second.
    private static let sweepInterval = TimeAmount.nanoseconds(
        1_000_000_000 / Int64(ConnectionSet.partCount))

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
            loop.scheduleRepeatedTask(initialDelay: sweepInterval, delay: sweepInterval) { _ in
                bound.value.sweep()
            }
            registries.append(bound)
        }
        return registries
    }

    private func startThreads(_ journal: (@Sendable (Store) -> any Journal)?) {
        backend.readers.start()
        writerThreads.start()
        let journal = journal?(engine.store) ?? LevelDBJournal(store: engine.store)
        let lane = CommitLane(
            backend: backend, journal: journal, onUncertain: noteUncertainCommit)
        writerThreads.submit { _ in
            let writer = Writer(engine: self.engine, journal: journal)
            if !self.engine.store.isReadOnly { self.finishOldWork(writer) }
            let committer = Committer(
                backend: self.backend, writer: writer, lane: lane, registries: self.registries)
            let turns = CommitterTurns(committer, self.backend.queue)
            self.writerThreads.submit { _ in
                self.threadsBegan.succeed()
                lane.run(turns)
            }
            turns.run(lane)
        }
    }

    /// Goes on with what a process before this one had begun.
    private func finishOldWork(_ writer: Writer) {
        // Nothing is written any more after such a failure, so nobody would meet it again.
        if writer.finishSteps() == .unknown { noteUncertainCommit() }
        if engine.store.isCompactionWished {
            backend.readers.compactErased(backend)
        } else if !engine.facts.backupDirectory.isEmpty {
            backend.readers.listErasures(backend)
        }
    }

    private func noteUncertainCommit() {
        guard !isUncertain.exchange(true, ordering: .acquiringAndReleasing) else { return }
        uncertainty.succeed()
    }

    /// Waits until every connection has closed, and closes those that take too long.
    private func drain() async {
        let patience = TimeAmount.milliseconds(backend.limits.drainMilliseconds)
        // All at once: many loops take no longer than one.
        let drains = registries.map { registry in
            let loop = registry.eventLoop
            let empty = loop.makePromise(of: Void.self)
            loop.execute { registry.value.drain(empty) }
            return (empty, loop.scheduleTask(in: patience) { registry.value.abort() })
        }
        for (empty, alarm) in drains {
            // The promise is only ever succeeded.
            try? await empty.futureResult.get()
            alarm.cancel()
        }
    }
}
