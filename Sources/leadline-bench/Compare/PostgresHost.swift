import Glibc

/// A PostgreSQL server for a comparison, with its defaults: every commit is synced.
struct PostgresHost: ComparedServer {
    /// Who the server runs as when root starts it, which it refuses to be.
    private static let account = "postgres"

    let directory: String?
    private let indexes: IndexSet
    private let programs: String
    private let port: Int
    private let process: ChildProcess
    private let scratch: Scratch

    var name: String { "PostgreSQL, \(indexes.label)" }
    var pid: pid_t { process.pid }
    /// What does not depend on the indexes is measured once.
    var works: [Work] {
        indexes == .basic ? [.ping, .get, .status, .new] : Work.ofIndexes + [.new]
    }

    /// Makes a cluster and starts its server; nil when there are no programs.
    static func start(_ indexes: IndexSet, in scratch: Scratch) async throws -> PostgresHost? {
        guard let programs = Programs.postgresDirectory() else { return nil }
        let label = "postgres-\(indexes.rawValue)"
        let directory = try scratch.directory(label, owner: account)
        let data = "\(directory)/data"
        try await command(
            "\(programs)/initdb",
            ["-D", data, "-U", account, "-A", "trust", "--no-locale", "-E", "UTF8", "--no-sync"],
            log: scratch.file("\(label)-initdb.log")
        ).finish()
        let port = try Programs.freePort()
        let process = try command(
            "\(programs)/postgres",
            [
                "-D", data, "-p", "\(port)", "-c", "listen_addresses=127.0.0.1", "-c",
                "unix_socket_directories=", "-c", "fsync=on", "-c", "synchronous_commit=on",
                "-c", "max_connections=300",
            ], log: scratch.file("\(label).log"))
        let host = PostgresHost(
            directory: directory, indexes: indexes, programs: programs, port: port,
            process: process, scratch: scratch)
        _ = try await process.line(after: "ready to accept connections")
        _ = try await host.query(indexes.postgresSchema)
        return host
    }

    func version() async throws -> String { try await query("SHOW server_version") }

    func durability() async throws -> String {
        let settings = try await query(
            "SELECT string_agg(name || ' ' || setting, ', ' ORDER BY name) FROM pg_settings "
                + "WHERE name IN ('fsync', 'synchronous_commit')")
        guard settings == "fsync on, synchronous_commit on" else {
            throw LoadFailure(description: "PostgreSQL does not sync every commit: \(settings)")
        }
        return settings
    }

    func leadCount() async throws -> Int {
        let leads = try await query("SELECT count(*) FROM lead")
        let events = try await query("SELECT count(*) FROM event")
        guard leads == events, let count = Int(leads) else {
            throw LoadFailure(description: "\(leads) leads have \(events) events")
        }
        return count
    }

    func entriesPerLead() async throws -> EntryCount {
        // What the statistics are made of arrives within a second of a connection's end.
        try await Task.sleep(for: .seconds(1))
        let text = try await query(IndexSet.postgresEntryCount)
        guard let entries = Double(text) else {
            throw LoadFailure(description: "PostgreSQL counts '\(text)' entries")
        }
        return EntryCount(alone: entries)
    }

    func source(_ work: Work, _ shape: LoadShape, _ options: LoadOptions) async throws
        -> any RoundSource
    {
        guard let script = indexes.pgbenchScript(work) else {
            throw LoadFailure(description: "PostgreSQL is not measured with \(work.rawValue)")
        }
        if work != .ping, work != .new { try await fill(upTo: options.keyspace) }
        let label = "\(indexes.rawValue)-\(work.rawValue)-\(shape.connections)-\(shape.pipeline)"
        let file = scratch.file("pgbench-\(label).sql")
        try TextFile.write(PgbenchSource.piped(script, shape.pipeline), to: file)
        return PgbenchSource(
            program: "\(programs)/pgbench", port: port, account: Self.account, script: file,
            shape: shape, keyspace: options.keyspace, scratch: scratch)
    }

    /// Fast: whoever is connected is cut off.
    func stop() async { await process.stop(SIGINT) }

    /// Makes as many leads as are to be read, and lets the server learn what it has.
    private func fill(upTo count: Int) async throws {
        let constant = LeadWork.Constant.self
        let make = indexes.postgresFill
            .replacing(":name", with: "'\(constant.name)'")
            .replacing(":service", with: "'\(constant.service)'")
            .replacing(":zip", with: "'\(constant.zip)'")
            .replacing(":notes", with: "'\(constant.notes)'")
            .replacing(":count", with: "\(count)")
        _ = try await query(make)
        _ = try await query("VACUUM ANALYZE")
    }

    private func query(_ text: String) async throws -> String {
        let number = UInt64.random(in: 0..<(1 << 40))
        let file = scratch.file("query-\(number).sql")
        try TextFile.write(text, to: file)
        let process = try ChildProcess(
            "\(programs)/psql",
            [
                "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p",
                "\(port)", "-U", Self.account, "-d", "postgres", "-f", file,
            ], log: scratch.file("query-\(number).log"))
        try await process.finish()
        return String(TextFile.read(process.log).drop { $0.isNewline }.prefix { !$0.isNewline })
    }

    /// Starts a program as somebody whom PostgreSQL accepts.
    private static func command(
        _ program: String, _ arguments: [String], log: String
    ) throws -> ChildProcess {
        guard getuid() == 0 else { return try ChildProcess(program, arguments, log: log) }
        guard let setpriv = Programs.find("setpriv") else {
            throw LoadFailure(description: "PostgreSQL cannot run as root, and setpriv is missing")
        }
        let identity = [
            "--reuid", account, "--regid", account, "--init-groups",
            // The account may not be allowed where this program was started.
            "env", "-C", "/", program,
        ]
        return try ChildProcess(setpriv, identity + arguments, log: log)
    }
}
