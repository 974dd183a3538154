import ArgumentParser

/// Where fresh servers come from and keep their data.
struct FreshServerOptions: ParsableArguments {
    @Option(help: "The leadline-server to start (default: beside this program, or on the PATH).")
    var server: String?

    @Option(help: "Where the servers' data is put for the time (default: the temporary folder).")
    var directory: String?
}

/// Servers that live as long as one run.
final class FreshServers {
    /// Leadline first.
    private(set) var all: [any ComparedServer] = []
    /// Where all they write is.
    let scratch: Scratch
    private let options: FreshServerOptions
    private var restarts = 0

    private init(_ options: FreshServerOptions) throws {
        self.options = options
        scratch = try Scratch(in: options.directory)
    }

    /// Hands an empty set to the body; stops and removes whatever it started, also when it fails.
    static func with(
        _ options: FreshServerOptions, _ body: (FreshServers) async throws -> Void
    ) async throws {
        Interruption.listen()
        let servers = try FreshServers(options)
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(servers))
        } catch {
            result = .failure(error)
        }
        for server in servers.all { await server.stop() }
        servers.scratch.remove()
        try result.get()
    }

    /// Starts Leadline, or takes the one that runs at an address.
    @discardableResult
    func startLeadline(at target: Target?) async throws -> LeadlineHost {
        let host: LeadlineHost
        if let target {
            host = try await LeadlineHost.running(target, scratch)
        } else {
            host = try await LeadlineHost.start(program: options.server, in: scratch)
        }
        all.append(host)
        return host
    }

    /// Ends a fresh Leadline by a signal and starts it again on the same data.
    ///
    /// Answers the new one, and how long it took to be ready.
    func restart(
        _ host: LeadlineHost, by signal: Int32
    ) async throws -> (host: LeadlineHost, time: Duration) {
        await host.stop(signal)
        let start = ContinuousClock.now
        restarts += 1
        let next = try await LeadlineHost.start(
            program: options.server, in: scratch, log: "leadline-\(restarts).log")
        let time = ContinuousClock.now - start
        all.append(next)
        return (next, time)
    }

    /// Gets ready what no server can undercut, beside one that runs.
    func startFloors(beside host: LeadlineHost, for works: [Work]) async throws {
        all.append(try await EchoHost.start(beside: host.target, in: scratch))
        guard works.contains(where: \.makesLeads) else { return }
        for kind in FloorHost.Kind.allCases { all.append(FloorHost(kind, in: scratch)) }
    }

    /// Starts the peers that are installed and have something to do.
    func startPeers(for works: [Work]) async throws {
        for indexes in IndexSet.allCases where indexes.isNeeded(for: works, Work.inRedis) {
            if let host = try await RedisHost.start(indexes, in: scratch) {
                all.append(host)
            } else {
                note("there is no redis-server, it is left out")
            }
        }
        for indexes in IndexSet.allCases where indexes.isNeeded(for: works, Work.ofRequests) {
            if let host = try await PostgresHost.start(indexes, in: scratch) {
                all.append(host)
            } else {
                note("there is no PostgreSQL, it is left out")
            }
        }
    }
}
