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

extension FollowUp {
    /// A clock that begins to run; nil when its end is too far away to be told.
    package init?(
        _ stage: ResponseStage, _ target: ResponseTarget, warnShare: Rate, at now: Timestamp,
        _ calendar: BusinessCalendar
    ) {
        self.init(stage: stage, target: target, warnShare: warnShare, since: now)
        guard run(at: now, calendar) else { return nil }
    }

    /// Stops the clock and keeps what is left of the target.
    package mutating func stop(at now: Timestamp, _ calendar: BusinessCalendar) {
        guard times != nil else { return }
        spent += calendar.spent(from: since, to: now, isInDays: target.isInDays)
        since = now
        times = nil
    }

    /// Lets it run on with what was left; false when its end is too far away to be told.
    package mutating func run(at now: Timestamp, _ calendar: BusinessCalendar) -> Bool {
        func end(_ share: Int64) -> Timestamp? {
            // A year's seconds times one and a half million are within 64 bits.
            let seconds = target.seconds * share / 1_000_000 - spent
            return calendar.end(of: max(0, seconds), isInDays: target.isInDays, since: now)
        }
        since = now
        guard let warn = end(Int64(warnShare.millionths)), let due = end(1_000_000),
            let escalate = end(1_500_000)
        else { return false }
        times = Times(warn: warn, due: due, escalate: escalate)
        return true
    }
}
