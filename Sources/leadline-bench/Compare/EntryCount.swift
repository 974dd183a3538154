/// How many rows, index entries and counters a server writes for each lead.
struct EntryCount: Sendable {
    /// How many leads are a group where groups are counted.
    static let groupSize = 64

    /// For a lead that is committed alone.
    let alone: Double
    /// For each of the leads of a group that share rows; nil where none are shared.
    let inGroups: Double?

    /// Counts entries.
    init(alone: Double, inGroups: Double? = nil) {
        self.alone = alone
        self.inGroups = inGroups
    }

    /// How tables name it.
    var text: String {
        guard let inGroups else { return decimal(alone, 1) }
        return "\(decimal(alone, 1)); \(decimal(inGroups, 1)) in groups of \(Self.groupSize)"
    }
}
