import NIOCore

/// Whom a connection counts for: an IPv4 address, or the /64 of an IPv6 one.
///
/// A /64 is what a single household or machine is given; its addresses cannot be told apart as
/// peers.
struct PeerAddress: Hashable, Sendable {
    private let bits: UInt64
    private let isIPv6: Bool
    /// Whether it is this machine's own.
    let isLoopback: Bool

    /// The peer at an address; what has no network address is this machine.
    init(_ address: SocketAddress?) {
        switch address {
        case .v4(let address):
            self = withUnsafeBytes(of: address.address) { bytes in
                let bits = bytes.loadUnaligned(fromByteOffset: Self.offset4, as: UInt32.self)
                return PeerAddress(address: UInt32(bigEndian: bits))
            }
        case .v6(let address):
            self = withUnsafeBytes(of: address.address) { bytes in
                let high = bytes.loadUnaligned(fromByteOffset: Self.offset6, as: UInt64.self)
                let low = bytes.loadUnaligned(fromByteOffset: Self.offset6 + 8, as: UInt64.self)
                return PeerAddress(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
            }
        case .unixDomainSocket, nil: self.init(bits: 0, isIPv6: false, isLoopback: true)
        }
    }

    private init(address: UInt32) {
        self.init(bits: UInt64(address), isIPv6: false, isLoopback: address >> 24 == 127)
    }

    private init(high: UInt64, low: UInt64) {
        if high == 0, low >> 32 == Self.mapped {
            self.init(address: UInt32(truncatingIfNeeded: low))
        } else {
            self.init(bits: high, isIPv6: true, isLoopback: high == 0 && low == 1)
        }
    }

    private init(bits: UInt64, isIPv6: Bool, isLoopback: Bool) {
        self.bits = bits
        self.isIPv6 = isIPv6
        self.isLoopback = isLoopback
    }

    /// Where a socket address of each family holds the host's.
    private static let offset4 = 4
    private static let offset6 = 8

    /// Before the last 32 bits of an IPv4 address that is written as an IPv6 one.
    private static let mapped: UInt64 = 0xFFFF
}
