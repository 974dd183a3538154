import LeadlineDomain
import LeadlineStore

/// Where a lead stands in a list by time: its milliseconds, then its id.
typealias LeadTimePlace = (order: Int64, id: LeadID)

/// An index by time.
enum LeadTimeLane {
    /// All leads with a meeting.
    case meeting
    /// All leads of which an answer is due.
    case due
    /// Those of them that concern somebody.
    case dueWith(KeyText)

    fileprivate func entries(
        _ view: inout View, after: LeadTimePlace?, limit: Int
    ) -> [LeadTimePlace] {
        switch self {
        case .meeting:
            view.ids(Schema.leads.byMeeting, Nothing(), after: after, limit: limit)
                .map { ($0.order, $0.id) }
        case .due:
            view.ids(Schema.leads.byDue, Nothing(), after: after, limit: limit)
                .map { ($0.order, $0.id) }
        case .dueWith(let key):
            view.ids(Schema.leads.dueWith, key, after: after, limit: limit)
                .map { ($0.order, $0.id) }
        }
    }
}

/// Several indexes by time merged into one, the earliest first, without repeats.
struct LeadTimeWalk {
    private struct Run {
        let lane: LeadTimeLane
        var entries: ArraySlice<LeadTimePlace> = []
        var after: LeadTimePlace?
        var isExhausted = false
    }

    private static let chunk = 64
    private var runs: [Run]

    init(_ lanes: [LeadTimeLane], after: LeadTimePlace?) {
        runs = lanes.map { Run(lane: $0, after: after) }
    }

    /// The next place, or nil at the end.
    mutating func next(_ view: inout View) -> LeadTimePlace? {
        var best: LeadTimePlace?
        for index in runs.indices {
            fill(&runs[index], &view)
            guard let head = runs[index].entries.first else { continue }
            if best.map({ head < $0 }) ?? true { best = head }
        }
        guard let best else { return nil }
        for index in runs.indices where runs[index].entries.first.map({ $0 == best }) ?? false {
            runs[index].entries.removeFirst()
        }
        return best
    }

    private func fill(_ run: inout Run, _ view: inout View) {
        guard run.entries.isEmpty, !run.isExhausted else { return }
        let found = run.lane.entries(&view, after: run.after, limit: Self.chunk)
        run.isExhausted = found.count < Self.chunk
        run.after = found.last ?? run.after
        run.entries = found[...]
    }
}
