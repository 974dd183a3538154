import FoundationEssentials
import LeadlineClient

/// One running server, its connections, and what is sent on them.
struct Subject: Sendable {
    /// What is sent, as reports name it.
    let workloadName: String
    private let driver: LoadDriver

    /// How far its rounds are.
    var progress: LoadProgress { driver.progress }

    /// Makes the leads the workload reads, loads the script, opens the connections.
    ///
    /// `script` is the path of the Lua script that is one `lead.new` in Redis; without it, the
    /// one with every kind of entry.
    static func prepared(
        _ target: Target, _ words: [String], _ options: LoadOptions, script: String?
    ) async throws -> Subject {
        let workload = try await workload(target, words, options, script)
        let driver = try await LoadDriver.open(target, workload, options.shape, options.style)
        return Subject(workloadName: workload.name, driver: driver)
    }

    /// Runs one round.
    func measure(_ limit: LoadLimit) async throws -> Measurement { try await driver.measure(limit) }

    /// Closes the connections.
    func close() async { await driver.close() }

    private static func workload(
        _ target: Target, _ words: [String], _ options: LoadOptions, _ script: String?
    ) async throws -> Workload {
        guard let name = words.first else { throw LoadFailure(description: "nothing to send") }
        if words.count == 1, let scene = Scene(rawValue: name.lowercased()) {
            guard target.kind == .leadline else {
                throw LoadFailure(description: "'\(name)' is for Leadline alone")
            }
            return try await scene.workload(target, reads: options.reads)
        }
        guard words.count == 1, let work = Work(rawValue: name.lowercased()), work != .ping,
            target.kind == .leadline || Work.inRedis.contains(work)
        else {
            let words = words == ["ping"] ? ["PING"] : words
            return Workload(name: name, .template(CommandTemplate(words, target.dialect)))
        }
        let text: String?
        switch target.kind {
        case .leadline: text = nil
        case .redis:
            text =
                try script.map { try String(contentsOf: URL(filePath: $0), encoding: .utf8) }
                ?? IndexSet.same.redisScript
        }
        let leads = try await LeadWork.prepared(target, script: text)
        let workload = try await leads.workload(work, options)
        await leads.close()
        return workload
    }
}
