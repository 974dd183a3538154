import ArgumentParser
import NIOCore
import NIOPosix

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

            WORKLOAD is ping, lead.get, lead.new, mixed (80 % lead.get, 20 % lead.new), or any \
            command and its arguments, in which __rand_int__ becomes a random number and __seq__ \
            one that is never repeated in a run, both of 12 digits.
            """,
        subcommands: [RunCommand.self, CompareCommand.self, CostCommand.self],
        defaultSubcommand: RunCommand.self,
        helpNames: .long)
}

/// How the load is made; the same for every command.
struct LoadOptions: ParsableArguments {
    @Option(name: [.customShort("h"), .long], help: "The server's address.")
    var host = "127.0.0.1"

    @Option(name: .shortAndLong, help: "The server's port.")
    var port = 5323

    @Option(name: .shortAndLong, help: "Connections at once.")
    var connections = 50

    @Option(
        name: [.customShort("P"), .long], help: "Requests a connection sends before it waits.")
    var pipeline = 1

    @Option(name: [.customShort("n"), .long], help: "Requests to measure; instead of --seconds.")
    var requests: Int?

    @Option(name: .shortAndLong, help: "Seconds to measure.")
    var seconds = 5.0

    @Option(help: "Seconds to run before measuring.")
    var warmup = 1.0

    @Option(help: "Event loops, each a thread.")
    var threads = 1

    @Option(help: "Leads made beforehand for lead.get and mixed.")
    var keyspace = 1000

    @Option(help: "__rand_int__ is below this number.")
    var random: UInt64 = 1_000_000

    @Flag(help: "Print comma-separated values with a heading.")
    var csv = false

    @Flag(help: "Print one line of JSON.")
    var json = false

    func validate() throws {
        guard connections > 0, pipeline > 0, threads > 0, keyspace > 0, random > 0 else {
            throw ValidationError("counts are positive numbers")
        }
        guard (1...65_535).contains(port) else {
            throw ValidationError("--port is a number from 1 to 65535")
        }
        guard seconds > 0, warmup >= 0, seconds + warmup < 1e6, requests ?? 1 > 0 else {
            throw ValidationError("nothing to measure")
        }
        guard !(csv && json) else { throw ValidationError("--csv or --json, not both") }
        guard random < CommandTemplate.numberBound else {
            throw ValidationError("--random has at most 12 digits")
        }
    }

    /// Refuses what was captured as a command but is a misspelt option.
    func validate(_ workload: [String], of command: any ParsableCommand) throws {
        guard let word = workload.first, word.hasPrefix("-") else { return }
        if word == "--help" { throw CleanExit.helpRequest(command) }
        throw ValidationError("unknown option '\(word)'")
    }

    /// The measured part of a run.
    var limit: LoadLimit { requests.map { .requests($0) } ?? .seconds(seconds) }

    /// The server under test.
    var subject: Target { Target(kind: .leadline, host: host, port: port) }

    /// How the result is printed.
    var format: ReportFormat { csv ? .csv : json ? .json : .text }
}

/// Measures one server.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Measure one server (the default).")

    @OptionGroup var load: LoadOptions

    @Argument(parsing: .captureForPassthrough, help: "What to send.")
    var workload: [String]

    func validate() throws { try load.validate(workload, of: self) }

    func run() throws { try waiting { try await measure() } }

    private func measure() async throws {
        let subject = try await Subject.prepared(load.subject, workload, load, script: nil)
        if load.warmup > 0 { _ = try await subject.measure(.seconds(load.warmup)) }
        let measurement = try await subject.measure(load.limit)
        await subject.close()
        let report = Report(options: load, workload: subject.workload.name)
        StandardOutput.write(report.text(of: measurement))
    }
}

/// Measures two servers in turns, so that both meet the same moods of the machine.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Measure a server beside a peer, in turns.",
        discussion: """
            A redis:// peer does the same work in Redis terms: PING, HGETALL lead:N for lead.get, \
            and EVALSHA of the script for lead.new. A leadline:// peer does exactly the same.
            """)

    @OptionGroup var load: LoadOptions

    @Option(help: "redis://host:port or leadline://host:port.")
    var peer: Target

    @Option(help: "The Lua script that is one lead.new in Redis.")
    var redisScript: String?

    @Option(help: "How often both are measured.")
    var rounds = 7

    @Argument(parsing: .captureForPassthrough, help: "What to send.")
    var workload: [String]

    func validate() throws {
        try load.validate(workload, of: self)
        guard rounds > 0 else { throw ValidationError("--rounds is a positive number") }
    }

    func run() throws { try waiting { try await measure() } }

    private func measure() async throws {
        let subject = try await Subject.prepared(load.subject, workload, load, script: redisScript)
        let other = try await Subject.prepared(peer, workload, load, script: redisScript)
        if load.warmup > 0 {
            _ = try await subject.measure(.seconds(load.warmup))
            _ = try await other.measure(.seconds(load.warmup))
        }
        var comparison = Comparison(subject: load.subject.name, peer: peer.name)
        for round in 0..<rounds {
            // Each goes first in every other round.
            let isSubjectFirst = round.isMultiple(of: 2)
            let first = try await (isSubjectFirst ? subject : other).measure(load.limit)
            let second = try await (isSubjectFirst ? other : subject).measure(load.limit)
            comparison.add(
                subject: isSubjectFirst ? first : second, peer: isSubjectFirst ? second : first)
        }
        await subject.close()
        await other.close()
        let report = Report(options: load, workload: subject.workload.name)
        StandardOutput.write(report.text(of: comparison))
    }
}

/// Runs `body` to its end while the calling thread waits.
private func waiting(_ body: @escaping @Sendable () async throws -> Void) throws {
    let promise = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)
    promise.completeWithTask(body)
    try promise.futureResult.wait()
}
