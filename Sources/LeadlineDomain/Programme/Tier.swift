/// A level of the partner programme: what it takes, and what it gives.
///
/// An unset field is nil.
package struct Tier: Equatable, Sendable {
    /// What it is called, in lower case.
    package let name: Text

    /// Where it stands: the higher the better; no two tiers have the same.
    package var rank: UInt32

    /// The share of a sale that its partners get, where nothing more specific is agreed.
    package var rate: Rate?

    /// How many won leads within the window it takes.
    package var minWon: UInt32?

    /// How much they have to be worth together, in minor units of `currency`.
    package var minRevenue: Int64?

    /// The currency of `minRevenue`.
    package var currency: Currency

    /// How many days won leads count, today included.
    package var windowDays: UInt32 = usualWindowDays

    /// How long a partner that no longer has what it takes keeps the tier.
    package var grace: Seconds = usualGrace

    /// For how long an accepted claim of its partners is protected.
    package var protect: Seconds?

    /// What else it gives, for people.
    package var benefits: [Text] = []

    /// When it was made.
    package let created: Timestamp

    /// When it was last written.
    package var updated: Timestamp

    /// A tier that nothing is needed for.
    package init(name: Text, rank: UInt32, currency: Currency, created: Timestamp) {
        self.name = name
        self.rank = rank
        self.currency = currency
        self.created = created
        updated = created
    }

    /// How many days won leads count unless something else is said: a year.
    package static let usualWindowDays: UInt32 = 365

    /// How long the grace is unless something else is said: 30 days.
    package static let usualGrace = Seconds(30 * 86_400)
}

extension Tier {
    /// Whether it can be earned at all.
    package var hasMinimum: Bool { minWon != nil || minRevenue != nil }

    /// Whether a record is what it takes.
    package func isMet(by record: TierRecord) -> Bool {
        missing(to: record) == TierRecord(won: 0, revenue: 0)
    }

    /// How much more it takes than a record has; nothing of what is there or is not asked for.
    package func missing(to record: TierRecord) -> TierRecord {
        let won = Int64(minWon ?? 0) - record.won
        let revenue = Int128(minRevenue ?? 0) - record.revenue
        return TierRecord(won: max(won, 0), revenue: max(revenue, 0))
    }
}

/// What a partner has done within the window of a tier.
package struct TierRecord: Equatable, Sendable {
    /// How many of its leads were won.
    package var won: Int64

    /// What they were worth together, in minor units of the tier's currency.
    package var revenue: Int128

    /// Makes a record of its parts.
    package init(won: Int64, revenue: Int128) {
        self.won = won
        self.revenue = revenue
    }
}
