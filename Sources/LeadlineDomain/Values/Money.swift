/// An amount with its currency.
package struct Money: Hashable, Sendable {
    /// The amount in the currency's minor units.
    package let minor: Int64

    /// The currency.
    package let currency: Currency

    /// Makes an amount of its parts.
    package init(minor: Int64, currency: Currency) {
        self.minor = minor
        self.currency = currency
    }

    /// The amount without the currency: `1200.50`.
    package var text: Text { Amount.text(minor, in: currency) }
}
