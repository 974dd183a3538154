import ArgumentParser

/// The words that are not sent but done here.
///
/// They are told from commands by their spelling in lower case; `--` before one sends it.
enum LocalVerb: String {
    case `import`, export, bankfile, hook, chart, dashboard, top, watch

    /// Parses the rest of the command line and does it.
    func run(_ arguments: [String]) async throws {
        switch self {
        case .import: await Self.run(ImportCommand.self, arguments)
        case .export: await Self.run(ExportCommand.self, arguments)
        case .bankfile: await Self.run(BankFileCommand.self, arguments)
        case .hook: await Self.run(HookCommand.self, arguments)
        case .chart: await Self.run(ChartCommand.self, arguments)
        case .dashboard: await Self.run(DashboardCommand.self, arguments)
        case .top: await Self.run(TopCommand.self, arguments)
        case .watch: await Self.run(WatchCommand.self, arguments)
        }
    }

    /// Ends the process: the verb's own help and errors are to be shown, not the whole tool's.
    private static func run<Verb: AsyncParsableCommand>(
        _ verb: Verb.Type, _ arguments: [String]
    ) async {
        do {
            var command = try Verb.parse(arguments)
            try await command.run()
        } catch {
            Verb.exit(withError: error)
        }
    }
}
