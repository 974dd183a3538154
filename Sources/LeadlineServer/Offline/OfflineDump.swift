import Glibc
package import LeadlineBackup
import LeadlineEngine
package import LeadlineStore

/// Everything that a store holds as lines of JSON, and back, while nobody serves it.
package enum OfflineDump {
    /// Writes all rows; answers how many there are.
    package static func write(
        _ options: StoreOptions, _ write: ([UInt8]) throws(BackupFault) -> Void
    ) throws(BackupFault) -> Int {
        let store = try open(options)
        defer { store.close() }
        var view = store.view(.sweep)
        let names = Schema.tableNames(&view)
        return try RowDump.write(&view, names: names, write)
    }

    /// Makes a store of a dump's lines.
    ///
    /// - Parameters:
    ///   - path: The data directory: empty, not there, or half loaded.
    ///   - lines: Called until it answers nil.
    /// - Returns: How many rows there are.
    /// - Throws: `line` with the first that is none; then nothing is served.
    package static func load(
        _ path: String, _ lines: () throws(BackupFault) -> [UInt8]?
    ) throws(BackupFault) -> Int {
        let load = try RowLoad(path: path)
        while let line = try lines() { try load.take(line) }
        let rowCount = try load.finish()
        try compareNames(load, path)
        try Restore.release(path)
        return rowCount
    }

    /// Refuses rows that are of no table, or of another one than the dump says.
    private static func compareNames(_ load: RowLoad, _ path: String) throws(BackupFault) {
        var options = StoreOptions(path: path)
        options.isRestoring = true
        let store = try open(options, raw: true)
        defer { store.close() }
        var view = store.view(.sweep)
        let names = Schema.tableNames(&view)
        for (tag, said) in load.names.sorted(by: { $0.value.line < $1.value.line }) {
            let name = names[tag] ?? (tag < RowDump.firstTableTag ? RowDump.ownName : nil)
            guard name == said.name else {
                throw .line(said.line, reason: "has a row of no table called '\(said.name)'")
            }
        }
    }

    private static func open(_ options: StoreOptions, raw: Bool = false) throws(BackupFault)
        -> Store
    {
        do throws(StoreFault) {
            // Opening would make a store where there is no directory.
            guard access(options.path, F_OK) == 0 else { throw .noStore(path: options.path) }
            return raw ? try Store.open(options) : try StoreUpgrade.open(options)
        } catch {
            throw .store(error)
        }
    }
}
