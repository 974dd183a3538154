/// What commands cost a server over sockets, each write synced: system calls, bytes for the disk.
struct ServedCost: Sendable {
    /// One command in one shape.
    struct Row: Sendable {
        /// What was asked.
        let work: Work
        /// How it was spread.
        let shape: LoadShape
        /// System calls of each kind for one command; nil where they cannot be counted.
        let calls: [String: Double]?
        /// Bytes that the system was given for the disk, for one command.
        let diskBytes: Double
        /// Microseconds of the server's processor time for one command.
        let microseconds: Double

        /// System calls of all kinds for one command.
        var allCalls: Double? { calls.map { $0.values.reduce(0, +) } }
    }

    private static let works: [Work] = [.new, .get, .ping]
    private static let keyspace = 1000
    private static let roundsAlone = 2000
    private static let roundsShared = 50

    /// In the order in which they were measured.
    private(set) var rows: [Row] = []
    /// Why system calls were not counted; nil when they were.
    private(set) var reason: String?

    /// Starts a server and asks it in the usual shapes.
    static func measured(by servers: FreshServers) async throws -> ServedCost {
        let host = try await servers.startLeadline(at: nil)
        var cost = ServedCost()
        for work in works {
            for shape in LoadShape.usual {
                let leads = try await LeadWork.prepared(host.target, script: nil)
                let workload = try await leads.workload(work, keyspace: keyspace)
                await leads.close()
                let load = try await LoadDriver.open(host.target, workload, shape, LoadStyle())
                try await cost.measure(work, shape, load, host)
                await load.close()
            }
        }
        return cost
    }

    private mutating func measure(
        _ work: Work, _ shape: LoadShape, _ load: LoadDriver, _ host: LeadlineHost
    ) async throws {
        let atOnce = shape.connections * shape.pipeline
        let count = atOnce * (atOnce == 1 ? Self.roundsAlone : Self.roundsShared)
        // Half as many before: what happens once only does not count.
        _ = try await load.measure(.requests(count / 2))
        var counter: SystemCallCounter?
        do { counter = try SystemCallCounter(of: host.pid) } catch { reason = "\(error)" }
        let calls = counter?.counts ?? [:]
        let bytes = ProcessUsage.writtenBytes(host.pid)
        let timed = try await SideBySide.timed(load, .requests(count), pid: host.pid)
        try SideBySide.checkErrors(timed.measurement, of: host.name, work)
        let since = counter.map { counter in
            counter.counts.merging(calls) { $0 - $1 }.mapValues { Double($0) / Double(count) }
        }
        rows.append(
            Row(
                work: work, shape: shape, calls: since,
                diskBytes: Double(ProcessUsage.writtenBytes(host.pid) - bytes) / Double(count),
                microseconds: timed.serverMicroseconds))
    }

    /// The figures as a table, a row for each command and shape.
    var text: String {
        let kinds = SystemCallCounter.kinds + [SystemCallCounter.others]
        var table = [["served", "load", "system calls"] + kinds + ["bytes to disk", "µs server"]]
        for row in rows {
            let calls = kinds.map { kind in row.calls.map { decimal($0[kind] ?? 0, 2) } ?? "" }
            table.append(
                [
                    row.work.leadlineWords[0], row.shape.name,
                    row.allCalls.map { decimal($0, 2) } ?? "",
                ] + calls + [decimal(row.diskBytes, 0), decimal(row.microseconds, 1)])
        }
        let words = reason.map { "system calls were not counted: \($0)\n" } ?? ""
        return TextTable.plain(table) + words
    }
}
