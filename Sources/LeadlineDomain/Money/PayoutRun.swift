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

    /// Whether employees are paid, and nobody else.
    package let isPayroll: Bool

    /// The user who ran it.
    package let runner: Text

    /// From where it was run: a connection runs one command at a time.
    package let origin: Text

    /// The payroll that it fills; nil before its first payout, and of other runs.
    package var payroll: PayoutID?

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
        number: UInt64, until: Timestamp, currency: Currency? = nil, minimum: Int64? = nil,
        isPayroll: Bool = false, runner: Text, origin: Text, resumes: Timestamp
    ) {
        self.number = number
        self.until = until
        self.currency = currency
        self.minimum = minimum
        self.isPayroll = isPayroll
        self.runner = runner
        self.origin = origin
        self.resumes = resumes
    }

    /// Whether the same request is executed again, for its next step.
    package func isOf(_ runner: Text, at origin: Text, isPayroll: Bool) -> Bool {
        self.runner == runner && self.origin == origin && self.isPayroll == isPayroll
    }
}
