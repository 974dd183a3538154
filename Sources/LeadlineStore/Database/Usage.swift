internal import Glibc
internal import Synchronization

/// Who uses the database now: LevelDB dies when it is closed under a reader.
final class Usage: Sendable {
    private struct Cursors {
        var begun = 0
        var opened: [Int: ContinuousClock.Instant] = [:]
    }

    private let users = Atomic<Int>(0)
    private let isClosing = Atomic<Bool>(false)
    private let cursors = Mutex(Cursors())

    /// Enters for one call; false when the store is closing.
    func enter() -> Bool {
        users.add(1, ordering: .sequentiallyConsistent)
        guard isClosing.load(ordering: .sequentiallyConsistent) else { return true }
        leave()
        return false
    }

    /// Ends what `enter` began.
    func leave() {
        users.subtract(1, ordering: .sequentiallyConsistent)
    }

    /// Enters for the life of an iterator; nil when the store is closing.
    func beginCursor() -> Int? {
        guard enter() else { return nil }
        return cursors.withLock {
            $0.begun += 1
            $0.opened[$0.begun] = .now
            return $0.begun
        }
    }

    /// Ends what `beginCursor` began.
    func endCursor(_ number: Int) {
        cursors.withLock { _ = $0.opened.removeValue(forKey: number) }
        leave()
    }

    /// How many iterators there are, and how old the oldest is.
    var openCursors: (count: Int, oldest: Duration) {
        cursors.withLock {
            let first = $0.opened.values.min()
            return ($0.opened.count, first.map { ContinuousClock.now - $0 } ?? .zero)
        }
    }

    /// Lets nobody in any more and waits for those inside; false when they stayed too long.
    func close(within limit: Duration) -> Bool {
        isClosing.store(true, ordering: .sequentiallyConsistent)
        let deadline = ContinuousClock.now + limit
        while users.load(ordering: .sequentiallyConsistent) > 0 {
            guard ContinuousClock.now < deadline else { return false }
            usleep(1000)
        }
        return true
    }
}
