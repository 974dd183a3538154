/// What employees are paid together: payouts that one run has made, moved as one.
///
/// Its payouts follow one another; the run says which. An unset field is nil. `version` begins at 1
/// and counts the writes, but not the steps of a move.
package struct Payroll: Equatable, Sendable {
    /// What is paid in one currency.
    package struct Total: Hashable, Sendable {
        /// The currency of the amount.
        package let currency: Currency
        /// In minor units; above 0.
        package var amount: Int64

        /// Makes one of its parts.
        package init(currency: Currency, amount: Int64) {
            self.currency = currency
            self.amount = amount
        }
    }

    /// The number, one of those of payouts, never reused.
    package let id: PayoutID

    /// Counts the writes from 1.
    package var version: UInt32 = 1

    /// The number of the run that made it.
    package let run: UInt64

    /// Bonuses that were due up to here are in it.
    package let until: Timestamp

    /// The user who ran it.
    package let runner: Text

    /// How far it has come; its payouts follow.
    package var course = PayoutCourse()

    /// How many bonuses are in it.
    package var bonuses: UInt64 = 0

    /// What is paid, by the currencies' codes; payouts that fail are not taken off.
    package var totals: [Total] = []

    /// The payout that has followed last; nil before the first, and while nothing moves.
    package var moved: PayoutID?

    /// From where it is moved; nil while it is not.
    package var mover: Text?

    /// The user who moved it last.
    package var movedBy: Text?

    /// When the move goes on by itself, should nobody wait for it; nil while nothing moves.
    package var resumes: Timestamp?

    /// When it was made.
    package let created: Timestamp

    /// When it was last written.
    package var updated: Timestamp

    /// A new one of nothing yet.
    package init(id: PayoutID, run: UInt64, until: Timestamp, runner: Text, created: Timestamp) {
        self.id = id
        self.run = run
        self.until = until
        self.runner = runner
        self.created = created
        updated = created
    }

    /// Adds what one payout pays; false where the sum does not fit.
    package mutating func add(_ amount: Int64, in currency: Currency, bonuses count: Int) -> Bool {
        bonuses += UInt64(count)
        guard let place = totals.firstIndex(where: { $0.currency == currency }) else {
            totals.append(Total(currency: currency, amount: amount))
            totals.sort { $0.currency.text < $1.currency.text }
            return true
        }
        let (sum, isLost) = totals[place].amount.addingReportingOverflow(amount)
        if !isLost { totals[place].amount = sum }
        return !isLost
    }
}
