package import ArgumentParser

/// Measures servers in turns, so that all meet the same moods of the machine.
package struct CompareCommand: ParsableCommand {
    /// What help says.
    package static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Measure Leadline beside its peers, in turns.",
        discussion: """
            Without --peer, starts fresh servers on fresh data in one directory, and stops and \
            removes them afterwards: Leadline, Redis and PostgreSQL, each syncing every write \
            before its reply, with few indexes and with the same indexes; one that is not \
            installed is left out. Beside them, what no server can undercut: LevelDB alone with \
            the same mutations, one fdatasync of the same bytes, and a socket that only answers. \
            WORKLOAD is any of \(Work.words), usually all; \
            each is measured at one connection, at 50, and at 50 with 16 in the pipe, or as -c and \
            -P say; import is a file that `leadline import` brings in over one connection. \
            With --port a Leadline that runs already is measured instead of a fresh one.

            With --peer, two servers that run already are measured under one workload. A redis:// \
            peer does the same work in Redis terms: PING, HGETALL lead:N for lead.get, and EVALSHA \
            of a script for lead.new. A leadline:// peer does exactly the same.
            """)

    @OptionGroup var load: LoadOptions

    @Option(help: "redis://host:port or leadline://host:port, which runs already.")
    var peer: Target?

    @Option(help: "The Lua script that is one lead.new in a redis:// peer.")
    var redisScript: String?

    @Option(help: "How often each is measured.")
    var rounds = 7

    @OptionGroup var place: FreshServerOptions

    @Flag(help: "Print tables for a page.")
    var markdown = false

    @Argument(parsing: .captureForPassthrough, help: "What to send.")
    var workload: [String] = []

    /// For the argument parser.
    package init() {}

    /// Refuses options that do not go together.
    package func validate() throws {
        try load.validate(workload, of: self)
        guard rounds > 0 else { throw ValidationError("--rounds is a positive number") }
        guard peer == nil else {
            guard !workload.isEmpty else { throw ValidationError("what to send to both?") }
            guard !markdown else { throw ValidationError("--markdown is for all peers at once") }
            return
        }
        guard redisScript == nil else {
            throw ValidationError("--redis-script is for a redis:// --peer")
        }
        guard load.requests == nil, !load.csv, load.rate == nil, load.dialect == .resp2 else {
            throw ValidationError("-n, --rate, --dialect and --csv are for a --peer")
        }
        guard !(markdown && load.json) else {
            throw ValidationError("--markdown or --json, not both")
        }
        _ = try works
    }

    /// Measures and reports.
    package func run() throws {
        try waiting {
            if let peer { try await measure(beside: peer) } else { try await measureAll() }
        }
    }

    private var works: [Work] {
        get throws {
            if workload.isEmpty { return Work.compared }
            return try workload.map { word in
                guard let work = Work(rawValue: word.lowercased()), Work.compared.contains(work)
                else { throw ValidationError("'\(word)' is not one of \(Work.words)") }
                return work
            }
        }
    }

    private func measure(beside peer: Target) async throws {
        let subject = try await Subject.prepared(
            load.target(), workload, load, script: redisScript)
        let other = try await Subject.prepared(peer, workload, load, script: redisScript)
        if load.warmup > 0 {
            _ = try await subject.measure(.seconds(load.warmup))
            _ = try await other.measure(.seconds(load.warmup))
        }
        var comparison = Comparison(subject: try load.target().name, peer: peer.name)
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
        let report = Report(options: load, workload: subject.workloadName)
        StandardOutput.write(report.text(of: comparison))
    }

    private func measureAll() async throws {
        let works = try works
        try await FreshServers.with(place) { servers in
            let target = load.port == nil ? nil : try load.target()
            let host = try await servers.startLeadline(at: target)
            try await servers.startPeers(for: works)
            try await servers.startFloors(beside: host, for: works)
            var comparison = try await SideBySide(
                servers.all, load, rounds: rounds, seconds: load.seconds ?? 2)
            for work in works {
                for shape in work.shapes(of: load.shapes) {
                    note("\(work.rawValue) \(shape.name)")
                    try await comparison.run(work, shape)
                }
            }
            try await comparison.conclude()
            let report = SideBySideReport(comparison)
            StandardOutput.write(
                markdown ? report.markdown : load.json ? report.json : report.text)
        }
    }
}
