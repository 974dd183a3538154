import CEpoll
import Glibc
import NIOCore

/// One connection of a load, confined to its loop's thread.
final class LoadConnection {
    /// Where its numbers come from.
    var numbers: Numbers
    /// Where its replies are counted.
    var scanner: ReplyCounter
    /// Requests sent that have no reply yet.
    var unanswered = 0
    /// When they were sent, in nanoseconds of the monotonic clock.
    var sentAt: UInt64 = 0

    /// In an open loop: when what is under way was due, oldest first, and how many replies it gets.
    var dues = CircularBuffer<(time: UInt64, replies: Int)>()
    /// In an open loop: how much was due, and how much of that was sent.
    var due = (count: 0, sent: 0)

    /// What it is called when it is ready.
    let number: Int
    private let socket: LoadSocket
    /// Requests that the system did not take at once.
    private var rest = ByteBuffer()

    /// Takes the socket over; `number` is what it is called when it is ready.
    init(_ socket: LoadSocket, number: Int, _ numbers: Numbers, _ dialect: Dialect) {
        scanner = ReplyCounter(dialect)
        self.socket = socket
        self.number = number
        self.numbers = numbers
    }

    deinit { socket.close() }

    /// Whether requests wait until the system takes them.
    var hasRest: Bool { rest.readableBytes > 0 }

    /// Reads what is there into the buffer.
    func receive(into buffer: UnsafeMutableRawBufferPointer) -> LoadSocket.Outcome {
        socket.receive(into: buffer)
    }

    /// Sends the requests; those that the system does not take follow when it is ready.
    func send(_ requests: ByteBuffer, watchedBy epoll: Int32) throws(LoadFailure) {
        guard !hasRest else {
            rest.writeImmutableBuffer(requests)
            return
        }
        let taken = try taken(of: requests)
        guard taken < requests.readableBytes else { return }
        rest = requests
        rest.moveReaderIndex(forwardBy: taken)
        try watch(by: epoll, EPOLL_CTL_MOD)
    }

    /// Sends more of the requests that the system did not take at first.
    func sendRest(watchedBy epoll: Int32) throws(LoadFailure) {
        rest.moveReaderIndex(forwardBy: try taken(of: rest))
        if !hasRest { try watch(by: epoll, EPOLL_CTL_MOD) }
    }

    /// Tells the epoll what to wait for.
    func watch(by epoll: Int32, _ operation: Int32) throws(LoadFailure) {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue | (hasRest ? EPOLLOUT.rawValue : 0)
        event.data.u64 = UInt64(number)
        guard epoll_ctl(epoll, operation, socket.descriptor, &event) == 0 else {
            throw LoadFailure("cannot wait for replies", errno: errno)
        }
    }

    private func taken(of requests: ByteBuffer) throws(LoadFailure) -> Int {
        switch requests.withUnsafeReadableBytes({ socket.send($0) }) {
        case .bytes(let count): return count
        case .notReady: return 0
        case .closed: throw LoadFailure(description: "the server closed a connection")
        }
    }
}
