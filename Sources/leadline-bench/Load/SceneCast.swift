import LeadlineClient

/// What a scene is played with: partners, leads and customers of this run alone.
struct SceneCast: Sendable {
    /// A word that no run before has used.
    let run: String
    private let dialect: Dialect
    /// What stands for each name in underscores; at least one value.
    private var values: [String: [String]] = [:]

    private static let partnerCount = 8
    private static let leadCount = 64
    /// So many requests are made of a line that names somebody.
    private static let variantCount = 64

    private init(run: String, _ dialect: Dialect) {
        self.run = run
        self.dialect = dialect
    }

    /// Makes it on the server, whose caller has to be of the desk.
    static func made(on target: Target) async throws -> SceneCast {
        let client = try await LeadlineClient.connect(
            host: target.host, port: target.port, credentials: target.credentials)
        var cast = SceneCast(run: LeadWork.makeRunText(), target.dialect)
        try await cast.makeHouse(client)
        try await cast.makeLeads(client)
        await client.close()
        return cast
    }

    /// The requests of a line, with everybody who plays in it filled in.
    func templates(of commands: [[String]]) -> [CommandTemplate] {
        let named = values.filter { name, _ in
            commands.contains { $0.contains { $0.contains(name) } }
        }
        let isPlural = named.contains { $0.value.count > 1 }
        return (0..<(isPlural ? Self.variantCount : 1)).map { index in
            CommandTemplate(
                commands: commands.map { words in
                    words.map { word in
                        named.reduce(word) { text, value in
                            text.replacing(value.key, with: value.value[index % value.value.count])
                        }
                    }
                }, dialect)
        }
    }

    private mutating func makeHouse(_ client: LeadlineClient) async throws {
        let service = "service\(run)"
        values["__run__"] = [run]
        values["__service__"] = [service]
        let partners = try await Self.ids(
            client, (1...Self.partnerCount).map { ["PARTNER.NEW", "NAME", "Partner \(run) \($0)"] })
        values["__partner__"] = partners
        values["__other__"] = Array(partners.dropFirst()) + partners.prefix(1)
        let rules = [
            ["SLA.SET", "review", "8h", "SERVICE", service],
            ["SLA.SET", "contact", "1d", "SERVICE", service],
            [
                "SCORE.SET", "score\(run)", "FIELD", "service", "OP", "=", "VALUE", service,
                "POINTS", "20",
            ],
        ]
        let coverage = partners.map { ["COVER.ADD", $0, "SERVICE", service, "AREA", "US"] }
        let terms = partners.map { ["TERMS.SET", $0, "RATE", "10%"] }
        _ = try await Self.replies(client, rules + coverage + terms)
    }

    private mutating func makeLeads(_ client: LeadlineClient) async throws {
        let (service, partners) = (values["__service__"] ?? [], values["__partner__"] ?? [])
        let emails = (0..<Self.leadCount).map { "known\($0)@k\(run)\($0).example" }
        values["__email__"] = emails
        values["__lead__"] = try await Self.ids(
            client, emails.map { ["LEAD.NEW", "EMAIL", $0, "SERVICE"] + service })
        values["__out__"] = try await blocks(client, "out") { partner, new in
            [
                new + ["SERVICE"] + service, ["ASSIGN", "$1", partner, "FORCE", "load"],
                ["RELEASE", "$1"], ["ACCEPT", "$1"],
            ]
        }.map { $0[0] }
        let brought = try await blocks(client, "in") { partner, new in
            [
                new + ["DIRECTION", "in", "REFERRER", partner], ["ACCEPT", "$1"],
                ["SALE.NEW", "$1", "AMOUNT", "100"],
            ]
        }
        values["__sale__"] = brought.map { $0[2] }
        values["__in__"] = try await blocks(client, "open") { partner, new in
            [new + ["DIRECTION", "in", "REFERRER", partner], ["ACCEPT", "$1"]]
        }.map { $0[0] }
        let links = try await Self.replies(
            client, emails.map { ["NURTURE.NEW", "EMAIL", $0, "TOPIC", "news"] })
        values["__token__"] = links.compactMap { $0["quote"]?.string }
        guard partners.count == Self.partnerCount else {
            throw LoadFailure(description: "cannot make partners")
        }
    }

    /// Makes leads, each in a block that `body` tells of its partner and its `LEAD.NEW`; answers
    /// what each command of a block answered.
    private func blocks(
        _ client: LeadlineClient, _ word: String,
        _ body: (_ partner: String, _ new: [String]) -> [[String]]
    ) async throws -> [[String]] {
        let partners = values["__partner__"] ?? []
        var results: [[String]] = []
        for index in 0..<Self.leadCount {
            let email = "\(word)\(index)@\(word)\(run)\(index).example"
            let commands = body(partners[index % partners.count], ["LEAD.NEW", "EMAIL", email])
            let replies = try await Self.replies(client, [["MULTI"]] + commands + [["EXEC"]])
            guard case .list(let parts)? = replies.last else {
                throw LoadFailure(description: "a block answered no list")
            }
            results.append(parts.map { $0.string ?? "" })
        }
        return results
    }

    private static func ids(
        _ client: LeadlineClient, _ commands: [[String]]
    ) async throws -> [String] {
        try await replies(client, commands).compactMap(\.string)
    }

    private static func replies(
        _ client: LeadlineClient, _ commands: [[String]]
    ) async throws -> [Reply] {
        let replies = try await client.sendAll(commands)
        for case .error(let refusal) in replies { throw refusal }
        return replies
    }
}
