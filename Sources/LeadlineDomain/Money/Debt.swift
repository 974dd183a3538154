/// Money that an earner has given back by itself, for a debt that refunds have left.
package struct Repayment: Equatable, Sendable {
    /// The bank's name for it; unique among repayments.
    package let ref: Text

    /// Who gave it.
    package let payee: Payee

    /// The currency of the amount.
    package let currency: Currency

    /// How much, in minor units; above 0.
    package let amount: Int64

    /// The user who noted it.
    package let author: Text

    /// When it was noted.
    package let at: Timestamp

    /// Makes one of its parts.
    package init(
        ref: Text, payee: Payee, currency: Currency, amount: Int64, author: Text, at: Timestamp
    ) {
        self.ref = ref
        self.payee = payee
        self.currency = currency
        self.amount = amount
        self.author = author
        self.at = at
    }
}

/// A wish to let a debt go, until somebody else has approved it: one per payee and currency.
package struct Forgiveness: Equatable, Sendable {
    /// Who owes.
    package let payee: Payee

    /// The currency of the amount.
    package let currency: Currency

    /// Counts the writes from 1.
    package var version: UInt32 = 1

    /// How much, in minor units; above 0.
    package let amount: Int64

    /// Why.
    package let reason: Text

    /// The user who wishes it.
    package let author: Text

    /// When it was wished, or last changed.
    package let at: Timestamp

    /// Makes one of its parts.
    package init(
        payee: Payee, currency: Currency, amount: Int64, reason: Text, author: Text, at: Timestamp
    ) {
        self.payee = payee
        self.currency = currency
        self.amount = amount
        self.reason = reason
        self.author = author
        self.at = at
    }
}
