import Glibc

/// How many instructions a LEAD.NEW, a LEAD.GET and a PING are, counted by valgrind's callgrind.
///
/// The figure does not depend on what else the machine does.
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
        func profile(leads: Int, gets: Int, pings: Int) async throws -> CallgrindProfile {
            let output = scratch.file("callgrind-\(leads)-\(gets)-\(pings)")
            let run = try ChildProcess(
                valgrind,
                [
                    "--tool=callgrind", "--callgrind-out-file=\(output)", program, "cost",
                    "--leads", "\(leads)", "--gets", "\(gets)", "--pings", "\(pings)", "--group",
                    "\(group)",
                ], log: output + ".log")
            // Its budget is not judged: so few commands bear the cost of the first ones.
            try await run.end()
            let profile = CallgrindProfile(text: TextFile.read(output))
            guard profile.total > 0, !profile.phases.isEmpty else {
                throw LoadFailure(description: "valgrind counted nothing: \(run.lastWords)")
            }
            return profile
        }
        let (few, more) = (fewest, fewest + commandCount)
        let base = try await profile(leads: few, gets: 0, pings: 0)
        let runs = [
            ("LEAD.NEW", try await profile(leads: more, gets: 0, pings: 0)),
            ("LEAD.GET", try await profile(leads: few, gets: commandCount, pings: 0)),
            ("PING", try await profile(leads: few, gets: 0, pings: commandCount)),
        ]
        return InstructionCount(
            commands: runs.map { ($0.0, $0.1.perCommand(since: base, commandCount)) })
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
