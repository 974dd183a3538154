internal import Synchronization

/// Whether the file system has room, asked once a second, and sooner where much is written.
///
/// LevelDB does not recover from a full disk by itself, so writes are refused before it is full.
final class Room: Sendable {
    private struct Answer {
        var isEnough: Bool
        var due: ContinuousClock.Instant
    }

    private let options: StoreOptions
    private let answer: Mutex<Answer>
    /// How many bytes were written since it was asked.
    private let written = Atomic<Int>(0)

    private static let interval = Duration.seconds(1)
    /// A sixteenth of the least that is kept free: LevelDB writes each byte several times.
    private static let intervalBytes = Int(StoreOptions.freeBytesLeast / 16)

    /// Begins with a question due.
    init(_ options: StoreOptions) {
        self.options = options
        answer = Mutex(Answer(isEnough: true, due: .now))
    }

    /// Whether both limits of the options are kept and another file can be made.
    func isEnough() -> Bool {
        answer.withLock { answer in
            let now = ContinuousClock.now
            guard now >= answer.due || written.load(ordering: .relaxed) >= Self.intervalBytes
            else { return answer.isEnough }
            written.store(0, ordering: .relaxed)
            answer.due = now + Self.interval
            answer.isEnough = ask()
            return answer.isEnough
        }
    }

    /// Notes that so many bytes were written.
    func note(written count: Int) { written.wrappingAdd(count, ordering: .relaxed) }

    private func ask() -> Bool {
        do throws(StoreFault) {
            let room = try FileSystem.room(options.path)
            let share = room.totalBytes / 100 * options.freePercentMin
            let least = options.freeBytesMin ?? options.freeBytesMin(of: room.totalBytes)
            return room.hasFileLeft && room.freeBytes >= max(least, share)
        } catch {
            // A directory that cannot be asked is gone, not full: the next commit fails and ends
            // the server, where waiting for room would be for ever.
            return true
        }
    }
}
