import Testing

@testable import LeadlineDomain

@Suite("What attachments are told by") struct AttachmentValueTests {
    private func mediaType(_ text: String) -> String? {
        (try? MediaType.parse(Text(text).bytes))?.text.description
    }

    private func address(_ text: String) -> String? {
        (try? WebAddress.parse(Text(text).bytes))?.text.description
    }

    @Test("a media type is two names, in lower case")
    func mediaTypes() {
        #expect(mediaType("Image/PNG") == "image/png")
        #expect(mediaType(" text/plain; charset=UTF-8 ") == "text/plain; charset=UTF-8")
        #expect(mediaType("application/vnd.ms-excel") == "application/vnd.ms-excel")
        for wrong in ["", "png", "a/b/c", "/b", "a/", "a b/c", "a/b\u{1}", "a/b; x=\ny"] {
            #expect(mediaType(wrong) == nil, "\(wrong)")
        }
        #expect(mediaType("a/" + String(repeating: "b", count: 125)) != nil)
        #expect(mediaType("a/" + String(repeating: "b", count: 126)) == nil)
    }

    @Test("an address is of the web")
    func addresses() {
        #expect(address("https://a.example/x?y=1#z") == "https://a.example/x?y=1#z")
        #expect(address("HTTP://[::1]:80/") == "HTTP://[::1]:80/")
        for wrong in [
            "", "https://", "https:///x", "ftp://a.example", "javascript:alert(1)",
            "https://a b", "https://a.example/\"", "https://a.example/\u{e9}", "//a.example",
        ] {
            #expect(address(wrong) == nil, "\(wrong)")
        }
        let long = "https://a.example/" + String(repeating: "x", count: WebAddress.bytesMax)
        #expect(address(long) == nil)
    }
}

@Suite("Base64") struct Base64Tests {
    private func decoded(_ text: String) -> [UInt8]? {
        try? Base64.decode(Text(text).bytes)
    }

    @Test("the examples of RFC 4648 are read")
    func examples() {
        #expect(decoded("") == [])
        #expect(decoded("Zg==") == Array("f".utf8))
        #expect(decoded("Zm8=") == Array("fo".utf8))
        #expect(decoded("Zm9v") == Array("foo".utf8))
        #expect(decoded("Zm9vYmFy") == Array("foobar".utf8))
        #expect(decoded("+/+/") == [0xfb, 0xff, 0xbf])
    }

    @Test("what stands for no bytes is refused")
    func mistakes() {
        for wrong in [
            "Z", "Zg", "Zg=", "=", "====", "Z===", "Zm9v\n", "Zm 9", "Zh==", "Zm9=", "Zg==Zg==",
            "Zm-_", "Z\u{e9}==",
        ] {
            #expect(decoded(wrong) == nil, "\(wrong)")
        }
    }

    @Test("random bytes come back")
    func randomBytes() {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var random = SeededGenerator(seed: 11)
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            var text: [UInt8] = []
            for start in stride(from: 0, to: count, by: 3) {
                let piece = bytes[start..<min(start + 3, count)]
                let bits = (0..<3).reduce(0) { $0 << 8 | Int(piece.dropFirst($1).first ?? 0) }
                let digits = (0..<4).map { letters[bits >> (18 - 6 * $0) & 63] }
                text += digits.prefix(piece.count + 1)
                text += [UInt8](repeating: UInt8(ascii: "="), count: 3 - piece.count)
            }
            #expect((try? Base64.decode(text[...])) == bytes, "\(count)")
        }
    }
}
