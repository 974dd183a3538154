import LeadlineEngine
import LeadlineStore
import LeadlineWire
import Logging
import NIOCore
import Synchronization

/// The writer's thread: takes what is queued, executes it, commits it at once, then answers it.
///
/// One group is in flight and no timer delays it: what arrives while a group is executed joins it,
/// what arrives while it is committed is the next one. No reply leaves before the group is durable;
/// when that cannot be told, every request of the group is answered `UNCERTAIN` and nothing is
/// executed any more. Confined to the thread that calls `run`.
final class Committer {
    private let backend: Backend
    private let writer: Writer
    private let replies: CommittedReplies
    private let clock = ContinuousClock()
    /// Called once, when a commit's outcome is unknown.
    private let onUncertain: () -> Void

    private var taken: [RequestSlice] = []
    /// The first slice of `taken` that is not answered whole.
    private var next = 0
    private var decoder = RequestDecoder()
    private var request = Request()
    private var isPoisoned = false

    /// A committer for `backend`'s queue that has not begun.
    init(
        backend: Backend, writer: Writer, registries: [NIOLoopBound<ConnectionRegistry>],
        onUncertain: @escaping () -> Void
    ) {
        self.backend = backend
        self.writer = writer
        self.onUncertain = onUncertain
        replies = CommittedReplies(engine: backend.engine, registries: registries)
    }

    /// Works until the queue is closed and empty.
    func run() {
        while next < taken.count || backend.queue.waitForMore() {
            execute()
            commit()
        }
    }

    // MARK: - One group

    /// Executes what is queued until nothing is left or the group is large or old enough.
    private func execute() {
        let deadline = clock.now + backend.limits.executingMax
        while refill() {
            while next < taken.count {
                executeSlice(until: deadline)
                if isOver(at: deadline) { return }
            }
        }
    }

    /// Looks for more slices once all that were taken are executed.
    private func refill() -> Bool {
        if next < taken.count { return true }
        taken.removeAll(keepingCapacity: true)
        next = 0
        return backend.queue.take(into: &taken)
    }

    /// Executes the present slice, or as much of it as the group has room for.
    private func executeSlice(until deadline: ContinuousClock.Instant) {
        var slice = taken[next]
        // Uniquely held bytes are framed without a copy, whatever telnet left in them.
        taken[next].frames = ByteBuffer()
        replies.begin(slice)
        let writesBefore = writer.writesInGroup
        repeat {
            if isPoisoned { replies.add(Self.draining) } else { step(&slice) }
        } while replies.openCount < slice.count && !isOver(at: deadline)
        let count = replies.end(hasWritten: writer.writesInGroup > writesBefore)
        backend.queue.release(count)
        slice.count -= count
        if slice.count > 0 {
            taken[next] = slice
        } else {
            next += 1
            decoder = RequestDecoder()
        }
    }

    /// Executes one request.
    private func step(_ slice: inout RequestSlice) {
        if let block = slice.block {
            return replies.add { writer.execute(block, slice.caller, &$0) }
        }
        while true {
            switch decoder.next(&slice.frames, &request.frame, limits: .authenticated) {
            case .skipped: continue
            case .request: return replies.add { writer.execute(&request, slice.caller, &$0) }
            case .incomplete, .malformed, .telnet, .foreign, .quit:
                backend.logger.critical("the writer framed other requests than the connection did")
                return replies.add(Writer.misframed)
            }
        }
    }

    /// Whether the group is to be committed before more is executed.
    private func isOver(at deadline: ContinuousClock.Instant) -> Bool {
        writer.isFull || replies.byteCount >= backend.limits.groupReplyBytesMax
            || clock.now >= deadline
    }

    private func commit() {
        let hasWritten = !writer.isEmpty
        let told = hasWritten ? backend.fanOut.start(backend.engine) : nil
        var position: UInt64?
        switch writer.commit() {
        case .durable:
            position = backend.engine.store.position
            replies.review(writer.takeEndedLogins())
            if hasWritten {
                backend.engine.store.noteHighWater()
                backend.commits.add(1, ordering: .sequentiallyConsistent)
            }
        case .superseded: replies.replaceAll(with: Self.superseded)
        case .unknown:
            replies.replaceAll(with: Writer.uncertain)
            isPoisoned = true
            let fault = backend.engine.store.poison.map { "\($0)" } ?? "unknown"
            backend.logger.critical(
                "a commit failed half-way; the server drains and exits",
                metadata: ["fault": "\(fault)"])
            onUncertain()
        }
        replies.deliver(upTo: position, wakingBlocked: hasWritten && hasBlocked)
        if let told, position != nil { backend.fanOut.publish(after: told, backend.engine) }
    }

    private var hasBlocked: Bool {
        backend.engine.statistics.connectionsBlocked.load(ordering: .sequentiallyConsistent) > 0
    }

    private static let draining = Rejection(
        .shutdown, "the server is going down; nothing was executed; reconnect")
    private static let superseded = Rejection(
        .tryAgain, "another writer has taken over; nothing was executed")
}
