import LeadlineDomain
import LeadlineStore
package import LeadlineWire
import NIOCore

/// One block while the writer executes it: which command is next, and what was answered so far.
struct BlockRun {
    /// Why nothing of the block is done.
    struct Failure: Error {
        let place: Int
        let cause: Rejection
        /// Whether the error has been counted where it arose.
        var isNoted = false
    }

    let script: BlockScript
    /// The command that is executed now, from 0.
    private(set) var place = 0
    /// The writes that succeeded.
    var writeCount = 0
    /// What the commands have created.
    private(set) var created = BlockIDs()
    var request = Request()
    /// The replies, one behind the other.
    var replies: ReplyWriter
    /// Where each of them ends.
    private(set) var ends: [Int] = []

    private var decoder = RequestDecoder.again
    private var frames: ByteBuffer
    private var ready: ArraySlice<BlockScript.Ready>

    /// A run of which nothing has been executed.
    init(_ script: BlockScript, _ format: ReplyFormat) {
        self.script = script
        frames = script.frames
        ready = script.ready[...]
        replies = ReplyWriter(format: format.ofBlockParts)
        ends.reserveCapacity(script.count)
    }

    /// Whether commands are left.
    var isUnderWay: Bool { place < script.count }

    /// Takes over a reply that is ready; false when the next command is to be executed.
    mutating func takeReady() -> Bool {
        guard let next = ready.first, next.place == place else { return false }
        ready = ready.dropFirst()
        replies.buffer.writeImmutableBuffer(next.reply)
        close(created: nil)
        return true
    }

    /// Frames the next command that is to be executed.
    mutating func frame() throws(Failure) {
        guard decoder.nextRequest(&frames, &request.frame) else {
            throw Failure(place: place, cause: Writer.misframed)
        }
        request.blockIDs = created
    }

    /// Ends the present command, whose reply has been written.
    mutating func close(created id: Text?) {
        created.append(id)
        ends.append(replies.buffer.writerIndex)
        place += 1
    }

    /// Puts another reply in every command's place: the cause in one, and in the others that it
    /// undid them.
    mutating func abort(_ failure: Failure, _ engine: Engine) {
        let cause = failure.cause
        let aborted = Rejection(
            .aborted, "command \(failure.place + 1): \(cause.code.word) \(cause.message)")
        replies = ReplyWriter(format: replies.format)
        ends.removeAll(keepingCapacity: true)
        for place in 0..<script.count {
            if place == failure.place, failure.isNoted {
                replies.rejection(cause)
            } else {
                engine.write(place == failure.place ? cause : aborted, nil, to: &replies)
            }
            ends.append(replies.buffer.writerIndex)
        }
    }
}

/// How much one block may cost before it is given up: nothing else is written meanwhile.
package struct BlockLimits: Sendable {
    /// Bytes of the replies to its commands.
    package var replyBytes = EngineLimits.blockReplyBytesMax
    /// Rows that it looks at.
    package var rows = EngineLimits.blockRowsMax

    package init() {}
}

extension Writer {
    /// Executes a block: all its writes are made, or none; the reply to EXEC is complete on return.
    ///
    /// Its reads see its earlier writes, and one that finds nothing to answer harms no write.
    package func execute(_ script: BlockScript, _ caller: Caller, _ reply: inout ReplyWriter) {
        let stopwatch = Stopwatch()
        defer { engine.finishBlock(stopwatch) }
        var run = BlockRun(script, reply.format)
        let oldestKey = keptKeys.oldest
        do throws(BlockRun.Failure) {
            try group.transact { (_: inout Changes) throws(BlockRun.Failure) in
                try self.execute(&run, caller)
            }
            countWrites(run.writeCount)
        } catch {
            // Keys that its commands had forgotten are back.
            keptKeys.oldest = oldestKey
            run.abort(error, engine)
        }
        reply.block(run.replies.buffer, ends: run.ends)
    }

    private func execute(_ run: inout BlockRun, _ caller: Caller) throws(BlockRun.Failure) {
        while run.isUnderWay {
            if !run.takeReady() {
                try run.frame()
                let effect = perform(&run.request, caller, &run.replies, inBlock: true)
                if let cause = effect.rejection {
                    throw BlockRun.Failure(place: run.place, cause: cause, isNoted: true)
                }
                if effect.hasWritten { run.writeCount += 1 }
                run.close(created: effect.created)
            }
            try checkLimits(run)
        }
    }

    private func checkLimits(_ run: borrowing BlockRun) throws(BlockRun.Failure) {
        // The limit is met by the command before the one that would be next.
        let place = run.place - 1
        if group.hasFault {
            throw BlockRun.Failure(place: place, cause: Self.unreadable)
        }
        guard run.replies.buffer.readableBytes <= blockLimits.replyBytes else {
            let limit = blockLimits.replyBytes
            throw BlockRun.Failure(
                place: place,
                cause: Rejection(.limit, "the replies to a block are at most \(limit) bytes"))
        }
        guard group.rowsRead <= blockLimits.rows else {
            let limit = blockLimits.rows
            throw BlockRun.Failure(
                place: place, cause: Rejection(.limit, "a block reads at most \(limit) rows"))
        }
    }
}
