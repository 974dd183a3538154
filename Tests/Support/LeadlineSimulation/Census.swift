/// How often what happened.
package struct Census: Sendable {
    /// By command, how often it was answered other than with an error.
    package private(set) var successes: [String: Int] = [:]
    /// By command, how often with one.
    package private(set) var refusals: [String: Int] = [:]
    /// By a word for the kind, how often something else happened.
    package private(set) var events: [String: Int] = [:]

    /// Nothing has happened.
    package init() {}

    /// Notes what happened once more.
    mutating func count(_ event: String, _ count: Int = 1) { events[event, default: 0] += count }

    /// Notes a reply.
    mutating func note(_ answer: SimulatedHouse.Answer) {
        if answer.isBlock { count("block") }
        let isRefused = answer.isRefused
        for line in answer.lines {
            let name = line.first ?? ""
            if isRefused {
                refusals[name, default: 0] += 1
            } else {
                successes[name, default: 0] += 1
            }
        }
    }

    /// Adds up two of them.
    package mutating func add(_ other: Census) {
        successes.merge(other.successes, uniquingKeysWith: +)
        refusals.merge(other.refusals, uniquingKeysWith: +)
        events.merge(other.events, uniquingKeysWith: +)
    }
}
