import LeadlineEngine
import LeadlineStore

/// One group on its way: to the disk, and its replies to the connections.
///
/// Belongs to the writer's thread; from `CommitLane.hand` until the lane is idle again, to the
/// lane's. That is all that makes it safe to send.
final class GroupCommit: @unchecked Sendable {
    /// What its requests are answered.
    let replies: CommittedReplies
    /// What is to be written; nil when the group only reads.
    var sealed: SealedGroup?
    /// What became of it.
    var outcome = Outcome.durable

    /// An empty group.
    init(replies: CommittedReplies) { self.replies = replies }
}
