import LeadlineDomain
import LeadlineWire

extension CommandTable {
    /// What took long: single delays above a threshold, and how long each command takes.
    static let latency: [Command] = [
        .local(
            "LATENCY LATEST", "Lists the events that had delays: name, last at, last, longest.",
            by: .admin, run: latencyLatest),
        .local(
            "LATENCY HISTORY", "Lists the delays of an event: at, milliseconds.", by: .admin,
            Positional("event", Text.self), run: latencyHistory),
        .local(
            "LATENCY RESET", "Forgets the delays of the events named, or of all.", by: .admin,
            inBlock: .refused, Words<Text>("event"), run: latencyReset),
        .local(
            "LATENCY DOCTOR", "Says in words what was slow and what can be done.", by: .admin,
            run: latencyDoctor),
        .local(
            "LATENCY HISTOGRAM",
            "Answers per command how many calls took at most 1, 2, 4 and so on microseconds.",
            by: .admin, Words<Text>("command"), run: latencyHistogram),
    ]
}

private func latencyLatest(_ context: inout LocalContext) throws(Rejection) -> LatestDelays {
    LatestDelays(
        rows: context.engine.latencyLog.latest.map { row in
            LatestDelays.Row(
                event: row.event.rawValue, second: row.last.second, last: row.last.milliseconds,
                worst: row.worst)
        })
}

private func latencyHistory(
    _ context: inout LocalContext, _ name: Text
) throws(Rejection) -> DelayHistory {
    let event = LatencyLog.Event(rawValue: name.asciiLowercased.description)
    return DelayHistory(samples: event.map { context.engine.latencyLog.samples(of: $0) } ?? [])
}

private func latencyReset(
    _ context: inout LocalContext, _ names: [Text]
) throws(Rejection) -> Count {
    let events = names.compactMap { LatencyLog.Event(rawValue: $0.asciiLowercased.description) }
    let chosen = names.isEmpty ? LatencyLog.Event.allCases : events
    return Count(Int64(context.engine.latencyLog.reset(chosen)))
}

private func latencyDoctor(_ context: inout LocalContext) throws(Rejection) -> HumanText {
    let engine = context.engine
    let threshold = engine.tuning.latencyMilliseconds
    guard threshold > 0 else {
        return HumanText(
            "Delays are not watched: latency-monitor-threshold is 0.\n"
                + "CONFIG SET latency-monitor-threshold 100 keeps those of 100 ms and more.\n")
    }
    let latest = engine.latencyLog.latest
    guard !latest.isEmpty else {
        return HumanText("No delay of \(threshold) ms or more was seen.\n")
    }
    let lines = latest.map { row in
        let count = engine.latencyLog.samples(of: row.event).count
        return "\(row.event.rawValue): \(count) s with delays, the longest \(row.worst) ms. "
            + row.event.advice + "\n"
    }
    return HumanText(lines.joined())
}

extension LatencyLog.Event {
    /// What to look at when it takes long.
    fileprivate var advice: String {
        switch self {
        case .command: "SLOWLOG GET shows the commands."
        case .commit: "The disk takes long to sync; is something else writing to it?"
        case .loopTurn: "A connection sends much at once, or the processor is busy."
        }
    }
}

private func latencyHistogram(
    _ context: inout LocalContext, _ names: [Text]
) throws(Rejection) -> HistogramMap {
    let engine = context.engine
    let wanted = Set(names.map { Command.redisName($0.asciiUppercased.description) })
    let entries = engine.table.commands.indices.compactMap { index -> HistogramMap.Entry? in
        let name = engine.table.commands[index].redisName
        let container = String(name.prefix { $0 != "|" })
        guard wanted.isEmpty || wanted.contains(name) || wanted.contains(container) else {
            return nil
        }
        let buckets = engine.statistics.command(index).histogram
        return buckets.isEmpty ? nil : HistogramMap.Entry(name: name, buckets: buckets)
    }
    return HistogramMap(entries: entries)
}

// MARK: - Replies

/// Per event: its name, the second of its last delay, that delay and the longest ever.
private struct LatestDelays: ReplyValue {
    struct Row: Sendable {
        let event: String
        let second: Int64
        let last: Int
        let worst: Int
    }
    static let shape = ReplyShape(.list)
    let rows: [Row]

    func write(to reply: inout ReplyWriter) {
        reply.beginList(rows.count)
        for row in rows {
            reply.beginList(4)
            reply.string(row.event)
            reply.integer(row.second)
            reply.integer(Int64(row.last))
            reply.integer(Int64(row.worst))
            reply.endList()
        }
        reply.endList()
    }
}

/// Per delay: its second and how long it was.
private struct DelayHistory: ReplyValue {
    static let shape = ReplyShape(.list)
    let samples: [LatencyLog.Sample]

    func write(to reply: inout ReplyWriter) {
        reply.beginList(samples.count)
        for sample in samples {
            reply.beginList(2)
            reply.integer(sample.second)
            reply.integer(Int64(sample.milliseconds))
            reply.endList()
        }
        reply.endList()
    }
}

/// Per command: its calls, and for each bound how many calls took at most as long, as Redis
/// counts them.
private struct HistogramMap: ReplyValue {
    struct Entry: Sendable {
        let name: String
        let buckets: [(microseconds: Int, count: Int)]
    }
    static let shape = ReplyShape(.map)
    let entries: [Entry]

    func write(to reply: inout ReplyWriter) {
        reply.beginMap(entries.count)
        for entry in entries {
            reply.key(bytes: Array(entry.name.utf8)[...])
            reply.beginMap(2)
            reply.key("calls")
            reply.integer(Int64(entry.buckets.reduce(0) { $0 + $1.count }))
            reply.key("histogram_usec")
            reply.beginMap(entry.buckets.count)
            var sum = 0
            for bucket in entry.buckets {
                sum += bucket.count
                reply.key(bytes: Array("\(bucket.microseconds)".utf8)[...])
                reply.integer(Int64(sum))
            }
            reply.endMap()
            reply.endMap()
        }
        reply.endMap()
    }
}
