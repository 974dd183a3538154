import LeadlineStore

/// Puts a backup back.
package enum Restore {
    /// Makes the store that was backed up of a backup that was looked through before.
    ///
    /// The store is whole on return, and not served until `release`. When it throws, the folder is
    /// refused by a server, and may be restored into again.
    ///
    /// - Parameters:
    ///   - path: The data directory: empty, or not there, or half restored.
    ///   - backup: The backup.
    /// - Throws: `damaged` before anything is touched when the backup is not sound, or those it
    ///   needs are not; `store` when the directory is not to be touched.
    package static func fill(
        _ path: String, from backup: BackupReader
    ) throws(BackupFault) {
        try backup.verify()
        let filler = try stored { () throws(StoreFault) in try StoreFiller(path: path) }
        try backup.eachRow { (key: [UInt8], value: [UInt8]) throws(BackupFault) in
            try stored { () throws(StoreFault) in try filler.put(key, value) }
        }
        let head = try stored { () throws(StoreFault) in try filler.finish() }
        let manifest = backup.manifest
        guard head.position == manifest.position, head.chain == manifest.chain,
            head.epoch == manifest.epoch
        else {
            throw .store(.corrupt("the rows end at \(head.position), not at \(manifest.position)"))
        }
    }

    /// Has a store that was restored be served from now on; the next start tells the note, if any.
    package static func release(_ path: String, note: String? = nil) throws(BackupFault) {
        try stored { () throws(StoreFault) in
            if let note { try RestoreNote.leave(note, in: path) }
            try StoreFiller.release(path: path)
        }
    }

    /// What a store throws, as a fault of a backup.
    static func stored<T>(
        _ body: () throws(StoreFault) -> T
    ) throws(BackupFault) -> T {
        do throws(StoreFault) {
            return try body()
        } catch {
            throw .store(error)
        }
    }
}
