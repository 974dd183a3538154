import Synchronization

/// The limits that `CONFIG SET` changes for the running server.
///
/// Read on every thread; what is looked at for each command is one relaxed load.
package final class Tuning: Sendable {
    /// The limits as they are written in the configuration.
    package struct Values: Sendable, Equatable {
        /// Commands that took as long are kept in the slow log; negative keeps none.
        package var slowMicroseconds = 10_000
        /// Entries of the slow log.
        package var slowEntriesMax = 128
        /// Delays as long are kept by LATENCY; 0 keeps none.
        package var latencyMilliseconds = 0
        /// A connection that asks nothing for as long is closed; 0 closes none.
        package var idleSeconds = 0
        /// Connections at once.
        package var connectionsMax = 10_000
        /// What connections are held to so that none of them can starve the others.
        package var guards = ConnectionGuards()
        /// How much the log says.
        package var logLevel = LogLevel.info
        /// Mebibytes that a backup reads in a second; 0 is as fast as it can.
        package var backupRate = 64

        package init() {}
    }

    private let state: Mutex<Values>
    private let noticed: Atomic<Int>
    private let connections: Atomic<Int>
    private let latency: Atomic<Int>
    private let idle: Atomic<Int>
    private let memory: Atomic<Int>
    private let requests: Atomic<Int>
    private let outsiderRequests: Atomic<Int>
    private let logPlace: Atomic<Int>

    /// Starts with these limits.
    package init(_ values: Values = Values()) {
        state = Mutex(values)
        noticed = Atomic(values.noticedNanoseconds)
        connections = Atomic(values.connectionsMax)
        latency = Atomic(values.latencyMilliseconds)
        idle = Atomic(values.idleSeconds)
        memory = Atomic(values.guards.memoryBytesMax)
        requests = Atomic(values.guards.requestsPerSecond)
        outsiderRequests = Atomic(values.guards.outsiderRequestsPerSecond)
        logPlace = Atomic(values.logLevel.place)
    }

    /// The limits now; setting them counts from the next command on.
    package var values: Values {
        get { state.withLock { $0 } }
        set {
            state.withLock {
                $0 = newValue
                noticed.store(newValue.noticedNanoseconds, ordering: .relaxed)
                connections.store(newValue.connectionsMax, ordering: .relaxed)
                latency.store(newValue.latencyMilliseconds, ordering: .relaxed)
                idle.store(newValue.idleSeconds, ordering: .relaxed)
                memory.store(newValue.guards.memoryBytesMax, ordering: .relaxed)
                requests.store(newValue.guards.requestsPerSecond, ordering: .relaxed)
                outsiderRequests.store(
                    newValue.guards.outsiderRequestsPerSecond, ordering: .relaxed)
                logPlace.store(newValue.logLevel.place, ordering: .relaxed)
            }
        }
    }

    /// A command that took as long is looked at more closely.
    var noticedNanoseconds: Int { noticed.load(ordering: .relaxed) }

    /// Connections at once.
    package var connectionsMax: Int { connections.load(ordering: .relaxed) }

    /// Delays of so many milliseconds are kept; 0 keeps none.
    package var latencyMilliseconds: Int { latency.load(ordering: .relaxed) }

    /// A connection that asks nothing for so many seconds is closed; 0 closes none.
    package var idleSeconds: Int { idle.load(ordering: .relaxed) }

    /// Bytes that all connections together may hold here.
    package var memoryBytesMax: Int { memory.load(ordering: .relaxed) }

    /// Requests per second of one user who is no admin; 0 counts none.
    package func requestsPerSecond(isOutsider: Bool) -> Int {
        let own = isOutsider ? outsiderRequests.load(ordering: .relaxed) : 0
        return own > 0 ? own : requests.load(ordering: .relaxed)
    }
    /// How much the log says.
    package var logLevel: LogLevel { LogLevel(place: logPlace.load(ordering: .relaxed)) }
}

extension Tuning.Values {
    /// The shortest time that the slow log or LATENCY asks for.
    fileprivate var noticedNanoseconds: Int {
        let slow = slowMicroseconds < 0 ? Int.max : Self.product(slowMicroseconds, 1000)
        let late = latencyMilliseconds <= 0 ? Int.max : Self.product(latencyMilliseconds, 1_000_000)
        return min(slow, late)
    }

    private static func product(_ value: Int, _ factor: Int) -> Int {
        let (product, overflow) = value.multipliedReportingOverflow(by: factor)
        return overflow ? Int.max : product
    }
}
