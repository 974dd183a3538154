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

    /// The payroll that it is part of; nil of one that stands for itself.
    package let payroll: PayoutID?

    /// Who is paid.
    package let earner: Payee

    /// The currency of the amounts.
    package let currency: Currency

    /// What is sent, in minor units: the bonuses less what is set off and withheld; above 0.
    package let amount: Int64

    /// What is withheld for the tax office by the form that was on file when it was run.
    package let withheld: Int64

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

    /// The house's day on which it was paid; nil until then.
    package var paidOn: CivilDate?

    /// When it was made.
    package let created: Timestamp

    /// When it was last written.
    package var updated: Timestamp

    /// How many bonuses one payout has at most, and debts that are set off: half a commit's worth.
    package static let bonusesMax = 250

    /// How many bonuses one commit of a run changes, or of a payroll that moves.
    ///
    /// Others wait for it meanwhile. A payout and the debts that it sets off are never parted.
    package static let stepRecordsMax = 250

    /// A new payout whose bonuses are reserved.
    package init(
        id: PayoutID, run: UInt64, payroll: PayoutID? = nil, earner: Payee, currency: Currency,
        amount: Int64, withheld: Int64 = 0, setOffs: [SetOff], bonuses: UInt32, runner: Text,
        created: Timestamp
    ) {
        self.id = id
        self.run = run
        self.payroll = payroll
        self.earner = earner
        self.currency = currency
        self.amount = amount
        self.withheld = withheld
        self.setOffs = setOffs
        self.bonuses = bonuses
        self.runner = runner
        self.created = created
        updated = created
    }
}

extension Payout {
    /// What counts as paid to the earner: what is sent, and what the tax office gets in its name.
    ///
    /// The bonuses less what is set off: at most 250 amounts of at most 10^15.
    package var gross: Int64 { amount + withheld }
}

/// How far money on its way has come, and who brought it there.
package struct PayoutCourse: Equatable, Sendable {
    /// Where it stands.
    package var state: PayoutState = .reserved

    /// The user who approved it.
    package var approver: Text?

    /// How it is sent.
    package var method: TaxRule.Method?

    /// The bank's or processor's name for it.
    package var ref: Text?

    /// Why it failed.
    package var reason: Text?

    /// What was only made.
    package init() {}
}

extension Payout {
    /// How far it has come.
    package var course: PayoutCourse {
        get {
            var course = PayoutCourse()
            course.state = state
            course.approver = approver
            course.method = method
            course.ref = ref
            course.reason = reason
            return course
        }
        set {
            state = newValue.state
            approver = newValue.approver
            method = newValue.method
            ref = newValue.ref
            reason = newValue.reason
        }
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

    /// Whether nothing comes after it.
    package var isOver: Bool { self == .paid || self == .failed }
}
