import NIOCore

/// Whether a peer takes what it is sent.
struct OutputWatch {
    /// Bytes that the socket had not taken at the last look.
    private(set) var pending = 0
    private var sent = 0
    private var taken = 0
    /// Since when nothing has been taken; nil while nothing waits.
    private var since: NIODeadline?

    /// Whether something was sent that had not been taken at the last look.
    var isOpen: Bool { sent != taken }

    /// Notes bytes that were handed to the socket.
    mutating func add(_ count: Int) { sent &+= count }

    /// Notes how many bytes the socket has not taken now.
    mutating func look(pending now: Int, at time: NIODeadline) {
        pending = now
        let takenNow = sent &- now
        if now == 0 {
            since = nil
        } else if since == nil || takenNow != taken {
            since = time
        }
        taken = takenNow
    }

    /// Whether nothing has been taken for so many seconds although something waits; never for 0.
    func isStuck(at now: NIODeadline, seconds: Int) -> Bool {
        guard seconds > 0, let since else { return false }
        return now - since >= .seconds(Int64(seconds))
    }
}
