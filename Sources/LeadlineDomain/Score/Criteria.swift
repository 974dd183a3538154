/// How far a need is qualified: four criteria of 0 to 25 points each; nil is not judged yet.
package struct Criteria: Equatable, Sendable {
    /// Whether there is money for it.
    package var budget: UInt8?

    /// Whether we speak with who decides.
    package var authority: UInt8?

    /// Whether it is needed.
    package var need: UInt8?

    /// Whether it is wanted soon.
    package var timeline: UInt8?

    /// The most points of one criterion.
    package static let pointsMax: UInt8 = 25

    /// Nothing is judged.
    package init() {}

    /// The criteria that are judged, in their order.
    package var judged: [(fact: ScoreFact, points: UInt8)] {
        let all: [(ScoreFact, UInt8?)] = [
            (.budget, budget), (.authority, authority), (.need, need), (.timeline, timeline),
        ]
        return all.compactMap { fact, points in points.map { (fact, $0) } }
    }
}
