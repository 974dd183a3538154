import Glibc
package import Logging
import ServiceLifecycle
import UnixSignals

/// Serves until the process is told to end, or until only a restart can tell what is durable.
package enum ServerLifecycle {
    /// Why serving ended.
    package enum Ending: Sendable, Equatable {
        /// SIGTERM or SIGINT.
        case asked
        /// A commit failed half-way.
        case uncertain
    }

    /// How long a stop may take before the process ends without it.
    private static let patience = Duration.seconds(10)

    /// Leaves to a write's error what the system would kill the process for.
    package static func ignoreSignals() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }

    /// Returns when the server has stopped and its store is closed.
    package static func run(_ server: Server, logger: Logger) async throws -> Ending {
        let serving = Serving(server: server, logger: logger)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: serving, successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .cancelGroup)
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
        return server.hasUncertainCommit ? .uncertain : .asked
    }

    /// The server as the service group sees it.
    private struct Serving: Service {
        let server: Server
        let logger: Logger

        func run() async throws {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await gracefulShutdown() }
                group.addTask { await server.untilUncertain() }
                await group.next()
                logger.notice("stopping")
                group.addTask { await endProcess() }
                await stop()
                group.cancelAll()
            }
        }

        private func stop() async {
            do {
                try await server.stop()
                logger.notice("stopped")
            } catch {
                logger.error("the server did not stop cleanly", metadata: ["error": "\(error)"])
            }
        }

        /// Ends the process when stopping takes too long; what was answered is durable anyway.
        private func endProcess() async {
            guard (try? await Task.sleep(for: ServerLifecycle.patience)) != nil else { return }
            logger.critical("stopping took too long")
            exit(EX_SOFTWARE)
        }
    }
}
