import LeadlineEngine
import LeadlineWire
import NIOCore

/// One reading request that runs on the reader pool, perhaps repeatedly when it waits for events.
struct Scan: Sendable {
    /// Its command's place in the table.
    let command: Int
    let request: Request
    let caller: Caller
    let format: ReplyFormat
    /// The event after which it goes on, once it has waited.
    var resume: UInt64?
    /// When it stops waiting; nil before it has waited, and when it waits for ever.
    var deadline: NIODeadline?
    /// Whether it has to answer now, with whatever there is.
    var isLastTry = false

    /// What became of one run.
    enum Outcome: Sendable {
        /// The whole reply.
        case answered(ByteBuffer)
        /// There is nothing to answer yet; `seenCommits` is how many commits it may have seen.
        case waits(Reader.Wait, seenCommits: UInt64)
    }

    /// Takes over how a run wants to wait; the first run's patience counts for all.
    mutating func apply(_ wait: Reader.Wait, now: NIODeadline) {
        if resume == nil, let milliseconds = wait.milliseconds {
            deadline = now + .milliseconds(milliseconds)
        }
        resume = wait.after
    }

    /// Whether its time to wait is over.
    func isOverdue(at now: NIODeadline) -> Bool {
        guard let deadline else { return false }
        return deadline <= now
    }
}
