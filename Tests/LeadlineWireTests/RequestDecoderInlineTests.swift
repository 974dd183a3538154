import LeadlineWire
import Testing

@Suite("Inline requests")
struct RequestDecoderInlineTests {
    /// The table of the tokeniser, with Redis's own results.
    static let tokens: [DecoderCase] = [
        DecoderCase("PING\r\n", .line("PING")),
        DecoderCase("PING\n", .line("PING")),
        DecoderCase("  PING \t x  \r\n", .line("PING", "x")),
        DecoderCase("ECHO \"x y\\n\\x41\"\r\n", .line("ECHO", "x y\nA")),
        DecoderCase("ECHO ab\"c d\"\r\n", .line("ECHO", "abc d")),
        DecoderCase("ECHO \"abc\"d\r\nPING\r\n", .refused(quotes), .line("PING")),
        DecoderCase("ECHO \"open\r\nPING\r\n", .refused(quotes), .line("PING")),
        DecoderCase("ECHO 'open\r\nPING\r\n", .refused(quotes), .line("PING")),
        DecoderCase("ECHO 'abc'd\r\n", .refused(quotes)),
        DecoderCase("ECHO \"a\\\r\n", .refused(quotes)),
        DecoderCase("ECHO \"a\"\"b\"\r\n", .refused(quotes)),
        DecoderCase("ECHO 'it\\'s'\r\n", .line("ECHO", "it's")),
        DecoderCase("ECHO 'a\\nb'\r\n", .line("ECHO", "a\\nb")),
        DecoderCase("ECHO \"\\q\\\\\\\"z\"\r\n", .line("ECHO", "q\\\"z")),
        DecoderCase("ECHO \"\\xZZ\"\r\n", .line("ECHO", "xZZ")),
        DecoderCase("ECHO \"\\x4\"\r\n", .line("ECHO", "x4")),
        DecoderCase("ECHO \"\\x4g\"\r\n", .line("ECHO", "x4g")),
        DecoderCase("ECHO \"\\N\"\r\n", .line("ECHO", "N")),
        DecoderCase("ECHO \"\"\r\n", .line("ECHO", "")),
        DecoderCase("ECHO ''\r\n", .line("ECHO", "")),
        DecoderCase("ECHO \"\" x\r\n", .line("ECHO", "", "x")),
        DecoderCase("ECHO a\tb\r\n", .line("ECHO", "a", "b")),
        DecoderCase("ECHO a\rb\r\n", .line("ECHO", "a", "b")),
        DecoderCase("ECHO a\u{0B}b\r\n", .line("ECHO", "a\u{0B}b")),
        DecoderCase("ECHO \u{0B}\u{0C}b\r\n", .line("ECHO", "b")),
        DecoderCase("ECHO \"a\"\u{0B}b\r\n", .line("ECHO", "a", "b")),
        DecoderCase("ECHO a\\nb\r\n", .line("ECHO", "a\\nb")),
        DecoderCase("ECHO \"\\r\\n\\t\\b\\a\\\\\"\r\n", .line("ECHO", "\r\n\t\u{08}\u{07}\\")),
        DecoderCase("ECHO Zoë \"Łódź 東京\" 😀\r\n", .line("ECHO", "Zoë", "Łódź 東京", "😀")),
        DecoderCase(
            bytes: ascii("ECHO \"\\xff\\x00\\xFe\"\r\n"),
            .inline([ascii("ECHO"), [0xFF, 0x00, 0xFE]])),
    ]

    static let quotes = "unbalanced quotes in request"
    static let nul = "NUL byte in request"
    static let encoding = "invalid UTF-8 in request"

    /// Lines that are no requests, or not good ones.
    static let lines: [DecoderCase] = [
        DecoderCase("\r\n\n \t\r\n\u{0B}\nPING\r\n", .line("PING")),
        DecoderCase("\r\r\nPING\r\n", .line("PING")),
        DecoderCase("# a \"comment\r\n  # another\r\nPING # x\r\n", .line("PING", "#", "x")),
        DecoderCase(bytes: ascii("# caf") + [0xE9, 0x00] + ascii("\nPING\n"), .line("PING")),
        DecoderCase("ECHO a\u{0}b\r\nPING\r\n", .refused(nul), .line("PING")),
        DecoderCase("\u{0}\nPING\n", .refused(nul), .line("PING")),
        DecoderCase("\u{04}\r\nPING\r\n", .quit, .line("PING")),
        DecoderCase("\u{04}\n", .quit),
        DecoderCase("PING\u{04}\n", .line("PING\u{04}")),
        DecoderCase("ECHO ha\u{03}lf\r\nPING\r\n", .line("PING")),
        DecoderCase("\r\n\u{FEFF}PING\n", .line("PING")),
        DecoderCase("\u{FEFF}PING\r\nPING\r\n", .line("PING"), .line("PING")),
        DecoderCase("\u{FEFF}*1\r\n$4\r\nPING\r\n", .resp("PING")),
        DecoderCase("PING\n\u{FEFF}PING\n", .line("PING"), .line("\u{FEFF}PING")),
        DecoderCase("\u{FEFF}\u{FEFF}PING\n", .line("\u{FEFF}PING")),
        DecoderCase(bytes: [0xEF, 0xBB] + ascii("\nPING\n"), .refused(encoding), .line("PING")),
    ]

