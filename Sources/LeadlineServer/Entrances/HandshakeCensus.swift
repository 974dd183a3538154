import Synchronization

/// TLS handshakes under way, of all and of each address: before one is done nobody is known, and
/// the place it takes is everybody's.
final class HandshakeCensus: Sendable {
    private struct State {
        var total = 0
        var ofAddress: [PeerAddress: Int] = [:]
    }

    private let state = Mutex(State())

    /// Counts one in, whatever the bounds; says whether there are too many of them now.
    func enter(_ peer: PeerAddress, _ limits: ServerLimits) -> Refusal? {
        // A proxy on this machine brings all its clients from one address.
        let isSpared = peer.isLoopback && limits.sparesLoopback
        return state.withLock { state in
            state.total += 1
            let own = state.ofAddress[peer, default: 0] + 1
            state.ofAddress[peer] = own
            if !isSpared, own > limits.handshakesPerAddressMax { return .tooManyOfAddress }
            return state.total > limits.handshakesMax ? .tooMany : nil
        }
    }

    /// Counts one out that was counted in.
    func leave(_ peer: PeerAddress) {
        state.withLock { state in
            state.total -= 1
            let own = state.ofAddress[peer, default: 0] - 1
            state.ofAddress[peer] = own > 0 ? own : nil
        }
    }

    /// Addresses with a handshake under way.
    var addressCount: Int { state.withLock { $0.ofAddress.count } }

    /// Why a handshake is not gone on with.
    enum Refusal: Equatable {
        /// There are as many as there may be.
        case tooMany
        /// The address has as many as it may have.
        case tooManyOfAddress

        /// The reason in the log.
        var text: String {
            switch self {
            case .tooMany: "too many at once"
            case .tooManyOfAddress: "too many of one address at once"
            }
        }
    }
}
