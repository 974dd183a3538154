internal import Synchronization

/// Whether the file system has room, asked at most once a second.
///
/// LevelDB does not recover from a full disk by itself, so writes are refused before it is full.
final class Room: Sendable {
    private struct Answer {
        var isEnough: Bool
        var due: ContinuousClock.Instant
    }

    private let options: StoreOptions
    private let answer: Mutex<Answer>

    private static let interval = Duration.seconds(1)

    /// Begins with a question due.
    init(_ options: StoreOptions) {
        self.options = options
        answer = Mutex(Answer(isEnough: true, due: .now))
    }

    /// Whether both limits of the options are kept and another file can be made.
    func isEnough() -> Bool {
        answer.withLock { answer in
            let now = ContinuousClock.now
            guard now >= answer.due else { return answer.isEnough }
            answer.due = now + Self.interval
            answer.isEnough = ask()
            return answer.isEnough
        }
    }

    private func ask() -> Bool {
        do throws(StoreFault) {
            let room = try FileSystem.room(options.path)
            let share = room.totalBytes / 100 * options.freePercentMin
            return room.hasFileLeft && room.freeBytes >= max(options.freeBytesMin, share)
        } catch {
            // A directory that cannot be asked is gone, not full: the next commit fails and ends
            // the server, where waiting for room would be for ever.
            return true
        }
    }
}
