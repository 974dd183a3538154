import LeadlineEngine
import LeadlineStore

/// One group on its way: to the disk, and its replies to the connections.
///
/// Belongs to whoever has the committer; from when it is ended until it is committed, to the thread
/// that commits it. That is all that makes it safe to send.
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
