import CEpoll
import Glibc
import NIOCore

/// One thread's connections: sends a batch on each, counts its replies, sends the next.
///
/// It shares the machine with the server it measures, so it does as little as it can: one read
/// and one write for a batch, no object made, replies counted where they lie. Confined to one
/// thread.
final class LoadLoop {
    /// Without any reply for so long, a round is given up.
    private static let silenceMilliseconds: Int32 = 60_000
    private static let inputBytes = 256 << 10
    private static let eventsMax = 256

    private let epoll: Int32
    private let pipeline: Int
    private let connections: [LoadConnection]
    private let input = UnsafeMutableRawBufferPointer.allocate(
        byteCount: inputBytes, alignment: 16)
    private var requests = ByteBuffer()
    /// How many requests `requests` holds of a constant workload; 0 when it must be built.
    private var constantCount = 0
    /// How many it holds of any; what belongs together may be more than a batch.
    private var builtCount = 0
    private var busyCount = 0

    /// Opens so many connections; number `first` and up are theirs.
    init(
        _ target: Target, connections count: Int, pipeline: Int, random: UInt64, first: Int
    ) throws(LoadFailure) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        self.pipeline = pipeline
        var opened: [LoadConnection] = []
        do throws(LoadFailure) {
            guard epoll >= 0 else { throw LoadFailure("cannot wait for replies", errno: errno) }
            for index in 0..<count {
                let numbers = Numbers(below: random, seed: UInt64(first + index) << 32)
                let socket = try LoadSocket.connect(target)
                let connection = LoadConnection(socket, number: index, numbers)
                opened.append(connection)
                if let credentials = target.credentials { try socket.logIn(credentials) }
                try connection.watch(by: epoll, EPOLL_CTL_ADD)
            }
        } catch {
            connections = opened
            throw error
        }
        connections = opened
    }

    deinit {
        close(epoll)
        input.deallocate()
    }

    /// Runs one round to its end.
    func run(_ workload: Workload, _ budget: LoadBudget) throws(LoadFailure) -> LoadTally {
        var tally = LoadTally()
        constantCount = 0
        busyCount = connections.count
        for connection in connections {
            let now = NIODeadline.now().uptimeNanoseconds
            try sendBatch(on: connection, workload, budget, now: now)
        }
        let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: Self.eventsMax)
        defer { events.deallocate() }
        while busyCount > 0 {
            let count = epoll_wait(epoll, events, Int32(Self.eventsMax), Self.silenceMilliseconds)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw LoadFailure(description: "no reply for a minute")
            }
            for index in 0..<Int(count) {
                let connection = connections[Int(events[index].data.u64)]
                if connection.hasRest { try connection.sendRest(watchedBy: epoll) }
                try read(connection, workload, budget, &tally)
            }
        }
        return tally
    }

    private func read(
        _ connection: LoadConnection, _ workload: Workload, _ budget: LoadBudget,
        _ tally: inout LoadTally
    ) throws(LoadFailure) {
        let length: Int
        switch connection.receive(into: input) {
        case .bytes(let count): length = count
        case .notReady: return
        case .closed: throw LoadFailure(description: "the server closed a connection")
        }
        let now = NIODeadline.now().uptimeNanoseconds
        let replies: Int
        do {
            let bytes = UnsafeRawBufferPointer(rebasing: input[..<length])
            replies = try connection.scanner.scan(bytes) { tally.errors[$0, default: 0] += 1 }
        } catch {
            let byte = error.byte
            throw LoadFailure(
                description: "a reply is not RESP: it has byte \(byte) where it may not be")
        }
        guard replies > 0 else { return }
        guard replies <= connection.unanswered else {
            throw LoadFailure(description: "more replies than requests")
        }
        tally.record(replies: replies, nanoseconds: now - connection.sentAt)
        connection.unanswered -= replies
        if connection.unanswered == 0 { try sendBatch(on: connection, workload, budget, now: now) }
    }

    private func sendBatch(
        on connection: LoadConnection, _ workload: Workload, _ budget: LoadBudget, now: UInt64
    ) throws(LoadFailure) {
        let count = budget.take(pipeline, now: now)
        guard count > 0 else {
            busyCount -= 1
            return
        }
        if constantCount != count {
            requests.clear()
            builtCount = 0
            while builtCount < count {
                builtCount += workload.writeNext(to: &requests, &connection.numbers)
            }
            constantCount = workload.isConstant ? count : 0
        }
        connection.unanswered = builtCount
        connection.sentAt = now
        try connection.send(requests, watchedBy: epoll)
    }
}
