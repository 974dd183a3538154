import LeadlineDomain

/// When the writer has to look for what is due.
///
/// Never too late: every time that is entered into an index of deadlines brings it forward. It may
/// be too early, which costs a look.
struct Alarm {
    /// Nothing is due before; the beginning of time before the first look.
    private(set) var next = Timestamp.earliest
    /// What was fired last, and how often in a row.
    private var last: (source: Int, due: Timestamp, name: [UInt8])?
    private var repeats = 0
    /// Sources that failed, and when each is looked at again.
    private var resting: [Int: ContinuousClock.Instant] = [:]

    /// Something may be due at that time.
    mutating func bringForward(to time: Timestamp) { next = min(next, time) }

    /// Everything was looked at: nothing is due before that time.
    mutating func set(_ time: Timestamp) { next = time }

    /// Everything is to be looked at.
    mutating func lookAgain() { self = Alarm() }

    /// Notes what is fired; false when it has stood there too often, fired each time.
    mutating func note(_ source: Int, _ deadline: Deadline) -> Bool {
        if let last, last == (source, deadline.due, deadline.name) {
            repeats += 1
        } else {
            last = (source, deadline.due, deadline.name)
            repeats = 0
        }
        return repeats < Deadlines.repeatsMax
    }

    /// Leaves a source alone for a while.
    mutating func rest(_ source: Int) {
        resting[source] = .now + .milliseconds(Deadlines.restMilliseconds)
    }

    /// Whether a source is left alone.
    mutating func isResting(_ source: Int) -> Bool {
        guard let end = resting[source] else { return false }
        guard end <= .now else { return true }
        resting[source] = nil
        return false
    }

    /// Whether any is.
    var hasResting: Bool { !resting.isEmpty }
}
