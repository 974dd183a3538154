/// One rule of the score: points for a lead that is so.
package struct ScoreRule: Equatable, Sendable {
    /// The name, in lower case.
    package let name: Text

    /// What it looks at; see `ScoreField`.
    package let field: Text

    /// How it compares.
    package let comparison: ScoreOperator

    /// What it compares with.
    package let value: Text

    /// What a lead gets that is so; below 0 what it loses.
    package let points: Int32

    /// Which group the points are in.
    package let group: ScoreGroup

    /// The most points of the whole group; the lowest cap of a group's rules counts.
    package let cap: Int32?

    /// In which time the points halve; nil where they do not fade.
    package let halfLife: Seconds?

    /// What a rule may give.
    package static let pointsRange: ClosedRange<Int32> = -100...100

    /// What a group may be limited to.
    package static let capRange: ClosedRange<Int32> = 0...100

    /// From a day to ten years.
    package static let halfLifeRange = Seconds(86_400)...Seconds(3650 * 86_400)

    /// Names that stand for something else in an explanation.
    package static let reservedNames: Set<Text> = [
        "budget", "authority", "need", "timeline", "cap", "bounds", "total",
    ]

    /// Makes a rule of its parts, which `check` judges.
    package init(
        name: Text, field: Text, comparison: ScoreOperator, value: Text, points: Int32,
        group: ScoreGroup, cap: Int32?, halfLife: Seconds?
    ) {
        self.name = name
        self.field = field
        self.comparison = comparison
        self.value = value
        self.points = points
        self.group = group
        self.cap = cap
        self.halfLife = halfLife
    }

    /// Throws what is wrong with the rule, if anything is.
    package func check() throws(ScoreFault) {
        guard !name.isEmpty else { throw ScoreFault("name", "must not be empty") }
        guard !Self.reservedNames.contains(name) else {
            throw ScoreFault("name", "\(name.bytes.quoted) stands for something else in SCORE")
        }
        guard let field = ScoreField(field) else {
            throw ScoreFault("field", "no field \(field.bytes.quoted)")
        }
        _ = try ScoreTest(field, comparison, value)
        guard Self.pointsRange.contains(points) else {
            throw ScoreFault("points", "\(points) is not -100 to 100")
        }
        if let cap, !Self.capRange.contains(cap) {
            throw ScoreFault("cap", "\(cap) is not 0 to 100")
        }
        guard let halfLife else { return }
        guard Self.halfLifeRange.contains(halfLife) else {
            throw ScoreFault("halflife", "\(halfLife.text) is not 1d to 3650d")
        }
        guard group == .engagement else {
            throw ScoreFault("halflife", "only points of the group engagement fade")
        }
        guard field.isDated else {
            throw ScoreFault("halflife", "\(field.text) has no time from which points fade")
        }
    }
}
