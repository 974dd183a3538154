import LeadlineEngine
import NIOCore
import Testing

@testable import LeadlineServer

@Suite("Admission") struct AdmissionTests {
    private func peer(_ address: String) throws -> PeerAddress {
        PeerAddress(try SocketAddress(ipAddress: address, port: 1))
    }

    @Test("an address of IPv6 counts with its /64, a mapped one as what it is")
    func peers() throws {
        #expect(try peer("2001:db8:1:2::3") == peer("2001:db8:1:2:ffff::9"))
        #expect(try peer("2001:db8:1:2::3") != peer("2001:db8:1:3::3"))
        #expect(try peer("192.0.2.1") != peer("192.0.2.2"))
        #expect(try peer("::ffff:192.0.2.1") == peer("192.0.2.1"))
        #expect(try peer("0:0:0:c000:201::") != peer("192.0.2.1"))
    }

    @Test(
        "this machine is known by all its addresses",
        arguments: ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
    func loopback(address: String) throws { #expect(try peer(address).isLoopback) }

    @Test(
        "and no other", arguments: ["10.0.0.1", "128.0.0.1", "::2", "fe80::1", "::ffff:10.0.0.1"])
    func elsewhere(address: String) throws { #expect(try !peer(address).isLoopback) }

    @Test("each address has its own count, bounded unless it is this machine's")
    func counts() throws {
        let admission = Admission()
        var guards = ConnectionGuards()
        guards.newPerSecondMax = 100_000
        let now = NIODeadline.now()
        let one = try peer("192.0.2.1")
        for _ in 0..<ConnectionGuards.perAddressDefault {
            #expect(admission.enter(one, guards, at: now) == nil)
        }
        #expect(admission.enter(one, guards, at: now) == .tooMany)
        #expect(try admission.enter(peer("192.0.2.2"), guards, at: now) == nil)
        admission.leave(one)
        #expect(admission.enter(one, guards, at: now) == nil)
        guards.newPerSecondMax = 0
        for _ in 0..<5000 {
            #expect(try admission.enter(peer("127.0.0.1"), guards, at: now) == nil)
        }
    }

    @Test("an address is forgotten when it has no connection and was quiet for a second")
    func forgotten() throws {
        let admission = Admission()
        let guards = ConnectionGuards()
        let now = NIODeadline.now()
        for number in 1...200 {
            let peer = try peer("198.51.100.\(number)")
            #expect(admission.enter(peer, guards, at: now) == nil)
            admission.leave(peer)
        }
        #expect(admission.count == 200)
        #expect(admission.enter(try peer("203.0.113.1"), guards, at: now) == nil)
        admission.sweep(at: now)
        #expect(admission.count == 201)
        admission.sweep(at: now + .seconds(1))
        #expect(admission.count == 1)
    }

    @Test("new connections of one address are refused beyond the rate until time has passed")
    func rate() throws {
        let admission = Admission()
        let guards = ConnectionGuards()
        let now = NIODeadline.now()
        let peer = try peer("192.0.2.1")
        for _ in 0..<ConnectionGuards.newPerSecondDefault {
            #expect(admission.enter(peer, guards, at: now) == nil)
        }
        #expect(admission.enter(peer, guards, at: now) == .tooFast)
        #expect(admission.enter(peer, guards, at: now + .milliseconds(5)) == nil)
        #expect(admission.enter(peer, guards, at: now + .milliseconds(5)) == .tooFast)
    }
}
