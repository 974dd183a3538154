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
    private static let nanosecondsPerSecond: UInt64 = 1_000_000_000

    let pipeline: Int
    let connections: [LoadConnection]
    private let epoll: Int32
    private let progress: LoadProgress
    private let input = UnsafeMutableRawBufferPointer.allocate(
        byteCount: inputBytes, alignment: 16)
    private let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: eventsMax)
    /// What is being built to be sent.
    var requests = ByteBuffer()
    /// How many requests `requests` holds of a constant workload; 0 when it must be built.
    private var constantCount = 0
    /// How many it holds of any; what belongs together may be more than a batch.
    private var builtCount = 0
    private var busyCount = 0

    /// Opens so many connections; number `first` and up are theirs.
    init(
        _ target: Target, connections count: Int, pipeline: Int, first: Int, _ style: LoadStyle,
        _ progress: LoadProgress
    ) throws(LoadFailure) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        self.pipeline = pipeline
        self.progress = progress
        if style.rate != nil { _ = epoll_wait_exactly() }
        var opened: [LoadConnection] = []
        do throws(LoadFailure) {
            guard epoll >= 0 else { throw LoadFailure("cannot wait for replies", errno: errno) }
            for index in 0..<count {
                let socket = try LoadSocket.connect(target)
                let connection = LoadConnection(
                    socket, number: index, style.numbers(ofConnection: first + index),
                    target.dialect)
                opened.append(connection)
                try socket.introduce(to: target)
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
        events.deallocate()
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
        while busyCount > 0 {
            let count = try wait(until: nil)
            for index in 0..<count {
                let connection = ready(index)
                guard let (replies, now) = try read(connection, &tally) else { continue }
                tally.record(replies: replies, nanoseconds: now - connection.sentAt)
                if connection.unanswered == 0 {
                    try sendBatch(on: connection, workload, budget, now: now)
                }
            }
        }
        return tally
    }

    /// Waits until connections are ready, or until a time of the monotonic clock; answers how many
    /// are ready.
    ///
    /// Without a time it throws when nothing comes for a minute.
    func wait(until time: UInt64?) throws(LoadFailure) -> Int {
        while true {
            let count: Int32
            if let time {
                let now = NIODeadline.now().uptimeNanoseconds
                let rest = time > now ? time - now : 0
                var limit = timespec(
                    tv_sec: Int(rest / Self.nanosecondsPerSecond),
                    tv_nsec: Int(rest % Self.nanosecondsPerSecond))
                count = epoll_pwait2(epoll, events, Int32(Self.eventsMax), &limit, nil)
                if count == 0 { return 0 }
            } else {
                count = epoll_wait(
                    epoll, events, Int32(Self.eventsMax), Self.silenceMilliseconds)
            }
            if count > 0 { return Int(count) }
            guard count < 0 else { throw LoadFailure(description: "no reply for a minute") }
            guard errno == EINTR else { throw LoadFailure("cannot wait", errno: errno) }
        }
    }

    /// The connection that is the one with an index among those that are ready.
    func ready(_ index: Int) -> LoadConnection { connections[Int(events[index].data.u64)] }

    /// Reads what a connection has got; answers how many replies ended in it and when, nil when
    /// none did.
    func read(
        _ connection: LoadConnection, _ tally: inout LoadTally
    ) throws(LoadFailure) -> (replies: Int, now: UInt64)? {
        if connection.hasRest { try connection.sendRest(watchedBy: epoll) }
        let length: Int
        switch connection.receive(into: input) {
        case .bytes(let count): length = count
        case .notReady: return nil
        case .closed: throw LoadFailure(description: "the server closed a connection")
        }
        let now = NIODeadline.now().uptimeNanoseconds
        let replies: Int
        var errors = 0
        do {
            let bytes = UnsafeRawBufferPointer(rebasing: input[..<length])
            replies = try connection.scanner.scan(bytes) {
                tally.errors[$0, default: 0] += 1
                errors += 1
            }
        } catch {
            let byte = error.byte
            throw LoadFailure(
                description: "a reply is not in the dialect: byte \(byte) may not be there")
        }
        guard replies > 0 else { return nil }
        guard replies <= connection.unanswered else {
            throw LoadFailure(description: "more replies than requests")
        }
        progress.add(replies: replies, errors: errors)
        connection.unanswered -= replies
        return (replies, now)
    }

    /// Sends what was built, which gets so many replies.
    func send(on connection: LoadConnection, replies: Int) throws(LoadFailure) {
        connection.unanswered += replies
        try connection.send(requests, watchedBy: epoll)
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
        connection.sentAt = now
        try send(on: connection, replies: builtCount)
    }
}
