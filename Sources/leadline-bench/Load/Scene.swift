/// A part of a house's day, as a load: what is asked in it, and how often relative to the rest.
package enum Scene: String, CaseIterable, Sendable {
    /// Leads come in, from inside and outside, with what is known of the customer.
    case intake
    /// New leads are scored, routed, assigned and moved along.
    case triage
    /// Leads come from a file: all new but for a few that are known.
    case `import`
    /// What partners look at and do; asked by whoever is logged in, in the partners' names.
    case partnerPortal = "partner-portal"
    /// What the office looks up.
    case reports
    /// All of it, with what makes money, in the proportions of an ordinary day.
    case mixedDay = "mixed-day"

    /// Their names, for help.
    static var words: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// What is asked: commands that belong together, and how often they are drawn.
    typealias Line = (weight: Int, commands: [[String]])

    /// The lines of the scene; those of a mixed day are of all scenes.
    var lines: [Line] {
        switch self {
        case .intake: Self.parsed(SceneLines.intake)
        case .import: Self.parsed(SceneLines.importing)
        case .triage: Self.parsed(SceneLines.triage)
        case .partnerPortal: Self.parsed(SceneLines.partnerPortal)
        case .reports: Self.parsed(SceneLines.reports)
        case .mixedDay: Self.parsed(SceneLines.money) + Self.dayShares.flatMap { $0.day(of: $1) }
        }
    }

    /// How many of a hundred requests of a mixed day are of which scene; the rest makes money.
    private static let dayShares: [(Scene, Int)] = [
        (.intake, 40), (.triage, 25), (.partnerPortal, 25), (.reports, 2),
    ]

    /// The scene's lines, weighted so that together they are that share of a day.
    private func day(of share: Int) -> [Line] {
        let own = lines
        let sum = own.reduce(0) { $0 + $1.weight }
        return own.map { (max(1, $0.weight * share * Self.dayScale / sum), $0.commands) }
    }

    /// Weights of a mixed day are shares of a hundred, so many times.
    static let dayScale = 20

    /// The families of commands that it sends: `LEAD` for `LEAD.NEW`.
    package var families: Set<String> {
        Set(lines.flatMap(\.commands).compactMap { $0.first.map { Self.family(of: $0) } })
    }

    /// The family that a command is of.
    package static func family(of command: String) -> String {
        String(command.prefix { $0 != "." && $0 != " " })
    }

    /// Lines such as `4 MULTI ; LEAD.NEW EMAIL a@b.example ; EXEC`.
    private static func parsed(_ lines: [String]) -> [Line] {
        lines.map { line in
            let words = GrowthQuestion(line).words
            let commands = words.dropFirst().split(separator: ";").map(Array.init)
            guard let weight = words.first.flatMap({ Int($0) }), weight > 0, !commands.isEmpty
            else { preconditionFailure("not a line of a scene: \(line)") }
            return (weight, commands)
        }
    }

    /// Makes what the scene plays with, and the requests, of which so many in a hundred are reads;
    /// as many as usual when nil.
    func workload(_ target: Target, reads: Int?) async throws -> Workload {
        let cast = try await SceneCast.made(on: target)
        let groups = try (reads.map { try lines(reads: $0) } ?? lines).map { line in
            (line.weight, Workload.Source.anyTemplate(cast.templates(of: line.commands)))
        }
        return Workload(name: rawValue, groups: groups)
    }

    /// Plays the scene for so many requests on a server of this machine; answers how many replies
    /// were errors, by their code.
    package func trial(
        port: Int, requests: Int, _ dialect: Dialect = .resp2, reads: Int? = nil
    ) async throws -> [String: Int] {
        var target = Target(kind: .leadline, host: "127.0.0.1", port: port)
        target.dialect = dialect
        let driver = try await LoadDriver.open(
            target, workload(target, reads: reads), LoadShape(connections: 4, pipeline: 4),
            LoadStyle())
        let measurement = try await driver.measure(.requests(requests))
        await driver.close()
        return measurement.errors
    }
}
