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

    /// The limits that are looked at for each command or connection: each has a copy of its own,
    /// so that nobody waits for another.
    private enum Quick: Int, CaseIterable {
        case noticedNanoseconds
        case connectionsMax
        case latencyMilliseconds
        case idleSeconds
        case memoryBytesMax
        case requestsPerSecond
        case outsiderRequestsPerSecond
        case logPlace

        func value(in values: Values) -> Int {
            switch self {
            case .noticedNanoseconds: values.noticedNanoseconds
            case .connectionsMax: values.connectionsMax
            case .latencyMilliseconds: values.latencyMilliseconds
            case .idleSeconds: values.idleSeconds
            case .memoryBytesMax: values.guards.memoryBytesMax
            case .requestsPerSecond: values.guards.requestsPerSecond
            case .outsiderRequestsPerSecond: values.guards.outsiderRequestsPerSecond
            case .logPlace: values.logLevel.place
            }
        }
    }

    private let state: Mutex<Values>
    private let quick: InlineArray<8, Atomic<Int>>

    /// Starts with these limits.
    package init(_ values: Values = Values()) {
        state = Mutex(values)
        quick = InlineArray { place in
            Atomic(Quick(rawValue: place)?.value(in: values) ?? 0)
        }
    }

    /// The limits now.
    package var values: Values { state.withLock { $0 } }

    /// Changes limits, from the next command on; none when `body` throws.
    ///
    /// Whoever else changes some waits meanwhile, so that nothing is lost that was set beside this.
    package func change<Fault: Error>(
        _ body: (inout Values) throws(Fault) -> Void
    ) throws(Fault) {
        try state.withLock { values throws(Fault) in
            var changed = values
            try body(&changed)
            values = changed
            for limit in Quick.allCases {
                quick[limit.rawValue].store(limit.value(in: changed), ordering: .relaxed)
            }
        }
    }

    private func now(_ limit: Quick) -> Int { quick[limit.rawValue].load(ordering: .relaxed) }

    /// A command that took as long is looked at more closely.
    var noticedNanoseconds: Int { now(.noticedNanoseconds) }

    /// Connections at once.
    package var connectionsMax: Int { now(.connectionsMax) }

    /// Delays of so many milliseconds are kept; 0 keeps none.
    package var latencyMilliseconds: Int { now(.latencyMilliseconds) }

    /// A connection that asks nothing for so many seconds is closed; 0 closes none.
    package var idleSeconds: Int { now(.idleSeconds) }

    /// Bytes that all connections together may hold here.
    package var memoryBytesMax: Int { now(.memoryBytesMax) }

    /// Requests per second of one user who is no admin; 0 counts none.
    package func requestsPerSecond(isOutsider: Bool) -> Int {
        let own = isOutsider ? now(.outsiderRequestsPerSecond) : 0
        return own > 0 ? own : now(.requestsPerSecond)
    }

    /// How much the log says.
    package var logLevel: LogLevel { LogLevel(place: now(.logPlace)) }
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
