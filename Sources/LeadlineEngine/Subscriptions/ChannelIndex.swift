package import LeadlineDomain

/// Who of many subscribers hears a channel: by its name, and by the patterns that fit it.
package struct ChannelIndex<Subscriber> {
    /// A pattern and who holds it.
    private struct Entry {
        let pattern: NamePattern
        /// Counts the patterns in the order in which they came.
        let number: UInt64
        var subscribers: [UInt64: Subscriber] = [:]
    }

    private var channels: [Text: [UInt64: Subscriber]] = [:]
    private var patterns: [Text: Entry] = [:]
    private var lastNumber: UInt64 = 0

    /// An index without subscribers.
    package init() {}

    /// Whether nobody subscribed to anything.
    package var isEmpty: Bool { channels.isEmpty && patterns.isEmpty }

    /// Follows a subscriber's change; `number` tells subscribers apart.
    package mutating func apply(
        _ change: Subscriptions.Change, of subscriber: Subscriber, _ number: UInt64
    ) {
        let held = change.isHeld ? subscriber : nil
        switch change.kind {
        case .channel:
            channels[change.name, default: [:]][number] = held
            if channels[change.name]?.isEmpty == true { channels[change.name] = nil }
        case .pattern:
            if patterns[change.name] == nil {
                lastNumber += 1
                patterns[change.name] = Entry(
                    pattern: NamePattern(change.name), number: lastNumber)
            }
            patterns[change.name]?.subscribers[number] = held
            if patterns[change.name]?.subscribers.isEmpty == true { patterns[change.name] = nil }
        }
    }

    /// Calls `body` with everybody who hears the channel.
    ///
    /// First who named it, then pattern by pattern, the oldest first; who hears it twice is called
    /// twice, as in Redis.
    ///
    /// - Parameters:
    ///   - channel: What a message is sent on.
    ///   - body: Gets the pattern, nil for who named the channel, and its subscribers.
    package func forEach(
        hearing channel: Text, _ body: (Text?, Dictionary<UInt64, Subscriber>.Values) -> Void
    ) {
        if let subscribers = channels[channel] { body(nil, subscribers.values) }
        let fitting = patterns.filter { $0.value.pattern.matches(channel.bytes) }
        for (name, entry) in fitting.sorted(by: { $0.value.number < $1.value.number }) {
            body(name, entry.subscribers.values)
        }
    }
}
