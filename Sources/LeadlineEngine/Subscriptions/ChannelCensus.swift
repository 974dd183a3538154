import LeadlineDomain
package import Synchronization

/// Who listens, over all connections: what PUBSUB and INFO tell, and whether anybody wants an
/// event or a request at all.
package final class ChannelCensus: Sendable {
    /// Names with the number of connections that subscribed to each.
    private struct Names {
        var channels: [Text: Int] = [:]
        var patterns: [Text: Subscribed] = [:]
        /// How many of the patterns fit each channel that was asked for.
        ///
        /// Channels are types of events, and so they are few. Who subscribes pays for it, so that
        /// no commit does.
        var fitting: [Text: Int] = [:]

        mutating func count(_ name: Text, _ step: Int) {
            let old = patterns[name]
            var entry = old ?? Subscribed(pattern: NamePattern(name), count: 0)
            entry.count += step
            let isHeld = entry.count > 0
            patterns[name] = isHeld ? entry : nil
            guard isHeld != (old != nil) else { return }
            for channel in fitting.keys where entry.pattern.matches(channel.bytes) {
                fitting[channel]? += step
            }
        }
    }

    /// A pattern that somebody holds.
    private struct Subscribed {
        let pattern: NamePattern
        var count: Int
    }

    /// Connections with a subscription: the one thing that a commit looks at when there is none.
    package let subscriberCount = Atomic<Int>(0)
    /// Connections that monitor: the one thing that a request looks at when there is none.
    package let monitorCount = Atomic<Int>(0)
    private let names = Mutex(Names())

    init() {}

    /// Whether some subscription fits a channel.
    func isWanted(_ channel: Text) -> Bool {
        names.withLock { names in
            if names.channels[channel] != nil { return true }
            if let count = names.fitting[channel] { return count > 0 }
            let count = names.patterns.values.count { $0.pattern.matches(channel.bytes) }
            names.fitting[channel] = count
            return count > 0
        }
    }

    /// The channels that somebody subscribed to by name, in the order of their names.
    func channels(fitting pattern: NamePattern?) -> [Text] {
        // The walk is not made under the lock: the writer's thread asks it, too.
        let held = names.withLock { $0.channels }
        return held.keys.filter { pattern?.matches($0.bytes) ?? true }.sorted()
    }

    /// How many connections subscribed to a channel by name.
    func subscribers(of channel: Text) -> Int { names.withLock { $0.channels[channel] ?? 0 } }

    /// How many channels somebody subscribed to by name.
    var channelCount: Int { names.withLock { $0.channels.count } }

    /// How many different patterns somebody subscribed to.
    var patternCount: Int { names.withLock { $0.patterns.count } }

    /// Counts one subscription more or less.
    fileprivate func note(_ name: Text, _ kind: Subscriptions.Kind, isHeld: Bool) {
        let step = isHeld ? 1 : -1
        names.withLock { names in
            switch kind {
            case .channel:
                let count = (names.channels[name] ?? 0) + step
                names.channels[name] = count > 0 ? count : nil
            case .pattern: names.count(name, step)
            }
        }
    }
}

// What a session listens to is counted in the moment in which it changes.
extension Session {
    /// Takes a subscription up; nothing happens when it is held already.
    func subscribe(_ name: Text, _ kind: Subscriptions.Kind, _ census: ChannelCensus) {
        guard subscriptions.add(name, kind) else { return }
        census.note(name, kind, isHeld: true)
        guard subscriptions.count == 1 else { return }
        census.subscriberCount.add(1, ordering: .sequentiallyConsistent)
    }

    /// Gives a subscription up; nothing happens when it is not held.
    func unsubscribe(_ name: Text, _ kind: Subscriptions.Kind, _ census: ChannelCensus) {
        guard subscriptions.remove(name, kind) else { return }
        census.note(name, kind, isHeld: false)
        guard subscriptions.isEmpty else { return }
        census.subscriberCount.subtract(1, ordering: .sequentiallyConsistent)
    }

    /// Begins to monitor.
    func monitor(_ census: ChannelCensus) {
        guard !isMonitoring else { return }
        isMonitoring = true
        census.monitorCount.add(1, ordering: .sequentiallyConsistent)
    }

    /// Gives everything up that the connection is sent unasked: at RESET and at its end.
    package func stopListening(_ census: ChannelCensus) {
        for name in subscriptions.channels { unsubscribe(name, .channel, census) }
        for name in subscriptions.patterns { unsubscribe(name, .pattern, census) }
        guard isMonitoring else { return }
        isMonitoring = false
        census.monitorCount.subtract(1, ordering: .sequentiallyConsistent)
    }
}
