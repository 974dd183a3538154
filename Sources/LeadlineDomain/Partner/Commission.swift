/// What an earner gets of a sale, in the short form given with a partner or referrer.
package enum Commission: Hashable, Sendable {
    /// A share of the sale.
    case rate(Rate)

    /// A flat fee per sale, in minor units of the earner's currency.
    case fixed(Int64)
}
