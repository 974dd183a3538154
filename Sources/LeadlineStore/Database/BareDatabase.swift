internal import Synchronization

/// LevelDB alone, opened as a store opens it: the floor that a store's writes are measured against.
///
/// It checks nothing about what it writes, and is no store: none opens its directory.
package final class BareDatabase: Sendable {
    private let database: LevelDB
    private let batch = Mutex(LevelDB.Batch())

    /// Makes a database in a directory that does not exist yet.
    package init(path: String) throws(StoreFault) {
        try FileSystem.makeDirectory(path)
        let options = StoreOptions(path: path)
        database = try LevelDB(
            path: path,
            LevelDB.Settings(
                creates: true, writeBufferBytes: options.writeBufferBytes,
                cacheBytes: options.cacheBytes),
            try DataDirectory(path: path).lock())
    }

    /// Writes the mutations of an entry at once and syncs them, as a store does.
    package func write(_ entry: Entry) throws(StoreFault) {
        try batch.withLock { batch throws(StoreFault) in
            batch.clear()
            try batch.append(entry.body)
            batch.put(Store.Head(position: entry.position, epoch: entry.epoch, chain: entry.chain))
            try database.write(batch, sync: true)
        }
    }

    /// Closes the database; nobody may be writing.
    package func close() { database.close(within: .zero) }
}
