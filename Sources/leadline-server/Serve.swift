import ArgumentParser
import LeadlineEngine
import LeadlineServer
import LeadlineStore
import Logging

/// Serves a data directory until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serves until SIGTERM or SIGINT (the default).")

    @Option(help: "The data directory (default ./leadline-data, made when it does not exist).")
    var data: String?

    @Flag(name: .customLong("init"), help: "Makes a new store in an existing directory.")
    var initialize = false

    @Option(help: "The port; 0 takes a free one (default 5323).")
    var port: Int?

    @Option(help: "The address to listen on (default 127.0.0.1).")
    var bind: String?

    @Option(help: "What a commit waits for: always (the disk) or os (default always).")
    var durability: Durability?

    @Flag(help: "Listens on any address although there are no users: whoever comes is admin.")
    var insecure = false

    @Flag(help: "Allows DEBUG commands.")
    var enableDebugCommands = false

    @Option(help: "A JSON file with these settings; the command line goes before it.")
    var config: String?

    @Flag(help: "Checks the configuration and exits.")
    var checkConfig = false

    /// The words that `--durability` takes.
    enum Durability: String, ExpressibleByArgument, CaseIterable {
        case always
        case os
    }

    func run() async throws {
        let configuration: ServerConfiguration
        do {
            configuration = try effectiveConfiguration()
            try configuration.validate()
        } catch {
            throw ExitStatus.report(error)
        }
        if checkConfig { return StandardOutput.write("the configuration is sound") }
        try await serve(configuration)
    }

    private func effectiveConfiguration() throws(ConfigurationFault) -> ServerConfiguration {
        var configuration = ServerConfiguration()
        if let config { try ConfigurationFile.apply(config, to: &configuration) }
        if let data { configuration.store.path = data }
        if initialize { configuration.store.create = .initialize }
        if let port { configuration.port = port }
        if let bind { configuration.bind = bind }
        switch durability {
        case .always: configuration.store.durability = .always
        case .os: configuration.store.durability = .os
        case nil: break
        }
        if insecure { configuration.isInsecure = true }
        if enableDebugCommands { configuration.settings.areDebugCommandsEnabled = true }
        return configuration
    }

    private func serve(_ configuration: ServerConfiguration) async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let logger = Logger(label: "leadline-server")
        ServerLifecycle.ignoreSignals()
        let server: Server
        do {
            server = try await Server.start(configuration, logger: logger)
        } catch {
            throw ExitStatus.report(error)
        }
        announce(server, configuration)
        switch try await ServerLifecycle.run(server, logger: logger) {
        case .asked: return
        case .uncertain: throw ExitStatus.temporary
        }
    }

    /// Says where it serves and how to talk to it.
    private func announce(_ server: Server, _ configuration: ServerConfiguration) {
        let store = configuration.store
        StandardOutput.write(
            "Leadline \(Release.version) ready on \(server.address) "
                + "(data \(store.path), durability \(store.durability.rawValue))")
        StandardOutput.write("Talk to it: nc \(configuration.bind) \(server.port)")
    }
}
