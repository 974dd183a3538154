import LeadlineNames
import Testing

@Suite struct DomainNamesTests {
    private static func ascii(_ name: String) -> String? {
        DomainNames.ascii(Array(name.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func registrable(_ name: String) -> String? {
        DomainNames.registrable(Array(name.utf8)[...]).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ("b\u{FC}cher.example", "xn--bcher-kva.example"),
        ("B\u{DC}CHER.Example", "xn--bcher-kva.example"),
        // Decomposed letters are composed first.
        ("bu\u{308}cher.example", "xn--bcher-kva.example"),
        // Non-transitional: the German sharp s stays itself.
        ("stra\u{DF}e.example", "xn--strae-oqa.example"),
        ("\u{4F8B}\u{3048}.\u{30C6}\u{30B9}\u{30C8}", "xn--r8jz45g.xn--zckzah"),
        ("\u{4F8B}\u{3048}\u{3002}jp", "xn--r8jz45g.jp"),
        ("acme.example", "acme.example"), ("ACME.Example", "acme.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ])
    func aNameHasOneASCIIForm(name: String, ascii: String) {
        #expect(Self.ascii(name) == ascii)
    }

    @Test func whatCannotBeADomainHasNone() {
        #expect(Self.ascii("") == nil)
        // Characters that the mapping drops.
        #expect(Self.ascii("\u{34F}") == nil)
        #expect(Self.ascii("\u{FC}\u{0}.example") == nil)
        #expect(Self.ascii("\u{FC}\(String(repeating: "a", count: 70)).example") == nil)
        #expect(Self.ascii(String(repeating: "\u{FC}", count: 600)) == nil)
        #expect(DomainNames.ascii([0xFF, 0xFE, 0x2E, 0x61]) == nil)
        #expect(Self.ascii("\u{301}a.example") == nil)
    }

    @Test(arguments: [
        ("acme.com", "acme.com"), ("mail.acme.com", "acme.com"), ("a.b.acme.co.uk", "acme.co.uk"),
        ("acme.co.jp", "acme.co.jp"), ("www.city.kawasaki.jp", "city.kawasaki.jp"),
        ("acme.example", "acme.example"), ("x.acme.example", "acme.example"),
        ("mail.xn--bcher-kva.de", "xn--bcher-kva.de"), ("yahoo.co.uk", "yahoo.co.uk"),
    ])
    func aNameHasARegistrablePart(name: String, registrable: String) {
        #expect(Self.registrable(name) == registrable)
    }

    @Test(arguments: ["", "com", "co.uk", "jp", ".acme.com", "acme.com.", "acme\u{0}.com"])
    func aPublicSuffixAndWhatIsNoNameHaveNone(name: String) {
        #expect(Self.registrable(name) == nil)
    }

    @Test func randomBytesNeverTrap() {
        let seed: UInt64 = 5323
        var state = seed
        for _ in 0..<5000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int(state >> 58) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(UInt8(state >> 56))
            }
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            if let ascii = DomainNames.ascii(bytes) { #expect(ascii.allSatisfy { $0 < 0x80 }) }
            if let part = DomainNames.registrable(bytes[...]) {
                #expect(part.count <= bytes.count, "seed \(seed)")
            }
        }
        print("DomainNamesTests.randomBytesNeverTrap seed \(seed)")
    }

    @Test func manyThreadsMayAskAtOnce() async {
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<500).allSatisfy { _ in
                        Self.ascii("b\u{FC}cher.example") == "xn--bcher-kva.example"
                            && Self.registrable("mail.acme.co.uk") == "acme.co.uk"
                    }
                }
            }
            for await allRight in group { #expect(allRight) }
        }
    }
}
