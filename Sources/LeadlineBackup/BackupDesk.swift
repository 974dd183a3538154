package import LeadlineStore
import Synchronization

/// The one backup that may be under way, how far it is, and how the last one ended.
package final class BackupDesk: Sendable {
    /// How far a backup is, or was when it ended.
    package struct Progress: Sendable, Equatable {
        /// The backup's name.
        package var name: BackupName
        /// Rows that were looked at.
        package var rowCount = 0
        /// Bytes of them.
        package var byteCount = 0
        /// Bytes that were written; fewer with SINCE.
        package var writtenCount = 0
        /// When it began.
        package var begun = ContinuousClock.now
    }

    /// How the last backup ended.
    package struct Ending: Sendable {
        /// How far it came.
        package let progress: Progress
        /// How long it took.
        package let duration: Duration
        /// The newest event that it has; nil when it failed.
        package let event: UInt64?
    }

    /// What became of a backup, for the log.
    package enum Outcome: Sendable {
        case taken(BackupManifest)
        case failed(BackupName, BackupFault)
    }

    private struct State {
        var running: Progress?
        var last: Ending?
        var outcomes: [Outcome] = []
        var isStopping = false
    }

    private let state = Mutex(State())

    /// Nothing under way.
    package init() {}

    /// The backup that is under way; nil when none is.
    package var running: Progress? { state.withLock { $0.running } }

    /// How the last one of this process ended; nil before there was one.
    package var last: Ending? { state.withLock { $0.last } }

    /// What became of backups since the last call.
    package func takeOutcomes() -> [Outcome] {
        state.withLock { state in
            defer { state.outcomes = [] }
            return state.outcomes
        }
    }

    /// Ends the one that is under way, and lets none begin any more.
    package func stop() { state.withLock { $0.isStopping = true } }

    /// Takes a backup of what a view shows.
    ///
    /// - Parameters:
    ///   - name: How it is called.
    ///   - base: The backup that it is to be an increment to; nil for a whole one.
    ///   - directory: The folder of backups; made when only it is missing.
    ///   - place: How far the view's store has come.
    ///   - view: What is copied, of the mode `scan`.
    ///   - pace: How many bytes it may read in a second, asked again and again; 0 is as fast as it
    ///     can. Throws when it is to end.
    /// - Returns: The manifest, which is on disk with everything that it names.
    /// - Throws: Why there is no backup; nothing that looks like one is left.
    package func take(
        _ name: BackupName, since base: BackupName?, in directory: String,
        _ place: BackupManifest.Place, _ view: inout View, pace: () throws(BackupFault) -> Int
    ) throws(BackupFault) -> BackupManifest {
        try begin(name)
        do throws(BackupFault) {
            let writer = try BackupWriter(name, since: base, in: directory, self)
            let manifest = try writer.run(&view, place, pace)
            end(event: manifest.place.event, .taken(manifest))
            return manifest
        } catch {
            end(event: nil, .failed(name, error))
            throw error
        }
    }

    private func begin(_ name: BackupName) throws(BackupFault) {
        try state.withLock { state throws(BackupFault) in
            guard !state.isStopping else { throw .cancelled }
            if let running = state.running { throw .running(running.name) }
            state.running = Progress(name: name)
        }
    }

    private func end(event: UInt64?, _ outcome: Outcome) {
        state.withLock { state in
            state.outcomes.append(outcome)
            guard let progress = state.running else { return }
            state.running = nil
            state.last = Ending(
                progress: progress, duration: .now - progress.begun, event: event)
        }
    }

    /// Notes how far it is; throws when it is to end.
    func note(rows: Int, bytes: Int, written: Int) throws(BackupFault) {
        try state.withLock { state throws(BackupFault) in
            guard !state.isStopping else { throw .cancelled }
            state.running?.rowCount = rows
            state.running?.byteCount = bytes
            state.running?.writtenCount = written
        }
    }
}
