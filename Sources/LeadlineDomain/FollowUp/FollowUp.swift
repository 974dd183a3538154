/// The follow-up clock of a lead: what it waits for, by when, and what has been said of it.
///
/// The times are set when the clock begins, by the rules, hours and holidays of that moment.
package struct FollowUp: Equatable, Sendable {
    /// The answer that is awaited.
    package let stage: ResponseStage

    /// How long it may take.
    package let target: ResponseTarget

    /// The share of that after which it is warned.
    package let warnShare: Rate

    /// Since when the clock runs, or from when on it is stopped.
    package var since: Timestamp

    /// Seconds of the target that had passed when it last began to run.
    package var spent: Int64

    /// How far it has come.
    package var level: Level

    /// When the levels are reached; nil while the clock is stopped.
    package var times: Times?

    /// What has happened by the clock alone.
    package enum Level: UInt8, Sendable, CaseIterable {
        // Numbers are on disk: never reuse one, never renumber.
        /// Nothing.
        case running = 0
        /// A part of the time is over.
        case warned = 1
        /// All of it is.
        case breached = 2
        /// Half as much again is.
        case escalated = 3
    }

    /// When each level is reached.
    package struct Times: Equatable, Sendable {
        /// When it is warned.
        package let warn: Timestamp
        /// When the answer is due.
        package let due: Timestamp
        /// When it is escalated: at one and a half times the target.
        package let escalate: Timestamp

        /// Makes the times of a clock.
        package init(warn: Timestamp, due: Timestamp, escalate: Timestamp) {
            self.warn = warn
            self.due = due
            self.escalate = escalate
        }
    }

    /// Makes a clock of its parts.
    package init(
        stage: ResponseStage, target: ResponseTarget, warnShare: Rate, since: Timestamp,
        spent: Int64 = 0, level: Level = .running, times: Times? = nil
    ) {
        self.stage = stage
        self.target = target
        self.warnShare = warnShare
        self.since = since
        self.spent = spent
        self.level = level
        self.times = times
    }

    /// When the answer is due; nil while the clock is stopped.
    package var due: Timestamp? { times?.due }

    /// When the next thing happens by itself; nil when nothing more does, or not now.
    package var next: Timestamp? {
        guard let times else { return nil }
        switch level {
        case .running: return times.warn
        case .warned: return times.due
        case .breached: return times.escalate
        case .escalated: return nil
        }
    }
}
