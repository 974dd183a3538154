/// What an earner has and is owed in one currency, in minor units (`rules.md` 8).
package struct Standing: Hashable, Sendable {
    /// All approved bonuses, gross, for life.
    package var earned: Int64 = 0

    /// What was paid, debts set off included.
    package var paid: Int64 = 0

    /// Approved, but stopped.
    package var held: Int64 = 0

    /// Payable today.
    package var due: Int64 = 0

    /// In payouts that are under way.
    package var reserved: Int64 = 0

    /// What the earner owes after refunds.
    package var debt: Int64 = 0

    /// Nothing of anything.
    package init() {}

    /// What is left of what was earned; may be negative, and then nothing is paid.
    ///
    /// Sums of amounts that each fit: beyond Int64 it stays at the limit.
    package var available: Int64 {
        let sum =
            Int128(earned) - Int128(paid) - Int128(held) - Int128(reserved) - Int128(debt)
        return Int64(clamping: sum)
    }
}

/// Sets debts off against what is to be paid.
package enum SetOff {
    /// What is taken of each debt, the oldest first, at most what is to be paid.
    ///
    /// Debts are at least 0; nothing is taken where nothing is to be paid.
    package static func taken(from payable: Int64, debts: [Int64]) -> [Int64] {
        var left = max(payable, 0)
        return debts.map { debt in
            let taken = min(left, max(debt, 0))
            left -= taken
            return taken
        }
    }
}

/// What happens when a bonus turns out smaller than it was.
package enum Correction: Hashable, Sendable {
    /// Not paid yet: the bonus becomes smaller, or larger, by so much.
    case change(Int64)
    /// Paid or on its way: the earner owes so much.
    case debt(Int64)

    /// What a bonus of one amount that is now of another means; nil when nothing changes.
    ///
    /// Settled is what was paid, or is in a payout that is under way.
    package static func from(_ before: Int64, to after: Int64, isSettled: Bool) -> Correction? {
        // Both are amounts of one sale and of one sign.
        let (change, lost) = after.subtractingReportingOverflow(before)
        guard change != 0, !lost else { return nil }
        return isSettled && change < 0 ? .debt(-change) : .change(change)
    }
}
