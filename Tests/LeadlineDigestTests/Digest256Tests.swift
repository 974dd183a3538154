import LeadlineDigest
import Testing

@Suite("SHA-256 digests")
struct Digest256Tests {
    // FIPS 180-4's examples.
    @Test(
        "are those of the standard",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func standard(_ text: String, _ hex: String) {
        #expect(Digest256(of: Array(text.utf8)[...]).hex == hex)
    }

    @Test("of parts are those of the whole")
    func parts() {
        let whole = Digest256(of: Array("abc".utf8)[...])
        #expect(Digest256(of: Array("a".utf8)[...], [], Array("bc".utf8)[...]) == whole)
        #expect(Digest256(of: Array("ab".utf8)[...]) != whole)
    }

    @Test("survive their bytes, and are read from 32 bytes only")
    func bytes() {
        let digest = Digest256(of: Array("abc".utf8)[...])
        #expect(Digest256(bytes: digest.bytes[...]) == digest)
        #expect(Digest256(bytes: digest.bytes.dropLast()) == nil)
        #expect(Digest256(bytes: (digest.bytes + [0])[...]) == nil)
        #expect(Digest256.zero.bytes == Array(repeating: 0, count: 32))
    }

    @Test func sameDigestsAreFoundSameWhereverTheyDiffer() {
        let digest = Digest256(of: Array("token".utf8)[...])
        #expect(digest.isSame(as: digest))
        for index in 0..<32 {
            var bytes = digest.bytes
            bytes[index] ^= 1
            let other = Digest256(bytes: bytes[...])
            #expect(other.map { digest.isSame(as: $0) } == false)
        }
    }
}
