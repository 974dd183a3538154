import NIOCore
import Synchronization

/// What one event loop has yet to tell its listeners: filled by the writer and by every loop,
/// emptied in one go by its own.
///
/// A loop that is behind finds more at once and writes to each connection once for all of it.
/// What does not fit is dropped, and the listeners are told that they missed something.
final class Mailbox: Sendable {
    fileprivate struct Content {
        var notices: [Notice] = []
        var byteCount = 0
        var hasLost = false
        /// Whether the loop has been asked to empty it.
        var isRung = false
    }

    private let content = Mutex(Content())
    /// Connections of the loop that listen; nothing is put in for a loop that has none.
    private let listenerCount = Atomic<Int>(0)
    private let bytesMax: Int

    /// An empty mailbox that holds notices of `bytesMax` bytes and one more.
    init(bytesMax: Int) { self.bytesMax = bytesMax }

    /// Notes how many connections of the loop listen.
    func note(listeners: Int) { listenerCount.store(listeners, ordering: .sequentiallyConsistent) }

    /// Whether there is anybody to tell.
    var hasListeners: Bool { listenerCount.load(ordering: .sequentiallyConsistent) > 0 }

    /// Puts notices in; true when the loop has to be asked to come.
    func put(_ notices: [Notice]) -> Bool {
        content.withLock { content in
            for notice in notices {
                guard content.byteCount <= bytesMax else {
                    content.hasLost = true
                    break
                }
                content.byteCount += notice.byteCount
                content.notices.append(notice)
            }
            return content.ring()
        }
    }

    /// Notes that notices were lost; true when the loop has to be asked to come.
    func putLoss() -> Bool {
        content.withLock { content in
            content.hasLost = true
            return content.ring()
        }
    }

    /// Takes everything out.
    func empty() -> (notices: [Notice], hasLost: Bool) {
        content.withLock { content in
            defer { content = Content() }
            return (content.notices, content.hasLost)
        }
    }
}

extension Mailbox.Content {
    fileprivate mutating func ring() -> Bool {
        defer { isRung = true }
        return !isRung
    }
}
