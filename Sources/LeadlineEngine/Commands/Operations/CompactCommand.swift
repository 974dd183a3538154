import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// Room on the disk, given back now instead of when LevelDB comes to it.
    static let compaction: [Command] = [
        .apart(
            "COMPACT", "Rewrites the store's files without what was deleted or replaced.",
            group: .operations, by: .admin, reach: .house, run: compact)
    ]
}

/// Answers once it is noted: whoever serves begins with it then, or after the next start.
private func compact(engine: Engine) throws(Rejection) -> Done {
    guard !engine.store.isReadOnly else { throw Writer.readOnly }
    do throws(StoreFault) {
        try engine.store.wishForCompaction()
    } catch {
        throw Rejection(.internal, "nothing could be noted, and nothing will be rewritten")
    }
    return Done()
}
