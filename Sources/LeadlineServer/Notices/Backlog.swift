import NIOCore

/// How long a connection has left more unread than a listener may.
struct Backlog {
    private(set) var since: NIODeadline?
    private let bytesMax: Int
    private let patience: TimeAmount

    /// Nothing is unread.
    init(_ limits: ServerLimits) {
        bytesMax = limits.listenerBytesSoft
        patience = .milliseconds(limits.listenerPatienceMilliseconds)
    }

    /// Notes how many bytes are unread now.
    mutating func note(_ pending: Int, at now: NIODeadline) {
        if pending <= bytesMax {
            since = nil
        } else if since == nil {
            since = now
        }
    }

    /// When it will have lasted too long; nil while not too much is unread.
    var deadline: NIODeadline? { since.map { $0 + patience } }
}
