import ArgumentParser

/// The load generator: how fast a server answers, alone or beside a peer.
///
/// It is no asynchronous command: valgrind does not survive what the runtime does with the main
/// thread of one, and `cost` is to be measured under it.
@main
struct LeadlineBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leadline-bench",
        abstract: "Drive a Leadline server and measure it.",
        discussion: """
            A closed loop: each connection sends a batch of --pipeline requests, waits for all the \
            replies and sends the next. The latency of a reply counts from the sending of its batch.
            With --rate an open loop: requests are due by the clock, and latency counts from then.

            WORKLOAD is ping, lead.get, lead.new, mixed (80 % lead.get, 20 % lead.new), a part of \
            a house's day (\(Scene.words)), or any \
            command and its arguments, in which __rand_int__ becomes a random number and __seq__ \
            one that is never repeated in a run, both of 12 digits.

              leadline-bench -c 50 -P 16 lead.new
              leadline-bench --seconds 10 --json LEAD.LIST STATUS open LIMIT 10
              leadline-bench --rate 5000 --keys zipf --rounds 5 --json mixed >a.json
              leadline-bench diff a.json b.json
              leadline-bench compare lead.new lead.get
              leadline-bench fill --leads 100000
            """,
        subcommands: [
            RunCommand.self, CompareCommand.self, FillCommand.self, GrowCommand.self,
            FairnessCommand.self, DiffCommand.self, CostCommand.self, EchoCommand.self,
        ],
        defaultSubcommand: RunCommand.self,
        helpNames: .long)
}

/// Measures one server.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Measure one server (the default).")

    @OptionGroup var load: LoadOptions

    @Option(help: "How often it is measured.")
    var rounds = 1

    @Argument(parsing: .captureForPassthrough, help: "What to send.")
    var workload: [String]

    func validate() throws {
        try load.validate(workload, of: self)
        guard rounds > 0 else { throw ValidationError("--rounds is a positive number") }
    }

    func run() throws { try waiting { try await measure() } }

    private func measure() async throws {
        let subject = try await Subject.prepared(load.target(), workload, load, script: nil)
        if load.warmup > 0 { _ = try await subject.measure(.seconds(load.warmup)) }
        let line = ProgressLine(subject.progress)
        var measurements: [Measurement] = []
        for _ in 0..<rounds { measurements.append(try await subject.measure(load.limit)) }
        await line?.end()
        await subject.close()
        let report = Report(options: load, workload: subject.workloadName)
        StandardOutput.write(report.text(of: measurements))
    }
}
