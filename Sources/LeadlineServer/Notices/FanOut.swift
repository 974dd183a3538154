import LeadlineEngine
import NIOCore
import Synchronization

/// The way of notices to the connections of all loops.
final class FanOut: Sendable {
    /// Every loop's listeners, in the loops' order.
    let listeners: [NIOLoopBound<LoopListeners>]
    private let mailboxes: [Mailbox]

    private init(_ listeners: [NIOLoopBound<LoopListeners>], _ mailboxes: [Mailbox]) {
        self.listeners = listeners
        self.mailboxes = mailboxes
    }

    /// A way to the loops of a group, which have no listeners yet.
    static func make(_ loops: any EventLoopGroup, mailboxBytesMax: Int) async throws -> FanOut {
        var listeners: [NIOLoopBound<LoopListeners>] = []
        var mailboxes: [Mailbox] = []
        for loop in loops.makeIterator() {
            let mailbox = Mailbox(bytesMax: mailboxBytesMax)
            let bound = loop.submit { NIOLoopBound(LoopListeners(mailbox), eventLoop: loop) }
            listeners.append(try await bound.get())
            mailboxes.append(mailbox)
        }
        return FanOut(listeners, mailboxes)
    }

    /// Tells every connection that listens, later, on its own loop.
    func post(_ notices: [Notice]) {
        guard !notices.isEmpty else { return }
        deliver { $0.put(notices) }
    }

    /// Tells every connection that listens that it missed something.
    func postLoss() { deliver { $0.putLoss() } }

    private func deliver(_ put: (Mailbox) -> Bool) {
        for index in mailboxes.indices where mailboxes[index].hasListeners {
            guard put(mailboxes[index]) else { continue }
            let bound = listeners[index]
            bound.eventLoop.execute { bound.value.receive() }
        }
    }
}

// MARK: - Events

extension FanOut {
    /// Tells the events of a group that is durable now, those behind `start`, if anybody listens.
    ///
    /// Who subscribed while the group was on its way is told of it: what reads the events behind
    /// the answer to SUBSCRIBE may not have seen it.
    func publish(after start: UInt64, _ engine: Engine) {
        guard engine.channels.subscriberCount.load(ordering: .sequentiallyConsistent) > 0 else {
            return
        }
        if let messages = engine.messages(after: start) {
            post(messages.map { .event($0) })
        } else {
            postLoss()
        }
    }
}
