import Glibc
import LeadlineClient

/// A Leadline server for a comparison: a fresh one, or one that runs already.
struct LeadlineHost: ComparedServer {
    let name = "Leadline"
    let works = Work.compared
    /// The folder that `BACKUP` copies into; nil when that is not known.
    let backups: String?
    let pid: pid_t
    let directory: String?
    /// Where it listens.
    let target: Target
    private let process: ChildProcess?
    private let scratch: Scratch

    /// Starts a server with durability `always` and a folder for backups, on the data that is there
    /// already, if any.
    ///
    /// What it prints goes to a log of that name.
    static func start(
        program: String?, in scratch: Scratch, log: String = "leadline.log"
    ) async throws -> LeadlineHost {
        guard let program = program ?? Programs.find("leadline-server") else {
            throw LoadFailure(description: "there is no leadline-server: build it, or name it")
        }
        let (directory, backups) = (scratch.file("leadline"), scratch.file("backups"))
        let settings = scratch.file("leadline.json")
        try TextFile.write(
            JSONText.object([("backupdir", JSONText.string(backups))]), to: settings)
        let process = try ChildProcess(
            program,
            [
                "--data", directory, "--port", "0", "--durability", "always", "--config", settings,
            ], log: scratch.file(log))
        let place = try await process.line(after: " ready on 127.0.0.1:")
        guard let port = Int(place.prefix { $0.isNumber }) else {
            await process.stop(SIGTERM)
            throw LoadFailure(description: "the server did not say where it listens: \(place)")
        }
        return LeadlineHost(
            backups: backups, pid: process.pid, directory: directory,
            target: Target(kind: .leadline, host: "127.0.0.1", port: port), process: process,
            scratch: scratch)
    }

    /// Takes a server that runs already on this machine.
    static func running(_ target: Target, _ scratch: Scratch) async throws -> LeadlineHost {
        guard let pid = try await info(target)["process_id"].flatMap({ pid_t($0) }) else {
            throw LoadFailure(description: "the server does not say which process it is")
        }
        return LeadlineHost(
            backups: nil, pid: pid, directory: nil, target: target, process: nil, scratch: scratch)
    }

    func version() async throws -> String {
        try await Self.info(target)["leadline_version"] ?? "unknown"
    }

    func durability() async throws -> String {
        let word = try await Self.info(target)["durability"]
        guard word == "always" else {
            throw LoadFailure(description: "Leadline's durability is \(word ?? "unknown")")
        }
        return "durability always"
    }

    func leadCount() async throws -> Int {
        let client = try await LeadlineClient.connect(
            host: target.host, port: target.port, credentials: target.credentials)
        let reply = try await client.send(["DBSIZE"])
        await client.close()
        guard case .integer(let count) = reply else {
            throw LoadFailure(description: "DBSIZE answered \(reply)")
        }
        return Int(count)
    }

    /// Counted in this process, by the engine that the server is made of.
    func entriesPerLead() async throws -> EntryCount {
        let run = try CostRun(directory: scratch.file("cost"))
        defer { run.close() }
        return EntryCount(
            alone: try Self.mutations(run, inGroupOf: 1),
            inGroups: try Self.mutations(run, inGroupOf: EntryCount.groupSize))
    }

    func source(_ work: Work, _ shape: LoadShape, _ options: LoadOptions) async throws
        -> any RoundSource
    {
        if work == .importing { return try ImportSource(target, in: scratch) }
        let leads = try await LeadWork.prepared(target, script: nil)
        let workload = try await leads.workload(work, options)
        await leads.close()
        return try await LoadDriver.open(target, workload, shape, options.style)
    }

    /// Gets ready for reading leads 1 up to a count, which are there.
    func readSource(
        ofFirst count: Int, _ shape: LoadShape, _ options: LoadOptions
    ) async throws -> any RoundSource {
        let leads = try await LeadWork.prepared(target, script: nil)
        await leads.close()
        let workload = Workload(
            name: Work.get.rawValue, .anyOf(leads.reads(ofFirst: count)))
        return try await LoadDriver.open(target, workload, shape, options.style)
    }

    func stop() async { await stop(SIGTERM) }

    /// Ends it by that signal.
    func stop(_ signal: Int32) async { await process?.stop(signal) }

    /// The keys and values of a lead with its index entries and its event, counted likewise.
    func bytesPerLead() throws -> Double {
        let run = try CostRun(directory: scratch.file("bytes"))
        defer { run.close() }
        let group = EntryCount.groupSize
        guard let written = try run.makeLeads(group, perGroup: group).written else { return 0 }
        return Double(written.bytes) / Double(written.commands)
    }

    private static func mutations(_ run: CostRun, inGroupOf count: Int) throws -> Double {
        guard let written = try run.makeLeads(count, perGroup: count).written else { return 0 }
        return Double(written.mutations) / Double(written.commands)
    }

    /// What the server tells about itself.
    func info() async throws -> InfoText { try await Self.info(target) }

    private static func info(_ target: Target) async throws -> InfoText {
        let client = try await LeadlineClient.connect(
            host: target.host, port: target.port, credentials: target.credentials)
        let text = try await client.send(["INFO"]).string
        await client.close()
        return InfoText(text ?? "")
    }
}
