/// One line of an order: so much of a product at a price.
///
/// Its price is in the currency of its lead. A line that was taken out stays as a number that is
/// not used again.
package struct Item: Equatable, Sendable {
    /// The lead that the line is on.
    package let lead: LeadID

    /// Counts the lead's lines from 1.
    package let number: UInt32

    /// The product's code.
    package let sku: Text

    /// What it is called.
    package let name: Text

    /// How much of it; above zero.
    package let quantity: FieldNumber

    /// What one costs, in minor units.
    package let price: Int64

    /// When the line was added.
    package let at: Timestamp

    /// The user who added it.
    package let author: Text

    /// Whether it was taken out.
    package var isRemoved = false

    /// Makes a line of its parts.
    package init(
        lead: LeadID, number: UInt32, sku: Text, name: Text, quantity: FieldNumber, price: Int64,
        at: Timestamp, author: Text
    ) {
        self.lead = lead
        self.number = number
        self.sku = sku
        self.name = name
        self.quantity = quantity
        self.price = price
        self.at = at
        self.author = author
    }

    /// Quantity times price in minor units, rounded half away from zero; at most what an amount can
    /// be.
    package var amount: Int64 {
        Self.amount(quantity, price) ?? Amount.minorMax
    }

    /// The same of a line that is not made yet; nil when it is more than an amount can be.
    package static func amount(_ quantity: FieldNumber, _ price: Int64) -> Int64? {
        let (high, low) = quantity.scaled.magnitude.multipliedFullWidth(by: price.magnitude)
        let half = FieldNumber.scale.magnitude / 2
        let (sum, hasCarry) = low.addingReportingOverflow(half)
        let top = hasCarry ? high + 1 : high
        guard top < FieldNumber.scale.magnitude else { return nil }
        let (amount, _) = FieldNumber.scale.magnitude.dividingFullWidth((top, sum))
        guard amount <= UInt64(Amount.minorMax) else { return nil }
        return Int64(amount)
    }

    /// Whether the other line says the same of the same lead.
    package func isSame(as other: Item) -> Bool {
        lead == other.lead && sku == other.sku && name == other.name
            && quantity == other.quantity && price == other.price && isRemoved == other.isRemoved
    }
}
