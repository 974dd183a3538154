/// What those above an earner get of a sale, level by level.
package struct Overrides: Hashable, Sendable {
    /// What a level's rate is of.
    package enum Base: UInt8, Vocabulary {
        // Numbers are on disk: never reuse one, never renumber.
        /// The sale.
        case sale = 1
        /// The bonus of the level below.
        case commission = 2

        package var word: StaticString {
            switch self {
            case .sale: "sale"
            case .commission: "commission"
            }
        }
    }

    /// The rate of each level, the earner's parent first; from 1 to `levelsMax`.
    package let rates: [Rate]

    /// What the rates are of.
    package let base: Base

    /// How many levels there are at most.
    package static let levelsMax = 10

    /// Makes overrides of their parts.
    ///
    /// - Throws: When there is no level, or too many.
    package init(rates: [Rate], of base: Base) throws(ValueFault) {
        guard !rates.isEmpty, rates.count <= Self.levelsMax else {
            throw ValueFault("from 1 to \(Self.levelsMax) levels")
        }
        self.rates = rates
        self.base = base
    }

    /// Reads `10%,5%`.
    package static func parse(
        _ bytes: ArraySlice<UInt8>, of base: Base
    ) throws(ValueFault) -> Overrides {
        var rates: [Rate] = []
        for part in bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            rates.append(try Rate.parse(part.trimmed))
            guard rates.count <= levelsMax else {
                throw ValueFault("from 1 to \(levelsMax) levels")
            }
        }
        return try Overrides(rates: rates, of: base)
    }

    /// The rates as they are read.
    package var text: Text {
        Text(Array(rates.map(\.text.bytes).joined(separator: [UInt8(ascii: ",")])))
    }
}

/// The partners above a partner.
package enum Ancestry {
    /// How long a chain of parents may be: commissions are handed up all of it.
    package static let depthMax = 100

    /// Those above, the nearest first, at most so many; ends where somebody would come again.
    package static func above(
        _ start: PartnerID, atMost count: Int, parent: (PartnerID) -> PartnerID?
    ) -> [PartnerID] {
        var chain: [PartnerID] = []
        var next = parent(start)
        while let above = next, chain.count < count, above != start, !chain.contains(above) {
            chain.append(above)
            next = parent(above)
        }
        return chain
    }
}
