package import Synchronization

/// Counters that INFO shows, added to from every thread.
package final class Statistics: Sendable {
    package let connectionsReceived = Atomic<Int>(0)
    package let connectionsRejected = Atomic<Int>(0)
    package let connectionsOpen = Atomic<Int>(0)
    package let connectionsBlocked = Atomic<Int>(0)
    package let commandsProcessed = Atomic<Int>(0)
    package let inputBytes = Atomic<Int>(0)
    package let outputBytes = Atomic<Int>(0)
    package let groupsCommitted = Atomic<Int>(0)
    package let commandsCommitted = Atomic<Int>(0)
    /// Per command of the table: calls, microseconds, refused before running, failed.
    private let commands: [CommandCounter]
    private let errors: [ErrorCounter]

    package init(commandCount: Int) {
        commands = (0..<commandCount).map { _ in CommandCounter() }
        errors = ErrorCode.allCases.map { ErrorCounter(code: $0) }
    }

    /// What is counted of one command.
    package final class CommandCounter: Sendable {
        package let calls = Atomic<Int>(0)
        package let microseconds = Atomic<Int>(0)
        package let failures = Atomic<Int>(0)
    }

    /// How often one code was answered.
    package final class ErrorCounter: Sendable {
        package let code: ErrorCode
        package let count = Atomic<Int>(0)
        init(code: ErrorCode) { self.code = code }
    }

    package func command(_ index: Int) -> CommandCounter { commands[index] }

    package func note(_ code: ErrorCode) {
        for counter in errors where counter.code == code {
            counter.count.add(1, ordering: .relaxed)
        }
    }

    package var errorCounters: [ErrorCounter] { errors }
}
