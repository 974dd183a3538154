import LeadlineDomain

/// When the writer has to look for what is due.
///
/// Never too late: every time that is entered into an index of deadlines brings it forward. It may
/// be too early, which costs a look.
struct Alarm {
    /// Nothing is due before; the beginning of time before the first look.
    private(set) var next = Timestamp.earliest
    /// What was fired and stands there still, and how often that has been so.
    private var fired: [Key: (due: Timestamp, count: Int)] = [:]
    /// What failed, and when it is tried again.
    private var resting: [Key: ContinuousClock.Instant] = [:]
    /// Sources that could not be read, or of which too much failed.
    private var restingSources: [Int: ContinuousClock.Instant] = [:]

    /// One of a source's deadlines.
    private struct Key: Hashable {
        let source: Int
        let name: [UInt8]
    }

    /// Something may be due at that time.
    mutating func bringForward(to time: Timestamp) { next = min(next, time) }

    /// Everything was looked at: nothing is due before that time.
    mutating func set(_ time: Timestamp) { next = time }

    /// Everything is to be looked at.
    mutating func lookAgain() { self = Alarm() }

    /// Notes what is fired; false when it has stood there too often, fired each time.
    mutating func note(_ source: Int, _ deadline: Deadline) -> Bool {
        let key = Key(source: source, name: deadline.name)
        var count = 0
        if let known = fired[key], known.due == deadline.due { count = known.count + 1 }
        fired[key] = (deadline.due, count)
        return count < Deadlines.repeatsMax
    }

    /// Forgets that anything was fired but what is due still.
    mutating func keepFired(_ due: [(source: Int, deadline: Deadline)]) {
        guard !fired.isEmpty else { return }
        let keys = Set(due.map { Key(source: $0.source, name: $0.deadline.name) })
        fired = fired.filter { keys.contains($0.key) }
    }

    /// Leaves one deadline alone for a while; the others of its source go on.
    mutating func rest(_ source: Int, _ deadline: Deadline) {
        resting[Key(source: source, name: deadline.name)] = Self.restEnd
        if restingCount(of: source) > Deadlines.restingMax { rest(source) }
    }

    /// Leaves a whole source alone for a while.
    mutating func rest(_ source: Int) { restingSources[source] = Self.restEnd }

    /// Lets those be tried again that were left alone for long enough.
    mutating func endRests() {
        guard hasResting else { return }
        let now = ContinuousClock.now
        resting = resting.filter { $0.value > now }
        restingSources = restingSources.filter { $0.value > now }
    }

    /// Whether a source is left alone.
    func isResting(_ source: Int) -> Bool { restingSources[source] != nil }

    /// Whether one of its deadlines is.
    func isResting(_ source: Int, _ deadline: Deadline) -> Bool {
        !resting.isEmpty && resting[Key(source: source, name: deadline.name)] != nil
    }

    /// How many of its deadlines are.
    func restingCount(of source: Int) -> Int { resting.keys.count { $0.source == source } }

    /// Whether anything is left alone.
    var hasResting: Bool { !resting.isEmpty || !restingSources.isEmpty }

    private static var restEnd: ContinuousClock.Instant {
        .now + .milliseconds(Deadlines.restMilliseconds)
    }
}
