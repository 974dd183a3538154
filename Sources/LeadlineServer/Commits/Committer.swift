import LeadlineEngine
import LeadlineStore
import LeadlineWire
import Logging
import NIOCore

/// Takes what is queued, executes it, and hands it over to be committed.
///
/// While one group is made durable the next is executed over it; it leaves when the one before is
/// done, and no timer delays it. When a group cannot be committed, nothing of the next one happened
/// either. Confined to the thread whose turn it is: see `CommitterTurns`.
final class Committer {
    /// What the writer's thread waits for when it has done what it can.
    enum Rest {
        /// Nothing: it goes on at once.
        case none
        /// That the lane is done, or, where the group takes more, for more requests.
        case lane(takesMore: Bool)
        /// Requests, or that something is due, so much later at most.
        case requests(atMost: Duration?)
    }

    private let backend: Backend
    private let writer: Writer
    private let lane: CommitLane
    private let clock = ContinuousClock()

    /// The group that is executed.
    private var filling: GroupCommit
    /// The group that the lane has.
    private var flying: GroupCommit?
    /// The other group's memory while the lane has none.
    private var spare: GroupCommit?
    /// When the present group was begun; nil before its first request.
    private var begun: ContinuousClock.Instant?
    /// Whether the last group was of one connection that had nothing more to ask.
    private var isAlone = false
    /// Whether the one before it was.
    private var wasAlone = false

    private var taken: [RequestSlice] = []
    /// The first slice of `taken` that is not answered whole.
    private var next = 0
    /// Slices whose first request works in steps: a group makes one step of one of them, and has
    /// room for what others ask.
    private var stepping: [RequestSlice] = []
    /// What their connections have asked since, which has to wait for its turn.
    private var behind: [RequestSlice] = []
    /// Whether the group has made its step, and whether the one before it had.
    private var hasStepped = false
    private var hadStepped = false
    private var decoder = RequestDecoder.again
    private var request = Request()
    private var isPoisoned = false

    /// A committer for `backend`'s queue that has not begun.
    init(
        backend: Backend, writer: Writer, lane: CommitLane,
        registries: [NIOLoopBound<ConnectionRegistry>]
    ) {
        self.backend = backend
        self.writer = writer
        self.lane = lane
        func group() -> GroupCommit {
            GroupCommit(
                replies: CommittedReplies(engine: backend.engine, registries: registries))
        }
        filling = group()
        spare = group()
    }

    /// The writer's turn: executes what there is and has it committed as soon as that can be.
    func work() -> Rest {
        fire()
        execute()
        if flying != nil, lane.isIdle { land() }
        noticePoison()
        if flying == nil, let group = close() { depart(group) }
        guard flying != nil else {
            guard next == taken.count, stepping.isEmpty else { return .none }
            // The last commits of a burst are noted, too, when no other follows them.
            backend.engine.store.noteHighWater()
            return .requests(atMost: patience)
        }
        let takesMore = !isOver
        return takesMore && hasWork ? .none : .lane(takesMore: takesMore)
    }

    /// The lane's turn, done with its group: answers the next one, which is its own at once.
    ///
    /// The writer sleeps meanwhile, and is to be woken when `hasWork`.
    func relay() -> GroupCommit? {
        land()
        let group = close()
        flying = group
        return group
    }

    /// Whether something waits that the group may take.
    var hasWork: Bool { next < taken.count || mayStep }

    /// For how long nothing is to be done by itself; nil for as long as nobody asks for something.
    private var patience: Duration? {
        guard !isPoisoned else { return nil }
        guard let note = backend.engine.store.untilNote else { return writer.untilDue }
        return min(note, writer.untilDue ?? note)
    }

    /// Notices that something else than a commit could not be written; what becomes of a group
    /// tells of the others.
    private func noticePoison() {
        guard !isPoisoned, flying == nil, let fault = backend.engine.store.poison else { return }
        isPoisoned = true
        lane.giveUp(fault)
    }

    // MARK: - Executing

    /// Has happen what is due, as much of it as leaves those who ask their turn.
    private func fire() {
        guard writer.isDue, !isPoisoned, !isOver else { return }
        writer.fireDue(atMost: backend.limits.firingsPerTurnMax)
    }

    /// Executes what is queued until nothing is left or the group is over.
    private func execute() {
        makeStep()
        while !isOver, refill() {
            while next < taken.count {
                executeNext()
                if isOver { return }
            }
        }
    }

    /// Executes the next slice, unless something that its connection has asked before is not done.
    private func executeNext() {
        var slice = taken[next]
        // Uniquely held bytes are framed without a copy, whatever telnet left in them.
        taken[next].frames = ByteBuffer()
        next += 1
        guard !isStepping(slice) else { return behind.append(slice) }
        executeSlice(&slice)
        guard slice.count > 0, !isStepping(slice) else { return }
        if writer.isUnfinished, !isPoisoned {
            // Nobody else may write before it goes on.
            next -= 1
            taken[next] = slice
        } else {
            giveWay(slice)
        }
    }

    /// Has the rest of a slice wait behind what other connections have asked meanwhile, so that one
    /// that asks for thousands at once keeps the others waiting for a part of a group only.
    private func giveWay(_ rest: RequestSlice) {
        taken.removeSubrange(..<next)
        next = 0
        backend.queue.take(behind: &taken)
        // What its own connection has asked since stays behind it.
        let since = taken.filter { $0.caller.origin == rest.caller.origin }
        if !since.isEmpty { taken.removeAll { $0.caller.origin == rest.caller.origin } }
        taken.append(rest)
        taken += since
    }

    /// Whether the group may make a step: one, and not at once after another while somebody waits.
    private var mayStep: Bool {
        guard !stepping.isEmpty, !hasStepped else { return false }
        return !hadStepped || next == taken.count && !backend.queue.hasMore
    }

