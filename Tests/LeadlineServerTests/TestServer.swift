import Foundation
import LeadlineDomain
import LeadlineEngine
import LeadlineServer
import LeadlineStore
import Logging
import Synchronization
import Testing

/// Everything that needs a running server: one at a time, since their clients block.
@Suite("Server", .serialized)
enum ServerTests {}

/// A server in a temporary folder of its own, on a port of its own.
struct TestServer {
    let server: Server
    let configuration: ServerConfiguration
    private let folder: String

    var port: Int { server.port }
    /// Where its backups are.
    var backups: String { configuration.backupDirectory }
    var securePort: Int { server.securePort }
    var connectionsOpen: Int { counters.connectionsOpen.load(ordering: .relaxed) }
    var connectionsBlocked: Int { counters.connectionsBlocked.load(ordering: .relaxed) }
    var connectionsRejected: Int { counters.connectionsRejected.load(ordering: .relaxed) }
    var overruns: Int { counters.connectionsOverrun.load(ordering: .relaxed) }
    var subscribers: Int { server.engine.channels.subscriberCount.load(ordering: .relaxed) }
    var monitors: Int { server.engine.channels.monitorCount.load(ordering: .relaxed) }
    var requestsHandled: Int { counters.commandsProcessed.load(ordering: .relaxed) }
    /// LEAD.NEW that the writer has executed.
    var registrations: Int {
        let engine = server.engine
        guard let place = engine.table.commands.firstIndex(where: { $0.name == "LEAD.NEW" }) else {
            return 0
        }
        return counters.command(place).calls
    }
    var inputBytes: Int { counters.inputBytes.load(ordering: .relaxed) }
    var outputBytes: Int { counters.outputBytes.load(ordering: .relaxed) }
    var counters: Statistics { server.engine.statistics }

    /// Starts a server whose clock stands still, over what `prepare` leaves in its folder.
    static func start(
        limits: ServerLimits = Self.limits, guards: ConnectionGuards = ConnectionGuards(),
        logger: Logger = Self.quiet,
        journal: (@Sendable (Store) -> any Journal)? = nil, tls: TLSSettings = TLSSettings(),
        clock: Clock? = nil, durability: StoreOptions.Durability = .os,
        prepare: (String) throws -> Void = { _ in }
    ) async throws -> TestServer {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "leadline-\(UUID().uuidString)").path
        try prepare(folder)
        var configuration = ServerConfiguration(directory: folder)
        configuration.port = 0
        configuration.store.durability = durability
        configuration.backupDirectory = folder + "-backups"
        configuration.settings.areDebugCommandsEnabled = true
        configuration.limits = limits
        configuration.tuning.guards = guards
        configuration.tls = tls
        let server = try await Server.start(
            configuration, logger: logger,
            clock: clock ?? Clock(standingAt: start), journal: journal)
        return TestServer(server: server, configuration: configuration, folder: folder)
    }

    /// When it always is.
    static let start = Timestamp(milliseconds: 1_795_000_000_000)

    /// The limits that are served with, except that nobody is waited for.
    static var limits: ServerLimits {
        var limits = ServerLimits()
        limits.lingerMilliseconds = 50
        limits.drainMilliseconds = 2000
        return limits
    }

    static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

    /// Stops it and removes its data.
    func stop() async throws {
        try await server.stop()
        try FileManager.default.removeItem(atPath: folder)
        if FileManager.default.fileExists(atPath: backups) {
            try FileManager.default.removeItem(atPath: backups)
        }
    }

    func connect(receiveBufferBytes: CInt? = nil) throws -> RawClient {
        try RawClient(port, receiveBufferBytes: receiveBufferBytes)
    }

    /// Waits until the server has come to a state, or ten seconds.
    func until(_ isSo: (TestServer) -> Bool) -> Bool {
        for _ in 0..<200_000 {
            if isSo(self) { return true }
            usleep(50)
        }
        return isSo(self)
    }
}

/// Runs a test's body against a server and stops the server whatever becomes of it.
func withServer(
    limits: ServerLimits = TestServer.limits, guards: ConnectionGuards = ConnectionGuards(),
    logger: Logger = TestServer.quiet, journal: (@Sendable (Store) -> any Journal)? = nil,
    tls: TLSSettings = TLSSettings(), clock: Clock? = nil,
    durability: StoreOptions.Durability = .os,
    _ body: (TestServer) async throws -> Void
) async throws {
    let server = try await TestServer.start(
        limits: limits, guards: guards, logger: logger, journal: journal, tls: tls,
        clock: clock, durability: durability)
    do {
        try await body(server)
    } catch {
        try? await server.stop()
        throw error
    }
    try await server.stop()
}
