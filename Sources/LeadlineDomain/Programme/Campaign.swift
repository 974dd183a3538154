/// An effort to win leads, with a time of its own and terms for what matches it.
///
/// An unset field is nil, an unset condition empty. `version` begins at 1 and counts the writes.
package struct Campaign: Equatable, Sendable {
    /// The number, never reused.
    package let id: CampaignID

    /// Counts the writes from 1.
    package var version: UInt32 = 1

    /// What it is called.
    package var name: Text

    /// The services that it is for, in lower case; empty is any.
    package var services: [Text] = []

    /// The areas that it is for; empty is any.
    package var areas: [Area] = []

    /// The tiers whose partners it is for, in lower case; empty is any.
    package var tiers: [Text] = []

    /// The products that it is for; empty is any.
    package var products: [Text] = []

    /// The first instant at which it runs.
    package var since: Timestamp

    /// The first instant at which it runs no longer; nil runs on.
    package var until: Timestamp?

    /// Percentage points on the commission for what matches it.
    package var boost: Rate?

    /// For how long an accepted claim that matches it is protected.
    package var protect: Seconds?

    /// The user who looks after it.
    package var owner: Text?

    /// How many leads it is meant to bring.
    package var goal: UInt32?

    /// When it was over; nil while nobody and nothing has ended it.
    package var ended: Timestamp?

    /// When it was made.
    package let created: Timestamp

    /// When it was last written.
    package var updated: Timestamp

    /// A new campaign that runs from now on.
    package init(id: CampaignID, name: Text, created: Timestamp) {
        self.id = id
        self.name = name
        self.created = created
        since = created
        updated = created
    }
}

extension Campaign {
    /// The first instant at which it runs no longer, whatever ends it; nil runs on.
    package var end: Timestamp? { ended ?? until }

    /// Whether it runs at that instant; written down as ended or not.
    package func runs(at instant: Timestamp) -> Bool {
        TimeSpan(since: since, until: end).contains(instant)
    }

    /// Where it stands at that instant.
    package func state(at instant: Timestamp) -> CampaignState {
        if ended != nil || (until.map { instant >= $0 } ?? false) { return .ended }
        return instant < since ? .scheduled : .running
    }
}
