/// One entry of the ledger; immutable.
package struct LedgerLine: Equatable, Sendable {
    /// The number, in the order in which entries were made.
    package let sequence: UInt64

    /// The number of the first entry of its set, which together is balanced.
    package let posting: UInt64

    /// When it was entered; in the first open month where its own is closed.
    package let at: Timestamp

    /// The account.
    package let account: LedgerAccount

    /// Whose it is; nil of what came in.
    package let payee: Payee?

    /// The currency of the amounts.
    package let currency: Currency

    /// The amount in minor units: a debit above 0, a credit below.
    package let amount: Int64

    /// What is owed to the payee after it, less what the payee owes.
    package let balance: Int64

    /// The record that it is of: `B12`.
    package let of: Text

    /// Makes an entry of its parts.
    package init(
        sequence: UInt64, posting: UInt64, at: Timestamp, account: LedgerAccount, payee: Payee?,
        currency: Currency, amount: Int64, balance: Int64, of: Text
    ) {
        self.sequence = sequence
        self.posting = posting
        self.at = at
        self.account = account
        self.payee = payee
        self.currency = currency
        self.amount = amount
        self.balance = balance
        self.of = of
    }

    /// What it adds to what is owed to its payee.
    package var owed: Int64 { account.isOwed ? -amount : 0 }
}

extension LedgerAccount {
    /// Whether what stands in it is owed to its payee, or by it.
    package var isOwed: Bool {
        switch self {
        case .payable, .debt: true
        case .expense, .reserved, .paid, .clearing, .income, .withheld: false
        }
    }
}
