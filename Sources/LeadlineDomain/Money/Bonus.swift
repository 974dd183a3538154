/// What somebody earns by a sale, or for a reason of its own.
///
/// An unset field is nil. `version` begins at 1 and counts the writes.
package struct Bonus: Equatable, Sendable {
    /// The number, never reused.
    package let id: BonusID

    /// Counts the writes from 1.
    package var version: UInt32 = 1

    /// Where it stands.
    package var state: BonusState = .draft

    /// Where it stood before it was held.
    package var heldFrom: BonusState?

    /// What it is for.
    package let type: BonusType

    /// Who earns it.
    package var earner: Payee?

    /// The sale that it is of.
    package let sale: SaleID?

    /// Which invoice of the sale, from 0.
    package let invoice: UInt16

    /// The lead that brought the sale.
    package let lead: LeadID?

    /// The currency of the amount.
    package let currency: Currency

    /// How the amount comes about; nil while nothing says.
    package var recipe: Recipe?

    /// What it is reckoned on, in minor units: the invoice's net amount.
    package var basis: Int64?

    /// How much it is, in minor units; below 0 of an adjustment downwards.
    package var amount: Int64?

    /// What of a paid amount is to be given back after refunds.
    package var clawed: Int64 = 0

    /// What of that is kept back from payouts under way.
    package var recovering: Int64 = 0

    /// What of it was given back, by payouts or otherwise.
    package var recovered: Int64 = 0

    /// What of it was let go.
    package var forgiven: Int64 = 0

    /// What it waits for.
    package var rule: DueRule?

    /// How long it is held back after it was earned.
    package var hold = Seconds(0)

    /// When it was earned.
    package let earned: Timestamp

    /// When it is due, as far as that is known.
    package var due: Timestamp?

    /// The bonus that it was split off, adjusts, or stands above.
    package var parent: BonusID?

    /// Whether a dispute made it, to give its earner what somebody else was paid.
    package var isFromDispute = false

    /// The user who declared it complete.
    package var completer: Text?

    /// The user who approved it.
    package var approver: Text?

    /// When it was approved.
    package var approved: Timestamp?

    /// The payout that it is in.
    package var payout: PayoutID?

    /// Why it was made, changed, held or voided.
    package var reason: Text?

    /// When it was made.
    package let created: Timestamp

    /// When it was last written.
    package var updated: Timestamp

    /// A new draft.
    package init(
        id: BonusID, type: BonusType, earner: Payee?, sale: SaleID?, invoice: UInt16,
        lead: LeadID?, currency: Currency, earned: Timestamp, created: Timestamp
    ) {
        self.id = id
        self.type = type
        self.earner = earner
        self.sale = sale
        self.invoice = invoice
        self.lead = lead
        self.currency = currency
        self.earned = earned
        self.created = created
        updated = created
    }
}

extension Bonus {
    /// The state that says whether it is owed: the one before it was held.
    package var standing: BonusState { state == .held ? heldFrom ?? .draft : state }

    /// Whether it was paid or is on its way to be.
    package var isSettled: Bool { state == .reserved || state == .paid }

    /// What the earner still owes of it.
    package var openDebt: Int64 { clawed - recovering - recovered - forgiven }

    /// What counts of it against a cap: all that is earned by terms, unless it came to nothing.
    package var capUse: Int64 {
        guard state != .void, let recipe, recipe.room != nil, case .terms = recipe.source else {
            return 0
        }
        return (amount ?? 0) - clawed
    }

    /// The account of what stands in the ledger for it, in minor units.
    package var postings: Postings {
        var postings = Postings()
        guard let amount, standing.isOwed else { return postings }
        postings.expense = amount - clawed + forgiven
        postings.debt = openDebt
        postings.reserved = recovering
        postings.paid = recovered
        switch standing {
        case .reserved: postings.reserved -= amount
        case .paid: postings.paid -= amount
        default: postings.payable = -amount
        }
        return postings
    }

    /// What it counts as of its earner's standing.
    package var share: Standing {
        var share = Standing()
        guard let amount, standing.isOwed else { return share }
        share.earned = amount
        share.debt = openDebt
        switch state {
        case .held: share.held = amount
        case .due: share.due = amount
        case .reserved: share.reserved = amount
        case .paid: share.paid = amount
        default: break
        }
        return share
    }
}

/// What stands in each account for a bonus: debits are above 0, credits below; together 0.
package struct Postings: Hashable, Sendable {
    /// Commission that was spent.
    package var expense: Int64 = 0
    /// What is owed to the earner.
    package var payable: Int64 = 0
    /// What is in a payout under way.
    package var reserved: Int64 = 0
    /// What was paid out.
    package var paid: Int64 = 0
    /// What the earner owes.
    package var debt: Int64 = 0

    /// Nothing anywhere.
    package init() {}

    /// Each account with what stands in it, in the accounts' order.
    package var lines: [(account: LedgerAccount, amount: Int64)] {
        [
            (.expense, expense), (.payable, payable), (.reserved, reserved), (.paid, paid),
            (.debt, debt),
        ]
    }

    /// What has to be entered to come from one to the other: the lines that are not 0.
    ///
    /// Each amount is at most 10^15 either way, so that no difference overflows.
    package static func difference(
        from old: Postings, to new: Postings
    ) -> [(account: LedgerAccount, amount: Int64)] {
        zip(old.lines, new.lines).map { ($0.account, $1.amount - $0.amount) }
            .filter { $0.amount != 0 }
    }
}

/// An account of the ledger, per earner and currency.
package enum LedgerAccount: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// Commission that was spent.
    case expense = 1
    /// What is owed to earners.
    case payable = 2
    /// What is in payouts under way.
    case reserved = 3
    /// What was paid out.
    case paid = 4
    /// What earners owe.
    case debt = 5
    /// Payments of customers and partners that have come in.
    case clearing = 6
    /// What they have paid for.
    case income = 7
    /// What was withheld of payouts, and is owed to the tax office.
    case withheld = 8

    package var word: StaticString {
        switch self {
        case .expense: "expense"
        case .payable: "payable"
        case .reserved: "reserved"
        case .paid: "paid"
        case .debt: "debt"
        case .clearing: "clearing"
        case .income: "income"
        case .withheld: "withheld"
        }
    }
}
