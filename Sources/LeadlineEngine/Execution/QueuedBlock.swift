import LeadlineDomain
import LeadlineWire
import NIOCore

/// The commands of one connection since MULTI, checked as far as that goes without the store.
package struct QueuedBlock: Sendable {
    /// A queued command of the session, which runs on the connection's loop.
    struct Local: Sendable {
        let place: Int
        let command: Int
        let bytes: ByteBuffer
    }

    /// How many commands are queued.
    package private(set) var count = 0
    /// Whether a command was refused, so that EXEC runs nothing.
    package private(set) var isSpoiled = false
    /// What the commands will create, as far as the judgement of later ones needs it.
    private(set) var standIns = BlockIDs()
    /// The requests that the writer executes, as they came from the socket.
    private(set) var frames = ByteBuffer()
    private(set) var locals: [Local] = []
    /// Bytes of the requests that are kept.
    package private(set) var byteCount = 0

    init() {}

    /// Throws when a request of so many bytes finds no room.
    func checkRoom(_ bytes: Int) throws(Rejection) {
        guard count < EngineLimits.blockCommandsMax else {
            throw Rejection(
                .limit, "at most \(EngineLimits.blockCommandsMax) commands between MULTI and EXEC")
        }
        guard byteCount + bytes <= EngineLimits.blockBytesMax else {
            throw Rejection(
                .limit, "at most \(EngineLimits.blockBytesMax) bytes between MULTI and EXEC")
        }
    }

    /// Queues one request.
    mutating func append(_ command: Command, at index: Int, _ bytes: ByteBuffer) {
        if case .local = command.body {
            // Copied: a slice would keep the socket's whole buffer.
            let copy = ByteBuffer(bytes: bytes.readableBytesView)
            locals.append(Local(place: count, command: index, bytes: copy))
        } else {
            frames.writeImmutableBuffer(bytes)
        }
        count += 1
        byteCount += bytes.readableBytes
        standIns.append(command.createdPrefix.map { BlockIDs.standIn($0) })
    }

    /// Notes that a command was refused: nothing will run, so nothing need be kept.
    package mutating func spoil() {
        isSpoiled = true
        frames = ByteBuffer()
        locals = []
        byteCount = 0
    }
}

/// A block on its way to the writer.
package final class BlockScript: Sendable {
    /// The reply to a command that has run on the connection's loop.
    struct Ready: Sendable {
        let place: Int
        let reply: ByteBuffer
    }

    /// How many commands there are.
    let count: Int
    /// The requests of all that have not run.
    let frames: ByteBuffer
    /// The replies of those that have, in order.
    let ready: [Ready]

    init(count: Int, frames: ByteBuffer, ready: [Ready]) {
        self.count = count
        self.frames = frames
        self.ready = ready
    }
}
