/// What changed from one file of results to another, beyond what rounds differ by anyway.
package struct ResultDiff: Sendable {
    /// What the rounds of both files say.
    package enum Verdict: String, Sendable {
        /// Every round of the new file is better than every round of the old one.
        case better
        /// Every round of the new file is worse.
        case worse
        /// Some rounds of one lie among those of the other.
        case same = "within the spread"
        /// With fewer rounds than three nobody can say what is usual.
        case unknown = "too few rounds"
    }

    /// One figure of one load.
    package struct Line: Sendable {
        /// The load and the figure.
        package let name: String
        /// What came of it.
        package let verdict: Verdict
        let old: Spread
        let new: Spread
        let digits: Int
    }

    private struct Figure: Sendable {
        let name: String
        let digits: Int
        let isBetterHigh: Bool
        let value: @Sendable (ResultFile.Round) -> Double?
    }

    private static let roundsMin = 3
    private static let figures = [
        Figure(name: "a second", digits: 0, isBetterHigh: true) { $0.rate },
        Figure(name: "p50 ms", digits: 3, isBetterHigh: false) { $0.p50 },
        Figure(name: "p99 ms", digits: 3, isBetterHigh: false) { $0.p99 },
        Figure(name: "p99.9 ms", digits: 3, isBetterHigh: false) { $0.p999 },
    ]

    /// In the order of the old file.
    package private(set) var lines: [Line] = []
    /// Loads that only one of the files has.
    package private(set) var unmatched: [String] = []

    /// Compares what both have.
    package init(_ old: ResultFile, _ new: ResultFile) {
        for entry in old.entries {
            guard let other = new.entries.first(where: { $0.name == entry.name }) else {
                unmatched.append("\(entry.name): only in the first")
                continue
            }
            for figure in Self.figures {
                let values = [entry, other].map { $0.rounds.compactMap(figure.value) }
                guard !values.contains([]) else { continue }
                lines.append(
                    Line(
                        name: "\(entry.name), \(figure.name)",
                        verdict: Self.verdict(values[0], values[1], figure.isBetterHigh),
                        old: Spread(values[0]), new: Spread(values[1]), digits: figure.digits))
            }
        }
        let names = Set(old.entries.map(\.name))
        unmatched += new.entries.map(\.name).filter { !names.contains($0) }
            .map { "\($0): only in the second" }
    }

    /// Whether anything is worse.
    package var isWorse: Bool { lines.contains { $0.verdict == .worse } }

    /// A line for each figure.
    package var text: String {
        let width = lines.map(\.name.count).max() ?? 0
        return (lines.map { $0.text(width) } + unmatched).map { $0 + "\n" }.joined()
    }

    private static func verdict(
        _ old: [Double], _ new: [Double], _ isBetterHigh: Bool
    ) -> Verdict {
        guard min(old.count, new.count) >= roundsMin else { return .unknown }
        let (before, after) = (Spread(old), Spread(new))
        if after.least > before.greatest { return isBetterHigh ? .better : .worse }
        if after.greatest < before.least { return isBetterHigh ? .worse : .better }
        return .same
    }
}

extension ResultDiff.Line {
    /// The line: both spreads, the change of the medians, the verdict.
    fileprivate func text(_ width: Int) -> String {
        let change = old.median > 0 ? (new.median / old.median - 1) * 100 : 0
        let sign = change > 0 ? "+" : ""
        return name + String(repeating: " ", count: width - name.count)
            + "  \(text(old)) → \(text(new))  \(sign)\(decimal(change, 1)) %  \(verdict.rawValue)"
    }

    private func text(_ spread: Spread) -> String {
        let ends = "[\(decimal(spread.least, digits))–\(decimal(spread.greatest, digits))]"
        return "\(decimal(spread.median, digits)) \(ends)"
    }
}
