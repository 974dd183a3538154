package import LeadlineDomain

/// What one connection has subscribed to, in the order in which it did.
///
/// Bounded by `EngineLimits.subscriptionsMax`, so that looking through it is cheap.
package struct Subscriptions: Sendable {
    /// What a subscription names.
    package enum Kind: Sendable {
        /// One channel, byte by byte.
        case channel
        /// Every channel that a pattern fits.
        case pattern
    }

    /// A subscription that was taken up or given up.
    package struct Change: Sendable {
        /// The channel or pattern.
        package let name: Text
        /// Which of the two it is.
        package let kind: Kind
        /// Whether it holds from now on.
        package let isHeld: Bool
    }

    /// The channels.
    package private(set) var channels: [Text] = []
    /// The patterns.
    package private(set) var patterns: [Text] = []
    /// How many there are of both kinds.
    package private(set) var count = 0
    /// What has changed since the changes were last taken.
    private var changes: [Change] = []

    /// Whether there is none.
    package var isEmpty: Bool { count == 0 }

    /// Whether `takeChanges` has something to answer.
    package var hasChanges: Bool { !changes.isEmpty }

    /// The names of one kind.
    package subscript(kind: Kind) -> [Text] {
        switch kind {
        case .channel: channels
        case .pattern: patterns
        }
    }

    /// Takes a subscription up; false when it is held already.
    mutating func add(_ name: Text, _ kind: Kind) -> Bool {
        guard !self[kind].contains(name) else { return false }
        switch kind {
        case .channel: channels.append(name)
        case .pattern: patterns.append(name)
        }
        count += 1
        changes.append(Change(name: name, kind: kind, isHeld: true))
        return true
    }

    /// Gives a subscription up; false when it is not held.
    mutating func remove(_ name: Text, _ kind: Kind) -> Bool {
        guard let index = self[kind].firstIndex(of: name) else { return false }
        switch kind {
        case .channel: channels.remove(at: index)
        case .pattern: patterns.remove(at: index)
        }
        count -= 1
        changes.append(Change(name: name, kind: kind, isHeld: false))
        return true
    }

    /// What has changed since the last time, for whoever keeps an index of all connections'.
    package mutating func takeChanges() -> [Change] {
        defer { changes.removeAll() }
        return changes
    }
}
