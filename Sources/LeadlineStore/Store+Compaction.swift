internal import Synchronization

// What is deleted or written over stays in the files until LevelDB happens to rewrite them. What
// was erased must not: whoever erases wishes for a compaction, which is noted until one was made.
extension Store {
    /// Whether something was erased that may still be in the files, or somebody wants them smaller.
    package var isCompactionWished: Bool { isWished.load(ordering: .acquiring) }

    /// Notes on disk, before something is erased, that the files are to be rewritten afterwards.
    ///
    /// May be called by any thread, and for a command that is not committed yet.
    package func wishForCompaction() throws(StoreFault) {
        guard !isReadOnly else { throw .readOnly }
        try wishes.withLock { wishes throws(StoreFault) in
            if wishes == 0 { try write { $0.putWish() } }
            wishes += 1
            isWished.store(true, ordering: .releasing)
        }
    }

    /// Rewrites the files if that was wished for, so that none holds what was erased; returns when
    /// done.
    ///
    /// Others may read and write meanwhile. A wish that comes in between stays.
    package func compactErased() throws(StoreFault) {
        let wished = wishes.withLock { $0 }
        guard wished > 0 else { return }
        // LevelDB writes its memory out with every older value in it, and leaves a file alone that
        // none of another level overlaps: the next file overlaps all of them.
        database.flush()
        try write { $0.putEnds() }
        database.compact()
        try wishes.withLock { wishes throws(StoreFault) in
            guard wishes == wished else { return }
            try write { $0.endWish() }
            wishes = 0
            isWished.store(false, ordering: .releasing)
        }
    }

    /// Writes rows of the store's own, which are in no entry.
    private func write(_ fill: (inout LevelDB.Batch) -> Void) throws(StoreFault) {
        if let poison { throw poison }
        var batch = LevelDB.Batch()
        fill(&batch)
        try write(batch, sync: true)
    }
}
