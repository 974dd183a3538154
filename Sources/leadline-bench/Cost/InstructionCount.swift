import Glibc

/// How many instructions a LEAD.NEW, a LEAD.GET and a PING are, counted by valgrind's callgrind.
///
/// The figure does not depend on what else the machine or another thread does.
struct InstructionCount: Sendable {
    /// What each command costs, by its name.
    let commands: [(name: String, profile: CallgrindProfile)]

    /// So many commands lie between two runs.
    private static let commandCount = 1000
    private static let fewest = 200

    /// Runs copies of this program; throws where there is no valgrind.
    static func measured(group: Int, in scratch: Scratch) async throws -> InstructionCount {
        guard let valgrind = Programs.find("valgrind"), let strip = Programs.find("strip"),
            let original = Programs.own
        else {
            throw LoadFailure(description: "there is no valgrind, or no strip")
        }
        // Valgrind cannot read all that Swift writes for debuggers.
        let program = scratch.file("leadline-bench")
        let own = ["--strip-debug", "-o", program, original]
        try await ChildProcess(strip, own, log: scratch.file("strip.log")).finish()
        func profile(_ counted: Counted, commands: Int) async throws -> CallgrindProfile {
            let output = scratch.file("callgrind-\(counted)-\(commands)")
            let run = try ChildProcess(
                valgrind,
                [
                    "--tool=callgrind", "--callgrind-out-file=\(output)",
                    // Opening the store and LevelDB's threads differ from run to run: counted with
                    // the command, they moved the figure of a PING by a tenth either way.
                    "--toggle-collect=\(counted.symbol)", program, "cost",
                ] + counted.arguments(commands, fewest: fewest) + ["--group", "\(group)"],
                log: output + ".log")
            // Its budget is not judged: so few commands bear the cost of the first ones.
            try await run.end()
            let profile = CallgrindProfile(text: TextFile.read(output))
            guard profile.total > 0, !profile.phases.isEmpty else {
                throw LoadFailure(description: "valgrind counted nothing: \(run.lastWords)")
            }
            return profile
        }
        var commands: [(name: String, profile: CallgrindProfile)] = []
        for counted in Counted.allCases {
            let base = try await profile(counted, commands: fewest)
            let more = try await profile(counted, commands: fewest + commandCount)
            commands.append((counted.rawValue, more.perCommand(since: base, commandCount)))
        }
        return InstructionCount(commands: commands)
    }

    /// A command, counted while its own function of `CostRun` runs, on the thread that runs it.
    private enum Counted: String, CaseIterable {
        case new = "LEAD.NEW"
        case get = "LEAD.GET"
        case ping = "PING"

        /// Where callgrind begins and ends to count.
        var symbol: String {
            switch self {
            case .new: "*CostRunC9makeLeads*"
            case .get: "*CostRunC8getLeads*"
            case .ping: "*CostRunC4ping*"
            }
        }

        /// So many of this command, and no others but leads, which there always are.
        func arguments(_ count: Int, fewest: Int) -> [String] {
            [
                "--leads", "\(self == .new ? count : fewest)",
                "--gets", "\(self == .get ? count : 0)",
                "--pings", "\(self == .ping ? count : 0)",
            ]
        }
    }

    /// The figures as a table: a row for each phase, with all that it calls, and one for each part,
    /// without.
    var text: String {
        var rows = [["instructions"] + commands.map(\.name)]
        rows.append(["all"] + commands.map { "\($0.profile.total)" })
        for phase in Cost.Phase.allCases {
            rows.append(
                ["phase: \(phase.name)"] + commands.map { Self.cell($0.profile.phases[phase]) })
        }
        let names = Set(commands.flatMap { $0.profile.parts.keys })
        let sums = names.map { name in
            (name, commands.reduce(Int64(0)) { $0 + ($1.profile.parts[name] ?? 0) })
        }
        for (name, _) in sums.filter({ $0.1 >= Self.shownMin }).sorted(by: { $0.1 > $1.1 }) {
            rows.append(["part: \(name)"] + commands.map { Self.cell($0.profile.parts[name]) })
        }
        return TextTable.plain(rows)
    }

    /// Parts of fewer instructions in all are not shown.
    private static let shownMin: Int64 = 50

    private static func cell(_ count: Int64?) -> String { count.map { "\(max(0, $0))" } ?? "" }
}