    /// What is not well-formed UTF-8.
    static let broken: [[UInt8]] = [
        [0x80], [0xC3], [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0xAF], [0xE0, 0x9F, 0xBF],
        [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xE2, 0x82], [0xF0, 0x80, 0x80, 0xAF],
        [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE],
        [0xF0, 0x9F, 0x98], [0xE2, 0x28, 0xA1], [0xC3, 0x28],
    ]

    /// Other protocols on our port.
    static let strangers: [DecoderCase] = [
        DecoderCase("GET / HTTP/1.1\r\nPING\r\n", .foreign(http)),
        DecoderCase("\n# x\nGET / HTTP/1.1\n", .foreign(http)),
        DecoderCase("HEAD /x HTTP/1.0\r\n", .foreign(http)),
        DecoderCase("OPTIONS * HTTP/1.1\r\n", .foreign(http)),
        DecoderCase("CONNECT example.com:443 HTTP/1.1\r\n", .foreign(http)),
        DecoderCase("GET http://a.example/ HTTP/1.1\n", .foreign(http)),
        DecoderCase("PRI * HTTP/2.0\r\n\r\n", .foreign(http)),
        DecoderCase("NOTE L42 HTTP/1.1\r\n", .line("NOTE", "L42", "HTTP/1.1")),
        DecoderCase("PING\r\nGET / HTTP/1.1\r\n", .line("PING"), .line("GET", "/", "HTTP/1.1")),
        DecoderCase("POST / HTTP/1.1\r\n", .foreign(http)),
        DecoderCase("PING\r\npost x\r\nPING\r\n", .line("PING"), .foreign(http)),
        DecoderCase("PING\r\nHost: localhost:5323\r\n", .line("PING"), .foreign(http)),
        DecoderCase("host: x\r\n", .foreign(http)),
        DecoderCase("POSTS x\r\n", .line("POSTS", "x")),
        DecoderCase("PING Host:\r\n", .line("PING", "Host:")),
        DecoderCase(bytes: [0x16, 0x03, 0x01, 0x02, 0x00], .foreign(tls)),
        DecoderCase(bytes: [0x16, 0x04, 0x0A], .inline([[0x16, 0x04]])),
        DecoderCase(
            bytes: ascii("PING\n") + [0x16, 0x03, 0x0A] + ascii("PING\n"), .line("PING"),
            .line("PING")),
    ]

    static let http = "HTTP on a Leadline port"
    static let tls = "TLS on a plaintext port"

    /// Input that ends.
    static let ends: [DecoderCase] = [
        DecoderCase("PING", .truncated),
        DecoderCase("PING\r\nPIN", .line("PING"), .truncated),
        DecoderCase("PING\r\n", .line("PING")),
        DecoderCase(""),
        DecoderCase("  \t"),
        DecoderCase("# comment"),
        DecoderCase("\u{04}"),
        DecoderCase("half\u{03}"),
        DecoderCase("*", .truncated),
        DecoderCase("*1\r\n", .truncated),
        DecoderCase("*1\r\n$4\r\nPING", .truncated),
        DecoderCase("*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPI", .resp("PING"), .truncated),
        DecoderCase(bytes: [0x16], .truncated),
        DecoderCase(bytes: [0xEF], .truncated),
    ]

    // Fault 2, 8: lines end with LF or CR LF, and unbalanced quotes cost that line alone
    @Test("An inline line is split as Redis splits it, however it is cut", arguments: tokens)
    func splits(row: DecoderCase) { expectEveryCut(of: row) }

    // Fault 1, 2: empty lines, comments and their line ends are no requests
    @Test("Blank lines, comments and control lines are what they are", arguments: lines)
    func skips(row: DecoderCase) { expectEveryCut(of: row) }

    // Fault 14: HTTP, TLS and SSH are recognised however their bytes are cut
    @Test("Another protocol closes the connection", arguments: strangers)
    func recognises(row: DecoderCase) { expectEveryCut(of: row) }

    @Test("The end of input answers an unterminated request", arguments: ends)
    func answersTheEnd(row: DecoderCase) { expectEveryCut(of: row) }

    // Fault 7: overlong, cut and stray bytes of UTF-8 cost that line alone
    @Test("A line that is not UTF-8 costs that line alone", arguments: broken)
    func refusesBrokenText(bytes: [UInt8]) {
        for tail in [[], ascii("x"), ascii(" \"q\"")] {
            let line = ascii("ECHO ") + bytes + tail + ascii("\r\nPING\r\n")
            expectEveryCut(of: DecoderCase(bytes: line, .refused(Self.encoding), .line("PING")))
        }
    }

    @Test("Every Unicode scalar is accepted, and no surrogate")
    func acceptsEveryScalar() {
        for first in stride(from: UInt32(0x80), through: 0x10_FFFF, by: 61) {
            guard let scalar = UnicodeScalar(first) else { continue }
            let text = String(Character(scalar))
            #expect(DecoderTranscript(ascii("ECHO \(text)\n")).entries == [.line("ECHO", text)])
        }
    }
}

/// Checks a row fed whole, byte by byte and cut in two at every place.
func expectEveryCut(
    of row: DecoderCase, limits: FramingLimits = .authenticated,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let whole = DecoderTranscript(row.bytes, limits: limits)
    #expect(whole.entries == row.expected, sourceLocation: sourceLocation)
    for cut in DecoderTranscript.ofEveryCut(row.bytes, limits: limits) where cut != whole {
        #expect(cut.entries == whole.entries, "cut differently", sourceLocation: sourceLocation)
    }
}
