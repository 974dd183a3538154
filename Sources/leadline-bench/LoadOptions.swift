import ArgumentParser
import LeadlineClient

/// How the load is made; the same for every command.
struct LoadOptions: ParsableArguments {
    private static let portUsual = 5323
    private static let secondsUsual = 5.0
    private static let rateMax = 1e7

    @Option(name: [.customShort("h"), .long], help: "The server's address.")
    var host = "127.0.0.1"

    @Option(name: .shortAndLong, help: "The server's port (default 5323).")
    var port: Int?

    @Option(help: "The user to log in as, with LEADLINE_TOKEN or LEADLINE_TOKEN_FILE.")
    var user: String?

    @Option(name: .shortAndLong, help: "Connections at once (default 50).")
    var connections: Int?

    @Option(
        name: [.customShort("P"), .long],
        help: "Requests a connection sends before it waits (default 1).")
    var pipeline: Int?

    @Option(name: [.customShort("n"), .long], help: "Requests to measure; instead of --seconds.")
    var requests: Int?

    @Option(name: .shortAndLong, help: "Seconds to measure (default 5, side by side 2).")
    var seconds: Double?

    @Option(help: "Seconds to run before measuring.")
    var warmup = 1.0

    @Option(help: "Event loops, each a thread.")
    var threads = 1

    @Option(help: "Leads made beforehand for lead.get and mixed.")
    var keyspace = 1000

    @Option(help: "__rand_int__ is below this number.")
    var random: UInt64 = 1_000_000

    @Option(help: "How requests are written: text, json, resp2 or resp3.")
    var dialect = Dialect.resp2

    @Option(
        help: """
            Requests due in a second, by the clock (an open loop): latency counts from when each \
            was due. Without it a request is sent when there is a reply (a closed loop).
            """)
    var rate: Double?

    @Option(help: "Which leads and numbers are drawn how often: uniform, zipf or zipf:EXPONENT.")
    var keys = KeyDistribution.uniform

    @Option(help: "Reads in a hundred requests of mixed (usually 80) or of a part of a day.")
    var reads: Int?

    @Option(help: "What random numbers begin with: the same again draw the same.")
    var seed: UInt64 = 1

    @Flag(help: "Print comma-separated values with a heading.")
    var csv = false

    @Flag(help: "Print one line of JSON.")
    var json = false

    func validate() throws {
        guard shape.connections > 0, shape.pipeline > 0, threads > 0, keyspace > 0, random > 0
        else { throw ValidationError("counts are positive numbers") }
        guard (1...65_535).contains(place.port) else {
            throw ValidationError("--port is a number from 1 to 65535")
        }
        let seconds = seconds ?? Self.secondsUsual
        guard seconds > 0, warmup >= 0, seconds + warmup < 1e6, requests ?? 1 > 0 else {
            throw ValidationError("nothing to measure")
        }
        if user != nil, !tokenSource.isGiven {
            throw ValidationError("--user needs a token: LEADLINE_TOKEN or LEADLINE_TOKEN_FILE")
        }
        guard rate.map({ $0 > 0 && $0 <= Self.rateMax }) ?? true else {
            throw ValidationError("--rate is a number above 0, at most 10 million")
        }
        guard reads.map({ (1...99).contains($0) }) ?? true else {
            throw ValidationError("--reads is a number from 1 to 99")
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
    var limit: LoadLimit {
        requests.map { .requests($0) } ?? .seconds(seconds ?? Self.secondsUsual)
    }

    /// The server under test, without who logs in.
    private var place: Target {
        var target = Target(kind: .leadline, host: host, port: port ?? Self.portUsual)
        target.dialect = dialect
        return target
    }

    /// Where the token comes from.
    private var tokenSource: TokenSource { TokenSource(isAsked: false) }

    /// The server under test; throws when there is a token that cannot be read.
    func target() throws -> Target {
        var target = place
        guard let token = try tokenSource.token() else { return target }
        target.credentials = LeadlineClient.Credentials(user: user ?? "default", token: token)
        return target
    }

    /// How the load is spread.
    var shape: LoadShape { LoadShape(connections: connections ?? 50, pipeline: pipeline ?? 1) }

    /// What the load is like otherwise.
    var style: LoadStyle {
        LoadStyle(threads: threads, random: random, seed: seed, keys: keys, rate: rate)
    }

    /// The shapes to measure one after the other: the usual ones unless one is asked for.
    var shapes: [LoadShape] {
        connections == nil && pipeline == nil ? LoadShape.usual : [shape]
    }

    /// How the result is printed.
    var format: ReportFormat { csv ? .csv : json ? .json : .text }
}
