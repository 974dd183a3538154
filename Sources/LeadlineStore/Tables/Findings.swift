/// What a check found so far.
struct Findings {
    private let limit: Int
    /// The findings, in the order met.
    private(set) var found: [Drift] = []

    /// Nothing yet, and at most so many.
    init(limit: Int) {
        self.limit = limit
    }

    /// Whether further findings are dropped.
    var isFull: Bool { found.count >= limit }

    /// Adds a finding.
    mutating func add(_ key: ArraySlice<UInt8>, _ problem: Drift.Problem) {
        guard !isFull else { return }
        found.append(Drift(tag: key.first ?? 0, key: Array(key), problem: problem))
    }
}
