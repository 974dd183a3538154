import LeadlineClient

/// Making and reading leads, in the terms of one server.
struct LeadWork: Sendable {
    private static let readPercent = 80
    private static let batchCount = 250
    /// The values that every lead of a comparison has, on whatever server.
    enum Constant {
        static let name = "Ann Lee"
        static let service = "recruitment"
        static let zip = "90210"
        /// Of 200 bytes.
        static let notes = String(
            String(repeating: "Called twice, wants an offer. ", count: 7).prefix(200))
    }

    private let client: LeadlineClient
    /// What stands before a new lead's address: the command, for Redis with the script's name.
    private let scriptHash: String?
    /// Distinguishes this run's customers from those of every run before.
    private let runText = Self.makeRunText()

    /// A word that no run before has used.
    static func makeRunText() -> String {
        "run" + String(UInt64.random(in: 0..<(1 << 40)), radix: 36)
    }

    /// Connects to the server; `script` is what one new lead is in Redis, nil for Leadline.
    static func prepared(_ target: Target, script: String?) async throws -> LeadWork {
        let client = try await LeadlineClient.connect(
            host: target.host, port: target.port, credentials: target.credentials)
        guard let script else { return LeadWork(client: client, scriptHash: nil) }
        guard let hash = try await client.send(["SCRIPT", "LOAD", script]).string else {
            throw LoadFailure(description: "SCRIPT LOAD answered no hash")
        }
        return LeadWork(client: client, scriptHash: hash)
    }

    private init(client: LeadlineClient, scriptHash: String?) {
        self.client = client
        self.scriptHash = scriptHash
    }

    /// Ends its connection.
    func close() async { await client.close() }

    /// What one kind of work sends; leads to be read are made here.
    func workload(_ work: Work, keyspace: Int) async throws -> Workload {
        let create = Workload.Source.template(CommandTemplate(new("__seq__")))
        switch work {
        case .ping: return Workload(name: work.rawValue, .template(CommandTemplate(["PING"])))
        case .new: return Workload(name: work.rawValue, create)
        case .get: return Workload(name: work.rawValue, .anyOf(try await make(keyspace)))
        case .mixed:
            let read = Workload.Source.anyOf(try await make(keyspace))
            let groups = [(Self.readPercent, read), (100 - Self.readPercent, create)]
            return Workload(name: work.rawValue, groups: groups)
        }
    }

    /// The requests that read leads 1 up to a count, which are there already.
    func reads(ofFirst count: Int) -> RequestSet {
        var reads = RequestSet()
        for number in 1...count { reads.append(get("L\(number)")) }
        return reads
    }

    private func make(_ count: Int) async throws -> RequestSet {
        var reads = RequestSet()
        for start in stride(from: 0, to: count, by: Self.batchCount) {
            let numbers = start..<min(count, start + Self.batchCount)
            for reply in try await client.sendAll(numbers.map { new("k\($0)") }) {
                if case .error(let refusal) = reply { throw refusal }
                guard let id = reply.string else {
                    throw LoadFailure(description: "cannot make a lead: \(reply)")
                }
                reads.append(get(id))
            }
        }
        return reads
    }

    /// The command that registers customer `number`; nothing but the service, ZIP and notes recurs.
    private func new(_ number: String) -> [String] {
        let email = "\(runText)-p\(number)@x\(runText)\(number).example"
        let company = "Acme \(runText) \(number)"
        guard let scriptHash else {
            return [
                "LEAD.NEW", "EMAIL", email, "NAME", Constant.name, "COMPANY", company, "SERVICE",
                Constant.service, "ZIP", Constant.zip, "NOTES", Constant.notes,
            ]
        }
        return [
            "EVALSHA", scriptHash, "0", email, Constant.name, company, Constant.service,
            Constant.zip, Constant.notes, "1764000000",
        ]
    }

    private func get(_ id: String) -> [String] {
        // The scripts answer L42 for the record lead:42.
        scriptHash == nil ? ["LEAD.GET", id] : ["HGETALL", "lead:\(id.dropFirst())"]
    }
}

/// What is measured on every server, by the name of Leadline's command.
enum Work: String, CaseIterable, Sendable {
    /// A round trip that does nothing.
    case ping
    /// One record of ten fields, by its id.
    case get = "lead.get"
    /// One durable new lead with all it is found by.
    case new = "lead.new"
    /// Four in five read, one makes.
    case mixed

    /// What is compared side by side.
    static let compared: [Work] = [.ping, .get, .new]
}
