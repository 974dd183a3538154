import NIOCore
import Testing

@testable import LeadlineServer

@Suite("Handshake census") struct HandshakeCensusTests {
    private func peer(_ address: String) throws -> PeerAddress {
        PeerAddress(try SocketAddress(ipAddress: address, port: 1))
    }

    @Test("handshakes were counted globally only: one address kept all others out")
    func perAddress() throws {
        let census = HandshakeCensus()
        let limits = ServerLimits()
        let one = try peer("192.0.2.1")
        for _ in 0..<limits.handshakesPerAddressMax { #expect(census.enter(one, limits) == nil) }
        #expect(census.enter(one, limits) == .tooManyOfAddress)
        #expect(try census.enter(peer("192.0.2.2"), limits) == nil)
        for _ in 0...limits.handshakesPerAddressMax { census.leave(one) }
        #expect(census.addressCount == 1)
        #expect(census.enter(one, limits) == nil)
    }

    @Test("all together are bounded, this machine's own by that alone")
    func total() throws {
        let census = HandshakeCensus()
        let limits = ServerLimits()
        let own = try peer("127.0.0.1")
        for _ in 0..<limits.handshakesMax { #expect(census.enter(own, limits) == nil) }
        #expect(census.enter(own, limits) == .tooMany)
    }
}
