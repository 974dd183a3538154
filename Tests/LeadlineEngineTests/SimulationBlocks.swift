import LeadlineWire
import NIOCore

@testable import LeadlineEngine

extension Simulation {
    /// Sends a random block through MULTI and EXEC; the whole reply of EXEC is the one noted.
    func executeBlock() {
        let session = Session(
            number: 1, remoteAddress: "127.0.0.1:1", localAddress: "127.0.0.1:2",
            now: engine.clock.now)
        session.block = QueuedBlock()
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            queue(nextCommand().map { placeholder(for: $0) }, session)
        }
        var reply = ReplyWriter(format: .resp3)
        do throws(Rejection) {
            let block = try engine.takeBlock(session)
            writer.execute(engine.script(block, session, .resp3), caller, &reply)
        } catch {
            engine.write(error, nil, to: &reply)
        }
        replies.append(String(buffer: reply.buffer))
    }

    /// Now and then `$n` in the place of an id.
    private func placeholder(for word: String) -> String {
        guard word.count == 2, ["L", "P"].contains(word.prefix(1)),
            Int.random(in: 0..<3, using: &random) == 0
        else { return word }
        return "$\(Int.random(in: 1...3, using: &random))"
    }

    private func queue(_ words: [String], _ session: Session) {
        var bytes = ByteBuffer()
        bytes.writeString("*\(words.count)\r\n")
        for word in words { bytes.writeString("$\(word.utf8.count)\r\n\(word)\r\n") }
        var unread = bytes
        var decoder = RequestDecoder()
        precondition(decoder.nextRequest(&unread, &request.frame))
        // A refusal spoils the block, which EXEC then tells.
        _ = try? engine.queue(&request, bytes, session)
    }
}
