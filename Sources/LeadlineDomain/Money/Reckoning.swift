/// An amount, and every step that led to it.
package struct Reckoning: Equatable, Sendable {
    /// One step: what was done, and the amount afterwards.
    package struct Step: Equatable, Sendable {
        /// What was done.
        package let kind: Kind
        /// The amount afterwards in minor units; nil where the step changes none.
        package let amount: Int64?
        /// The amount before it was rounded, where that made a difference.
        package let exact: ExactAmount?
    }

    /// What a step does.
    package enum Kind: Equatable, Sendable {
        /// A sale below this amount pays nothing.
        case minSale(Int64)
        /// The sale was below the least.
        case belowMinimum
        /// Points that a campaign adds.
        case boost(Rate)
        /// A rate of what it is reckoned on.
        case rate(Rate)
        /// A flat fee.
        case fixed
        /// Rates by size.
        case brackets(Brackets, Brackets.Mode)
        /// An amount that somebody gave.
        case given
        /// The rate of a level above the earner, of the sale or of the level below.
        case override(level: UInt8, Rate)
        /// A share among several earners.
        case share(Portion)
        /// What a cap left.
        case cap(room: Int64)
        /// A part of a bonus that is paid in parts.
        case part(Portion)
    }

    /// What was reckoned on, in minor units.
    package let basis: Int64

    /// The currency of the basis.
    package let currency: Currency

    /// The result in minor units.
    package private(set) var amount: Int64 = 0

    /// The steps, in order.
    package private(set) var steps: [Step] = []

    init(basis: Int64, currency: Currency) {
        self.basis = basis
        self.currency = currency
    }

    mutating func note(_ kind: Kind) {
        steps.append(Step(kind: kind, amount: nil, exact: nil))
    }

    mutating func take(_ result: Int64, _ kind: Kind) {
        amount = result
        steps.append(Step(kind: kind, amount: result, exact: nil))
    }

    mutating func take(_ exact: ExactAmount, _ kind: Kind) {
        amount = exact.rounded
        let step = Step(kind: kind, amount: amount, exact: exact.isWhole ? nil : exact)
        steps.append(step)
    }
}
