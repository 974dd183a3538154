import LeadlineEngine
import NIOCore
import Synchronization

/// Who may connect, judged by where from: how many connections an address has, and how fast it
/// makes new ones.
final class Admission: Sendable {
    /// Why a connection is refused at once.
    enum Refusal: Equatable {
        /// There are as many as there may be.
        case full
        /// The address has as many as it may have.
        case tooMany
        /// The address makes new ones too fast.
        case tooFast

        /// The line that the peer is sent.
        var line: String {
            switch self {
            case .full: "-ERR max number of clients reached\r\n"
            case .tooMany: "-DENIED too many connections from this address\r\n"
            case .tooFast: "-DENIED too many new connections from this address a second\r\n"
            }
        }
    }

    /// What is known of one address.
    private struct Entry {
        var count = 0
        var pace = Pace()
    }

    private let entries = Mutex<[PeerAddress: Entry]>([:])

    /// Takes a connection in, to be taken out by `leave`; or says why not.
    func enter(
        _ peer: PeerAddress, _ guards: ConnectionGuards, at now: NIODeadline
    ) -> Refusal? {
        let countMax = Self.bound(
            guards.perAddressMax, ConnectionGuards.perAddressDefault, for: peer)
        let perSecond = Self.bound(
            guards.newPerSecondMax, ConnectionGuards.newPerSecondDefault, for: peer)
        return entries.withLock { entries in
            var entry = entries[peer, default: Entry()]
            if countMax > 0, entry.count >= countMax { return .tooMany }
            guard entry.pace.pass(at: now, perSecond: perSecond) else { return .tooFast }
            entry.count += 1
            entries[peer] = entry
            return nil
        }
    }

    /// Takes a connection out that was taken in.
    func leave(_ peer: PeerAddress) {
        entries.withLock { $0[peer]?.count -= 1 }
    }

    /// Forgets addresses that have no connection and made no new one of late.
    func sweep(at now: NIODeadline) {
        entries.withLock { entries in
            entries = entries.filter { $0.value.count > 0 || !$0.value.pace.isFull(at: now) }
        }
    }

    /// How many addresses are known.
    var count: Int { entries.withLock { $0.count } }

    /// A setting of which 0 is the usual bound, and none for this machine's own connections.
    private static func bound(_ value: Int, _ usual: Int, for peer: PeerAddress) -> Int {
        if value > 0 { return value }
        return peer.isLoopback ? 0 : usual
    }
}
