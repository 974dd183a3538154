package import LeadlineWire
package import NIOCore

/// What a connection does between MULTI and EXEC.
extension Engine {
    /// What becomes of a request that came while a block is open.
    package enum BlockStep: Sendable {
        /// It waits for EXEC, and is answered `QUEUED`.
        case queued(Int)
        /// It runs at once: `runLocal`.
        case atOnce(Int)
        /// It is EXEC: `takeBlock`, then `script`.
        case executes
    }

    /// Judges a request and adds it to the connection's open block.
    ///
    /// - Parameters:
    ///   - request: The request as it was framed.
    ///   - bytes: The bytes that it was framed from.
    ///   - session: The connection, in whose block the request is put.
    /// - Returns: What becomes of it.
    /// - Throws: Why it is refused; the block is spoiled then.
    package func queue(
        _ request: inout Request, _ bytes: ByteBuffer, _ session: Session
    ) throws(Rejection) -> BlockStep {
        if !authority.isCurrent(session.caller) { recheck(session) }
        guard var block = session.block else { throw .notLoggedIn }
        // The block has one owner, so that its bytes are not copied.
        session.block = nil
        defer { session.block = block }
        do throws(Rejection) {
            return try queue(&request, bytes, session, &block)
        } catch {
            block.spoil()
            throw error
        }
    }

    private func queue(
        _ request: inout Request, _ bytes: ByteBuffer, _ session: Session,
        _ block: inout QueuedBlock
    ) throws(Rejection) -> BlockStep {
        let index = try table.find(request.frame)
        let command = table.commands[index]
        try authorise(session, index)
        try request.match(command)
        try command.checkBlockRule(request)
        switch command.blockRule {
        case .atOnce: return .atOnce(index)
        case .executes: return .executes
        case .queued, .refused, .refusedWith: break
        }
        try block.checkRoom(bytes.readableBytes)
        request.blockIDs = block.standIns
        defer { request.blockIDs = nil }
        try command.parse(&request)
        if !block.isSpoiled { block.append(command, at: index, bytes) }
        return .queued(index)
    }

    /// Ends the connection's block and answers it; throws when it was spoiled.
    package func takeBlock(_ session: Session) throws(Rejection) -> QueuedBlock {
        guard let block = session.block else { throw .syntax("EXEC without MULTI") }
        session.block = nil
        guard !block.isSpoiled else {
            throw Rejection(
                .blockRefused, "Transaction discarded because of previous errors.")
        }
        return block
    }

    /// Runs the block's session commands, and leaves the rest to the writer.
    package func script(
        _ block: consuming QueuedBlock, _ session: Session, _ format: ReplyFormat
    ) -> BlockScript {
        var ready: [BlockScript.Ready] = []
        var request = Request()
        for local in block.locals {
            var bytes = local.bytes
            var decoder = RequestDecoder.again
            var reply = ReplyWriter(format: format.ofBlockParts)
            if decoder.nextRequest(&bytes, &request.frame) {
                runLocal(local.command, &request, session, &reply)
            } else {
                write(Writer.misframed, nil, to: &reply)
            }
            ready.append(BlockScript.Ready(place: local.place, reply: reply.buffer))
        }
        return BlockScript(count: block.count, frames: block.frames, ready: ready)
    }
}

extension Engine {
    /// Counts an EXEC that has run.
    func finishBlock(_ stopwatch: Stopwatch) {
        if let index = table.executing {
            statistics.command(index).spent(stopwatch.elapsedNanoseconds)
        }
    }
}

extension RequestDecoder {
    /// Frames the next of requests that were framed before; false when there is none.
    mutating func nextRequest(_ bytes: inout ByteBuffer, _ frame: inout Frame) -> Bool {
        while true {
            switch next(&bytes, &frame, limits: .authenticated) {
            case .request: return true
            case .skipped: continue
            case .incomplete, .malformed, .telnet, .foreign, .quit: return false
            }
        }
    }
}
