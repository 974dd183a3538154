/// Servers measured in turns, so that all meet the same moods of the machine.
struct SideBySide {
    private let servers: [any ComparedServer]
    private let options: LoadOptions
    private let roundCount: Int
    private let seconds: Double
    /// All that was measured.
    private(set) var standings: [Standing] = []
    /// One for each server, in their order.
    private(set) var proofs: [Proof] = []

    /// Those of the servers that keep leads.
    var holders: [Proof] {
        zip(servers, proofs).filter { $0.0.holdsLeads }.map { $0.1 }
    }

    /// Compares servers, the first with each of the others.
    init(
        _ servers: [any ComparedServer], _ options: LoadOptions, rounds: Int, seconds: Double
    ) async throws {
        self.servers = servers
        self.options = options
        roundCount = rounds
        self.seconds = seconds
        for server in servers {
            proofs.append(
                Proof(
                    server: server.name, version: try await server.version(),
                    durability: try await server.durability()))
        }
    }

    /// Measures one kind of work in one shape on every server that has it.
    mutating func run(_ work: Work, _ shape: LoadShape) async throws {
        let indexes = servers.indices.filter { servers[$0].works.contains(work) }
        var sources: [Int: any RoundSource] = [:]
        for index in indexes {
            sources[index] = try await servers[index].source(work, shape, options)
        }
        do {
            try await run(work, shape, indexes, sources)
        } catch {
            for source in sources.values { await source.close() }
            throw error
        }
        for source in sources.values { await source.close() }
    }

    /// Looks at what each server holds in the end.
    mutating func conclude() async throws {
        for index in servers.indices {
            if proofs[index].answered > 0, servers[index].holdsLeads {
                proofs[index].entries = try await servers[index].entriesPerLead()
            }
            proofs[index].residentBytes = ProcessUsage.residentBytes(ofTree: servers[index].pid)
            proofs[index].diskBytes = servers[index].directory.map { Scratch.bytes(in: $0) }
        }
    }

    private mutating func run(
        _ work: Work, _ shape: LoadShape, _ indexes: [Int], _ sources: [Int: any RoundSource]
    ) async throws {
        var before: [Int: Int] = [:]
        if work.makesLeads {
            for index in indexes where servers[index].holdsLeads {
                before[index] = try await servers[index].leadCount()
            }
        }
        var measured: [Int: Standing] = [:]
        for index in indexes {
            measured[index] = Standing(work: work, shape: shape, server: servers[index].name)
        }
        for round in (options.warmup > 0 ? -1 : 0)..<roundCount {
            for index in TurnOrder.order(of: indexes, inRound: round) {
                try Interruption.check()
                guard let source = sources[index] else { continue }
                let limit = LoadLimit.seconds(round < 0 ? options.warmup : seconds)
                let timed = try await Self.timed(source, limit, pid: servers[index].pid)
                try Self.checkErrors(timed.measurement, of: servers[index].name, work)
                let answered = Int(timed.measurement.requestsInAll)
                if work.makesLeads { proofs[index].answered += answered }
                if round >= 0 { measured[index]?.rounds.append(timed) }
            }
        }
        for (index, count) in before {
            proofs[index].found += try await servers[index].leadCount() - count
            guard proofs[index].found == proofs[index].answered else {
                let proof = proofs[index]
                throw LoadFailure(
                    description: "\(proof.server) answered \(proof.answered) leads and has "
                        + "\(proof.found)")
            }
        }
        standings += indexes.compactMap { measured[$0] }
    }

    /// Runs one round and looks at what it took.
    static func timed(
        _ source: any RoundSource, _ limit: LoadLimit, pid: Int32
    ) async throws -> TimedRound {
        let server = ProcessUsage.seconds(ofTree: pid)
        let own = ProcessUsage.ownSeconds()
        let measurement = try await source.measure(limit)
        return TimedRound(
            measurement: measurement,
            serverSeconds: ProcessUsage.seconds(ofTree: pid) - server,
            generatorSeconds: ProcessUsage.ownSeconds() - own)
    }

    /// Throws when a round holds an error reply, or nothing at all.
    static func checkErrors(
        _ measurement: Measurement, of server: String, _ work: Work
    ) throws(LoadFailure) {
        guard measurement.errorCount == 0, measurement.requests > 0 else {
            let codes = measurement.errors.keys.sorted().joined(separator: ", ")
            throw LoadFailure(
                description: "\(server) answered \(measurement.requests) \(work.rawValue), "
                    + "\(measurement.errorCount) of them errors \(codes)")
        }
    }
}
