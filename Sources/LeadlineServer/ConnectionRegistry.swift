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
    private let loop: any EventLoop
    private let backend: Backend
    private var connections: [UInt64: ConnectionHandler] = [:]
    /// Those whose `EVENTS … BLOCK` found nothing yet.
    private var blocked: [UInt64: ConnectionHandler] = [:]
    private var outbox: [RequestSlice] = []
    /// What the turn's connection writes its replies to: kept here, so that it is kept once.
    private var replyMemory = ByteBuffer()
    private var isDraining = false
    private var whenEmpty: EventLoopPromise<Void>?

    /// A loop without connections.
    init(index: Int, loop: any EventLoop, backend: Backend) {
        self.index = index
        self.loop = loop
        self.backend = backend
        listeners = backend.fanOut.listeners[index].value
        points = PointReads(backend.engine.store)
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
        for connection in connections.values { connection.drain() }
    }

    /// Closes every connection that is left, whatever it is owed.
    func abort() {
        for connection in connections.values { connection.abort() }
    }

    // MARK: - Memory for replies

    /// A buffer that grew beyond this is not kept.
    private static let replyBytesKeptMax = 256 << 10

    /// Lends the loop's memory for replies to the connection whose turn it is, or takes it back.
    func lendMemory(_ body: (inout ByteBuffer) -> Void) { body(&replyMemory) }

    /// Takes memory back whose replies have left.
    func keepMemory(_ memory: consuming ByteBuffer) {
        guard memory.capacity <= Self.replyBytesKeptMax else { return }
        memory.clear()
        replyMemory = memory
    }

    // MARK: - All connections

    /// Asks every connection of this loop, and does what follows for each.
    ///
    /// The asking connection is not closed here: it is answered first.
    func answer(_ muster: Muster) -> Muster.Tally {
        var tally = Muster.Tally()
        for connection in Array(connections.values) {
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

    /// Closes connections that have asked nothing for as long as `timeout` says.
    ///
    /// Who waits for events or is told of something is not idle.
    func closeIdle() {
        let seconds = backend.engine.tuning.idleSeconds
        guard seconds > 0 else { return }
        let now = backend.engine.clock.now
        for connection in Array(connections.values) {
            guard let (session, state) = connection.member, !state.isBlocked,
                !session.isListening, session.idleSeconds(at: now) > seconds
            else { continue }
            connection.abort()
        }
    }

    /// Looks at every connection when logins ended.
    func review(_ ended: [EndedLogin]) {
        for connection in Array(connections.values) { connection.review(ended) }
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
