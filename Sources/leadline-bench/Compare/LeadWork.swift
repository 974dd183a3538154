import LeadlineClient

/// Making and reading leads, in the terms of one server.
struct LeadWork: Sendable {
    private static let readPercent = 80
    private static let batchCount = 250
    private static let digitCount = 8
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
    private let dialect: Dialect
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
        guard let script else { return LeadWork(client, nil, target.dialect) }
        guard let hash = try await client.send(["SCRIPT", "LOAD", script]).string else {
            throw LoadFailure(description: "SCRIPT LOAD answered no hash")
        }
        return LeadWork(client, hash, target.dialect)
    }

    private init(_ client: LeadlineClient, _ scriptHash: String?, _ dialect: Dialect) {
        self.client = client
        self.scriptHash = scriptHash
        self.dialect = dialect
    }

    /// Ends its connection.
    func close() async { await client.close() }

    /// What making leads sends.
    func workload(making work: Work) -> Workload { Workload(name: work.rawValue, create) }

    /// What one kind of work sends; leads to be read are made here.
    func workload(_ work: Work, _ options: LoadOptions) async throws -> Workload {
        try await workload(work, keyspace: options.keyspace, reads: options.reads)
    }

    /// The same for so many leads to be read, of which so many in a hundred requests are reads.
    func workload(_ work: Work, keyspace: Int, reads: Int? = nil) async throws -> Workload {
        switch work {
        case .ping: return Workload(name: work.rawValue, .template(template(work)))
        case .list, .queue:
            guard case .integer(let count) = try await client.send(["DBSIZE"]) else {
                throw LoadFailure(description: "DBSIZE answered no number")
            }
            _ = try await make(max(0, keyspace - Int(count))) { request(work, $0, $1) }
            return Workload(name: work.rawValue, .template(template(work)))
        case .new: return workload(making: work)
        case .importing:
            throw LoadFailure(description: "an import is made by leadline, not by requests")
        case .get, .status, .find:
            let reads = try await make(keyspace) { request(work, $0, $1) }
            return Workload(name: work.rawValue, .anyOf(reads))
        case .mixed:
            let percent = reads ?? Self.readPercent
            let reads = try await make(keyspace) { request(.get, $0, $1) }
            let groups = [(percent, Workload.Source.anyOf(reads)), (100 - percent, create)]
            return Workload(name: work.rawValue, groups: groups)
        }
    }

    /// The requests that read leads 1 up to a count, which are there already.
    func reads(ofFirst count: Int) -> RequestSet {
        var reads = RequestSet(dialect)
        for number in 1...count { reads.append(request(.get, "L\(number)", "")) }
        return reads
    }

    private var create: Workload.Source { .template(CommandTemplate(new("__seq__"), dialect)) }

    private func template(_ work: Work) -> CommandTemplate {
        CommandTemplate(work.leadlineWords, dialect)
    }

    /// What asks for one lead, by its id or by the word that it alone has.
    private func request(_ work: Work, _ id: String, _ word: String) -> [String] {
        guard scriptHash != nil else {
            return work.leadlineWords + [work == .find ? word : id]
        }
        // The scripts answer L42 for the record lead:42.
        let key = "lead:\(id.dropFirst())"
        return work == .status ? ["HMGET", key, "status", "created", "version"] : ["HGETALL", key]
    }

    /// Makes leads; answers what asks for each, by its id and the word that it alone has.
    private func make(
        _ count: Int, _ request: (_ id: String, _ word: String) -> [String]
    ) async throws -> RequestSet {
        var reads = RequestSet(dialect)
        for start in stride(from: 0, to: count, by: Self.batchCount) {
            let numbers = start..<min(count, start + Self.batchCount)
            let words = numbers.map { "k" + Self.padded($0) }
            let replies = try await client.sendAll(words.map { new($0) })
            for (word, reply) in zip(words, replies) {
                if case .error(let refusal) = reply { throw refusal }
                guard let id = reply.string else {
                    throw LoadFailure(description: "cannot make a lead: \(reply)")
                }
                reads.append(request(id, "x\(runText)\(word)"))
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

    /// The same leads as a file to be imported.
    static func table(rows: Int, run: String) -> String {
        var text = "email,name,company,service,zip,notes\n"
        let rest = "\(Constant.service),\(Constant.zip),\"\(Constant.notes)\"\n"
        for row in 1...rows {
            let number = padded(row)
            text += "\(run)-p\(number)@x\(run)\(number).example,\(Constant.name),"
            text += "Acme \(run) \(number),\(rest)"
        }
        return text
    }

    /// No number of a run is the beginning of another: words are looked for by how they begin.
    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, digitCount - digits.count)) + digits
    }
}
