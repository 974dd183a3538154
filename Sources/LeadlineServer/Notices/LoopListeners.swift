import LeadlineDomain
import LeadlineEngine
import LeadlineWire
import NIOCore

/// The connections of one event loop that are told something unasked: subscribers and monitors.
///
/// Confined to the loop.
final class LoopListeners {
    private let mailbox: Mailbox
    private var index = ChannelIndex<ConnectionHandler>()
    private var subscribers: [UInt64: ConnectionHandler] = [:]
    private var monitors: [UInt64: ConnectionHandler] = [:]
    /// Who has been told something that is not sent yet.
    private var told: [ConnectionHandler] = []

    /// Nobody, who is told what the mailbox gets.
    init(_ mailbox: Mailbox) { self.mailbox = mailbox }

    /// Follows what a connection's session listens to.
    func follow(_ connection: ConnectionHandler, _ session: Session) {
        for change in session.takeSubscriptionChanges() {
            index.apply(change, of: connection, session.number)
        }
        subscribers[session.number] = session.subscriptions.isEmpty ? nil : connection
        monitors[session.number] = session.isMonitoring ? connection : nil
        mailbox.note(listeners: subscribers.count + monitors.count)
    }

    /// Tells what is in the mailbox; each connection's socket is written to once.
    func receive() {
        let (notices, hasLost) = mailbox.empty()
        for notice in notices {
            switch notice {
            case .event(let message): tell(message)
            case .request(let line): tell(line)
            }
        }
        for connection in told { connection.sendTold() }
        told.removeAll(keepingCapacity: true)
        guard hasLost else { return }
        for connection in Array(subscribers.values) + Array(monitors.values) {
            connection.fallBehind()
        }
    }

    private func tell(_ message: EventMessage) {
        index.forEach(hearing: message.channel) { pattern, connections in
            var rendered = Rendered { message.write(pattern: pattern, to: &$0) }
            for connection in connections {
                guard let session = connection.session else { continue }
                if session.caller.seesHouse {
                    tell(connection, rendered[session.pushFormat], event: message.sequence)
                } else if let shown = message.shown(to: session.caller) {
                    var own = Rendered { shown.write(pattern: pattern, to: &$0) }
                    tell(connection, own[session.pushFormat], event: message.sequence)
                }
            }
        }
    }

    private func tell(_ line: MonitorLine) {
        var rendered = Rendered { line.write(to: &$0) }
        for connection in monitors.values {
            guard let session = connection.session else { continue }
            tell(connection, rendered[session.pushFormat], event: nil)
        }
    }

    private func tell(_ connection: ConnectionHandler, _ push: ByteBuffer, event: UInt64?) {
        if connection.tell(push, event: event) { told.append(connection) }
    }
}

/// One push in the dialects in which somebody wants it, each written once.
private struct Rendered {
    private let write: (inout ReplyWriter) -> Void
    private var bytes: [ByteBuffer?] = Array(repeating: nil, count: ReplyFormat.allCases.count)

    init(_ write: @escaping (inout ReplyWriter) -> Void) { self.write = write }

    subscript(format: ReplyFormat) -> ByteBuffer {
        mutating get {
            let place = Int(format.rawValue)
            if let written = bytes[place] { return written }
            var writer = ReplyWriter(format: format)
            write(&writer)
            bytes[place] = writer.buffer
            return writer.buffer
        }
    }
}
