/// The steps of opening a store, each of which may refuse.
struct StoreOpening {
    private let options: StoreOptions
    private let directory: DataDirectory

    /// Prepares to open.
    init(_ options: StoreOptions) {
        self.options = options
        directory = DataDirectory(path: options.path, isRestoring: options.isRestoring)
    }

    /// Opens the store, or makes it.
    func open() throws(StoreFault) -> Store {
        let plan = try directory.plan(options.create)
        if plan == .makeDirectory { try FileSystem.makeDirectory(options.path) }
        let lock = try directory.lock()
        // Another server may have made the store between the look and the lock.
        let isNew = plan == .open ? false : try directory.plan(.initialize) == .initialize
        if isNew { try directory.writeIdentity() }
        let database = try LevelDB(
            path: options.path,
            LevelDB.Settings(
                creates: isNew, writeBufferBytes: options.writeBufferBytes,
                cacheBytes: options.cacheBytes),
            lock)
        do throws(StoreFault) {
            let found = try recover(database)
            try directory.sync()
            let isWished = try database.value(of: StoreRows.wishKey) != nil
            return Store(
                options, directory, database, found.head, upgradingFrom: found.older,
                isCompactionWished: isWished)
        } catch {
            database.close(within: .zero)
            throw error
        }
    }

    /// What an opening finds.
    private struct Found {
        var head = Store.Head(position: 0, epoch: 0, chain: 0)
        /// The format whose upgrade has not been finished.
        var older: UInt32?
    }

    /// Reads where the log ends, compares it with what was known, and begins a new epoch.
    ///
    /// A store of an older format becomes one of this format here, before anything else is written:
    /// first the file that an older program looks at, then, with one synced write, the row, and
    /// beside it what is to be upgraded. A cut between the two leaves a store that this program
    /// opens again and no older one does.
    private func recover(_ database: LevelDB) throws(StoreFault) -> Found {
        var found = try recovered(database)
        let head = found.head
        let highWater = try directory.highWater()
        guard head.position >= highWater else {
            throw .rolledBack(recovered: head.position, highWater: highWater)
        }
        let (epoch, overflow) = head.epoch.addingReportingOverflow(1)
        guard !overflow else { throw .corrupt("the epoch is at its end") }
        found.head.epoch = epoch
        try directory.raiseIdentity()
        var batch = LevelDB.Batch()
        if let older = found.older { batch.put(upgradeFrom: older) }
        batch.put(options.durability)
        batch.put(found.head)
        try database.write(batch, sync: true)
        return found
    }

    private func recovered(_ database: LevelDB) throws(StoreFault) -> Found {
        guard let row = try database.value(of: StoreRows.formatKey) else {
            // The first opening writes its rows at once: without them there must be no others.
            guard try isEmpty(database) else { throw .foreign(path: options.path) }
            return Found()
        }
        guard let format = StoreRows.formatNumber(row) else { throw .foreign(path: options.path) }
        try DataDirectory.check(format)
        guard let value = try database.value(of: [StoreTag.commit]),
            let head = StoreRows.head(value)
        else { throw .corrupt("the commit row") }
        // An upgrade to a format in between may not have been finished either.
        let unfinished = try unfinishedUpgrade(database)
        guard format == DataDirectory.format else {
            return Found(head: head, older: min(format, unfinished ?? format))
        }
        return Found(head: head, older: unfinished)
    }

    private func unfinishedUpgrade(_ database: LevelDB) throws(StoreFault) -> UInt32? {
        guard let row = try database.value(of: StoreRows.upgradeKey) else { return nil }
        guard let older = StoreRows.formatNumber(row) else { throw .corrupt("the upgrade row") }
        return older
    }

    private func isEmpty(_ database: LevelDB) throws(StoreFault) -> Bool {
        let cursor = try LevelDB.Cursor(database)
        cursor.seek([])
        try cursor.check()
        return !cursor.isValid
    }
}
