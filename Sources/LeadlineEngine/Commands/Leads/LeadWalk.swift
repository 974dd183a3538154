import LeadlineDomain
import LeadlineStore

/// Several id-ordered sources merged into one, newest first, without repeats.
struct LeadWalk {
    private struct Run {
        let source: LeadSourceIndex
        var ids: ArraySlice<LeadID> = []
        var after: LeadID?
        var isExhausted = false
    }

    private static let chunk = 64
    private var runs: [Run]

    init(_ sources: [LeadSourceIndex], after: LeadID?) {
        runs = sources.map { Run(source: $0, after: after) }
    }

    /// The next id, or nil at the end.
    mutating func next(_ view: inout View) -> LeadID? {
        var best: LeadID?
        for index in runs.indices {
            fill(&runs[index], &view)
            if let head = runs[index].ids.first, best.map({ head > $0 }) ?? true { best = head }
        }
        guard let best else { return nil }
        for index in runs.indices where runs[index].ids.first == best {
            runs[index].ids.removeFirst()
        }
        return best
    }

    private func fill(_ run: inout Run, _ view: inout View) {
        guard run.ids.isEmpty, !run.isExhausted else { return }
        let ids = run.source.ids(&view, after: run.after, limit: Self.chunk)
        run.isExhausted = ids.count < Self.chunk
        run.after = ids.last ?? run.after
        run.ids = ids[...]
    }
}
