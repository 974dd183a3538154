import ArgumentParser
import LeadlineSimulation

/// Tells random histories of a whole house, and looks whether everything holds at the end of each.
@main struct LeadlineSimulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leadline-simulate",
        abstract: "Tells random histories of a server without sockets, and checks each.",
        discussion: "Ends with 1 and a shrunk history when something does not hold.")

    @Option(help: "What the first history is drawn from; the next has the next number.")
    var seed: UInt64?
    @Option(help: "How many requests are executed before it ends.")
    var requests = 1_000_000
    @Option(help: "For how many seconds at most.")
    var seconds = Int.max
    @Option(help: "Days of one history.")
    var days = 8
    @Option(help: "How many parts of a failing history are told to shrink it.")
    var tries = 400
    @Flag(help: "Have every commit wait for the disk.")
    var synced = false
    @Flag(help: "Print how often each command was answered, and refused.")
    var census = false

    func run() throws {
        let first = seed ?? UInt64.random(in: 0...UInt64.max / 2)
        print("seed \(first), histories of \(days) days")
        let clock = ContinuousClock()
        let begin = clock.now
        var sum = Census()
        var requestCount = 0
        var historyCount: UInt64 = 0
        while requestCount < requests, clock.now - begin < .seconds(seconds) {
            let history = try SimulatedHistory(
                seed: first &+ historyCount, days: days, isSynced: synced)
            guard history.faults.isEmpty else { return try fail(history, clock.now - begin) }
            sum.add(history.census)
            requestCount += history.requestCount
            historyCount += 1
        }
        let events = sum.events.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        print(
            "\(historyCount) histories, \(requestCount) requests in \(clock.now - begin): "
                + events.joined(separator: ", "))
        if census { show(sum) }
    }

    private func fail(_ history: SimulatedHistory, _ time: Duration) throws {
        print("seed \(history.seed) fails after \(time): \(history.faults[0])")
        let short = try history.shrunk(triesMax: tries)
        print("\(history.steps.count) steps shrunk to \(short.steps.count):")
        for step in short.steps { print("  \(step)") }
        print("then \(short.faults.first ?? "nothing")")
        throw ExitCode(1)
    }

    private func show(_ sum: Census) {
        for name in Set(sum.successes.keys).union(sum.refusals.keys).sorted() {
            print("\(name): \(sum.successes[name] ?? 0) done, \(sum.refusals[name] ?? 0) refused")
        }
    }
}
