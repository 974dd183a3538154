import FoundationEssentials
import LeadlineClient

/// One server with its connections and the workload in its own terms.
struct Subject: Sendable {
    /// What is sent to it.
    let workload: Workload
    private let driver: LoadDriver

    /// Makes the leads the workload reads, loads the script, opens the connections.
    ///
    /// `script` is the path of the Lua script that is one `lead.new` in Redis.
    static func prepared(
        _ target: Target, _ words: [String], _ options: LoadOptions, script: String?
    ) async throws -> Subject {
        guard let name = words.first else { throw LoadFailure(description: "nothing to send") }
        let workload: Workload
        switch (words.count, name.lowercased()) {
        case (1, "ping"): workload = Workload(name: "ping", CommandTemplate(["PING"]))
        case (1, "lead.new"), (1, "lead.get"), (1, "mixed"):
            let client = try await LeadlineClient.connect(host: target.host, port: target.port)
            let work = try await LeadWork.prepared(target.kind, client, script: script)
            workload = try await work.workload(name.lowercased(), keyspace: options.keyspace)
            await client.close()
        default: workload = Workload(name: name, CommandTemplate(words))
        }
        return Subject(workload: workload, driver: try await LoadDriver.open(target, options))
    }

    /// Runs one round.
    func measure(_ limit: LoadLimit) async throws -> Measurement {
        try await driver.run(workload, limit)
    }

    /// Closes the connections.
    func close() async { await driver.close() }
}

/// Making and reading leads, in the terms of one server.
private struct LeadWork {
    private static let shareOfReads = 80
    private static let batchCount = 250

    let kind: Target.Kind
    let client: LeadlineClient
    let scriptHash: String
    /// Distinguishes this run's customers from those of every run before.
    let runText = "run" + String(UInt64.random(in: 0..<(1 << 40)), radix: 36)

    static func prepared(
        _ kind: Target.Kind, _ client: LeadlineClient, script: String?
    ) async throws -> LeadWork {
        guard kind == .redis else { return LeadWork(kind: kind, client: client, scriptHash: "") }
        guard let script else {
            throw LoadFailure(description: "a redis:// peer needs --redis-script for leads")
        }
        let text = try String(contentsOf: URL(filePath: script), encoding: .utf8)
        guard let hash = try await client.send(["SCRIPT", "LOAD", text]).string else {
            throw LoadFailure(description: "SCRIPT LOAD answered no hash")
        }
        return LeadWork(kind: kind, client: client, scriptHash: hash)
    }

    func workload(_ name: String, keyspace: Int) async throws -> Workload {
        let create = Workload.Group(
            weight: 100 - Self.shareOfReads, templates: [CommandTemplate(new("__seq__"))])
        if name == "lead.new" { return Workload(name: name, groups: [create]) }
        let ids = try await make(keyspace)
        let read = Workload.Group(
            weight: Self.shareOfReads, templates: ids.map { CommandTemplate(get($0)) })
        return Workload(name: name, groups: name == "mixed" ? [read, create] : [read])
    }

    private func make(_ count: Int) async throws -> [String] {
        var ids: [String] = []
        for start in stride(from: 0, to: count, by: Self.batchCount) {
            let numbers = start..<min(count, start + Self.batchCount)
            for reply in try await client.sendAll(numbers.map { new("k\($0)") }) {
                if case .error(let refusal) = reply { throw refusal }
                guard let id = reply.string else {
                    throw LoadFailure(description: "cannot make a lead: \(reply)")
                }
                ids.append(id)
            }
        }
        return ids
    }

    /// The command that registers customer `number`; nothing but the service, ZIP and notes recurs.
    private func new(_ number: String) -> [String] {
        let email = "\(runText)-p\(number)@x\(runText)\(number).example"
        let company = "Acme \(runText) \(number)"
        let notes = String(repeating: "Called twice, wants an offer. ", count: 7).prefix(200)
        switch kind {
        case .leadline:
            return [
                "LEAD.NEW", "EMAIL", email, "NAME", "Ann Lee", "COMPANY", company, "SERVICE",
                "recruitment", "ZIP", "90210", "NOTES", String(notes),
            ]
        case .redis:
            return [
                "EVALSHA", scriptHash, "0", email, "Ann Lee", company, "recruitment", "90210",
                String(notes), "1764000000",
            ]
        }
    }

    private func get(_ id: String) -> [String] {
        switch kind {
        case .leadline: ["LEAD.GET", id]
        // The script answers L42 for the record lead:42.
        case .redis: ["HGETALL", "lead:\(id.dropFirst())"]
        }
    }
}
