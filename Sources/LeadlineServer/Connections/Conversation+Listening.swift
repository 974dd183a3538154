import LeadlineEngine
import LeadlineWire
import NIOCore

/// What a connection is told without asking: events and other connections' requests.
extension Conversation {
    /// Has the loop follow what the session listens to since its last command.
    func listen() {
        // Read before the first push can come: what is durable by now was not missed.
        if lastTold == nil, !session.subscriptions.isEmpty { lastTold = backend.engine.lastEvent }
        registry.listeners.follow(connection.value, session)
    }

    /// Ends subscriptions and MONITOR.
    func stopListening() {
        guard session.isListening else { return }
        session.stopListening(backend.engine.channels)
        registry.listeners.follow(connection.value, session)
    }

    /// Adds a push before the next reply, of the event with this number if it is one.
    func tell(_ push: ByteBuffer, event: UInt64?) {
        replies.push(push)
        if let event { lastTold = event }
    }

    /// Tells a subscriber that it missed events, and ends the connection.
    func fallBehind() {
        if !session.subscriptions.isEmpty {
            let place = lastTold.map { " AFTER \($0)" } ?? ""
            let rejection = Rejection(.resync, "missed events; read on with EVENTS\(place)")
            write(session.pushFormat) { backend.engine.write(rejection, nil, to: &$0) }
        }
        close()
    }

    /// Shows the request that was just framed to those who monitor.
    func show() {
        if let line = MonitorLine(request, session, backend.engine) {
            backend.fanOut.post([.request(line)])
        }
    }
}
