import LeadlineWire
import NIOCore
import Testing

@Suite("Telnet's bytes in inline requests")
struct RequestDecoderTelnetTests {
    static let rows: [DecoderCase] = [
        // Ctrl-C: interrupt process, then a timing mark that must be granted.
        DecoderCase(
            bytes: ascii("LEAD.NE") + [0xFF, 0xF4, 0xFF, 0xFD, 0x06] + ascii("PING\r\n"),
            .telnet([0xFF, 0xFB, 0x06]), .line("PING")),
        DecoderCase(bytes: ascii("half") + [0xFF, 0xF3] + ascii("PING\n"), .line("PING")),
        // Every timing mark is granted, other demands and offers are refused once each.
        DecoderCase(
            bytes: [0xFF, 0xFD, 0x06, 0xFF, 0xFD, 0x06], .telnet([0xFF, 0xFB, 6, 0xFF, 0xFB, 6])),
        DecoderCase(
            bytes: [0xFF, 0xFD, 0x01, 0xFF, 0xFD, 0x01, 0xFF, 0xFB, 0x01, 0xFF, 0xFB, 0x01],
            .telnet([0xFF, 0xFC, 0x01, 0xFF, 0xFE, 0x01])),
        DecoderCase(bytes: [0xFF, 0xFB, 0x06], .telnet([0xFF, 0xFE, 0x06])),
        DecoderCase(bytes: [0xFF, 0xFC, 0x01, 0xFF, 0xFE, 0x01] + ascii("PING\n"), .line("PING")),
        // Within a line the rest of it is not disturbed.
        DecoderCase(
            bytes: ascii("ECHO a") + [0xFF, 0xFD, 0x03] + ascii("b c\r\nPING\r\n"),
            .telnet([0xFF, 0xFC, 0x03]), .line("ECHO", "ab", "c"), .line("PING")),
        DecoderCase(
            bytes: ascii("ECHO a") + [0xFF, 0xF1, 0xFF, 0xF9] + ascii("b") + [0xFF, 0xF1]
                + ascii("\nPING\n"),
            .line("ECHO", "ab"), .line("PING")),
        // Are you there?
        DecoderCase(
            bytes: ascii("PI") + [0xFF, 0xF6] + ascii("NG\n"), .telnet(ascii("+PONG\r\n")),
            .line("PING")),
        // Subnegotiation, with an escaped FF and a line feed within.
        DecoderCase(
            bytes: ascii("PI") + [0xFF, 0xFA, 0x18, 0x0A, 0xFF, 0xFF, 0x01, 0xFF, 0xF0]
                + ascii("NG\n"),
            .line("PING")),
        DecoderCase(bytes: [0xFF, 0xFA, 0x18, 0xFF, 0xF0] + ascii("PING\n"), .line("PING")),
        DecoderCase(bytes: [0xFF, 0xFA, 0x18, 0xFF, 0xF0] + array, .resp("PING")),
        // After negotiation or an interrupt a request begins, which may be an array.
        DecoderCase(bytes: [0xFF, 0xFD, 0x01] + array, .telnet([0xFF, 0xFC, 1]), .resp("PING")),
        DecoderCase(bytes: ascii("half") + [0xFF, 0xF4] + array, .resp("PING")),
        DecoderCase(
            bytes: [0xFF, 0xFD, 0x01, 0xEF, 0xBB, 0xBF] + ascii("PING\n"),
            .telnet([0xFF, 0xFC, 1]), .line("PING")),
        // A literal FF belongs to the line and is no UTF-8.
        DecoderCase(
            bytes: ascii("ECHO ") + [0xFF, 0xFF] + ascii("\nPING\n"), .refused(encoding),
            .line("PING")),
        DecoderCase(
            bytes: ascii("ECHO ") + [0xFF, 0xF1, 0xFF, 0xFF, 0xFF, 0xF1] + ascii("x\nPING\n"),
            .refused(encoding), .line("PING")),
        DecoderCase(
            bytes: ascii("ECHO ") + [0xFF, 0x41] + ascii("\nPING\n"), .refused(encoding),
            .line("PING")),
        DecoderCase(bytes: [0xFF, 0x0A] + ascii("PING\n"), .refused(encoding), .line("PING")),
        DecoderCase(
            bytes: [0xFF, 0xFF, 0x0A] + ascii("PING\n"), .refused(encoding), .line("PING")),
        // In a comment it does not matter.
        DecoderCase(bytes: ascii("# ") + [0xFF, 0xFF] + ascii("\nPING\n"), .line("PING")),
    ]

    static let array = ascii("*1\r\n$4\r\nPING\r\n")
    static let encoding = "invalid UTF-8 in request"

    @Test("Negotiation is answered and taken out, however it is cut", arguments: rows)
    func negotiates(row: DecoderCase) { expectEveryCut(of: row) }

    @Test("The bytes that were consumed frame to the same requests", arguments: rows)
    func reframes(row: DecoderCase) {
        let consumed = Consumed(row.bytes)
        #expect(DecoderTranscript(consumed.all).requests == consumed.frames)
        for (slice, frame) in zip(consumed.requests, consumed.frames) {
            #expect(DecoderTranscript(slice).entries == [frame])
        }
    }

    @Test("Telnet's bytes do not count for the length of a line")
    func doesNotCount() {
        let half = ascii(String(repeating: "x", count: WireLimits.lineBytesMax / 2))
        let line = half + [0xFF, 0xF1] + half + ascii("\r\n")
        #expect(DecoderTranscript(line).entries == [.inline([half + half])])
    }
}

extension DecoderTranscript {
    /// The requests alone.
    var requests: [Entry] {
        entries.filter { entry in
            switch entry {
            case .inline, .array: true
            default: false
            }
        }
    }
}

/// The raw bytes that a decoder consumed, all of them and for each request.
private struct Consumed {
    private(set) var requests: [[UInt8]] = []
    private(set) var frames: [DecoderTranscript.Entry] = []
    let all: [UInt8]

    init(_ bytes: [UInt8]) {
        var decoder = RequestDecoder()
        var frame = Frame()
        var input = ByteBuffer(bytes: bytes)
        loop: while true {
            let start = input.readerIndex
            switch decoder.next(&input, &frame, limits: .authenticated) {
            case .incomplete: break loop
            case .request:
                requests.append(Self.bytes(of: input, from: start))
                let words = (0..<frame.count).map { Array(frame[$0]) }
                frames.append(frame.isRESP ? .array(words) : .inline(words))
            default: break
            }
        }
        all = Self.bytes(of: input, from: 0)
    }

    private static func bytes(of input: ByteBuffer, from start: Int) -> [UInt8] {
        var consumed = input
        consumed.moveReaderIndex(to: start)
        return Array(consumed.readableBytesView.prefix(input.readerIndex - start))
    }
}
