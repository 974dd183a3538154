/// What is paid for a sale, to whom, for how long and when.
///
/// Kept for a scope, and copied onto each bonus that it makes: later changes never re-price.
package struct Terms: Equatable, Sendable {
    /// What an earner gets of a sale.
    package enum Reward: Hashable, Sendable {
        /// A share of it.
        case rate(Rate)
        /// A flat fee per sale, in minor units of the terms' currency.
        case fixed(Int64)
        /// Shares by its size.
        case brackets(Brackets, Brackets.Mode)
    }

    /// What the terms hold for.
    package let scope: TermsScope

    /// The only type of bonus they are for; nil is any.
    package let type: BonusType?

    /// The only recipient they are for; nil is left to the type.
    package let recipient: Recipient?

    /// Counts the writes from 1.
    package var version: UInt32 = 1

    /// The currency of every amount among them.
    package var currency: Currency

    /// What is paid of a first sale.
    package var reward: Reward

    /// What is paid of later ones instead.
    package var later: Rate?

    /// How long renewals are paid for; nil: not, or always where later ones have a rate.
    package var recurs: Recurrence?

    /// How long what was earned is held back.
    package var hold = Seconds(0)

    /// The least sale that is paid for, in minor units.
    package var minSale: Int64?

    /// The products that they are for; empty is all.
    package var products: [Text] = []

    /// The most that is paid in a period.
    package var cap: Cap?

    /// What those above the earner get.
    package var overrides: Overrides?

    /// What must have happened before it is due.
    package var due: DueRule?

    /// The parts in which it is paid.
    package var parts: PartPlan?

    /// Terms that pay this, and ask for nothing else.
    package init(
        scope: TermsScope, type: BonusType? = nil, recipient: Recipient? = nil,
        currency: Currency, reward: Reward
    ) {
        self.scope = scope
        self.type = type
        self.recipient = recipient
        self.currency = currency
        self.reward = reward
    }

    /// Whether the terms name amounts that a sale is compared with.
    ///
    /// Such terms can be applied to sales in their own currency only.
    package var comparesAmounts: Bool {
        if case .brackets = reward { return true }
        return minSale != nil || cap != nil
    }

    /// The currency of what they pay for a sale in another one.
    package func currency(ofSaleIn other: Currency) -> Currency {
        if case .fixed = reward { return currency }
        return other
    }

    /// Whether something so many months after the first commission is paid for.
    package func pays(monthIndex: Int) -> Bool {
        guard let recurs else { return later != nil }
        return recurs.pays(monthIndex: monthIndex)
    }
}
