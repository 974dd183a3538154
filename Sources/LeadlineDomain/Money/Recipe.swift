/// How the amount of one bonus comes from an amount: all that was copied onto it.
///
/// The same inputs make the same amount at any later time, on the sale as it was and on what is
/// left of it after a refund.
package struct Recipe: Equatable, Sendable {
    /// Where the amount begins.
    package enum Source: Equatable, Sendable {
        /// Terms, applied to the sale.
        case terms(Terms)
        /// What these terms pay so many levels above the earner, from 1.
        case override(Terms, level: UInt8)
        /// An amount that somebody gave, in minor units.
        case given(Int64)
        /// A rate of the sale that somebody gave.
        case givenRate(Rate)
    }

    /// Where the amount begins.
    package var source: Source

    /// Percentage points of a campaign.
    package var boost: Rate = .zero

    /// Whether it is paid by the rate of later sales.
    package var isLater = false

    /// Co-selling: which share of the commission is the earner's.
    package var share: Portion?

    /// What the cap left in its period, in minor units; nil without a cap.
    package var room: Int64?

    /// Which part of the bonus this is, of each time it was split.
    package var parts: [Portion] = []

    /// How often a bonus can be split.
    package static let partsMax = 8

    /// A recipe that begins so.
    package init(_ source: Source) {
        self.source = source
    }

    /// The terms that it was made by; nil where somebody gave the amount.
    package var terms: Terms? {
        switch source {
        case .terms(let terms), .override(let terms, _): terms
        case .given, .givenRate: nil
        }
    }

    /// Makes the amount of what the bonus is reckoned on: the sale's net amount in minor units.
    package func reckon(_ basis: Int64, in currency: Currency) -> Reckoning {
        var reckoning = Reckoning(basis: basis, currency: currency)
        switch source {
        case .terms(let terms): earn(by: terms, &reckoning)
        case .override(let terms, let level): climb(terms, to: level, &reckoning)
        // Per sale, so that only what was given back altogether takes it back.
        case .given(let minor): reckoning.take(basis == 0 ? 0 : minor, .given)
        case .givenRate(let rate): reckoning.take(rate.product(with: basis), .rate(rate))
        }
        for part in parts { reckoning.take(part.share(of: reckoning.amount), .part(part)) }
        return reckoning
    }

    /// What the earner itself gets, before it is paid in parts.
    private func earn(by terms: Terms, _ reckoning: inout Reckoning) {
        guard reaches(terms, &reckoning) else { return }
        apply(terms, to: &reckoning)
        if let share { reckoning.take(share.share(of: reckoning.amount), .share(share)) }
        if let room { reckoning.take(min(reckoning.amount, room), .cap(room: room)) }
    }

    /// What somebody above the earner gets.
    private func climb(_ terms: Terms, to level: UInt8, _ reckoning: inout Reckoning) {
        guard let overrides = terms.overrides, level >= 1, level <= overrides.rates.count else {
            return
        }
        switch overrides.base {
        case .sale:
            guard reaches(terms, &reckoning) else { return }
            let rate = overrides.rates[Int(level) - 1]
            reckoning.take(rate.product(with: reckoning.basis), .override(level: level, rate))
            if let share { reckoning.take(share.share(of: reckoning.amount), .share(share)) }
        case .commission:
            earn(by: terms, &reckoning)
            for (index, rate) in overrides.rates.prefix(Int(level)).enumerated() {
                let below = reckoning.amount
                reckoning.take(
                    rate.product(with: below), .override(level: UInt8(index + 1), rate))
            }
        }
    }

    /// Whether the sale is large enough to be paid for.
    private func reaches(_ terms: Terms, _ reckoning: inout Reckoning) -> Bool {
        guard let least = terms.minSale else { return true }
        reckoning.note(.minSale(least))
        guard reckoning.basis < least else { return true }
        reckoning.take(0, .belowMinimum)
        return false
    }

    private func apply(_ terms: Terms, to reckoning: inout Reckoning) {
        if isLater, let later = terms.later {
            let rate = boosted(later, in: &reckoning)
            return reckoning.take(rate.product(with: reckoning.basis), .rate(rate))
        }
        switch terms.reward {
        case .rate(let plain):
            let rate = boosted(plain, in: &reckoning)
            reckoning.take(rate.product(with: reckoning.basis), .rate(rate))
        case .fixed(let fee):
            reckoning.take(reckoning.basis > 0 ? fee : 0, .fixed)
        case .brackets(let brackets, let mode):
            if boost > .zero { reckoning.note(.boost(boost)) }
            reckoning.take(
                brackets.commission(on: reckoning.basis, mode, boost: boost),
                .brackets(brackets, mode))
        }
    }

    private func boosted(_ rate: Rate, in reckoning: inout Reckoning) -> Rate {
        guard boost > .zero else { return rate }
        reckoning.note(.boost(boost))
        return rate.boosted(by: boost)
    }
}
