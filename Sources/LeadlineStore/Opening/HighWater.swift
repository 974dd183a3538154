internal import Synchronization

/// Remembers outside LevelDB up to which position everything is durable.
///
/// LevelDB takes a log that lost its end for a shorter log; this note tells the difference.
final class HighWater: Sendable {
    private struct Mark {
        var synced: UInt64
        var noted: UInt64
        var due: ContinuousClock.Instant
    }

    private let directory: DataDirectory
    private let mark: Mutex<Mark>

    private static let interval = Duration.seconds(1)

    /// Begins with everything up to `synced` durable, and nothing noted.
    init(_ directory: DataDirectory, synced: UInt64) {
        self.directory = directory
        mark = Mutex(Mark(synced: synced, noted: 0, due: .now + Self.interval))
    }

    /// The position last noted by this process.
    var noted: UInt64 { mark.withLock { $0.noted } }

    /// How long until a note is to be written; nil while there is nothing to note.
    var untilDue: Duration? {
        mark.withLock { $0.synced > $0.noted ? max(.zero, $0.due - .now) : nil }
    }

    /// Everything up to `position` is durable now.
    func advance(to position: UInt64) {
        mark.withLock { $0.synced = position }
    }

    /// Writes the note, unless the last one is less than a second old.
    func noteIfDue() {
        let now = ContinuousClock.now
        guard mark.withLock({ now >= $0.due && $0.synced > $0.noted }) else { return }
        note()
    }

    /// Writes the note.
    ///
    /// When that fails the older note stays, and with it a weaker guard; the next call tries again,
    /// and `noted` shows that it lags.
    func note() {
        let synced = mark.withLock { mark in
            mark.due = .now + Self.interval
            return mark.synced
        }
        do throws(StoreFault) {
            try directory.noteHighWater(synced)
            mark.withLock { $0.noted = synced }
        } catch {
            return
        }
    }
}