    /// Makes the group's step of what works in steps.
    private func makeStep() {
        guard mayStep, !isOver else { return }
        var slice = stepping.removeFirst()
        hasStepped = true
        executeSlice(&slice)
        guard !isStepping(slice) else { return }
        // What came behind it has its turn before anything newer.
        taken.replaceSubrange(..<next, with: (slice.count > 0 ? [slice] : []) + behind)
        behind.removeAll(keepingCapacity: true)
        next = 0
    }

    /// Whether a request of the slice's connection works in steps and is not done.
    private func isStepping(_ slice: RequestSlice) -> Bool {
        stepping.contains { $0.caller.origin == slice.caller.origin }
    }

    /// Looks for more slices once all that were taken are executed.
    private func refill() -> Bool {
        if next < taken.count { return true }
        taken.removeAll(keepingCapacity: true)
        next = 0
        return backend.queue.take(into: &taken)
    }

    /// Executes a slice, or as much of it as the group has room for; the rest is left in it.
    private func executeSlice(_ slice: inout RequestSlice) {
        if begun == nil { begun = clock.now }
        filling.replies.begin(slice)
        let writesBefore = writer.writesInGroup
        repeat {
            if isPoisoned {
                filling.replies.add(slice.hasBegun ? Self.interrupted : Self.draining)
            } else {
                step(&slice)
            }
            if !writer.isUnfinished { slice.hasBegun = false }
        } while filling.replies.openCount < slice.count && !isOver && !isBetweenSteps && !isLong
        let count = filling.replies.end(hasWritten: writer.writesInGroup > writesBefore)
        backend.queue.release(count)
        slice.count -= count
        // Whatever is executed next begins between two requests, of this slice or another.
        decoder = .again
        guard slice.count > 0, isBetweenSteps else { return }
        hasStepped = true
        slice.hasBegun = true
        stepping.append(slice)
    }

    /// Whether the slice has had a good part of the group while others wait.
    private var isLong: Bool {
        filling.replies.openCount >= backend.limits.sliceRequestsMax
            && (next < taken.count || backend.queue.hasMore)
    }

    /// Whether the last request has a step before it and another behind, between which others have
    /// their turn.
    private var isBetweenSteps: Bool {
        writer.isUnfinished && writer.isInterruptible && !isPoisoned
    }

    /// Executes one request.
    private func step(_ slice: inout RequestSlice) {
        if let block = slice.block {
            return filling.replies.add { writer.execute(block, slice.caller, &$0) }
        }
        while true {
            let start = slice.frames.readerIndex
            switch decoder.next(&slice.frames, &request.frame, limits: .authenticated) {
            case .skipped: continue
            case .request:
                writer.isGoingOn = slice.hasBegun
                filling.replies.add { writer.execute(&request, slice.caller, &$0) }
                if writer.isUnfinished {
                    // Once more in the next group; what was not answered counts for nothing.
                    filling.replies.takeBack()
                    slice.frames.moveReaderIndex(to: start)
                }
                return
            case .incomplete, .malformed, .telnet, .foreign, .quit:
                backend.logger.critical("the writer framed other requests than the connection did")
                return filling.replies.add(Writer.misframed)
            }
        }
    }

    /// Whether the group takes no more: it is full, or old enough and the lane waits for it.
    private var isOver: Bool {
        if writer.isFull || writer.isUnfinished && !writer.isInterruptible
            || filling.replies.byteCount >= backend.limits.groupReplyBytesMax
        {
            return true
        }
        guard let begun, flying == nil || lane.isIdle else { return false }
        return clock.now - begun >= min(backend.limits.executingMax, lane.lastDuration)
    }

    // MARK: - Committing

    /// Takes back the group that the lane is done with.
    private func land() {
        guard let group = flying else { return }
        flying = nil
        spare = group
        conclude(group)
    }

    /// Ends the present group, unless it is empty, and begins the next; only while none flies.
    private func close() -> GroupCommit? {
        let group = filling
        guard let other = spare, group.replies.sliceCount > 0 || !writer.isEmpty else {
            // What was due could not happen: the next group begins without it.
            _ = writer.seal()
            return nil
        }
        group.sealed = writer.seal()
        begun = nil
        hadStepped = hasStepped
        hasStepped = false
        filling = other
        spare = nil
        wasAlone = isAlone
        isAlone = group.replies.sliceCount == 1 && !hasWork && !backend.queue.hasMore
        return group
    }

    /// Has a group committed that was ended.
    private func depart(_ group: GroupCommit) {
        flying = group
        guard isAlone, wasAlone else { return lane.hand(group) }
        // One connection that waits for its replies: nothing would be executed meanwhile.
        lane.commit(group)
        land()
    }

    /// Learns what became of a group.
    private func conclude(_ group: GroupCommit) {
        guard group.sealed != nil else { return }
        writer.settle()
        guard group.outcome != .durable else {
            if group.sealed?.hasErased == true { backend.readers.compactErased(backend) }
            return
        }
        writer.lookAgain()
        lane.refuse(group)
        isPoisoned = isPoisoned || group.outcome == .unknown
        // Also when it is the next group itself, just emptied by its refusal.
        filling.replies.replaceAll(with: isPoisoned ? Self.draining : Self.superseded)
    }

    private static let draining = Rejection(
        .shutdown, "the server is going down; nothing was executed; reconnect")
    /// What a request is told of whose steps some are made, and that comes to no end here.
    static let interrupted = Rejection(
        .uncertain, "a part was executed and stays; reconnect and send it again to go on")
    /// What every request of a group is told that another writer has forestalled.
    static let superseded = Rejection(
        .tryAgain, "another writer has taken over; nothing was executed")
}
