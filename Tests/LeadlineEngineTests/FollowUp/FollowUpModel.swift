import Foundation

/// The follow-up clock once more, as plainly as can be: minute by minute, with Foundation's zones.
struct FollowUpModel {
    enum Stage: String {
        case review, accept, contact, update
    }

    /// Somebody who works: by a zone's clock, on some weekdays, in some hours.
    struct Worker {
        let zone: TimeZone
        /// Monday is 0.
        let weekdays: Set<Int>
        /// Minutes of the day, half-open.
        let spans: [Range<Int>]
        var holidays: Set<Int> = []
        private var offsets: [Int: Int] = [:]

        init(zone: TimeZone, weekdays: Set<Int>, spans: [Range<Int>]) {
            self.zone = zone
            self.weekdays = weekdays
            self.spans = spans
        }

        /// The day and the minute of it that the clock on the wall shows.
        private mutating func local(_ minute: Int) -> (day: Int, minute: Int) {
            // Clocks change at whole half hours.
            let half = minute / 30
            if offsets[half] == nil {
                let date = Date(timeIntervalSince1970: TimeInterval(minute * 60))
                offsets[half] = zone.secondsFromGMT(for: date) / 60
            }
            let local = minute + (offsets[half] ?? 0)
            return (local / 1440, local % 1440)
        }

        mutating func isOpen(_ minute: Int) -> Bool {
            let (day, ofDay) = local(minute)
            // 1970-01-01 was a Thursday.
            return weekdays.contains((day + 3) % 7) && !holidays.contains(day)
                && spans.contains { $0.contains(ofDay) }
        }

        /// The day that the clock on the wall shows.
        mutating func day(_ minute: Int) -> Int { local(minute).day }
    }

    struct Target {
        var minutes: Int
        var isInDays = false
    }

    struct Clock {
        let stage: Stage
        /// When the next levels are reached, in minutes since 1970, the first still to come.
        var levels: [(type: String, due: Int)]
        let due: Int
    }

    enum Status: String {
        case new, review, offered, accepted, contacted, quoted, withdrawn
    }

    struct Row {
        var status: Status
        var worker: Int
        var clock: Clock?
    }

    private(set) var rows: [Row] = []
    private(set) var told: [String] = []
    /// The house is the first.
    var workers: [Worker]
    let targets: [Stage: Target]

    init(workers: [Worker], targets: [Stage: Target]) {
        self.workers = workers
        self.targets = targets
    }

    private mutating func clock(_ stage: Stage, _ worker: Int, at now: Int) -> Clock? {
        guard let target = targets[stage] else { return nil }
        let shares = [("warned", 80), ("breached", 100), ("escalated", 150)]
        var levels: [(type: String, due: Int)] = []
        for (type, share) in shares {
            var minute = now
            if target.isInDays {
                minute += target.minutes * share / 100
                while !workers[worker].isOpen(minute) { minute += 1 }
            } else {
                var left = target.minutes * share / 100
                while left > 0 {
                    if workers[worker].isOpen(minute) { left -= 1 }
                    minute += 1
                }
            }
            levels.append((type, minute))
        }
        return Clock(stage: stage, levels: levels, due: levels[1].due)
    }

    mutating func add(at now: Int) {
        rows.append(Row(status: .new, worker: 0, clock: clock(.review, 0, at: now)))
    }

    /// Moves a lead, and begins the clock that belongs there.
    mutating func move(_ index: Int, to status: Status, worker: Int = 0, at now: Int) {
        let old = rows[index]
        rows[index].status = status
        switch status {
        case .new, .review:
            rows[index].worker = status == .new ? 0 : worker
            if old.clock?.stage != .review { rows[index].clock = clock(.review, 0, at: now) }
        case .offered: rows[index].clock = clock(.accept, old.worker, at: now)
        case .accepted: rows[index].clock = clock(.contact, old.worker, at: now)
        case .contacted, .quoted: rows[index].clock = clock(.update, old.worker, at: now)
        case .withdrawn: rows[index].clock = nil
        }
    }

    mutating func report(_ index: Int, at now: Int) {
        guard rows[index].clock?.stage == .update else { return }
        rows[index].clock = clock(.update, rows[index].worker, at: now)
    }

    /// All that has become due up to now happens now, the earliest first.
    mutating func fire(at now: Int) {
        while true {
            let waiting = rows.indices.compactMap { index in
                rows[index].clock?.levels.first.map { (due: $0.due, index: index) }
            }
            guard let next = waiting.min(by: { ($0.due, $0.index) < ($1.due, $1.index) }),
                next.due <= now, let level = rows[next.index].clock?.levels.removeFirst(),
                let stage = rows[next.index].clock?.stage
            else { return }
            told.append("L\(next.index + 1) \(level.type) \(stage.rawValue) \(level.due)")
            let isOver =
                stage == .accept && level.type == "breached"
                || stage == .contact && level.type == "escalated"
            // Leads are assigned by hand here: they come back.
            if isOver { move(next.index, to: .new, at: now) }
        }
    }
}
