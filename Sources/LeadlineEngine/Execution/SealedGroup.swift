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
    let logins: LoginChanges?

    /// Whose connections are to be looked at once it is durable.
    package var endedLogins: [EndedLogin] { logins?.ended ?? [] }
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
            if let logins = group.logins { publish(logins) }
        }
        return outcome
    }

    /// Tells everybody who may still do what.
    private func publish(_ logins: LoginChanges) {
        var view = store.view(.point)
        authority.begin(logins.epoch, hasUsers: view.hasUsers, founder: logins.founder)
    }
}
