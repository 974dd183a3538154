import ArgumentParser
import Glibc

/// How often which of many keys is drawn.
package enum KeyDistribution: Sendable, Equatable, ExpressibleByArgument {
    /// Each as often.
    case uniform
    /// The n-th as often as 1 / n to the power of the exponent: a few are asked for all the time.
    case zipf(exponent: Double)

    private static let exponentUsual = 0.99
    private static let exponentMax = 10.0

    /// Reads `uniform`, `zipf` or `zipf:1.2`; nil for anything else.
    package init?(argument: String) {
        let parts = argument.lowercased().split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch (parts[0], parts.count) {
        case ("uniform", 1): self = .uniform
        case ("zipf", 1): self = .zipf(exponent: Self.exponentUsual)
        case ("zipf", 2):
            guard let exponent = Double(parts[1]), exponent > 0, exponent <= Self.exponentMax
            else { return nil }
            self = .zipf(exponent: exponent)
        default: return nil
        }
    }

    /// How reports name it.
    package var name: String {
        switch self {
        case .uniform: "uniform"
        case .zipf(let exponent): "zipf:\(decimal(exponent, 2))"
        }
    }
}

/// Draws ranks so that rank n comes as often as 1 / n to the power of the exponent.
///
/// By rejection and inversion (W. Hörmann, G. Derflinger, 1996): no table, however many ranks.
struct ZipfSampler: Sendable {
    /// How many ranks there are.
    let count: UInt64
    private let exponent: Double
    private let first: Double
    private let last: Double
    private let squeeze: Double

    /// Prepares for ranks 1 up to `count`, which is positive.
    init(count: UInt64, exponent: Double) {
        self.count = count
        self.exponent = exponent
        first = Self.integral(1.5, exponent) - 1
        last = Self.integral(Double(count) + 0.5, exponent)
        squeeze =
            2
            - Self.inverse(
                Self.integral(2.5, exponent) - Self.density(2, exponent), exponent)
    }

    /// The index of a rank, from 0; `random` gives numbers from 0 up to 1.
    func index(_ random: () -> Double) -> UInt64 {
        while true {
            let area = last + random() * (first - last)
            let place = Self.inverse(area, exponent)
            let rank = min(max((place + 0.5).rounded(.down), 1), Double(count))
            let edge = Self.integral(rank + 0.5, exponent) - Self.density(rank, exponent)
            if rank - place <= squeeze || area >= edge { return UInt64(rank) - 1 }
        }
    }

    private static func density(_ place: Double, _ exponent: Double) -> Double {
        exp(-exponent * log(place))
    }

    private static func integral(_ place: Double, _ exponent: Double) -> Double {
        let power = (1 - exponent) * log(place)
        return (abs(power) > 1e-8 ? expm1(power) / power : 1 + power / 2) * log(place)
    }

    private static func inverse(_ area: Double, _ exponent: Double) -> Double {
        let share = max(area * (1 - exponent), -1)
        return exp((abs(share) > 1e-8 ? log1p(share) / share : 1 - share / 2) * area)
    }
}
