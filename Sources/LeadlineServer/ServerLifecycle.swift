import Glibc
import LeadlineEngine
package import Logging
import UnixSignals

/// Serves until the process is told to end, or until only a restart can tell what is durable.
package enum ServerLifecycle {
    /// Why serving ended.
    package enum Ending: Sendable, Equatable {
        /// SIGTERM, SIGINT or SHUTDOWN.
        case asked
        /// A commit failed half-way.
        case uncertain
    }

    /// How long a stop may take before the process ends without it.
    private static let patience = Duration.seconds(10)

    /// Leaves to a write's error what the system would kill the process for, and to `run` what asks
    /// for the settings to be read again: until then they are just being read.
    package static func ignoreSignals() {
        signal(SIGHUP, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }

    /// Returns when the server has stopped and its store is closed.
    ///
    /// `announce`, which says that the server is ready, is called when signals are obeyed already.
    /// SIGHUP has it read the configuration and TLS's files again. A second SIGTERM or SIGINT
    /// closes the connections that the first one still gave time.
    package static func run(
        _ server: Server, _ configuration: ServerConfiguration, _ sources: ConfigurationSources,
        logger: Logger, announce: () -> Void
    ) async -> Ending {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
        announce()
        let reload = Reload(server: server, sources: sources, logger: logger)
        let (wishes, wish) = AsyncStream.makeStream(of: Void.self)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await obey(signals, server, configuration, reload, logger) { wish.yield() }
            }
            group.addTask {
                await server.untilUncertain()
                wish.yield()
            }
            group.addTask {
                guard let user = await server.engine.stopWish.asked() else { return }
                logger.notice("stopping", metadata: ["command": "SHUTDOWN", "user": "\(user)"])
                wish.yield()
            }
            for await _ in wishes { break }
            group.addTask { await endProcess(logger) }
            await stop(server, logger)
            group.cancelAll()
        }
        return server.hasUncertainCommit ? .uncertain : .asked
    }

    /// Does what signals ask for, until it is cancelled.
    private static func obey(
        _ signals: UnixSignalsSequence, _ server: Server, _ configuration: ServerConfiguration,
        _ reload: Reload, _ logger: Logger, _ stop: @Sendable () -> Void
    ) async {
        var served = configuration
        var isStopping = false
        for await signal in signals {
            if signal == .sighup {
                served = await reload.run(after: served)
            } else if isStopping || server.isStopping {
                logger.warning("stopping at once", metadata: ["signal": "\(signal)"])
                server.hurry()
            } else {
                isStopping = true
                logger.notice("stopping", metadata: ["signal": "\(signal)"])
                stop()
            }
        }
    }

    private static func stop(_ server: Server, _ logger: Logger) async {
        do {
            try await server.stop()
            logger.notice("stopped")
        } catch {
            logger.error("the server did not stop cleanly", metadata: ["error": "\(error)"])
        }
    }

    /// Ends the process when stopping takes too long; what was answered is durable anyway.
    private static func endProcess(_ logger: Logger) async {
        guard (try? await Task.sleep(for: patience)) != nil else { return }
        logger.critical("stopping took too long")
        exit(EX_SOFTWARE)
    }
}
