import LeadlineWire
import NIOCore

/// One connection's replies, in the order of its requests.
///
/// A reply that is made on the event loop is written at once; one that the writer owes is expected
/// first and answered later. What is written behind an expected reply is held until that came, so
/// the output is always in order. Pure: it knows neither a channel nor who answers.
struct ReplyQueue {
    /// Replies that the writer owes, and what may leave only behind them.
    private struct Gap {
        var expectedCount = 0
        var heldCount = 0
        var held = ByteBuffer()
    }

    /// What may leave, in the buffer of the writer that made it.
    private var writer = ReplyWriter(format: .text)
    private var gaps = CircularBuffer<Gap>(initialCapacity: 1)
    private var heldByteCount = 0

    /// Requests whose replies have not reached the output: owed by the writer, or behind those.
    private(set) var unansweredCount = 0

    /// Requests that the writer has to answer.
    private(set) var owedCount = 0

    /// Whether the writer owes nothing: the next request may be answered on the loop.
    var isSettled: Bool { gaps.isEmpty }

    /// Bytes of the replies that have not been taken yet.
    var byteCount: Int { writer.buffer.readableBytes + heldByteCount }

    /// Notes that the writer owes one reply more.
    mutating func expect() {
        if let last = gaps.indices.last, gaps[last].heldCount == 0 {
            gaps[last].expectedCount += 1
        } else {
            gaps.append(Gap(expectedCount: 1))
        }
        owedCount += 1
        unansweredCount += 1
    }

    /// Whether the last reply that was made on the loop is an error, in any format but JSON.
    private(set) var isLastError = false

    /// Writes one whole reply that was made on the loop.
    mutating func write(_ format: ReplyFormat, _ body: (inout ReplyWriter) -> Void) {
        guard !gaps.isEmpty else {
            if writer.format != format { writer.format = format }
            let start = writer.buffer.writerIndex
            body(&writer)
            isLastError = writer.buffer.beginsError(at: start)
            return
        }
        let last = gaps.index(before: gaps.endIndex)
        let before = gaps[last].held.readableBytes
        let start = gaps[last].held.writerIndex
        Self.write(format, to: &gaps[last].held, body)
        isLastError = gaps[last].held.beginsError(at: start)
        gaps[last].heldCount += 1
        heldByteCount += gaps[last].held.readableBytes - before
        unansweredCount += 1
    }

    /// Adds bytes that answer no request, such as telnet's negotiation, before the next reply.
    mutating func interject(_ bytes: some Sequence<UInt8>) {
        writer.buffer.writeBytes(bytes)
    }

    /// Adds a push before the next reply.
    mutating func push(_ bytes: ByteBuffer) {
        writer.buffer.writeImmutableBuffer(bytes)
    }

    /// Adds the bytes of one reply that was made elsewhere while nothing was owed.
    mutating func append(_ reply: ByteBuffer) {
        precondition(isSettled, "a reply overtook those that the writer owes")
        writer.buffer.writeImmutableBuffer(reply)
    }

    /// Takes the next `count` replies that the writer owed.
    mutating func answer(_ replies: ByteBuffer, count: Int) {
        guard let first = gaps.first, count <= first.expectedCount else {
            preconditionFailure("the writer answered \(count) requests that were not asked")
        }
        writer.buffer.writeImmutableBuffer(replies)
        unansweredCount -= count
        owedCount -= count
        gaps[gaps.startIndex].expectedCount -= count
        guard first.expectedCount == count else { return }
        let gap = gaps.removeFirst()
        writer.buffer.writeImmutableBuffer(gap.held)
        heldByteCount -= gap.held.readableBytes
        unansweredCount -= gap.heldCount
    }

    /// The replies that may leave now, nil when there are none; they are no longer here afterwards.
    mutating func takeOutput() -> ByteBuffer? {
        guard writer.buffer.readableBytes > 0 else { return nil }
        var taken = ByteBuffer()
        swap(&taken, &writer.buffer)
        return taken
    }

    /// Lends memory to write the next replies to; an empty buffer.
    mutating func lend(_ memory: inout ByteBuffer) {
        if writer.buffer.capacity == 0 { swap(&memory, &writer.buffer) }
    }

    /// Gives memory back that was lent and is not needed: with nothing to send there is none here.
    mutating func giveBack(_ memory: inout ByteBuffer) {
        guard memory.capacity == 0, writer.buffer.readableBytes == 0 else { return }
        swap(&memory, &writer.buffer)
    }

    private static func write(
        _ format: ReplyFormat, to buffer: inout ByteBuffer, _ body: (inout ReplyWriter) -> Void
    ) {
        // The buffer is moved, not shared: writing to a shared one would copy it.
        var writer = ReplyWriter(format: format)
        swap(&writer.buffer, &buffer)
        body(&writer)
        swap(&writer.buffer, &buffer)
    }
}

extension ReplyWriter {
    /// Whether what was written is an error, in any format but JSON.
    var isError: Bool { buffer.beginsError(at: buffer.readerIndex) }
}

extension ByteBuffer {
    fileprivate func beginsError(at index: Int) -> Bool {
        getInteger(at: index) == UInt8(ascii: "-")
    }
}
