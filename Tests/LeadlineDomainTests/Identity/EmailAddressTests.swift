import LeadlineDomain
import Testing

@Suite struct EmailAddressTests {
    /// Stands in for libidn2: knows two names.
    private static func ascii(_ domain: Text) -> Text? {
        switch domain.lowercased {
        case "b\u{FC}cher.example": "xn--bcher-kva.example"
        case "\u{4F8B}\u{5B50}\u{3002}jp": "xn--fsqu00a.jp"
        case "\u{FF0E}\u{FF0E}": ".."
        default: nil
        }
    }

    private static func key(_ typed: String) throws -> Text {
        try EmailAddress.parse(slice(typed)).key(ascii: Self.ascii).text
    }

    @Test(arguments: [
        ("annlee@gmail.com", "annlee@gmail.com"),
        ("\"Ann Lee\" <Ann.Lee+crm@GoogleMail.com>", "annlee@gmail.com"),
        ("  ANN@Acme.Example\t", "ann@acme.example"),
        ("<ann@acme.example>", "ann@acme.example"),
        ("Lee, Ann <ann@acme.example>", "ann@acme.example"),
        ("\"<x>\" < ann@acme.example >", "ann@acme.example"),
        ("ann.lee@acme.example", "ann.lee@acme.example"),
        ("ann+a+b@acme.example", "ann@acme.example"),
        ("a.n.n..lee@gmail.com", "annlee@gmail.com"),
        ("ann-lee_o'neil@sub.acme.example", "ann-lee_o'neil@sub.acme.example"),
        ("ann@B\u{FC}cher.example", "ann@xn--bcher-kva.example"),
        ("ann@XN--BCHER-KVA.example", "ann@xn--bcher-kva.example"),
        ("\u{DC}ml@\u{4F8B}\u{5B50}\u{3002}jp", "\u{FC}ml@xn--fsqu00a.jp"),
    ])
    func spellingsOfOneAddressHaveOneKey(typed: String, key: String) throws {
        #expect(try Self.key(typed) == Text(key))
    }

    @Test(arguments: [
        ("ann.lee@acme.example", true), ("Ann@acme.example", false),
        ("ann@Acme.example", false), ("ann+news@acme.example", false),
        ("ann@gmail.com", false), ("ann@googlemail.com", false),
    ])
    func anAddressThatIsItsOwnKeyIsStoredOnce(typed: String, isOwnKey: Bool) throws {
        let bytes = Array(typed.utf8)
        let address = try EmailAddress.parse(bytes[...])
        let key = try address.key { _ in nil }
        let isSameMemory = key.text.bytes.withUnsafeBytes { key in
            address.text.bytes.withUnsafeBytes { $0.baseAddress == key.baseAddress }
        }
        #expect(isSameMemory == isOwnKey)
        #expect(!isOwnKey || key.text == address.text)
    }

    @Test func theAddressIsKeptAsTypedForSending() throws {
        let address = try EmailAddress.parse(slice(" \"Ann Lee\" <Ann.Lee+crm@GoogleMail.com>"))
        #expect(address.text == "Ann.Lee+crm@GoogleMail.com")
        #expect(address.local == "Ann.Lee+crm")
        #expect(address.domain == "GoogleMail.com")
    }

    @Test func dotsCountOutsideGmail() throws {
        #expect(try Self.key("ann.lee@acme.example") != Self.key("annlee@acme.example"))
        #expect(try Self.key("ann.lee@gmail.com.example") != Self.key("annlee@gmail.com.example"))
    }

    @Test(arguments: [
        "", "  ", "ann", "@", "ann@", "@acme.example", "ann@acme", "ann lee@acme.example",
        "ann@acme .example", "ann@@acme.example", "a@b@acme.example", "ann@.example",
        "ann@acme.", "ann@acme..example", "ann@-acme.example", "ann@acme-.example",
        "ann@ac_me.example", "ann@[10.0.0.1]", "ann@acme.example,bob@acme.example",
        "ann@acme.example;", "\"ann\"@acme.example", "<>", "Ann Lee <>", "ann@acme.example>",
        "ann\u{0}@acme.example", "ann\n@acme.example", "ann@acme.example\u{7F}",
        "+crm@acme.example", "...@gmail.com", "ann@nowhere.\u{FC}ber", "ann@\u{FF0E}\u{FF0E}",
        "ann@b\u{FC}cher .example",
    ])
    func whatIsNoAddressIsRefused(typed: String) {
        #expect(throws: ValueFault.self) { try Self.key(typed) }
    }

    @Test func lengthsAreBounded() {
        let local = String(repeating: "a", count: 64)
        let label = String(repeating: "b", count: 63)
        #expect(throws: Never.self) { try Self.key("\(local)@\(label).example") }
        #expect(throws: ValueFault.self) { try Self.key("\(local)a@\(label).example") }
        #expect(throws: ValueFault.self) { try Self.key("a@\(label)b.example") }
        let longest = "\(local)@\(label).\(label).\(String(repeating: "c", count: 61))"
        #expect(longest.utf8.count == 254)
        #expect(throws: Never.self) { try Self.key(longest) }
        #expect(throws: ValueFault.self) { try Self.key(longest + "c") }
    }

    // Found by fuzzing: letters that are longer in lower case made keys that are no addresses.
    @Test func aKeyIsNoLongerThanAnAddress() throws {
        // Two bytes each, three in lower case.
        let long = String(repeating: "\u{23A}", count: 32)
        #expect(long.utf8.count == 64 && long.lowercased().utf8.count == 96)
        #expect(throws: ValueFault.self) { try Self.key("\(long)@acme.example") }
        #expect(throws: Never.self) { try Self.key("\(long.prefix(21))@acme.example") }
        let tagged = "\(long.prefix(20))+\(String(repeating: "a", count: 20))"
        #expect(throws: Never.self) { try Self.key("\(tagged)@acme.example") }
    }

    @Test(arguments: [
        "gmail.com", "yahoo.com", "yahoo.co.uk", "hotmail.fr", "outlook.com", "live.nl", "gmx.net",
        "gmx.de", "yandex.ru", "icloud.com", "proton.me", "protonmail.com", "aol.com", "web.de",
        "qq.com", "t-online.de", "comcast.net",
    ])
    func freeMailHasNoDomainKey(domain: String) throws {
        let address = try EmailAddress.parse(slice("ann@\(domain)"))
        let key = try address.key(ascii: Self.ascii)
        #expect(key.domainKey { $0 } == nil)
    }

    @Test(arguments: ["acme.example", "yahoo-inc.example", "live-music.example", "myyahoo.com"])
    func aBusinessDomainIsAKey(domain: String) throws {
        let address = try EmailAddress.parse(slice("ann@mail.\(domain)"))
        let key = try address.key(ascii: Self.ascii)
        #expect(key.domain == Text("mail.\(domain)"))
        #expect(key.domainKey { Text($0.bytes.dropFirst(5)) } == Text(domain))
        #expect(key.domainKey { _ in nil } == nil)
    }
}
