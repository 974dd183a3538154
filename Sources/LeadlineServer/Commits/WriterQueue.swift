import Synchronization

/// The way from the event loops to the writer: one queue, bounded in requests.
///
/// A loop reserves a place for each request before it promises a reply, so that a full queue is
/// noticed while the request can still be refused in its turn.
final class WriterQueue: Sendable {
    private let slices = Mutex<[RequestSlice]>([])
    /// Slices in the queue; kept beside it so that looking costs no lock.
    private let sliceCount = Atomic<Int>(0)
    private let reservedCount = Atomic<Int>(0)
    private let isClosed = Atomic<Bool>(false)
    private let bell = Doorbell()
    private let requestsMax: Int
    private let commitMax: Duration
    /// When the commit that is under way was begun, in nanoseconds since `start`; 0 while none is.
    private let commitBegan = Atomic<Int64>(0)
    private let start = ContinuousClock.now

    /// A queue of at most `requestsMax` requests that have not been executed, which takes none
    /// while a commit is under way for longer than `commitMax`.
    init(requestsMax: Int, commitMax: Duration) {
        self.requestsMax = requestsMax
        self.commitMax = commitMax
    }

    /// Says that a group is on its way to the disk.
    func beginCommit() { commitBegan.store(now, ordering: .relaxed) }

    /// Says that the disk has answered.
    func endCommit() { commitBegan.store(0, ordering: .relaxed) }

    /// Whether the disk has not answered for so long that more requests would wait for ever.
    var isStuck: Bool {
        let began = commitBegan.load(ordering: .relaxed)
        return began > 0 && Duration.nanoseconds(now - began) > commitMax
    }

    /// Nanoseconds since the queue was made; at least 1.
    private var now: Int64 {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return max(1, seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    /// Requests that are queued or about to be.
    var requestCount: Int { reservedCount.load(ordering: .relaxed) }

    /// Whether all places are taken.
    var isFull: Bool { requestCount >= requestsMax }

    /// Keeps a place for one request; false when there is none, or the disk is stuck, and the
    /// request is to be refused.
    func reserve() -> Bool {
        guard !isStuck else { return false }
        let count = reservedCount.add(1, ordering: .relaxed).newValue
        guard count > requestsMax else { return true }
        release(1)
        return false
    }

    /// Gives up the places of requests that have been executed.
    func release(_ count: Int) { reservedCount.subtract(count, ordering: .relaxed) }

    /// Moves one loop's slices, whose places were reserved, into the queue.
    func push(_ pushed: inout [RequestSlice]) {
        slices.withLock { $0.append(contentsOf: pushed) }
        sliceCount.add(pushed.count, ordering: .sequentiallyConsistent)
        pushed.removeAll(keepingCapacity: true)
        bell.ring()
    }

    /// Moves all that is queued into `taken`; false when nothing was there.
    ///
    /// `taken` must be empty: a swap behind leftovers would put old requests after new ones.
    func take(into taken: inout [RequestSlice]) -> Bool {
        assert(taken.isEmpty, "what was taken before has not been executed")
        guard sliceCount.load(ordering: .sequentiallyConsistent) > 0 else { return false }
        slices.withLock { swap(&$0, &taken) }
        sliceCount.subtract(taken.count, ordering: .sequentiallyConsistent)
        return !taken.isEmpty
    }

    /// Moves all that is queued behind what was taken before.
    func take(behind taken: inout [RequestSlice]) {
        guard hasMore else { return }
        let count = slices.withLock { queued in
            taken.append(contentsOf: queued)
            defer { queued.removeAll(keepingCapacity: true) }
            return queued.count
        }
        sliceCount.subtract(count, ordering: .sequentiallyConsistent)
    }

    /// Whether there is something to take.
    var hasMore: Bool { sliceCount.load(ordering: .sequentiallyConsistent) > 0 }

    /// Sleeps until there is something to take, or for so long; false once the queue is closed and
    /// empty.
    func waitForMore(atMost patience: Duration? = nil) -> Bool {
        if hasMore { return true }
        if isClosed.load(ordering: .sequentiallyConsistent) { return false }
        func isReady() -> Bool { hasMore || isClosed.load(ordering: .sequentiallyConsistent) }
        if let patience {
            if patience > .zero { bell.wait(unless: isReady, atMost: patience) }
        } else {
            bell.wait(unless: isReady)
        }
        return true
    }

    /// Sleeps until `isReady`, of which `wake` has been called after it came to hold; it may return
    /// before.
    func wait(until isReady: () -> Bool) { bell.wait(unless: isReady) }

    /// Has the writer look again at what it waits for.
    func wake() { bell.ring() }

    /// Lets the writer end when the queue is empty; nothing may be pushed any more.
    func close() {
        isClosed.store(true, ordering: .sequentiallyConsistent)
        bell.ring()
    }
}
