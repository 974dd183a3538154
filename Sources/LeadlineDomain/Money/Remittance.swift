/// What was withheld of payouts and has been handed on to the tax office, or came back from it.
package struct Remittance: Equatable, Sendable {
    /// Its id.
    package let id: RemittanceID

    /// The bank's name for it; unique among remittances.
    package let ref: Text

    /// The currency of the amounts.
    package let currency: Currency

    /// How much, in minor units: above 0 what went to the office, below 0 what came back.
    package let amount: Int64

    /// What in this currency has gone to the office with it in all, less what came back; from 0 up.
    package let total: Int64

    /// The day on which it went.
    package let date: CivilDate

    /// What people have written about it.
    package let note: Text?

    /// The user who noted it.
    package let author: Text

    /// When it was noted.
    package let created: Timestamp

    /// Makes one of its parts.
    package init(
        id: RemittanceID, ref: Text, currency: Currency, amount: Int64, total: Int64,
        date: CivilDate, note: Text?, author: Text, created: Timestamp
    ) {
        self.id = id
        self.ref = ref
        self.currency = currency
        self.amount = amount
        self.total = total
        self.date = date
        self.note = note
        self.author = author
        self.created = created
    }
}
