import LeadlineEngine
import LeadlineStore
import NIOCore
import Synchronization

/// One event loop's connections.
///
/// Confined to the loop.
final class ConnectionRegistry {
    /// The loop's place among the server's.
    let index: Int
    /// Those of them that are told something unasked.
    let listeners: LoopListeners
    /// What the loop reads rows with.
    let points: PointReads
    /// Which scans it runs itself.
    private(set) var looks: LoopLooks
    /// What its sockets are read into.
    var input = LoopInput()
    /// What the turn's connection frames its requests into.
    var request = Request()
    private let loop: any EventLoop
    private let backend: Backend
    private var connections = ConnectionSet()
    /// Those that came without a login, the oldest first; some have logged in or gone since.
    private var newcomers = CircularBuffer<UInt64>()
    /// Those that wait because they go on sending what is refused.
    private var resting: [ConnectionHandler] = []
    /// Those that wait because all together hold too much.
    private var held: [ConnectionHandler] = []
    private var isRelieving = false
    /// Of connections, and of what they hold: both of all loops.
    private var crowd = Ebb(crowd: 256)
    private var flood = Ebb(crowd: 16 << 20)
    private var turn = 0
    /// Those whose `EVENTS … BLOCK` found nothing yet.
    private var blocked: [UInt64: ConnectionHandler] = [:]
    private var outbox: [RequestSlice] = []
    /// What the turn's connection writes its replies to: kept here, so that it is kept once.
    var replyMemory = ByteBuffer()
    private var isDraining = false
    private var whenEmpty: EventLoopPromise<Void>?

    /// A loop without connections.
    init(index: Int, loop: any EventLoop, backend: Backend) {
        self.index = index
        self.loop = loop
        self.backend = backend
        listeners = backend.fanOut.listeners[index].value
        points = PointReads(backend.engine.store)
        looks = LoopLooks(commandCount: backend.engine.table.commands.count)
    }

    // MARK: - Coming and going

    /// Takes a connection in; one that was accepted while the server stopped is closed at once.
    func add(_ connection: ConnectionHandler, _ number: UInt64) {
        connections[number] = connection
        if isDraining { connection.abort() }
    }

    /// Forgets a connection that has closed.
    func remove(_ number: UInt64) {
        connections[number] = nil
        unblock(number)
        if connections.isEmpty { whenEmpty?.succeed() }
    }

    /// Has every connection answer what it was sent, then close.
    ///
    /// - Parameter empty: Succeeds when the last one is gone.
    func drain(_ empty: EventLoopPromise<Void>) {
        isDraining = true
        guard !connections.isEmpty else { return empty.succeed() }
        whenEmpty = empty
        for connection in connections.all { connection.drain() }
    }

    /// Closes every connection that is left, whatever it is owed.
    func abort() {
        for connection in connections.all { connection.abort() }
    }

    // MARK: - Memory for replies

    /// A buffer that grew beyond this is not kept.
    private static let replyBytesKeptMax = 256 << 10

    /// Takes memory back whose replies have left; as long as the socket needs it, it is the
    /// socket's.
    func keepMemory(_ memory: inout ByteBuffer) {
        guard memory.capacity <= Self.replyBytesKeptMax,
            memory.modifyIfUniquelyOwned({ $0.clear() }) != nil
        else { return }
        swap(&memory, &replyMemory)
    }

    // MARK: - Scans on the loop

    /// Notes how much a scan had to do on the loop.
    func note(_ length: LoopLooks.Length, of command: Int) {
        guard looks.note(length, of: command, at: .now()) else { return }
        // When all connections that were ready have had their turn.
        loop.assumeIsolated().execute { self.looks.endTick() }
    }

    // MARK: - All connections

    /// Asks every connection of this loop, and does what follows for each.
    ///
    /// The asking connection is not closed here: it is answered first.
    func answer(_ muster: Muster) -> Muster.Tally {
        var tally = Muster.Tally()
        for connection in connections.all {
            guard let (session, state) = connection.member else { continue }
            let verdict = muster.verdict(session, state)
            tally.add(verdict, session, muster)
            switch verdict {
            case .pass, .listed: break
            case .close: if session.number != muster.asker { connection.abort() }
            case .unblock(let asError): connection.unblock(asError: asError)
            }
        }
        return tally
    }

    // MARK: - Keeping watch

    /// Notes a connection that has not logged in.
    func addNewcomer(_ number: UInt64) {
        newcomers.append(number)
        guard newcomers.count > Self.newcomersKeptMax else { return }
        newcomers.removeAll { connections[$0]?.isNewcomer != true }
    }

