internal import Synchronization

/// One data directory, open: what is committed in it, and the one way to commit more.
///
/// `apply` and `noteHighWater` are called by one thread at a time; everything else by any.
package final class Store: Sendable {
    /// Where the log of entries ends.
    struct Head {
        /// The last entry's position; 0 when there was none.
        var position: UInt64
        /// The newest epoch seen.
        var epoch: UInt64
        /// The last entry's chain digest.
        var chain: UInt64
    }

    /// The database, for reads.
    let database: LevelDB
    private let options: StoreOptions
    private let directory: DataDirectory
    private let batch = Mutex(LevelDB.Batch())
    private let headState: Mutex<Head>
    private let committed: Atomic<UInt64>
    /// The bytes of all entries applied since the store was opened.
    private let entryBytes = Atomic<Int>(0)
    private let failure = Mutex<StoreFault?>(nil)
    private let highWater: HighWater
    private let room: Room
    /// Where there are no rows, as the writer told last.
    private let gaps = Mutex(Gaps())
    private let isOpen = Mutex(true)
    private let older: Mutex<UInt32?>
    /// What the store was opened by, where it is only read.
    private let copy = Mutex<(LinkedCopy, FileLock?)?>(nil)
    /// What a repair did not save, and nobody has accepted; nothing when the store was not
    /// repaired.
    package let losses: [String]
    /// What the opening left out, since the power had gone while it was written.
    package let tornWrite: TornWrite?
    /// How often a compaction was wished for since there was none to be made; 0 when none is.
    ///
    /// Held while that is noted on disk.
    let wishes: Mutex<UInt64>
    /// Whether there are any, for those who must not wait for the disk.
    let isWished: Atomic<Bool>

    /// How long `close` waits for readers.
    private static let closePatience = Duration.seconds(3)

    /// Opens the store of a data directory, or makes one where `options` allow it.
    ///
    /// Each opening is a new epoch. Throws without touching anything when the directory is not a
    /// store of this program, is one of a newer one, or is open elsewhere.
    package static func open(_ options: StoreOptions) throws(StoreFault) -> Store {
        try StoreOpening(options).open()
    }

    /// A store whose directory was locked and whose rows were looked at.
    init(
        _ options: StoreOptions, _ directory: DataDirectory, _ database: LevelDB,
        _ found: StoreRows.Found, isCompactionWished: Bool, without torn: TornWrite? = nil
    ) {
        let head = found.head
        wishes = Mutex(isCompactionWished ? 1 : 0)
        isWished = Atomic(isCompactionWished)
        older = Mutex(found.older)
        losses = found.losses
        tornWrite = torn
        self.options = options
        self.directory = directory
        self.database = database
        headState = Mutex(head)
        committed = Atomic(head.position)
        highWater = HighWater(directory, synced: head.position)
        room = Room(options)
    }

    deinit {
        close(within: .zero)
    }

    /// The position of the last entry that was applied: with durability `always`, on disk.
    package var position: UInt64 { committed.load(ordering: .acquiring) }

    /// This writer's epoch.
    package var epoch: UInt64 { head.epoch }

    /// What a commit waits for.
    package var durability: StoreOptions.Durability { options.durability }

    /// The format that the store was written in, as long as its rows are not all upgraded; else
    /// nil.
    package var upgradingFrom: UInt32? { older.withLock { $0 } }

    /// Whether nothing may be written, for as long as the store is open.
    ///
    /// An upgrade comes before that: what it writes is in the copy that was opened alone.
    package var isReadOnly: Bool { copy.withLock { $0 != nil } && upgradingFrom == nil }

    /// Says that what was opened is a copy by links, removed at the closing; until then the store
    /// itself is locked.
    func stand(for copy: LinkedCopy, _ lock: FileLock?) {
        self.copy.withLock { $0 = (copy, lock) }
    }

    /// Where the log of entries ends.
    var head: Head { headState.withLock { $0 } }

    /// The first write that failed; then no further write is tried, and only a restart helps.
    package var poison: StoreFault? { failure.withLock { $0 } }

    /// Reads what is committed.
    ///
    /// - Parameters:
    ///   - mode: How it reads.
    ///   - goesOn: Asked at each row with how many were looked at; what it declines is the fault
    ///     `cutShort`. Nil reads whatever there is.
    /// - Returns: The view, which is for the present thread alone.
    package func view(_ mode: View.Mode, while goesOn: ((Int) -> Bool)? = nil) -> View {
        View(Reader(self, overlay: nil, mode: mode, while: goesOn))
    }

    /// How long a seek may take before the gap that it found is worth knowing.
    var slowSeek: Duration { options.slowSeek }

    /// Takes the writer's gaps, for all who read; they hold together with what it has sealed.
    func tell(_ gaps: Gaps) { self.gaps.withLock { $0 = gaps } }

    /// Where the first row at or behind `key` can be, for one whose iterator was opened when the
    /// log ended at `position` or behind it.
    func start(at key: [UInt8], asOf position: UInt64) -> [UInt8] {
        gaps.withLock { $0.start(at: key, asOf: position) }
    }

    /// Writes one entry and its position, all or nothing; nothing else ever writes.
    ///
    /// - Throws: `outOfOrder`, `brokenChain`, `staleEpoch` or `corrupt` when the entry is not the
    ///   next one: then nothing was written. Any other fault poisons the store: the entry may be on
    ///   disk or not.
    package func apply(_ entry: Entry) throws(StoreFault) {
        if let poison { throw poison }
        guard !isReadOnly else { throw .readOnly }
        let head = head
        try Self.check(entry, follows: head)
        let next = Head(position: entry.position, epoch: entry.epoch, chain: entry.chain)
        let isSynced = options.durability == .always
        // Another writer's gaps are not known.
        if entry.epoch != head.epoch { tell(Gaps()) }
        try batch.withLock { batch throws(StoreFault) in
            batch.clear()
            try batch.append(entry.body)
            batch.put(next)
            try self.write(batch, sync: isSynced)
        }
        headState.withLock { $0 = next }
        committed.store(next.position, ordering: .releasing)
        entryBytes.wrappingAdd(entry.body.count, ordering: .relaxed)
        room.note(written: entry.body.count)
        if isSynced { highWater.advance(to: next.position) }
    }

    /// Notes on disk that everything is upgraded; called by the one that applies entries.
    package func finishUpgrade() throws(StoreFault) {
        if let poison { throw poison }
        guard upgradingFrom != nil else { return }
        try batch.withLock { batch throws(StoreFault) in
            batch.clear()
            batch.endUpgrade()
            try self.write(batch, sync: true)
        }
        older.withLock { $0 = nil }
    }

    /// Whether there is room for a group; asks the file system once a second, and sooner where much
    /// is written.
    package func hasRoom() -> Bool {
        room.isEnough()
    }

    /// Whether what is written at `path` takes room from the store.
    package func sharesRoom(with path: String) -> Bool {
        guard let own = FileSystem.device(options.path) else { return true }
        return FileSystem.device(path).map { $0 == own } ?? true
    }

    /// Notes on disk, at most once a second, up to where everything is durable.
    package func noteHighWater() {
        guard !isReadOnly else { return }
        highWater.noteIfDue()
    }

    /// How long until that is to be noted, also where nothing more is written; nil while it stands
    /// there.
    package var untilNote: Duration? { isReadOnly ? nil : highWater.untilDue }

    /// Compacts the whole store, so that no file holds what was deleted; returns when done.
    package func compact() {
        database.compact()
    }

    /// A digest of every row but the store's own: stores that applied the same entries agree on it.
    ///
    /// Reads everything.
    package func contentDigest() throws(StoreFault) -> UInt64 {
        let cursor = try LevelDB.Cursor(database, keepsBlocks: false)
        var digest: UInt64 = 0
        var key: [UInt8] = []
        cursor.seek([StoreTag.cell])
        while cursor.isValid {
            cursor.readKey(into: &key)
            digest = Entry.chain(after: digest, epoch: UInt64(key.count), body: key)
            digest = Entry.chain(after: digest, epoch: 0, body: cursor.value())
            cursor.next()
        }
        try cursor.check()
        return digest
    }

    /// What happened, told of the store at `path` although this one is a copy of it by links.
    package func reason(_ fault: StoreFault, of path: String) -> String {
        fault.told(of: path, insteadOf: options.path).reason
    }

    /// Notes on disk what a repair did not save.
    func note(losses: [String]) throws(StoreFault) {
        var batch = LevelDB.Batch()
        batch.put(losses: losses)
        try database.write(batch, sync: true)
    }

    /// Closes the store once its readers are gone, or after three seconds without; a second call
    /// does nothing.
    ///
    /// The writer thread must have ended.
    package func close() {
        close(within: Self.closePatience)
    }

    private func close(within limit: Duration) {
        let wasOpen = isOpen.withLock { state in
            defer { state = false }
            return state
        }
        guard wasOpen else { return }
        syncLastEntry()
        highWater.note()
        database.close(within: limit)
        copy.withLock { copy in
            copy?.0.remove()
            copy = nil
        }
    }

    /// What an operator wants to know, name and value.
    package func statistics() -> [(String, String)] {
        let head = head
        let cursors = database.usage.openCursors
        var lines = [
            ("position", "\(head.position)"),
            ("epoch", "\(head.epoch)"),
            ("chain", String(head.chain, radix: 16)),
            ("durability", options.durability.rawValue),
            ("high_water", "\(highWater.noted)"),
            ("poisoned", poison == nil ? "0" : "1"),
            ("open_iterators", "\(cursors.count)"),
            ("oldest_iterator_ms", "\(cursors.oldest / .milliseconds(1))"),
            ("has_room", hasRoom() ? "1" : "0"),
            ("read_only", isReadOnly ? "1" : "0"),
            ("losses", "\(losses.count)"),
            ("compacting", isCompactionWished ? "1" : "0"),
        ]
        for level in 0..<7 {
            if let files = database.property("leveldb.num-files-at-level\(level)") {
                lines.append(("l\(level)_files", files))
            }
        }
        // With so many files on level 0 LevelDB delays each write by a millisecond, and with so
        // many it lets none through until they are fewer.
        lines.append(("l0_slowdown_files", "\(LevelDB.slowdownFiles)"))
        lines.append(("l0_stop_files", "\(LevelDB.stopFiles)"))
        lines.append(("entry_bytes", "\(entryBytes.load(ordering: .relaxed))"))
        if let bytes = database.property("leveldb.approximate-memory-usage") {
            lines.append(("memory_bytes", bytes))
        }
        return lines
    }

    private static func check(_ entry: Entry, follows head: Head) throws(StoreFault) {
        guard entry.position == head.position + 1 else {
            throw .outOfOrder(expected: head.position + 1, found: entry.position)
        }
        guard entry.epoch >= head.epoch else {
            throw .staleEpoch(current: head.epoch, found: entry.epoch)
        }
        let chain = Entry.chain(after: head.chain, epoch: entry.epoch, body: entry.body)
        guard entry.chain == chain else { throw .brokenChain(position: entry.position) }
    }

    /// Writes; a failure poisons the store.
    func write(
        _ batch: borrowing LevelDB.Batch, sync: Bool
    ) throws(StoreFault) {
        do throws(StoreFault) {
            try database.write(batch, sync: sync)
            // Deleted files take writes and syncs as before, and are gone with the process.
            guard database.isInPlace else {
                throw .failed(
                    operation: "looking at \(options.path)",
                    reason: "the store was deleted, moved or replaced while it was served")
            }
        } catch {
            failure.withLock { if $0 == nil { $0 = error } }
            throw error
        }
    }

    /// Without `always`, entries may still be in the operating system's hands: one synced write
    /// behind them takes them all to the disk.
    private func syncLastEntry() {
        guard options.durability == .os, poison == nil else { return }
        let head = head
        do throws(StoreFault) {
            try batch.withLock { batch throws(StoreFault) in
                batch.clear()
                batch.put(head)
                try self.write(batch, sync: true)
            }
            highWater.advance(to: head.position)
        } catch {
            // The fault poisoned the store; the high-water mark stays where the last synced write
            // put it.
            return
        }
    }
}
