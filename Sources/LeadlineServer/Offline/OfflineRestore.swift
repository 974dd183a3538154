package import LeadlineBackup
import LeadlineEngine
import LeadlineStore

/// Puts a backup back while nobody serves the directory.
package enum OfflineRestore {
    /// What was restored, and what it lacks.
    package struct Report: Sendable {
        /// The backup.
        package let manifest: BackupManifest
        /// The newest event that anything beside the backup knows of.
        package let newestKnown: UInt64
        /// Records that were erased after the backup, and now are again.
        package let erasedAgain: Int
        /// Erasures that cannot be repeated by themselves.
        package let unnamed: Int

        /// The events that are known to have been, and are not in the backup.
        package var gap: ClosedRange<UInt64>? {
            let event = manifest.place.event
            return newestKnown > event ? event + 1...newestKnown : nil
        }
    }

    /// Restores, and erases again who was erased since.
    ///
    /// - Parameters:
    ///   - backup: The backup's folder.
    ///   - path: The data directory.
    ///   - list: The folder of the list of erasures; nil for the one that the backup is in.
    /// - Returns: What was restored.
    /// - Throws: Why there is nothing to be served; the restore may be run again.
    package static func run(
        from backup: String, to path: String, erasures list: String? = nil
    ) throws(BackupFault) -> Report {
        let reader = try BackupReader(path: backup)
        let shelf = BackupShelf.directory(of: backup)
        let erasures = try ErasureList.read(in: list ?? shelf)
        try Restore.fill(path, from: reader)
        let erasedAgain = try erase(erasures, path)
        let events = try BackupShelf.manifests(in: shelf).map(\.place.event) + [erasures.seen]
        let report = Report(
            manifest: reader.manifest, newestKnown: events.max() ?? 0, erasedAgain: erasedAgain,
            unnamed: erasures.entries.count { $0.kind == .person })
        try Restore.release(path, note: note(report))
        return report
    }

    private static func note(_ report: Report) -> String {
        let manifest = report.manifest
        let beginning = "\(manifest.name), of \(manifest.place.at), "
        guard let gap = report.gap else {
            return beginning + "ends with event \(manifest.place.event)"
        }
        return beginning + "events \(gap.lowerBound) to \(gap.upperBound) are not in it"
    }

    private static func erase(
        _ list: ErasureList, _ path: String
    ) throws(BackupFault) -> Int {
        guard !list.entries.isEmpty else { return 0 }
        var options = StoreOptions(path: path)
        options.isRestoring = true
        do throws(StoreFault) {
            let store = try StoreUpgrade.open(options)
            defer { store.close() }
            return try erase(list, store)
        } catch {
            throw .store(error)
        }
    }

    private static func erase(_ list: ErasureList, _ store: Store) throws(StoreFault) -> Int {
        do throws(BackupFault) {
            return try Engine(store: store).repeatErasures(list)
        } catch {
            throw .failed(operation: "repeating erasures", reason: "\(error)")
        }
    }
}
