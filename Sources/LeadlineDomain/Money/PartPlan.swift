/// How a bonus is paid in parts, each with what it waits for: `50% signing,50% install`.
package struct PartPlan: Hashable, Sendable {
    /// One part.
    package struct Part: Hashable, Sendable {
        /// Its weight among the parts.
        package let weight: Int64
        /// What it waits for; nil is what the bonus as a whole would.
        package let due: DueRule?

        /// Makes a part of its weight and what it waits for.
        package init(weight: Int64, due: DueRule?) {
            self.weight = weight
            self.due = due
        }
    }

    /// The parts, in the order given; from 2 to `partsMax`.
    package let parts: [Part]

    /// How many parts there are at most.
    package static let partsMax = 12

    /// Makes a plan of its parts; the weights add up to what is divided.
    ///
    /// - Throws: When they are fewer than two or too many.
    package init(parts: [Part]) throws(ValueFault) {
        guard parts.count >= 2, parts.count <= Self.partsMax else {
            throw ValueFault("from 2 to \(Self.partsMax) parts")
        }
        self.parts = parts
    }

    /// The weights of all the parts.
    package var weights: [Int64] { parts.map(\.weight) }

    /// Reads parts in percent, which add up to 100 %.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> PartPlan {
        var parts: [Part] = []
        for piece in try pieces(bytes) {
            let rate = try Rate.parse(piece.size)
            guard rate > .zero else { throw ValueFault("a part of 0%") }
            parts.append(Part(weight: Int64(rate.millionths), due: piece.due))
        }
        let plan = try PartPlan(parts: parts)
        guard plan.weights.reduce(0, +) == Int64(Rate.whole.millionths) else {
            throw ValueFault("the parts do not add up to 100%")
        }
        return plan
    }

    /// Reads parts of an amount, in percent as `parse` does or as amounts: `100.00,rest`.
    ///
    /// Amounts add up to the whole; `rest` stands for what is left, once.
    package static func parse(
        _ bytes: ArraySlice<UInt8>, of minor: Int64, in currency: Currency
    ) throws(ValueFault) -> PartPlan {
        let pieces = try pieces(bytes)
        if pieces.allSatisfy({ $0.size.last == UInt8(ascii: "%") }) { return try parse(bytes) }
        var amounts: [Int64?] = []
        for piece in pieces {
            let isRest = piece.size.matches("rest")
            amounts.append(isRest ? nil : try Amount.parse(piece.size, in: currency))
        }
        // Twelve amounts of at most 10^15 fit.
        let rest = minor.subtractingReportingOverflow(amounts.reduce(0) { $0 + ($1 ?? 0) })
        let open = amounts.count { $0 == nil }
        guard open <= 1 else { throw ValueFault("rest stands once") }
        guard !rest.overflow, open == 1 ? rest.partialValue > 0 : rest.partialValue == 0 else {
            throw ValueFault("the parts do not add up to \(Amount.text(minor, in: currency))")
        }
        let weights = amounts.map { $0 ?? rest.partialValue }
        guard weights.allSatisfy({ $0 > 0 }) else { throw ValueFault("a part of 0") }
        return try PartPlan(parts: zip(weights, pieces).map { Part(weight: $0, due: $1.due) })
    }

    private typealias Piece = (size: ArraySlice<UInt8>, due: DueRule?)

    /// The size and event of each part, as typed.
    private static func pieces(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> [Piece] {
        var pieces: [Piece] = []
        for part in bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let words = part.split(whereSeparator: \.isBlank)
            guard let size = words.first, words.count <= 2 else {
                throw ValueFault("\(part.quoted) is not a part such as '50% signing'")
            }
            let due: DueRule? = words.count == 2 ? try DueRule.parse(words[1]) : nil
            pieces.append((size, due))
            guard pieces.count <= partsMax else { throw ValueFault("from 2 to \(partsMax) parts") }
        }
        return pieces
    }

    /// The parts in percent, as they are read; the weights must be of 100 %.
    package var text: Text {
        var bytes: [UInt8] = []
        for part in parts {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
            let rate = Rate(millionths: UInt32(clamping: part.weight)) ?? .whole
            bytes.append(contentsOf: rate.text.bytes)
            if let due = part.due {
                bytes.append(UInt8(ascii: " "))
                bytes.append(contentsOf: due.text.bytes)
            }
        }
        return Text(bytes)
    }
}
