/// The steps of opening a store, each of which may refuse.
struct StoreOpening {
    private let options: StoreOptions
    private let directory: DataDirectory

    /// Prepares to open.
    init(_ options: StoreOptions) {
        self.options = options
        directory = DataDirectory(path: options.path)
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
            let head = try recover(database)
            try directory.sync()
            return Store(options, directory, database, head)
        } catch {
            database.close(within: .zero)
            throw error
        }
    }

    /// Reads where the log ends, compares it with what was known, and begins a new epoch.
    private func recover(_ database: LevelDB) throws(StoreFault) -> Store.Head {
        var head = try recoveredHead(database)
        let highWater = try directory.highWater()
        guard head.position >= highWater else {
            throw .rolledBack(recovered: head.position, highWater: highWater)
        }
        let (epoch, overflow) = head.epoch.addingReportingOverflow(1)
        guard !overflow else { throw .corrupt("the epoch is at its end") }
        head.epoch = epoch
        var batch = LevelDB.Batch()
        batch.put(options.durability)
        batch.put(head)
        try database.write(batch, sync: true)
        return head
    }

    private func recoveredHead(_ database: LevelDB) throws(StoreFault) -> Store.Head {
        guard let row = try database.value(of: StoreRows.formatKey) else {
            // The first opening writes its rows at once: without them there must be no others.
            guard try isEmpty(database) else { throw .foreign(path: options.path) }
            return Store.Head(position: 0, epoch: 0, chain: 0)
        }
        guard let format = StoreRows.formatNumber(row) else { throw .foreign(path: options.path) }
        try DataDirectory.check(format)
        guard let value = try database.value(of: [StoreTag.commit]),
            let head = StoreRows.head(value)
        else { throw .corrupt("the commit row") }
        return head
    }

    private func isEmpty(_ database: LevelDB) throws(StoreFault) -> Bool {
        let cursor = try LevelDB.Cursor(database)
        cursor.seek([])
        try cursor.check()
        return !cursor.isValid
    }
}
