import LeadlineStore
import Synchronization

/// A journal to a real store that does to each entry what it was told, and keeps those that were
/// written.
final class SimulatedJournal: Journal {
    /// Whether the disk says of an entry that it is there and has not written it: a planted fault.
    typealias Lies = @Sendable (Entry) -> Bool

    private let journal: LevelDBJournal
    private let lies: Lies?
    private let next = Mutex(Fate.durable)
    private let written = Mutex<[Entry]>([])

    init(store: Store, lies: Lies? = nil) {
        journal = LevelDBJournal(store: store)
        self.lies = lies
    }

    /// The entries that were written, in their order.
    var entries: [Entry] { written.withLock { $0 } }

    /// What is to become of the next entry; those after it become durable.
    func prepare(_ fate: Fate) { next.withLock { $0 = fate } }

    func append(_ entry: Entry) -> Outcome {
        let fate = next.withLock { fate in
            defer { fate = .durable }
            return fate
        }
        switch fate {
        case .durable: return write(entry)
        case .superseded: return .superseded
        case .unknownWritten: return write(entry) == .durable ? .unknown : .superseded
        case .unknownLost: return .unknown
        }
    }

    private func write(_ entry: Entry) -> Outcome {
        if lies?(entry) == true { return .durable }
        let outcome = journal.append(entry)
        guard outcome == .durable else { return outcome }
        written.withLock { $0.append(entry) }
        return outcome
    }
}
