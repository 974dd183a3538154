package import Synchronization

/// Counters that INFO shows, added to from every thread.
package final class Statistics: Sendable {
    /// Connections accepted since the start.
    package let connectionsReceived = Atomic<Int>(0)
    /// Connections turned away at the limit.
    package let connectionsRejected = Atomic<Int>(0)
    /// Connections open now.
    package let connectionsOpen = Atomic<Int>(0)
    /// Connections that wait for events now.
    package let connectionsBlocked = Atomic<Int>(0)
    /// Connections open now that have not logged in.
    package let connectionsUnauthenticated = Atomic<Int>(0)
    /// Bytes that connections hold now: received, queued, and not yet read by their peers.
    package let connectionBytes = Atomic<Int>(0)
    /// Connections closed because together they held too much.
    package let connectionsEvicted = Atomic<Int>(0)
    /// Connections closed because they were too slow: to log in, to finish a request, to read.
    package let connectionsOverdue = Atomic<Int>(0)
    /// Requests refused because their user sends too many.
    package let requestsRateLimited = Atomic<Int>(0)
    /// Connections closed because they did not read what they were sent.
    package let connectionsOverrun = Atomic<Int>(0)
    /// Logins that failed.
    package let loginsFailed = Atomic<Int>(0)
    /// Requests handled, refused ones included.
    package let commandsProcessed = Atomic<Int>(0)
    /// Bytes read from sockets.
    package let inputBytes = Atomic<Int>(0)
    /// Bytes written to sockets.
    package let outputBytes = Atomic<Int>(0)
    /// Group commits that became durable.
    package let groupsCommitted = Atomic<Int>(0)
    /// Writes in them.
    package let commandsCommitted = Atomic<Int>(0)
    /// How fast requests are handled.
    let commandRate = InfoRate()
    /// How fast bytes come in.
    let inputRate = InfoRate()
    /// How fast bytes go out.
    let outputRate = InfoRate()
    /// Per command of the table: calls, time, failures.
    private let commands: [CommandCounter]
    private let errors: [ErrorCounter]

    /// Counters at zero, one set for each command of the table.
    package init(commandCount: Int) {
        commands = (0..<commandCount).map { _ in CommandCounter() }
        errors = ErrorCode.allCases.map { ErrorCounter(code: $0) }
    }

    /// How often one code was answered.
    package final class ErrorCounter: Sendable {
        /// The code that is counted.
        package let code: ErrorCode
        /// How often it was answered.
        package let count = Atomic<Int>(0)
        init(code: ErrorCode) { self.code = code }
    }

    /// The counters of the table's command at `index`.
    package func command(_ index: Int) -> CommandCounter { commands[index] }

    /// Counts an error reply.
    package func note(_ code: ErrorCode) {
        for counter in errors where counter.code == code {
            counter.count.add(1, ordering: .relaxed)
        }
    }

    /// The counters of all codes.
    package var errorCounters: [ErrorCounter] { errors }

    /// Sets back to zero what CONFIG RESETSTAT names: everything but what is open now and what
    /// was committed.
    func reset() {
        connectionsReceived.store(0, ordering: .relaxed)
        connectionsRejected.store(0, ordering: .relaxed)
        connectionsEvicted.store(0, ordering: .relaxed)
        connectionsOverdue.store(0, ordering: .relaxed)
        requestsRateLimited.store(0, ordering: .relaxed)
        connectionsOverrun.store(0, ordering: .relaxed)
        loginsFailed.store(0, ordering: .relaxed)
        commandsProcessed.store(0, ordering: .relaxed)
        inputBytes.store(0, ordering: .relaxed)
        outputBytes.store(0, ordering: .relaxed)
        for counter in commands { counter.reset() }
        for counter in errors { counter.count.store(0, ordering: .relaxed) }
    }
}
