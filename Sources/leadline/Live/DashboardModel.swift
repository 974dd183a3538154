package import LeadlineClient

/// What the dashboard knows.
package struct DashboardModel: Equatable, Sendable {
    /// Samples of throughput and latency that are kept.
    package static let samplesMax = 200
    /// Events that are kept.
    package static let eventsMax = 50

    /// A stage of the funnel.
    package struct Stage: Equatable, Sendable {
        /// Its name.
        package let name: String
        /// The leads that reached it.
        package let leads: Int64
    }

    /// Something with a deadline.
    package struct Deadline: Equatable, Sendable {
        /// The record.
        package let id: String
        /// What it waits for.
        package let what: String
        /// Whom it waits for; may be empty.
        package let who: String
        /// When it was or is due, in seconds since 1970.
        package let due: Double
    }

    /// A new lead that waits for somebody.
    package struct Waiting: Equatable, Sendable {
        /// The lead.
        package let id: String
        /// Its score.
        package let score: String
        /// The customer.
        package let name: String
        /// What is asked for.
        package let service: String
    }

    /// Something that happened.
    package struct Event: Equatable, Sendable {
        /// When, as the server writes it.
        package let at: String
        /// What.
        package let type: String
        /// To which record.
        package let subject: String
        /// By whom.
        package let actor: String
    }

    /// Who looks at what.
    package var place = ""
    /// The server's clock at the last reading, in seconds since 1970; nil where it is not told.
    package var clock: Double?
    /// The funnel; nil where the caller may not see it, and so below.
    package var funnel: [Stage]?
    /// New leads, the best first, and whether there are more.
    package var queue: [Waiting]?
    /// What is late, and what is due next.
    package var deadlines: [Deadline]?
    /// What happened, the newest first.
    package var events: [Event] = []
    /// The place behind the newest event; nil before the first reading.
    package var after: String?
    /// Commands a second without the dashboard's own, the newest last.
    package var rates: [Double] = []
    /// Milliseconds until a PING was answered, the newest last.
    package var delays: [Double] = []
    /// What the server counted last.
    package var sample: InfoSample?

    /// What is asked of the server.
    package var questions = Self.standardQuestions

    /// Nothing, seen from somewhere.
    package init(place: String) { self.place = place }

    /// Notes what the server counts; `own` commands since the last sample were the dashboard's.
    package mutating func note(_ next: InfoSample, own: Int) {
        if let earlier = sample,
            let rate = next.rate("total_commands_processed", since: earlier)
        {
            let others = max(0, rate - Double(own) / (next.at - earlier.at))
            rates = (rates + [others]).suffix(Self.samplesMax)
        }
        clock = next.number("server_time_usec").map { Double($0) / 1_000_000 }
        sample = next
    }

    /// Notes how long an answer took.
    package mutating func note(delay milliseconds: Double) {
        delays = (delays + [milliseconds]).suffix(Self.samplesMax)
    }

    /// Adds a page of events.
    package mutating func add(_ page: Reply.Page) {
        let new = page.rows.map { row -> Event in
            let cells = Reply.map(row)
            let text = { (name: String) in cells[name]?.string.map(Cell.escaped) ?? "" }
            return Event(
                at: text("at"), type: text("type"), subject: text("subject"),
                actor: text("actor"))
        }
        events = Array((new.reversed() + events).prefix(Self.eventsMax))
        if case .integer(let seq)? = page.rows.last.flatMap({ Reply.map($0)["seq"] }) {
            after = "\(seq)"
        }
    }
}
