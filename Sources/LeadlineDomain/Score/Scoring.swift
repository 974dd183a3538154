/// A lead's score at one time, point by point.
package struct Scoring: Equatable, Sendable {
    /// What one rule or criterion gives.
    package struct Line: Equatable, Sendable {
        /// The rule's name, the criterion's, or `cap` or `bounds`.
        package let rule: Text

        /// Which group the points are in; nil of `bounds`.
        package let group: ScoreGroup?

        /// What it gives now.
        package let points: Int

        /// Makes a line of its parts.
        package init(_ rule: Text, _ group: ScoreGroup?, _ points: Int) {
            self.rule = rule
            self.group = group
            self.points = points
        }
    }

    /// What a score can be.
    package static let range = 0...100

    /// Every point, group by group: criteria, rules by name, and what a cap takes away; at the end
    /// what the bounds of a score take or give.
    package private(set) var lines: [Line] = []

    /// From 0 to 100; the sum of the lines.
    package private(set) var total = 0

    /// When the points are others if nothing else happens; nil when they stay.
    package private(set) var changes: Timestamp?

    init() {}

    /// Adds a group with what its cap leaves of it.
    mutating func add(_ group: ScoreGroup, _ points: [(rule: Text, points: Int)], cap: Int?) {
        let sum = points.reduce(0) { $0 + $1.points }
        lines += points.map { Line($0.rule, group, $0.points) }
        let capped = min(sum, cap ?? sum)
        if capped != sum { lines.append(Line("cap", group, capped - sum)) }
        total += capped
    }

    /// Keeps the total within a score's range.
    mutating func bound() {
        let bounded = min(max(total, Self.range.lowerBound), Self.range.upperBound)
        if bounded != total { lines.append(Line("bounds", nil, bounded - total)) }
        total = bounded
    }

    /// Notes a time at which points change.
    mutating func expect(change: Timestamp) { changes = changes.map { min($0, change) } ?? change }
}
