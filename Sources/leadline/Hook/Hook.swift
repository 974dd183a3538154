package import LeadlineClient

/// Hands every event to a program, in order and at least once, whatever breaks in between.
///
/// The place is a cursor on the server: who starts again goes on where it stopped.
package struct Hook: Sendable {
    private static let blockMilliseconds = 20_000
    private static let pageRowsMax = 100
    private static let pauseMillisecondsMax = 30_000

    /// The cursor's name.
    package let cursor: String
    /// Filters as of `EVENTS`.
    package var filters: [String] = []
    /// Where a new cursor begins: at the first event, or behind the newest.
    package var isFromStart = false
    /// How often a program is run on one event.
    package var attemptsMax = 5
    /// Runs the program; answers whether it ended well.
    package let deliver: @Sendable (HookEvent) async -> Bool
    /// Keeps an event whose program failed for good; nil stops there instead.
    package var bury: (@Sendable (HookEvent) throws(BulkFault) -> Void)?
    /// Tells people something.
    package let tell: @Sendable (String) -> Void
    /// Waits between attempts.
    package var pause: @Sendable (Int) async -> Void = { milliseconds in
        try? await Task.sleep(for: .milliseconds(milliseconds))
    }

    /// A hook at a cursor.
    package init(
        cursor: String, deliver: @escaping @Sendable (HookEvent) async -> Bool,
        tell: @escaping @Sendable (String) -> Void
    ) {
        self.cursor = cursor
        self.deliver = deliver
        self.tell = tell
    }

    /// Runs until the task is cancelled, a program fails for good, or the server refuses.
    package func run(
        connect: @Sendable () async throws(BulkFault) -> LeadlineClient
    ) async throws {
        var failures = 0
        var isBegun = false
        while !Task.isCancelled {
            do {
                let client = try await connect()
                if !isBegun { try await begin(client) }
                isBegun = true
                failures = 0
                while !Task.isCancelled { try await page(client) }
            } catch  where isBegun && PassingFailure.contains(error) {
                if failures == 0 { tell("connection lost; trying again") }
                failures += 1
                await pause(min(Self.pauseMillisecondsMax, 100 << min(failures, 10)))
            }
        }
    }

    private func begin(_ client: LeadlineClient) async throws {
        guard try await client.send(["CURSOR.GET", cursor]) == .null else { return }
        var start: Int64 = 0
        if !isFromStart, case .integer(let seq)? = try await client.send(["AUDIT.HEAD"])["seq"] {
            start = seq
        }
        _ = try await client.send(["CURSOR.SET", cursor, "\(start)"])
    }

    private func page(_ client: LeadlineClient) async throws {
        let words = ["EVENTS", "CURSOR", cursor] + filters
        let limits = ["LIMIT", "\(Self.pageRowsMax)", "BLOCK", "\(Self.blockMilliseconds)"]
        let reply = try await client.send(words + limits)
        var done: Int64?
        do {
            for row in reply.page?.rows ?? [] {
                guard let event = HookEvent(row) else { continue }
                try await hand(event)
                done = event.seq
            }
        } catch {
            // What was delivered before the failure is not to be delivered again.
            if let done { _ = try? await client.send(["CURSOR.SET", cursor, "\(done)"]) }
            throw error
        }
        // A long stretch that the filters leave out is passed for good, too.
        guard let place = done.map({ "\($0)" }) ?? reply.page?.next else { return }
        _ = try await client.send(["CURSOR.SET", cursor, place])
    }

    private func hand(_ event: HookEvent) async throws {
        for attempt in 1...max(1, attemptsMax) {
            if await deliver(event) { return }
            tell("the program failed on event \(event.seq), attempt \(attempt) of \(attemptsMax)")
            if attempt < attemptsMax {
                await pause(min(Self.pauseMillisecondsMax, 500 << attempt))
            }
        }
        guard let bury else {
            throw BulkFault(
                "stopped before event \(event.seq); started again, it goes on there",
                status: .refused)
        }
        try bury(event)
        tell("event \(event.seq) is kept for later")
    }
}
