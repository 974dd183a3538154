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
        /// The oldest first; those before `first` are forgotten, and go many at a time, so that one
        /// more costs the same however many there are.
        private var kept: [Entry] = []
        private var first = 0
        var next: UInt64 = 0

        var entries: ArraySlice<Entry> { kept[first...] }

        mutating func add(_ entry: Entry, entriesMax: Int) {
            kept.append(entry)
            next += 1
            first = max(first, kept.count - entriesMax)
            guard 2 * first > kept.count else { return }
            kept.removeFirst(first)
            first = 0
        }

        mutating func removeAll() {
            kept.removeAll()
            first = 0
        }
    }
    private let state = Mutex(State())

    /// Keeps a command; the oldest ones beyond `entriesMax` are forgotten.
    func add(
        at: Timestamp, microseconds: Int, _ arguments: [[UInt8]], _ caller: Caller,
        entriesMax: Int
    ) {
        state.withLock { state in
            let entry = Entry(
                number: state.next, at: at, microseconds: microseconds, arguments: arguments,
                address: Text(caller.origin.bytes.prefix { $0 != UInt8(ascii: "#") }),
                connectionName: caller.connectionName)
            state.add(entry, entriesMax: entriesMax)
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
    func reset() { state.withLock { $0.removeAll() } }
}
