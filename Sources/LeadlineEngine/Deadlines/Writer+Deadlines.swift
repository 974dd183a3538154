import LeadlineDomain
package import LeadlineStore

extension Writer {
    /// Whether something may be due; a clock that stands makes nothing due by itself.
    package var isDue: Bool { engine.clock.isRunning && mayBeDue }

    /// The same, whoever moves the clock; true too often, never too seldom.
    ///
    /// Where nothing is written nothing happens.
    package var mayBeDue: Bool {
        guard !engine.store.isReadOnly else { return false }
        hear()
        return engine.clock.now >= alarm.next
    }

    /// Whether something that was due could not happen and is left alone for a while.
    package var hasFailedDeadlines: Bool { alarm.hasResting }

    /// How long nothing is due; nil while the clock stands.
    ///
    /// At most a minute: the wall's clock may be set.
    package var untilDue: Duration? {
        guard engine.clock.isRunning, !engine.store.isReadOnly else { return nil }
        hear()
        let left = alarm.next.milliseconds - engine.clock.now.milliseconds
        return .milliseconds(min(max(left, 0), Deadlines.restMilliseconds))
    }

    /// Has everything looked at anew, as when what was executed came to nothing.
    package func lookAgain() {
        alarm.lookAgain()
        keptKeys.lookAgain()
    }

    /// Has happen what is due, at most so many, each in a transaction of its own; answers whether
    /// more may be due.
    @discardableResult
    package func fireDue(atMost count: Int) -> Bool {
        var left = count
        while !group.isFull {
            let due = lookForDue()
            guard !due.isEmpty else { return false }
            guard left > 0 else { return true }
            for (source, deadline) in due.prefix(left) {
                left -= 1
                fire(deadline, of: source)
                // What it has made due in turn may come before the rest.
                if let time = hear(), time <= engine.clock.now { break }
                if group.isFull { break }
            }
        }
        return true
    }

    /// Has happen and commits whatever is due, as after a downtime.
    package func catchUp() -> Outcome {
        var isMore = true
        while isMore {
            isMore = fireDue(atMost: Deadlines.firingsPerStep)
            let outcome = commit()
            guard outcome == .durable else { return outcome }
        }
        return .durable
    }

    /// Notes the earliest that was entered since; nil when nothing was.
    @discardableResult
    private func hear() -> Timestamp? {
        guard let milliseconds = group.takeEarliestDeadline() else { return nil }
        let time = Timestamp(milliseconds: milliseconds)
        alarm.bringForward(to: time)
        return time
    }

    private func fire(_ deadline: Deadline, of source: Int) {
        guard alarm.note(source, deadline) else { return alarm.rest(source, deadline) }
        let isDone = perform(as: .system) { (tx: inout Transaction) throws(Rejection) in
            try deadline.body(&tx)
        }
        if !isDone { alarm.rest(source, deadline) }
    }

    /// What is due, first that which is due first; when nothing is, the alarm is set.
    ///
    /// Of what is due it may answer only a part, behind which nothing earlier is.
    private func lookForDue() -> [(source: Int, deadline: Deadline)] {
        let now = engine.clock.now
        // Noted by what is looked at here.
        _ = group.takeEarliestDeadline()
        var view = group.view()
        var due: [(source: Int, deadline: Deadline)] = []
        var next = Timestamp.latest
        var horizon = Timestamp.latest
        alarm.endRests()
        for (index, source) in deadlineSources.enumerated() where !alarm.isResting(index) {
            let limit = Deadlines.lookAhead + alarm.restingCount(of: index)
            let found = source.first(&view, now, engine.settings, limit)
            guard view.fault == nil else {
                alarm.rest(index)
                view = group.view()
                continue
            }
            let first = found.filter { !alarm.isResting(index, $0) }
            for deadline in first where deadline.due <= now { due.append((index, deadline)) }
            if let later = first.first(where: { $0.due > now }) {
                next = min(next, later.due)
            } else if let last = found.last, found.count >= limit {
                horizon = min(horizon, last.due)
            }
        }
        alarm.keepFired(due)
        // Not now: a clock that is set back would hide what is left until it is there again.
        alarm.set(due.map(\.deadline.due).min() ?? min(next, latestLook(after: now)))
        // Those of one source come in their order.
        let order = due.indices.filter { due[$0].deadline.due <= horizon }.sorted { left, right in
            (due[left].deadline.due, left) < (due[right].deadline.due, right)
        }
        return order.map { due[$0] }
    }

    /// Until when it has to look again although nothing is due: sources may be left alone, and a
    /// day begins before anything is stored.
    private func latestLook(after now: Timestamp) -> Timestamp {
        let zone = engine.settings.zone
        let tomorrow = now.date(in: zone).map { zone.end(of: $0) } ?? .latest
        guard alarm.hasResting else { return tomorrow }
        let again = Timestamp(milliseconds: now.milliseconds + Deadlines.restMilliseconds)
        return min(again, tomorrow)
    }
}
