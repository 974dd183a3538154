/// Money on its way to one earner in one currency: due bonuses, less what the earner owes.
///
/// An unset field is nil. `version` begins at 1 and counts the writes.
package struct Payout: Equatable, Sendable {
    /// What is kept back for a debt that a refund has left.
    package struct SetOff: Hashable, Sendable {
        /// The bonus whose refund left it.
        package let bonus: BonusID
        /// How much, in minor units; above 0.
        package let amount: Int64

        /// Makes one of its parts.
        package init(bonus: BonusID, amount: Int64) {
            self.bonus = bonus
            self.amount = amount
        }
    }

    /// The number, never reused.
    package let id: PayoutID

    /// Counts the writes from 1.
    package var version: UInt32 = 1

    /// Where it stands.
    package var state: PayoutState = .reserved

    /// The number of the run that made it.
    package let run: UInt64

    /// Who is paid.
    package let earner: Payee

    /// The currency of the amounts.
    package let currency: Currency

    /// What is paid, in minor units: the bonuses less what is set off; above 0.
    package let amount: Int64

    /// What is set off, the oldest debt first.
    package let setOffs: [SetOff]

    /// How many bonuses are in it.
    package let bonuses: UInt32

    /// The user who ran it.
    package let runner: Text

    /// The user who approved it.
    package var approver: Text?

    /// How it is sent.
    package var method: TaxRule.Method?

    /// The bank's or processor's name for it.
    package var ref: Text?

    /// Why it failed.
    package var reason: Text?

    /// When it was made.
    package let created: Timestamp

    /// When it was last written.
    package var updated: Timestamp

    /// How many bonuses one payout has at most, and debts that are set off: half a commit's worth.
    package static let bonusesMax = 250

    /// A new payout whose bonuses are reserved.
    package init(
        id: PayoutID, run: UInt64, earner: Payee, currency: Currency, amount: Int64,
        setOffs: [SetOff], bonuses: UInt32, runner: Text, created: Timestamp
    ) {
        self.id = id
        self.run = run
        self.earner = earner
        self.currency = currency
        self.amount = amount
        self.setOffs = setOffs
        self.bonuses = bonuses
        self.runner = runner
        self.created = created
        updated = created
    }
}

/// Where a payout stands.
package enum PayoutState: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// Made: its bonuses are in no other.
    case reserved = 1
    /// Approved by somebody else than who ran it.
    case approved = 2
    /// Given to the bank or processor.
    case sent = 3
    /// Paid.
    case paid = 4
    /// It came back; its bonuses are due again.
    case failed = 5
    /// Nobody knows; never sent again until somebody does.
    case unknown = 6

    package var word: StaticString {
        switch self {
        case .reserved: "reserved"
        case .approved: "approved"
        case .sent: "sent"
        case .paid: "paid"
        case .failed: "failed"
        case .unknown: "unknown"
        }
    }
}

/// Who makes payouts, of what, and how far that has come.
package struct PayoutRun: Equatable, Sendable {
    /// The number, never reused.
    package let number: UInt64

    /// Bonuses that are due up to here are paid.
    package let until: Timestamp

    /// The only currency; nil is all.
    package let currency: Currency?

    /// The least that is paid out, in minor units of each currency.
    package let minimum: Int64?

    /// The user who ran it.
    package let runner: Text

    /// The first payout that it has made; the others follow it.
    package var first: PayoutID?

    /// How many payouts it has made.
    package var payouts: UInt32 = 0

    /// The last earner that was looked at; nil at the beginning.
    package var lastEarner: Payee?

    /// The currency in which that was.
    package var lastCurrency: Currency?

    /// When it goes on by itself, should nobody wait for it; nil when it has ended.
    package var resumes: Timestamp?

    /// A run that has not begun.
    package init(
        number: UInt64, until: Timestamp, currency: Currency?, minimum: Int64?, runner: Text,
        resumes: Timestamp
    ) {
        self.number = number
        self.until = until
        self.currency = currency
        self.minimum = minimum
        self.runner = runner
        self.resumes = resumes
    }

    /// Whether another run would do the same.
    package func asks(
        until: Timestamp?, currency: Currency?, minimum: Int64?, runner: Text
    ) -> Bool {
        self.currency == currency && self.minimum == minimum && self.runner == runner
            && (until == nil || until == self.until)
    }
}
