import LeadlineDomain
import LeadlineWire
import Synchronization

/// The commands that took long, the newest first, as SLOWLOG shows them.
final class SlowLog: Sendable {
    /// One command that took long.
    struct Entry: Sendable {
        /// From 0, never used again while the server runs.
        let number: UInt64
        let at: Timestamp
        let microseconds: Int
        /// Cut, and without what is secret or personal.
        let arguments: [[UInt8]]
        /// Address and port of who asked.
        let address: Text
        /// What the connection called itself.
        let connectionName: Text
    }

    private struct State {
        var entries: [Entry] = []
        var next: UInt64 = 0
    }
    private let state = Mutex(State())

    /// Keeps a command; the oldest ones beyond `entriesMax` are forgotten.
    func add(
        at: Timestamp, microseconds: Int, _ arguments: [[UInt8]], _ caller: Caller,
        entriesMax: Int
    ) {
        state.withLock { state in
            state.entries.append(
                Entry(
                    number: state.next, at: at, microseconds: microseconds, arguments: arguments,
                    address: Text(caller.origin.bytes.prefix { $0 != UInt8(ascii: "#") }),
                    connectionName: caller.connectionName))
            state.next += 1
            state.entries.removeFirst(max(0, state.entries.count - entriesMax))
        }
    }

    /// The newest `count` entries, the newest first; all of them with nil.
    func newest(_ count: Int?) -> [Entry] {
        state.withLock { state in
            Array(state.entries.suffix(count ?? state.entries.count).reversed())
        }
    }

    /// How many there are.
    var count: Int { state.withLock { $0.entries.count } }

    /// Forgets all; numbers go on.
    func reset() { state.withLock { $0.entries.removeAll() } }
}
