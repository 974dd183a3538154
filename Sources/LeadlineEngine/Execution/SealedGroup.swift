import LeadlineDomain
package import LeadlineStore
import Synchronization

/// A group that is on its way to the disk.
package struct SealedGroup: Sendable {
    /// What is to be written.
    let entry: Entry
    /// How many of its commands wrote.
    let writes: Int
    /// Whose logins it ends; nil when nobody's.
    let ended: EndedLogins?
    /// Whether an erasure was finished in it: once it is durable, the files are to be rewritten.
    package let hasErased: Bool

    /// Whose connections are to be looked at once it is durable.
    package var endedLogins: [EndedLogin] { ended?.logins ?? [] }
}

extension Engine {
    /// Makes a sealed group durable; at most one is under way, on whatever thread.
    package func append(_ group: SealedGroup, to journal: any Journal) -> Outcome {
        let stopwatch = Stopwatch()
        let outcome = journal.append(group.entry)
        noteDelay(.commit, milliseconds: stopwatch.elapsedNanoseconds / 1_000_000)
        if outcome == .durable {
            statistics.groupsCommitted.add(1, ordering: .relaxed)
            statistics.commandsCommitted.add(group.writes, ordering: .relaxed)
            if let ended = group.ended { publish(ended) }
        }
        return outcome
    }
}
