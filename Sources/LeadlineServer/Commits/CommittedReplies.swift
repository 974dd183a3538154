import LeadlineEngine
import LeadlineWire
import NIOCore
import Synchronization

/// The replies of one group, kept together until the group is durable.
///
/// Confined to whoever has the group.
final class CommittedReplies {
    /// What one slice, or the part of it that joined the group, is answered with.
    private struct Delivery: Sendable {
        let connection: NIOLoopBound<ConnectionHandler>
        let format: ReplyFormat
        var bytes: Range<Int>
        var count: Int
        /// Whether one of the requests wrote.
        var hasWritten = false
        /// Whether earlier groups hold steps of the first of the requests.
        let hasBegun: Bool
    }

    private let engine: Engine
    private let registries: [NIOLoopBound<ConnectionRegistry>]
    private var writer = ReplyWriter(format: .text)
    /// Per loop of the server.
    private var deliveries: [[Delivery]]
    private var openLoop = 0

    /// No replies, for the connections of these loops.
    init(engine: Engine, registries: [NIOLoopBound<ConnectionRegistry>]) {
        self.engine = engine
        self.registries = registries
        deliveries = registries.map { _ in [] }
    }

    /// How many parts of slices the group has.
    private(set) var sliceCount = 0

    /// Bytes of the group's replies so far.
    var byteCount: Int { writer.buffer.readableBytes }

    /// How many requests of the open slice have been answered in this group.
    var openCount: Int { deliveries[openLoop].last?.count ?? 0 }

    /// Opens a slice's part of the group.
    func begin(_ slice: RequestSlice) {
        openLoop = slice.loop
        writer.format = slice.format
        let start = writer.buffer.writerIndex
        sliceCount += 1
        deliveries[openLoop].append(
            Delivery(
                connection: slice.connection, format: slice.format, bytes: start..<start, count: 0,
                hasBegun: slice.hasBegun))
    }

    /// Writes the reply to the open slice's next request.
    func add(_ body: (inout ReplyWriter) -> Void) {
        body(&writer)
        deliveries[openLoop][deliveries[openLoop].count - 1].count += 1
    }

    /// Forgets the open slice's last request, to which nothing was written.
    func takeBack() { deliveries[openLoop][deliveries[openLoop].count - 1].count -= 1 }

    /// Refuses the open slice's next request.
    func add(_ rejection: Rejection) { add { engine.write(rejection, nil, to: &$0) } }

    /// Closes the slice's part and answers how many requests are in it.
    func end(hasWritten: Bool) -> Int {
        let last = deliveries[openLoop].count - 1
        deliveries[openLoop][last].hasWritten = hasWritten
        let start = deliveries[openLoop][last].bytes.lowerBound
        deliveries[openLoop][last].bytes = start..<writer.buffer.writerIndex
        return deliveries[openLoop][last].count
    }

    /// Answers every request of the group with one and the same rejection instead; one that has
    /// made steps before is not told that nothing was executed.
    func replaceAll(with rejection: Rejection) {
        writer.buffer.clear()
        for loop in deliveries.indices {
            for index in deliveries[loop].indices {
                writer.format = deliveries[loop][index].format
                let start = writer.buffer.writerIndex
                let hasBegun = deliveries[loop][index].hasBegun
                for place in 0..<deliveries[loop][index].count {
                    let isGoingOn = hasBegun && place == 0
                    engine.write(isGoingOn ? Committer.interrupted : rejection, nil, to: &writer)
                }
                deliveries[loop][index].bytes = start..<writer.buffer.writerIndex
            }
        }
    }

    /// Has every loop look at its connections when logins ended: before anybody is told so.
    func review(_ ended: [EndedLogin]) {
        guard !ended.isEmpty else { return }
        for registry in registries {
            registry.eventLoop.execute { registry.value.review(ended) }
        }
    }

    /// Sends every loop the replies of its connections, in one task, and forgets them.
    ///
    /// - Parameters:
    ///   - position: The log's end after the group; nil when the group was not committed.
    ///   - wakingBlocked: Whether connections that wait for events are to look again.
    func deliver(upTo position: UInt64?, wakingBlocked: Bool) {
        let bytes = writer.buffer
        for loop in deliveries.indices where wakingBlocked || !deliveries[loop].isEmpty {
            let registry = registries[loop]
            let due = deliveries[loop]
            registry.eventLoop.execute {
                Self.answer(due, bytes, upTo: position)
                if wakingBlocked { registry.value.wakeBlocked() }
            }
            deliveries[loop].removeAll(keepingCapacity: true)
        }
        sliceCount = 0
        // A loop that still holds the bytes makes this a new buffer; else it is the same one.
        writer.buffer.clear()
    }

    /// On a loop: hands all its connections their replies before any of them goes on.
    private static func answer(
        _ deliveries: [Delivery], _ bytes: ByteBuffer, upTo position: UInt64?
    ) {
        for delivery in deliveries {
            let range = delivery.bytes
            if let replies = bytes.getSlice(at: range.lowerBound, length: range.count) {
                delivery.connection.value.take(replies, count: delivery.count)
                if let position {
                    delivery.connection.value.note(position, hasWritten: delivery.hasWritten)
                }
            }
        }
        for delivery in deliveries { delivery.connection.value.proceed() }
    }
}
