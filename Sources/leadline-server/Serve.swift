import ArgumentParser
import FoundationEssentials
import LeadlineEngine
import LeadlineServer
import LeadlineStore
import Logging

/// Serves a data directory until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serves until SIGTERM or SIGINT (the default).",
        discussion: """
            Every setting may stand in the environment too, as LEADLINE_PORT for --port, or in the \
            file that --config or LEADLINE_CONFIG names; what stands first goes before the others. \
            Protocol/CONFIG.md lists them all. SIGHUP has the file and TLS's files read again.
            """)

    @Option(
        help: "The data directory (default ./leadline-data, made when it does not exist).",
        completion: .directory)
    var data: String?

    @Flag(name: .customLong("init"), help: "Makes a new store in an existing directory.")
    var initialize = false

    @Flag(help: "Serves what is there without writing anything, also of a store that is hurt.")
    var readOnly = false

    @Option(help: "The port; 0 takes a free one (default 5323).")
    var port: String?

    @Option(help: "The address to listen on (default 127.0.0.1).")
    var bind: String?

    @Option(help: "Whether the plain port is served: yes or no (default yes).")
    var plain: String?

    @Option(help: "The address to speak TLS on (default what --bind says).")
    var tlsbind: String?

    @Option(help: "The port for TLS, served when there is --tlscert (default 5324).")
    var tlsport: String?

    @Option(help: "The PEM file of the server's certificate chain.", completion: .file())
    var tlscert: String?

    @Option(help: "The PEM file of the certificate's private key.", completion: .file())
    var tlskey: String?

    @Option(
        help: "The PEM file of the authorities that sign clients' certificates.",
        completion: .file())
    var tlsca: String?

    @Option(help: "Whether clients need such a certificate: no, optional or required.")
    var tlsclients: String?

    @Option(help: "What a commit waits for: always (the disk) or os (default always).")
    var durability: String?

    @Option(help: "The least severe lines of the log, from trace to critical (default info).")
    var loglevel: String?

    @Flag(help: "Listens on any address although there are no users: whoever comes is admin.")
    var insecure = false

    @Flag(help: "Allows DEBUG commands.")
    var enableDebugCommands = false

    @Option(help: "A JSON file with these settings and others.", completion: .file())
    var config: String?

    @Flag(help: "Checks the configuration, tells what is set where, and exits.")
    var checkConfig = false

    func run() async throws {
        Surroundings.makeFilesPrivate()
        Surroundings.leaveNoCore()
        Surroundings.trustExclusivity()
        let log = PatientLog()
        LoggingSystem.bootstrap { StreamLogHandler(label: $0, stream: log) }
        let sources = sources
        var configuration = ServerConfiguration()
        let settings: [ConfigurationSources.Setting]
        do {
            settings = try await sources.read()
            try configuration.apply(settings)
            if initialize { configuration.store.create = .initialize }
            configuration.store.isReadOnly = readOnly
            configuration.file = sources.file ?? ""
            try configuration.validate()
            if checkConfig { try Server.checkTLS(configuration.tls) }
        } catch {
            throw ExitStatus.report(error)
        }
        for name in sources.strangeVariables {
            StandardError.write("leadline-server: \(name) is no setting; it is not looked at")
        }
        if checkConfig { return show(settings) }
        try await serve(configuration, sources)
    }

    private var sources: ConfigurationSources {
        let given: [(String, String?)] = [
            ("data", data), ("port", port), ("bind", bind), ("plain", plain),
            ("tlsbind", tlsbind), ("tlsport", tlsport), ("tlscert", tlscert), ("tlskey", tlskey),
            ("tlsca", tlsca),
            ("tlsclients", tlsclients), ("durability", durability), ("loglevel", loglevel),
            ("insecure", insecure ? "yes" : nil),
            ("enable-debug-commands", enableDebugCommands ? "yes" : nil),
        ]
        let options = given.reduce(into: [:]) { options, option in
            options[option.0] = option.1
        }
        return ConfigurationSources(
            options: options, file: config,
            environment: ProcessInfo.processInfo.environment)
    }

    private func show(_ settings: [ConfigurationSources.Setting]) {
        StandardOutput.write("the configuration is sound")
        for setting in settings {
            let place = setting.origin.name(of: setting.key.name)
            StandardOutput.write("\(setting.key.name) \(setting.text) (\(place))")
        }
    }

    private func serve(
        _ configuration: ServerConfiguration, _ sources: ConfigurationSources
    ) async throws {
        var logger = Logger(label: "leadline-server")
        logger.logLevel = Logger.Level(configuration.tuning.logLevel)
        ServerLifecycle.ignoreSignals()
        let server: Server
        do {
            server = try await Server.start(configuration, logger: logger)
        } catch {
            throw ExitStatus.report(error)
        }
        for line in Surroundings.warnings(configuration.store) { logger.warning("\(line)") }
        let ending = await ServerLifecycle.run(
            server, configuration, sources, logger: logger,
            announce: { announce(server, configuration) })
        switch ending {
        case .asked: return
        case .uncertain: throw ExitStatus.temporary
        }
    }

    /// Says where it serves and how to talk to it.
    private func announce(_ server: Server, _ configuration: ServerConfiguration) {
        let store = configuration.store
        StandardOutput.write(
            "Leadline \(Release.version) ready on \(server.address) "
                + "(data \(store.path), "
                + (store.isReadOnly ? "read only)" : "durability \(store.durability.rawValue))"))
        if let address = server.secureAddress { StandardOutput.write("TLS on \(address)") }
        if configuration.isPlainServed {
            StandardOutput.write("Talk to it: nc \(configuration.bind) \(server.port)")
        }
    }
}
