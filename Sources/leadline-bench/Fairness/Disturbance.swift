import ArgumentParser
import FoundationEssentials
import LeadlineClient
import Synchronization

/// Something heavy that a server does while others ask it.
enum Disturbance: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// Leads come from a file, as fast as they are taken.
    case importing = "import"
    /// The office asks for one report after the other.
    case reports
    /// Everything is checked, over and over.
    case check
    /// The whole store is compacted, over and over.
    case compact
    /// The store is copied, over and over.
    case backup
    /// The store is copied while leads come from a file.
    case backupAndImport = "backup+import"

    /// Their names, for help.
    static var words: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// What is sent over and over on one connection, each command when the one before is answered;
    /// `n` counts.
    func commands(_ n: Int) -> [[String]] {
        switch self {
        case .importing: []
        case .reports: Self.everyReport
        case .check: [["CHECK", "DEEP"]]
        case .compact: [["COMPACT"]]
        case .backup, .backupAndImport: [["BACKUP", "beside\(n)"]]
        }
    }

    /// Whether leads come from a file as well.
    var imports: Bool { self == .importing || self == .backupAndImport }

    /// Every report that the scene of them asks for.
    private static let everyReport = Scene.reports.lines.flatMap(\.commands)
        .filter { $0.first == "REPORT" }
}

/// A disturbance under way.
struct RunningDisturbance: Sendable {
    /// What was done of it.
    struct Done: Sendable {
        /// How many commands were answered.
        var count = 0
        /// The errors among them, by code.
        var errors: [String: Int] = [:]
    }

    /// As many records as an import sends at once.
    private static let importShape = LoadShape(connections: 1, pipeline: 200)
    /// An import runs until it is told to end, in pieces.
    private static let pieceSeconds = 0.25

    /// Says when to end: what was sent is still waited for, which cancelling the task would not do.
    private final class Flag: Sendable {
        private let isSet = Atomic<Bool>(false)

        var isRaised: Bool { isSet.load(ordering: .relaxed) }

        func raise() { isSet.store(true, ordering: .relaxed) }
    }

    private let task: Task<Done, any Error>
    private let ending: Flag

    /// Begins it; nil when the server does not know its commands.
    static func start(
        _ disturbance: Disturbance, on host: LeadlineHost
    ) async throws -> RunningDisturbance? {
        let client = try await LeadlineClient.connect(
            host: host.target.host, port: host.target.port)
        for words in disturbance.commands(0) {
            guard case .list(let known) = try await client.send(["COMMAND", "INFO", words[0]])
            else {
                throw LoadFailure(description: "COMMAND INFO answered no list")
            }
            if case .null? = known.first {
                await client.close()
                return nil
            }
        }
        let importing = disturbance.imports ? try await importDriver(host) : nil
        let ending = Flag()
        return RunningDisturbance(
            task: Task {
                async let imported = Self.runImport(importing, until: ending)
                var done = try await Self.run(
                    disturbance, client, backups: host.backups, until: ending)
                let more = try await imported
                await importing?.close()
                await client.close()
                done.count += more.count
                done.errors.merge(more.errors) { $0 + $1 }
                return done
            }, ending: ending)
    }

    /// Ends it; answers what was done.
    func end() async throws -> Done {
        ending.raise()
        return try await task.value
    }

    private static func importDriver(_ host: LeadlineHost) async throws -> LoadDriver {
        let workload = try await Scene.import.workload(host.target, reads: nil)
        return try await LoadDriver.open(host.target, workload, importShape, LoadStyle())
    }

    private static func runImport(
        _ driver: LoadDriver?, until ending: Flag
    ) async throws -> Done {
        var done = Done()
        while let driver, !ending.isRaised {
            let measurement = try await driver.measure(.seconds(pieceSeconds))
            done.count += Int(measurement.requests)
            done.errors.merge(measurement.errors) { $0 + $1 }
        }
        return done
    }

    /// A compaction is only begun when it is answered.
    private static func waitForCompaction(
        _ client: LeadlineClient, _ ending: Flag
    ) async throws {
        while !ending.isRaised {
            let info = try await client.send(["INFO", "leads"])
            guard "\(info)".contains("compacting:1") else { return }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private static func run(
        _ disturbance: Disturbance, _ client: LeadlineClient, backups: String?, until ending: Flag
    ) async throws -> Done {
        var done = Done()
        var round = 0
        while !ending.isRaised {
            round += 1
            let commands = disturbance.commands(round)
            guard !commands.isEmpty else { break }
            for words in commands where !ending.isRaised {
                let reply = try await client.send(words)
                done.count += 1
                if case .error(let refusal) = reply { done.errors[refusal.code, default: 0] += 1 }
                if words[0] == "COMPACT" { try await waitForCompaction(client, ending) }
                if words[0] == "BACKUP", let backups {
                    // What stays behind is removed with all the rest.
                    try? FileManager.default.removeItem(atPath: "\(backups)/\(words[1])")
                }
            }
        }
        return done
    }
}
