import Glibc
import Synchronization

/// What a live screen shows, filled by the connection and read by the terminal's thread.
final class LiveBox<Model: Sendable>: Sendable {
    /// What is known, and how fresh it is.
    struct State: Sendable {
        /// What was read last.
        var model: Model
        /// When it was read, on the clock of `SignalPipe.now`.
        var readAt = SignalPipe.now
        /// Why there is no connection, nil while there is one.
        var lost: String?
        /// Why it cannot go on.
        var fault: BulkFault?
    }

    private let state: Mutex<State>
    /// Becomes readable with every change.
    let readEnd: CInt
    private let writeEnd: CInt

    /// A box that holds what was read at first.
    init(_ model: Model) {
        state = Mutex(State(model: model))
        var ends: [CInt] = [-1, -1]
        let status = pipe(&ends)
        precondition(status == 0, "no descriptor left for a pipe")
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// What is in it now.
    var current: State { state.withLock { $0 } }

    /// Changes it and wakes whoever waits for that.
    func change(_ change: @Sendable (inout State) -> Void) {
        state.withLock { change(&$0) }
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
    }

    /// Forgets that there were changes.
    func drain() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(readEnd, &bytes, bytes.count) > 0 {}
    }
}
