import ArgumentParser
import FoundationEssentials

/// Measures a day while something heavy runs beside it.
struct FairnessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fairness", abstract: "Measure a day while something heavy runs beside it.",
        discussion: """
            Starts a fresh server with --leads leads and asks it --rate requests a second by the \
            clock, first alone, then beside each of: \(Disturbance.words). What a server does not \
            know is left out. WORKLOAD is what the others ask, usually mixed-day.

            Requests that were due while the server stood still count from when they were due.
            """)

    @OptionGroup var load: LoadOptions

    @Option(help: "Leads there are beforehand.")
    var leads = 20_000

    @Option(parsing: .upToNextOption, help: "What runs beside it, parted by blanks; usually all.")
    var beside: [Disturbance] = Disturbance.allCases

    @Flag(help: "Print a table for a page.")
    var markdown = false

    @OptionGroup var place: FreshServerOptions

    @Argument(help: "What the others ask.")
    var workload: [String] = [Scene.mixedDay.rawValue]

    func validate() throws {
        guard (0...10_000_000).contains(leads) else {
            throw ValidationError("--leads is a number up to 10000000")
        }
        guard !load.csv, !(markdown && load.json) else {
            throw ValidationError("--markdown or --json, not both, and no --csv")
        }
        guard load.port == nil, load.requests == nil else {
            throw ValidationError("the server is a fresh one, and it is measured by time")
        }
    }

    func run() throws { try waiting { try await measureAll() } }

    private func measureAll() async throws {
        try await FreshServers.with(place) { servers in
            let host = try await servers.startLeadline(at: nil)
            try await GrowCommand.fill(host, to: leads)
            var target = host.target
            target.dialect = load.dialect
            let subject = try await Subject.prepared(target, workload, load, script: nil)
            if load.warmup > 0 { _ = try await subject.measure(.seconds(load.warmup)) }
            var report = FairnessReport(workload: subject.workloadName, rate: load.rate)
            for disturbance in [nil] + beside.map(Optional.some) {
                try Interruption.check()
                note(disturbance?.rawValue ?? FairnessReport.alone)
                guard let row = try await measure(subject, beside: disturbance, host) else {
                    note("the server does not know it")
                    continue
                }
                report.rows.append(row)
            }
            await subject.close()
            StandardOutput.write(
                markdown ? report.markdown : load.json ? report.json : report.text)
        }
    }

    /// One round beside something; nil when the server does not know that.
    private func measure(
        _ subject: Subject, beside disturbance: Disturbance?, _ host: LeadlineHost
    ) async throws -> FairnessReport.Row? {
        guard let disturbance else {
            return FairnessReport.Row(
                beside: FairnessReport.alone, measurement: try await subject.measure(load.limit))
        }
        guard let work = try await RunningDisturbance.start(disturbance, on: host) else {
            return nil
        }
        let watch = LevelWatch(host)
        let measurement: Measurement
        do {
            measurement = try await subject.measure(load.limit)
        } catch {
            _ = await watch.end()
            _ = try? await work.end()
            throw error
        }
        let files = await watch.end()
        let done = try await work.end()
        guard done.errors.isEmpty else {
            throw LoadFailure(description: "\(disturbance.rawValue): \(done.errors)")
        }
        return FairnessReport.Row(
            beside: disturbance.rawValue, measurement: measurement, done: done.count,
            levelZeroFiles: files)
    }
}
