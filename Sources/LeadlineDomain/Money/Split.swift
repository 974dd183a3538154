/// Divides amounts so that not a unit is lost (`rules.md` 6).
///
/// Each share is floored; what is left goes, a unit each, to the largest fractions, ties in listed
/// order. A negative amount is the mirror of its positive one.
package enum Split {
    /// How many shares a split has at most.
    package static let sharesMax = 50

    /// The shares of an amount by weights, in their order; nil when the weights do not say how.
    ///
    /// Weights are at least 0 and not all 0. The shares add up to the amount.
    package static func shares(of minor: Int64, by weights: [Int64]) -> [Int64]? {
        let total = weights.reduce(Int128(0)) { $0 + Int128($1) }
        guard total > 0, weights.allSatisfy({ $0 >= 0 }) else { return nil }
        let magnitude = Int128(minor.magnitude)
        var shares: [Int128] = []
        var fractions: [(rest: Int128, index: Int)] = []
        for (index, weight) in weights.enumerated() {
            // Two magnitudes of 64 bits: at most 126 bits.
            let (quotient, rest) = (magnitude * Int128(weight)).quotientAndRemainder(
                dividingBy: total)
            shares.append(quotient)
            fractions.append((rest, index))
        }
        fractions.sort { $0.rest == $1.rest ? $0.index < $1.index : $0.rest > $1.rest }
        let left = magnitude - shares.reduce(0, +)
        for entry in fractions.prefix(Int(left)) { shares[entry.index] += 1 }
        return shares.map { Int64(clamping: minor < 0 ? -$0 : $0) }
    }

    /// The shares of an amount in so many equal parts, the larger ones first; empty for none.
    package static func equal(_ minor: Int64, parts: Int) -> [Int64] {
        shares(of: minor, by: [Int64](repeating: 1, count: max(parts, 0))) ?? []
    }
}

/// One share among several: which one, of what weights.
package struct Portion: Hashable, Sendable {
    /// The weights of all the shares; see `Split.shares`.
    package let weights: [Int64]

    /// Which share is meant, from 0.
    package let index: Int

    /// Nil when there is no such share, or the weights do not say how to divide.
    package init?(weights: [Int64], index: Int) {
        guard weights.indices.contains(index), weights.count <= Split.sharesMax,
            Split.shares(of: 0, by: weights) != nil
        else { return nil }
        self.weights = weights
        self.index = index
    }

    /// This share of an amount.
    package func share(of minor: Int64) -> Int64 {
        Split.shares(of: minor, by: weights)?[index] ?? 0
    }
}
