import LeadlineEngine
import LeadlineStore
import LeadlineWire
import Logging
import Synchronization

/// Makes groups durable, one at a time, and then answers them.
///
/// On a thread of its own, so that the writer executes the next group meanwhile. No reply leaves
/// before its group is durable; when that cannot be told, every request of the group is answered
/// `UNCERTAIN` (`reliability.md` H2, H3).
final class CommitLane: Sendable {
    private let backend: Backend
    private let journal: any Journal
    /// Called once, when a commit's outcome is unknown.
    private let onUncertain: @Sendable () -> Void
    private let handed = Mutex<GroupCommit?>(nil)
    private let isBusy = Atomic<Bool>(false)
    private let isEnding = Atomic<Bool>(false)
    private let bell = Doorbell()
    private let lastNanoseconds = Atomic<Int>(0)

    /// A lane whose thread has not begun.
    init(
        backend: Backend, journal: any Journal, onUncertain: @escaping @Sendable () -> Void
    ) {
        self.backend = backend
        self.journal = journal
        self.onUncertain = onUncertain
    }

    /// Whether the last group that was handed over is answered, and the caller's again.
    var isIdle: Bool { !isBusy.load(ordering: .acquiring) }

    /// How long the last commit took.
    var lastDuration: Duration { .nanoseconds(lastNanoseconds.load(ordering: .relaxed)) }

    /// Has the lane's thread commit a group; only while the lane is idle.
    func hand(_ group: GroupCommit) {
        handed.withLock { $0 = group }
        isBusy.store(true, ordering: .sequentiallyConsistent)
        bell.ring()
    }

    /// Lets the lane's thread end; only while the lane is idle.
    func end() {
        isEnding.store(true, ordering: .sequentiallyConsistent)
        bell.ring()
    }

    /// The lane's thread: works until `end`, and takes the next group itself where `turns` lets it.
    func run(_ turns: CommitterTurns) {
        while true {
            bell.wait {
                isBusy.load(ordering: .sequentiallyConsistent)
                    || isEnding.load(ordering: .sequentiallyConsistent)
            }
            guard let first = handed.withLock({ $0.take() }) else {
                if isEnding.load(ordering: .sequentiallyConsistent) { return }
                continue
            }
            var next: GroupCommit? = first
            while let group = next {
                commit(group)
                next = turns.relay(self)
            }
        }
    }

    /// Gives the group that was handed over back: the lane has no other.
    func rest() { isBusy.store(false, ordering: .sequentiallyConsistent) }

    /// Makes a group durable and answers it, on the present thread; only while the lane is idle.
    ///
    /// One that could not be made durable waits for `refuse`.
    func commit(_ group: GroupCommit) {
        guard let sealed = group.sealed else {
            group.outcome = .durable
            return group.replies.deliver(upTo: backend.engine.store.position, wakingBlocked: false)
        }
        let before = backend.engine.lastEvent
        let start = ContinuousClock.now
        backend.queue.beginCommit()
        group.outcome = backend.engine.append(sealed, to: journal)
        backend.queue.endCommit()
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        lastNanoseconds.store(
            Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000), ordering: .relaxed)
        guard group.outcome == .durable else { return }
        group.replies.review(sealed.endedLogins)
        backend.engine.store.noteHighWater()
        backend.commits.add(1, ordering: .sequentiallyConsistent)
        group.replies.deliver(upTo: backend.engine.store.position, wakingBlocked: hasBlocked)
        backend.fanOut.publish(after: before, backend.engine)
    }

    /// Answers a group that could not be committed; only once nothing is left of it in the writer,
    /// so that who tries again meets nothing of it.
    func refuse(_ group: GroupCommit) {
        if group.outcome == .superseded {
            group.replies.replaceAll(with: Committer.superseded)
        } else {
            group.replies.replaceAll(with: Writer.uncertain)
            let fault = backend.engine.store.poison.map { "\($0)" } ?? "unknown"
            backend.logger.critical(
                "a commit failed half-way; the server drains and exits",
                metadata: ["fault": "\(fault)"])
            onUncertain()
        }
        group.replies.deliver(upTo: nil, wakingBlocked: false)
    }

    /// Ends the server after a write failed that was no commit: nothing is written any more, and
    /// without a commit nobody else would notice.
    func giveUp(_ fault: StoreFault) {
        backend.logger.critical(
            "a write failed; the server drains and exits", metadata: ["fault": "\(fault)"])
        onUncertain()
    }

    private var hasBlocked: Bool {
        backend.engine.statistics.connectionsBlocked.load(ordering: .sequentiallyConsistent) > 0
    }
}
