import LeadlineDigest
import Testing

@Suite("Keyed digests") struct KeyedDigestTests {
    @Test("are those of RFC 4231")
    func known() {
        let first = Digest256(
            of: Array("Hi There".utf8)[...], keyedBy: [UInt8](repeating: 0x0b, count: 20))
        #expect(first.hex == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        let second = Digest256(
            of: Array("what do ya want for nothing?".utf8)[...], keyedBy: Array("Jefe".utf8))
        #expect(second.hex == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test("differ by key and by message")
    func differ() {
        let message = Array("ann@acme.example".utf8)[...]
        let one = Digest256(of: message, keyedBy: [1])
        #expect(one != Digest256(of: message, keyedBy: [2]))
        #expect(one != Digest256(of: message.dropLast(), keyedBy: [1]))
        #expect(one == Digest256(of: message, keyedBy: [1, 0]), "as the RFC pads keys")
    }
}
