import Synchronization

/// The committer, and whose turn it is with it: the writer's thread, or the lane's while that one
/// sleeps.
///
/// So a group that was executed while another was synced is on its way at once, without waiting for
/// a thread to wake.
final class CommitterTurns: Sendable {
    private let committer: Mutex<Committer>
    private let queue: WriterQueue

    /// Turns with a committer for this queue that has not begun.
    init(_ committer: sending Committer, _ queue: WriterQueue) {
        self.committer = Mutex(committer)
        self.queue = queue
    }

    /// The writer's thread: works until the queue is closed and empty, then has the lane end.
    func run(_ lane: CommitLane) {
        while true {
            switch committer.withLock({ $0.work() }) {
            case .none: continue
            case .lane(let takesMore): queue.wait { lane.isIdle || takesMore && queue.hasMore }
            case .requests(let patience):
                if !queue.waitForMore(atMost: patience) { return lane.end() }
            }
        }
    }

    /// The lane's thread, done with its group: answers the next one, nil when the writer hands it
    /// over or there is none, and the lane has to rest.
    func relay(_ lane: CommitLane) -> GroupCommit? {
        let turn = committer.withLockIfAvailable { committer in
            let group = committer.relay()
            // Before the writer's next turn, which may hand the next group over.
            if group == nil { lane.rest() }
            return (group: group, hasWork: committer.hasWork)
        }
        guard let turn, let group = turn.group else {
            if turn == nil { lane.rest() }
            queue.wake()
            return nil
        }
        if turn.hasWork { queue.wake() }
        return group
    }
}
