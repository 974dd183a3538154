import Glibc
import LeadlineClient

/// A Redis server for a comparison, whose every write is synced before its reply.
struct RedisHost: ComparedServer {
    /// What the scripts write with: each call is one entry, a record or its part of a counter.
    private static let writes: Set = ["incr", "set", "hset", "zadd", "sadd", "hincrby", "xadd"]

    let directory: String?
    private let indexes: IndexSet
    private let target: Target
    private let process: ChildProcess

    var name: String { "Redis, \(indexes.label)" }
    var pid: pid_t { process.pid }
    /// What does not depend on the indexes is measured once.
    var works: [Work] { indexes == .basic ? Work.inRedis : [.new] }

    /// Starts a server; nil when there is no program.
    static func start(_ indexes: IndexSet, in scratch: Scratch) async throws -> RedisHost? {
        guard let program = Programs.find("redis-server") else { return nil }
        let directory = try scratch.directory("redis-\(indexes.rawValue)")
        let port = try Programs.freePort()
        let process = try ChildProcess(
            program,
            [
                "--port", "\(port)", "--bind", "127.0.0.1", "--dir", directory, "--appendonly",
                "yes", "--appendfsync", "always", "--save", "",
            ], log: scratch.file("redis-\(indexes.rawValue).log"))
        let host = RedisHost(
            directory: directory, indexes: indexes,
            target: Target(kind: .redis, host: "127.0.0.1", port: port), process: process)
        _ = try await process.line(after: "Ready to accept connections")
        // A stray server on the port would be measured instead.
        guard try await host.info("server")["process_id"] == "\(process.pid)" else {
            throw LoadFailure(description: "another Redis answers on the port")
        }
        return host
    }

    func version() async throws -> String {
        try await info("server")["redis_version"] ?? "unknown"
    }

    func durability() async throws -> String {
        let settings = try await send(["CONFIG", "GET", "append*"])
        guard settings["appendonly"]?.string == "yes",
            settings["appendfsync"]?.string == "always"
        else { throw LoadFailure(description: "Redis does not sync every write") }
        return "appendonly yes, appendfsync always"
    }

    func leadCount() async throws -> Int {
        guard case .integer(let count) = try await send(["ZCARD", "idx:status:new"]) else {
            throw LoadFailure(description: "Redis does not count its leads")
        }
        return Int(count)
    }

    func entriesPerLead() async throws -> EntryCount {
        let statistics = try await info("commandstats")
        let scripts = max(statistics.calls(of: ["evalsha"]), 1)
        return EntryCount(alone: Double(statistics.calls(of: Self.writes)) / Double(scripts))
    }

    func source(_ work: Work, _ shape: LoadShape, _ options: LoadOptions) async throws
        -> any RoundSource
    {
        let leads = try await LeadWork.prepared(target, script: indexes.redisScript)
        let workload = try await leads.workload(work, options)
        await leads.close()
        return try await LoadDriver.open(target, workload, shape, options.style)
    }

    func stop() async { await process.stop(SIGTERM) }

    private func info(_ section: String) async throws -> InfoText {
        InfoText(try await send(["INFO", section]).string ?? "")
    }

    private func send(_ words: [String]) async throws -> Reply {
        let client = try await LeadlineClient.connect(host: target.host, port: target.port)
        let reply = try await client.send(words)
        await client.close()
        return reply
    }
}
