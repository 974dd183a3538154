/// All tiers of the programme in their order, and where on it a partner belongs.
package struct TierLadder: Sendable {
    /// The tiers, the lowest first.
    package let tiers: [Tier]

    /// Orders the tiers, no two of which have the same rank.
    package init(_ tiers: [Tier]) {
        self.tiers = tiers.sorted { $0.rank < $1.rank }
    }

    /// The tier of that name, letter case apart.
    package func tier(named name: Text) -> Tier? {
        let name = name.asciiLowercased
        return tiers.first { $0.name == name }
    }

    /// Whether the tier of `holder` is this one or a higher one.
    ///
    /// What is no tier of the programme is only itself.
    package func reaches(_ wanted: Text, from holder: Text?) -> Bool {
        guard let holder else { return false }
        if holder.asciiLowercased == wanted.asciiLowercased { return true }
        guard let own = tier(named: holder), let wanted = tier(named: wanted) else { return false }
        return own.rank >= wanted.rank
    }

    /// The highest tier that a partner has earned by what `record` says of each tier's window.
    ///
    /// A tier without a minimum is earned by everybody, unless a lower one has a minimum: then it
    /// is given by hand.
    package func earned(by record: (Tier) -> TierRecord) -> Tier? {
        var best: Tier?
        var isAboveMinimum = false
        for tier in tiers {
            isAboveMinimum = isAboveMinimum || tier.hasMinimum
            guard tier.hasMinimum || !isAboveMinimum, tier.isMet(by: record(tier)) else { continue }
            best = tier
        }
        return best
    }

    /// The lowest tier above a partner's that can be earned; nil when it has the highest.
    package func next(above name: Text?) -> Tier? {
        let rank = name.flatMap { tier(named: $0) }?.rank
        return tiers.first { tier in
            tier.hasMinimum && (rank.map { tier.rank > $0 } ?? true)
        }
    }
}

/// Where a partner stands on the ladder.
package struct TierStanding: Sendable {
    /// Its tier; nil is none.
    package let tier: Text?
    /// Whether the tier is held against evaluation.
    package let isPinned: Bool
    /// Since when it has no longer had what the tier takes; nil where it has.
    package let lapsedSince: Timestamp?

    /// Makes a standing of its parts.
    package init(tier: Text?, isPinned: Bool, lapsedSince: Timestamp?) {
        self.tier = tier
        self.isPinned = isPinned
        self.lapsedSince = lapsedSince
    }
}

/// What an evaluation does to a partner's tier.
package enum TierVerdict: Equatable, Sendable {
    /// Nothing.
    case stays
    /// It goes up, at once.
    case rises(to: Text)
    /// It no longer has what the tier takes, and keeps it until then.
    case lapses(since: Timestamp, until: Timestamp)
    /// It goes down, or out of the programme.
    case falls(to: Text?)
}

extension TierLadder {
    /// Judges a partner that has earned a tier, or none: up at once, down only after the grace of
    /// the tier that it has.
    ///
    /// A tier that is no longer in the programme has no grace.
    package func verdict(
        on standing: TierStanding, earned: Tier?, at now: Timestamp
    ) -> TierVerdict {
        guard !standing.isPinned else { return .stays }
        guard let name = standing.tier else {
            return earned.map { .rises(to: $0.name) } ?? .stays
        }
        guard let own = tier(named: name) else { return .falls(to: earned?.name) }
        if let earned, earned.rank >= own.rank {
            return earned.rank == own.rank ? .stays : .rises(to: earned.name)
        }
        let since = standing.lapsedSince ?? now
        let until = since.advanced(by: own.grace) ?? .latest
        return now < until ? .lapses(since: since, until: until) : .falls(to: earned?.name)
    }
}
