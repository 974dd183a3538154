import LeadlineDomain
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// What has lately been held against addresses: how often, and when last.
///
/// It holds so many addresses at most; the one that was quiet longest makes room.
final class AddressLedger: Sendable {
    private struct Entry {
        var count: Int
        var last: Int64
        /// Its place in the order of the last marks.
        var turn: UInt64
    }

    private struct State {
        var entries: [Text: Entry] = [:]
        /// Marks in their order; of an address that was marked again, the old one means nothing.
        var order: [(turn: UInt64, address: Text)] = []
        /// The first of `order` that was not passed yet.
        var first = 0
        var turn: UInt64 = 0
    }

    private let state = Mutex(State())
    private let countMax: Int
    private let memoryMilliseconds: Int64

    /// An empty ledger of `countMax` addresses, which forgets one that was quiet so long.
    init(countMax: Int, memoryMilliseconds: Int64) {
        self.countMax = countMax
        self.memoryMilliseconds = memoryMilliseconds
    }

    /// Marks an address; answers how often it has been since it was quiet, this time included.
    func mark(_ address: Text, at now: Timestamp) -> Int {
        state.withLock { state in
            state.turn += 1
            let old = state.entries[address]
            let isFresh = old.map { now.milliseconds - $0.last < memoryMilliseconds } ?? false
            let count = isFresh ? (old?.count ?? 0) + 1 : 1
            state.entries[address] = Entry(
                count: count, last: now.milliseconds, turn: state.turn)
            state.order.append((state.turn, address))
            makeRoom(&state)
            return count
        }
    }

    /// How often an address was marked since it was quiet.
    func count(_ address: Text, at now: Timestamp) -> Int {
        state.withLock { state in
            guard let entry = state.entries[address],
                now.milliseconds - entry.last < memoryMilliseconds
            else { return 0 }
            return entry.count
        }
    }

    /// How many addresses are held.
    var addressCount: Int { state.withLock { $0.entries.count } }

    /// How many marks are kept for their order.
    var markCount: Int { state.withLock { $0.order.count } }

    private func makeRoom(_ state: inout State) {
        while state.entries.count > countMax, state.first < state.order.count {
            let mark = state.order[state.first]
            state.first += 1
            if state.entries[mark.address]?.turn == mark.turn {
                state.entries[mark.address] = nil
            }
        }
        // What was passed, and what was marked again, is dropped once it is most of the order.
        guard state.order.count > 2 * countMax + 16 else { return }
        state.order = state.order[state.first...].filter {
            state.entries[$0.address]?.turn == $0.turn
        }
        state.first = 0
    }
}

extension Session {
    /// Whom the connection counts for, as failed logins and sign-ups are held against them: an
    /// IPv4 address, or the /64 of an IPv6 one, whose addresses a single machine is given.
    var peer: Text {
        let text = Text(remoteAddress)
        guard let colon = text.bytes.lastIndex(of: UInt8(ascii: ":")) else { return text }
        let host = text.bytes[..<colon]
        guard host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]") else {
            return Text(host)
        }
        let address = String(decoding: host.dropFirst().dropLast(), as: UTF8.self)
        return Self.network(of: address).map { Text($0) } ?? Text(host)
    }

    /// The network of an IPv6 address; of an IPv4 one that is written so, that address.
    private static func network(of address: String) -> String? {
        var parsed = in6_addr()
        guard inet_pton(AF_INET6, address, &parsed) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: parsed) { Array($0) }
        guard bytes[..<12] != mapped[...] else {
            return bytes[12...].map { "\($0)" }.joined(separator: ".")
        }
        return bytes[..<8].map { String($0, radix: 16) }.joined(separator: ":") + "/64"
    }

    private static let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
}
