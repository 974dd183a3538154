/// Rates by the size of an amount: half-open brackets without gap or overlap.
///
/// A bracket reaches from its bound, which it includes, to the next one's; the last has no end.
package struct Brackets: Hashable, Sendable {
    /// One bracket.
    package struct Row: Hashable, Sendable {
        /// Where it begins, in minor units.
        package let from: Int64
        /// What it pays.
        package let rate: Rate

        /// Makes a bracket of its parts.
        package init(from: Int64, rate: Rate) {
            self.from = from
            self.rate = rate
        }
    }

    /// Which part of the amount a bracket's rate is of.
    package enum Mode: UInt8, Vocabulary {
        // Numbers are on disk: never reuse one, never renumber.
        /// Each rate is of the slice within its bracket.
        case marginal = 1
        /// The rate of the bracket that the amount lies in is of all of it.
        case whole = 2

        package var word: StaticString {
            switch self {
            case .marginal: "marginal"
            case .whole: "whole"
            }
        }
    }

    /// The brackets from 0 upwards.
    package let rows: [Row]

    /// How many brackets there are at most.
    package static let rowsMax = 20

    /// Makes brackets that begin at 0 and ascend.
    ///
    /// - Throws: Where they gap, overlap, or are too many or none.
    package init(_ rows: [Row]) throws(ValueFault) {
        guard let first = rows.first else { throw ValueFault("no bracket") }
        guard rows.count <= Self.rowsMax else {
            throw ValueFault("more than \(Self.rowsMax) brackets")
        }
        guard first.from == 0 else {
            throw ValueFault("the first bracket begins at 0, or there is a gap")
        }
        for (lower, upper) in zip(rows, rows.dropFirst()) where upper.from <= lower.from {
            throw ValueFault("brackets overlap: each begins above the one before")
        }
        self.rows = rows
    }

    /// Reads `0:5%,50000:7%,100000:10%`.
    package static func parse(
        _ bytes: ArraySlice<UInt8>, in currency: Currency
    ) throws(ValueFault) -> Brackets {
        var rows: [Row] = []
        for part in bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            guard let colon = part.firstIndex(of: UInt8(ascii: ":")) else {
                throw ValueFault("\(part.quoted) is not a bracket such as 50000:7%")
            }
            let from = try Amount.parse(part[..<colon].trimmed, in: currency)
            rows.append(Row(from: from, rate: try Rate.parse(part[(colon + 1)...].trimmed)))
            guard rows.count <= rowsMax else { throw ValueFault("more than \(rowsMax) brackets") }
        }
        return try Brackets(rows)
    }

    /// What the brackets pay on an amount, before it is rounded.
    ///
    /// Points are added to every rate. The slices are added up exactly and rounded once; a negative
    /// amount is the mirror of its positive one.
    package func commission(on minor: Int64, _ mode: Mode, boost: Rate) -> ExactAmount {
        let magnitude = Int128(minor.magnitude)
        var sum: Int128 = 0
        for (index, row) in rows.enumerated() where Int128(row.from) <= magnitude {
            let rate = Int128(row.rate.boosted(by: boost).millionths)
            switch mode {
            case .marginal:
                let next = index + 1 < rows.count ? Int128(rows[index + 1].from) : magnitude
                sum += (min(next, magnitude) - Int128(row.from)) * rate
            case .whole:
                sum = magnitude * rate
            }
        }
        return ExactAmount(millionths: minor < 0 ? -sum : sum)
    }

    /// The brackets as they are read.
    package func text(in currency: Currency) -> Text {
        var bytes: [UInt8] = []
        for row in rows {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: Amount.text(row.from, in: currency).bytes)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(contentsOf: row.rate.text.bytes)
        }
        return Text(bytes)
    }
}
