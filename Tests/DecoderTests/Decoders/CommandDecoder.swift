import LeadlineDomain
import LeadlineWire
import NIOCore

@testable import LeadlineEngine

extension Decoder {
    /// Whole commands: arguments, cursors, tokens and handlers, over a store that stays empty.
    ///
    /// The first byte chooses the dialect. All requests of one input see what those before them
    /// wrote; nothing of it is committed.
    static let command = Decoder("command") { bytes in
        var choices = Choices(bytes)
        let dialects: [ReplyFormat] = [.text, .json, .resp2, .resp3]
        var desk = Desk(dialects[choices.below(dialects.count)])
        var input = ByteBuffer(bytes: choices.rest)
        var decoder = RequestDecoder()
        var request = Request()
        for _ in 0..<Desk.requestsMax {
            let before = input
            switch decoder.next(&input, &request.frame, limits: .authenticated) {
            case .request:
                let count = before.readableBytes - input.readableBytes
                guard let own = before.getSlice(at: before.readerIndex, length: count) else {
                    return
                }
                try desk.answer(&request, own)
            case .skipped, .telnet: continue
            case .malformed(let error): if error.isFatal { return }
            case .incomplete, .foreign, .quit: return
            }
        }
    }
}

/// One caller at the engine, whose writes stay in a group that is never sealed.
private struct Desk {
    private let engine = EmptyStore.shared.engine
    private let writer: Writer
    private let session: Session
    private let format: ReplyFormat

    /// Requests of one input.
    static let requestsMax = 24

    init(_ format: ReplyFormat) {
        self.format = format
        writer = Writer(engine: engine, seed: 1)
        session = Session(
            number: 1, remoteAddress: "127.0.0.1:40112", localAddress: "127.0.0.1:5323",
            now: engine.clock.now)
        engine.welcome(session)
    }

    /// Answers one request, whose bytes are given; the reply is whole, and an error has a code.
    mutating func answer(_ request: inout Request, _ bytes: ByteBuffer) throws {
        var reply = ReplyWriter(format: format)
        do throws(Rejection) {
            if session.isInBlock {
                try queue(&request, bytes, &reply)
            } else {
                try perform(&request, &reply)
            }
        } catch {
            engine.write(error, nil, to: &reply)
        }
        if writer.isUnfinished { return }
        try hold(reply.isBetweenReplies, "the reply is whole")
        // FORMAT is answered in the dialect that it chooses.
        try check(Array(reply.buffer.readableBytesView), reply.format)
    }

    private func perform(
        _ request: inout Request, _ reply: inout ReplyWriter
    ) throws(Rejection) {
        switch try engine.plan(&request, session) {
        case .local(let index), .ordered(let index):
            engine.runLocal(index, &request, session, &reply)
        case .muster: return
        // What runs beside the writer never comes to it: that is what lanes are for.
        case .scan(let index) where engine.table.isApart(index): return
        case .row, .scan, .write:
            var steps = 0
            repeat {
                writer.execute(&request, session.caller, &reply)
                steps += 1
            } while writer.isUnfinished && steps < Self.stepsMax
        }
    }

    /// Puts the request into the open block, or ends that.
    private func queue(
        _ request: inout Request, _ bytes: ByteBuffer, _ reply: inout ReplyWriter
    ) throws(Rejection) {
        switch try engine.queue(&request, bytes, session) {
        case .queued: reply.status("QUEUED")
        case .atOnce(let index): engine.runLocal(index, &request, session, &reply)
        case .executes:
            let block = try engine.takeBlock(session)
            let script = engine.script(block, session, reply.format)
            writer.execute(script, session.caller, &reply)
        }
    }

    /// Steps of one long command; what is longer is not waited for.
    private static let stepsMax = 64

    private func check(_ reply: [UInt8], _ format: ReplyFormat) throws {
        if format == .resp2 || format == .resp3 {
            var input = ByteBuffer(bytes: reply)
            var reader = RESPReader()
            while input.readableBytes > 0 {
                guard let value = try reader.next(&input) else {
                    throw Broken(description: "a reply is cut short")
                }
                if case .error(let code, _) = value { try hold(code != "INTERNAL", "\(value)") }
            }
        } else {
            try hold(reply.isEmpty || reply.suffix(2) == [0x0D, 0x0A], "a reply ends its line")
            try hold(!reply.starts(with: "-INTERNAL".utf8), "an internal error")
        }
    }
}
