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
    /// How often a source was read.
    private(set) var readCount = 0

    init(_ sources: [LeadSourceIndex], after: LeadID?) {
        runs = sources.map { Run(source: $0, after: after) }
    }

    /// The next id, or nil at the end.
    mutating func next(_ view: inout View) -> LeadID? {
        var best: LeadID?
        for index in runs.indices {
            fill(index, &view)
            if let head = runs[index].ids.first, best.map({ head > $0 }) ?? true { best = head }
        }
        guard let best else { return nil }
        for index in runs.indices where runs[index].ids.first == best {
            runs[index].ids.removeFirst()
        }
        return best
    }

    /// Leaves out all ids above `bound`.
    mutating func skip(to bound: LeadID) {
        for index in runs.indices {
            runs[index].ids = runs[index].ids.drop { $0 > bound }
            guard runs[index].ids.isEmpty else { continue }
            let above = LeadID(raw: bound.raw + 1)
            runs[index].after = min(runs[index].after ?? above, above)
        }
    }

    private mutating func fill(_ index: Int, _ view: inout View) {
        guard runs[index].ids.isEmpty, !runs[index].isExhausted else { return }
        readCount += 1
        let run = runs[index]
        let ids = run.source.ids(&view, after: run.after, limit: Self.chunk)
        runs[index].isExhausted = ids.count < Self.chunk
        runs[index].after = ids.last ?? run.after
        runs[index].ids = ids[...]
    }
}
