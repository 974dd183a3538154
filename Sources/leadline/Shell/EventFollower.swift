import LeadlineClient

/// Reads events as they come, over lost connections, without missing or repeating one.
struct EventFollower: Sendable {
    private static let blockMilliseconds = 20_000
    private static let pageRowsMax = 100
    private static let pauseMillisecondsMax = 5000

    /// Filters as of `EVENTS`.
    let filters: [String]
    /// How a connection is made.
    let connect: @Sendable () async throws(BulkFault) -> LeadlineClient
    /// What to do with a page.
    let show: @Sendable (Reply) -> Void
    /// What to do with a line for people.
    let tell: @Sendable (String) -> Void

    /// Follows until the task is cancelled; a refusal ends it.
    func run() async throws {
        var client = try await connect()
        var after = try await start(client)
        var failures = 0
        while !Task.isCancelled {
            do {
                let reply = try await client.send(words(after))
                failures = 0
                guard let page = reply.page else { continue }
                if !page.rows.isEmpty { show(reply) }
                let last = page.rows.last.map { Reply.map($0)["seq"] }
                if case .integer(let seq)?? = last { after = "\(seq)" }
                if let next = page.next { after = next }
            } catch  where PassingFailure.contains(error) {
                let reason = (error as? ConnectionError)?.reason ?? "\(error)"
                if failures == 0 { tell("connection lost: \(reason); trying again") }
                client = try await again(client, &failures)
                tell("connected again, going on after \(after)")
            }
        }
    }

    private func words(_ after: String) -> [String] {
        let page = ["LIMIT", "\(Self.pageRowsMax)", "BLOCK", "\(Self.blockMilliseconds)"]
        return ["EVENTS", "AFTER", after] + kept + page
    }

    /// The filters without a place, which only says where to begin.
    private var kept: [String] {
        guard let mark = filters.firstIndex(where: { $0.uppercased() == "AFTER" }) else {
            return filters
        }
        return Array(filters[..<mark] + filters[mark...].dropFirst(2))
    }

    /// Where to begin: what was asked for, or behind the newest event.
    private func start(_ client: LeadlineClient) async throws -> String {
        if let mark = filters.firstIndex(where: { $0.uppercased() == "AFTER" }),
            mark + 1 < filters.count
        {
            return filters[mark + 1]
        }
        // Outside the house the head is not told; then it is `now` until the first event.
        guard let head = try? await client.send(["AUDIT.HEAD"]),
            case .integer(let seq)? = head["seq"]
        else { return "now" }
        return "\(seq)"
    }

    private func again(
        _ client: LeadlineClient, _ failures: inout Int
    ) async throws -> LeadlineClient {
        await client.close()
        while true {
            failures += 1
            let pause = min(Self.pauseMillisecondsMax, 100 << min(failures, 10))
            try await Task.sleep(for: .milliseconds(pause))
            do throws(BulkFault) {
                return try await connect()
            } catch {
                // Only a refused login will not become better by waiting.
                if error.status == .notAllowed { throw error }
            }
        }
    }
}