    /// From so many on, those that have logged in or gone are looked for with each that comes.
    private static let newcomersKeptMax = 4096

    /// Closes the connection that has been without a login for longest; false when there is none.
    func dropOldestNewcomer() -> Bool {
        while let number = newcomers.popFirst() {
            guard let connection = connections[number], connection.isNewcomer else { continue }
            connection.abort()
            return true
        }
        return false
    }

    /// Closes connections that are too slow; each of them is looked at every
    /// `ConnectionSet.partCount` times.
    func sweep() {
        turn &+= 1
        let now = NIODeadline.now()
        let tuning = backend.engine.tuning.values
        var late: [(ConnectionHandler, ConnectionHandler.Lateness)] = []
        for connection in connections.part(turn) {
            guard let lateness = connection.lateness(at: now, tuning) else { continue }
            late.append((connection, lateness))
        }
        for (connection, lateness) in late { connection.end(lateness, tuning.guards) }
        wakeResting()
        if index == 0, turn % ConnectionSet.partCount == 0 { tidy(at: now) }
    }

    /// Has a connection wait until the next look.
    func rest(_ connection: ConnectionHandler) { resting.append(connection) }

    private func wakeResting() {
        guard !resting.isEmpty else { return }
        let rested = resting
        resting.removeAll()
        for connection in rested { connection.release() }
    }

    /// What is done once a second for all loops.
    private func tidy(at now: NIODeadline) {
        backend.admission.sweep(at: now)
        let statistics = backend.engine.statistics
        let hasEmptied = crowd.note(statistics.connectionsOpen.load(ordering: .relaxed))
        let hasShrunk = flood.note(statistics.connectionBytes.load(ordering: .relaxed))
        if hasEmptied || hasShrunk { backend.readers.trimMemory() }
    }

    /// What each connection may hold so that together they do not hold too much.
    var fairShare: Int {
        let count = backend.engine.statistics.connectionsOpen.load(ordering: .relaxed)
        return backend.engine.tuning.memoryBytesMax / max(1, count)
    }

    /// What a connection may still gather while together they hold too much.
    ///
    /// Far below its share: with as many connections as fill the budget, others that came later
    /// would fill it again in the time that the largest are given.
    var scarceShare: Int { fairShare / Self.scarcity }

    private static let scarcity = 8

    /// Has a connection wait until it is clear whether others free enough.
    func hold(_ connection: ConnectionHandler) { held.append(connection) }

    /// Looks, a little later, whether the connections still hold too much; then closes the
    /// largest.
    func relieve() {
        guard !isRelieving else { return }
        isRelieving = true
        let patience = TimeAmount.milliseconds(backend.limits.evictionMilliseconds)
        loop.assumeIsolated().scheduleTask(in: patience) { self.relieveNow() }
    }

    private func relieveNow() {
        isRelieving = false
        let statistics = backend.engine.statistics
        let bytesMax = backend.engine.tuning.memoryBytesMax
        if statistics.connectionBytes.load(ordering: .relaxed) > bytesMax {
            let share = fairShare
            let large = connections.all.filter { $0.accounted > share }
            for connection in large.sorted(by: { $0.accounted > $1.accounted }) {
                guard statistics.connectionBytes.load(ordering: .relaxed) > bytesMax else { break }
                connection.evict()
            }
        }
        let waiting = held
        held.removeAll()
        for connection in waiting { connection.release() }
    }

    /// Looks at every connection when logins ended.
    func review(_ ended: [EndedLogin]) {
        for connection in connections.all { connection.review(ended) }
    }

    // MARK: - The writer's queue

    /// Puts a slice with reserved places on its way: the tick's slices leave together.
    func send(_ slice: RequestSlice) {
        if outbox.isEmpty {
            loop.assumeIsolated().execute { self.backend.queue.push(&self.outbox) }
        }
        outbox.append(slice)
    }

    // MARK: - Waiting for events

    /// Notes that a connection waits for events.
    func block(_ connection: ConnectionHandler, _ number: UInt64) {
        guard blocked.updateValue(connection, forKey: number) == nil else { return }
        backend.engine.statistics.connectionsBlocked.add(1, ordering: .sequentiallyConsistent)
    }

    /// Notes that a connection waits no more.
    func unblock(_ number: UInt64) {
        guard blocked.removeValue(forKey: number) != nil else { return }
        backend.engine.statistics.connectionsBlocked.subtract(1, ordering: .relaxed)
    }

    /// Has every waiting connection look again.
    func wakeBlocked() {
        for connection in blocked.values { connection.wake() }
    }
}
