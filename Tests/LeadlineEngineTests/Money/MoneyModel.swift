import LeadlineDomain

@testable import LeadlineEngine

/// What the books should say, reckoned anew from every fact at each look: exact fractions, no
/// running balances, no shared code.
struct MoneyModel {
    /// What a partner gets: of the first invoice, of later ones, and its parent of that.
    struct Deal {
        let first: Int128
        /// Nil where renewals pay nothing.
        let later: Int128?
        /// The parent's millionths of the partner's commission; nil without a parent.
        let above: Int128?
        let holdDays: Int64
    }

    struct Invoice {
        let amount: Int64
        var refunded: Int64 = 0
        var net: Int64 { amount - refunded }
    }

    struct Bonus {
        let id: Int
        let earner: Int
        /// The sale and its invoice; nil of one by hand.
        let invoice: (sale: Int, index: Int)?
        /// Rates in millionths, one of the other's result.
        let rates: [Int128]
        /// The same of what renewals bring; nil where they bring nothing.
        var laterRates: [Int128]?
        /// What was given by hand.
        let given: Int64?
        /// The part of it: weights and which.
        let part: (weights: [Int128], index: Int)?
        var state = "draft"
        var isHeld = false
        /// The payout that it is in, paid or under way, and whether it ever was in one.
        var payout: Int?
        var wasInPayout = false
        /// Whether parts stand in its place.
        var isSplit = false
        let earned: Int64
        let holdDays: Int64
        var approved: Int64?
    }

    struct Payout {
        let earner: Int
        let amount: Int64
        var state = "reserved"
    }

    var payouts: [Int: Payout] = [:]
    /// By partner.
    var deals: [Deal] = []
    var sales: [[Invoice]] = []
    var bonuses: [Int: Bonus] = [:]
    /// What earners gave back, or need not give back, by partner.
    var returned: [Int: Int64] = [:]

    static let day: Int64 = 86_400_000

    /// What is left of a sale.
    func net(of sale: Int) -> Int64 { sales[sale].reduce(0) { $0 + $1.net } }

    /// Gives back an amount, of the newest invoice first.
    mutating func refund(_ amount: Int64, of sale: Int) {
        var left = amount
        for index in sales[sale].indices.reversed() {
            let taken = min(left, sales[sale][index].net)
            sales[sale][index].refunded += taken
            left -= taken
        }
    }

    /// The bonuses of a sale that a renewal brings again, the oldest first.
    func renewing(of sale: Int, at now: Int64) -> [Bonus] {
        bonuses.values.filter { bonus in
            guard let invoice = bonus.invoice, invoice.sale == sale, invoice.index == 0,
                bonus.laterRates != nil
            else { return false }
            return bonus.isSplit || state(of: bonus, at: now) != "void"
        }.sorted { $0.id < $1.id }
    }

    /// What a bonus comes to now.
    func amount(of bonus: Bonus) -> Int64 {
        var net = Int64(1)
        if let (sale, index) = bonus.invoice {
            net = sales[sale][index].net
        }
        var amount: Int64
        if let given = bonus.given {
            amount = net == 0 ? 0 : given
        } else {
            amount = net
            for rate in bonus.rates {
                amount = (Fraction(Int128(amount)) * Fraction(rate, over: 1_000_000)).nearest
            }
        }
        guard let part = bonus.part else { return amount }
        return Self.share(amount, part.weights, part.index)
    }

    /// The share by largest fractions, found by handing out one unit at a time.
    private static func share(_ amount: Int64, _ weights: [Int128], _ index: Int) -> Int64 {
        let total = weights.reduce(0, +)
        let magnitude = Int128(amount.magnitude)
        var shares = weights.map { magnitude * $0 / total }
        var rests = weights.indices.map { magnitude * weights[$0] - shares[$0] * total }
        while shares.reduce(0, +) < magnitude {
            var best = 0
            for place in rests.indices where rests[place] > rests[best] { best = place }
            shares[best] += 1
            rests[best] = -1
        }
        return Int64(amount < 0 ? -shares[index] : shares[index])
    }

    /// The state of a bonus at that time, in the words of BONUS.GET.
    func state(of bonus: Bonus, at now: Int64) -> String {
        if let payout = bonus.payout {
            return payouts[payout]?.state == "paid" ? "paid" : "reserved"
        }
        if bonus.state == "void" { return "void" }
        if let (sale, index) = bonus.invoice {
            if sales[sale][index].net == 0 { return "void" }
        }
        if bonus.isHeld { return "held" }
        guard bonus.state == "approved", let approved = bonus.approved else {
            return bonus.state
        }
        let due = max(approved, bonus.earned + bonus.holdDays * Self.day)
        return due <= now ? "due" : "approved"
    }

    /// What an earner has of BALANCE: held, due, and available, which is what is earned by what is
    /// left of the sales, less what was or is being paid in cash, and what came back of that.
    func balance(of earner: Int, at now: Int64) -> [Int64] {
        var (earned, held, due) = (Int64(0), Int64(0), Int64(0))
        for bonus in bonuses.values where bonus.earner == earner && bonus.approved != nil {
            let state = state(of: bonus, at: now)
            guard state != "void" else { continue }
            let amount = amount(of: bonus)
            earned += amount
            if state == "held" { held += amount }
            if state == "due" { due += amount }
        }
        let cash = payouts.values.filter { $0.earner == earner && $0.state != "failed" }
            .reduce(0) { $0 + $1.amount }
        return [held, due, earned - held - cash + returned[earner, default: 0]]
    }

    /// Whether refunds and payouts of an earner have met, so that its bonuses alone say no more
    /// what is due.
    func isEntangled(_ earner: Int) -> Bool {
        bonuses.values.contains { $0.earner == earner && $0.wasInPayout }
    }
}
