/// Where entries go to become durable.
///
/// `LevelDBJournal` is the one that ships; a replicated log would be another.
package protocol Journal: AnyObject, Sendable {
    /// Makes one entry durable; at most one is under way, on whatever thread.
    func append(_ entry: Entry) -> Outcome
}

/// What became of an entry.
package enum Outcome: Sendable {
    /// On disk: answer the group.
    case durable
    /// Certainly not written, and never will be: nothing of the group happened.
    case superseded
    /// Nobody may be told yes or no; only a restart decides.
    case unknown
}

/// The journal of a single machine: an entry and its application are one LevelDB write.
package final class LevelDBJournal: Journal {
    private let store: Store

    /// Writes to `store`.
    package init(store: Store) {
        self.store = store
    }

    package func append(_ entry: Entry) -> Outcome {
        guard store.poison == nil else { return .unknown }
        do throws(StoreFault) {
            try store.apply(entry)
            return .durable
        } catch {
            return store.poison == nil ? .superseded : .unknown
        }
    }
}
