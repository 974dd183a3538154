import LeadlineWire
import NIOCore
import Testing

@Suite("RESP requests")
struct RequestDecoderArrayTests {
    static let requests: [DecoderCase] = [
        DecoderCase("*1\r\n$4\r\nPING\r\n", .resp("PING")),
        DecoderCase("*2\r\n$4\r\nECHO\r\n$0\r\n\r\n", .resp("ECHO", "")),
        DecoderCase("*2\r\n$4\r\nECHO\r\n$6\r\na\r\nb\n\0\r\n", .resp("ECHO", "a\r\nb\n\0")),
        DecoderCase(
            bytes: ascii("*2\r\n$4\r\nECHO\r\n$3\r\n") + [0xFF, 0xF4, 0x00] + ascii("\r\n"),
            .array([ascii("ECHO"), [0xFF, 0xF4, 0x00]])),
        DecoderCase("*0\r\n*-1\r\nPING\r\n", .line("PING")),
        DecoderCase("*-2147483648\r\nPING\r\n", .line("PING")),
        DecoderCase("*1\r\n$4\r\nPING\r\nPING\r\n", .resp("PING"), .line("PING")),
        DecoderCase("PING\r\n*1\r\n$4\r\nPING\r\n", .line("PING"), .resp("PING")),
        DecoderCase("\r\n*1\r\n$4\r\nPING\r\n", .resp("PING")),
        DecoderCase("*1\r\n$5\r\nHost:\r\n", .resp("Host:")),
        DecoderCase(" *1\r\n", .line("*1")),
    ]

    static let errors: [DecoderCase] = [
        DecoderCase("*x\r\n", .fatal(multibulk)),
        DecoderCase("*\r\n", .fatal(multibulk)),
        DecoderCase("*-\r\n", .fatal(multibulk)),
        DecoderCase("*-0\r\n", .fatal(multibulk)),
        DecoderCase("*01\r\n", .fatal(multibulk)),
        DecoderCase("*+1\r\n", .fatal(multibulk)),
        DecoderCase("* 1\r\n", .fatal(multibulk)),
        DecoderCase("*1 \r\n", .fatal(multibulk)),
        DecoderCase("*1\r2\r\n", .fatal(multibulk)),
        DecoderCase("*1.0\r\n", .fatal(multibulk)),
        DecoderCase("*1025\r\n", .fatal(multibulk)),
        DecoderCase("*9999999999\r\n", .fatal(multibulk)),
        DecoderCase("*10000000000\r\n", .fatal(multibulk)),
        DecoderCase("*-10000000000\r\n", .fatal(multibulk)),
        DecoderCase("*9223372036854775808\r\n", .fatal(multibulk)),
        DecoderCase("*1\n$4\nPING\n", .fatal("expected CRLF, got LF")),
        DecoderCase("*\n", .fatal("expected CRLF, got LF")),
        DecoderCase("*1\r\n$4\nPING\n", .fatal("expected CRLF, got LF")),
        DecoderCase("*1\r\n+PING\r\n", .fatal("expected '$', got '+'")),
        DecoderCase("*1\r\n*1\r\n$4\r\nPING\r\n", .fatal("expected '$', got '*'")),
        DecoderCase("*1\r\n\r\n", .fatal("expected '$', got '\\x0d'")),
        DecoderCase(bytes: ascii("*1\r\n") + [0xFF, 0xF4], .fatal("expected '$', got '\\xff'")),
        DecoderCase("*1\r\n$\r\n", .fatal(bulk)),
        DecoderCase("*1\r\n$-1\r\n", .fatal(bulk)),
        DecoderCase("*1\r\n$-0\r\n", .fatal(bulk)),
        DecoderCase("*1\r\n$04\r\nPING\r\n", .fatal(bulk)),
        DecoderCase("*1\r\n$+4\r\nPING\r\n", .fatal(bulk)),
        DecoderCase("*1\r\n$4x\r\nPING\r\n", .fatal(bulk)),
        DecoderCase("*1\r\n$1048577\r\n", .fatal(bulk)),
        DecoderCase("*1\r\n$9999999999\r\n", .fatal(bulk)),
        DecoderCase("*1\r\n$99999999999999999999\r\n", .fatal(bulk)),
        DecoderCase("*1\r\n$4\r\nPINGxx", .fatal("expected CRLF after bulk")),
        DecoderCase("*1\r\n$4\r\nPING\n\n", .fatal("expected CRLF after bulk")),
        DecoderCase("*1\r\n$3\r\nPING\r\n", .fatal("expected CRLF after bulk")),
    ]

    static let multibulk = "invalid multibulk length"
    static let bulk = "invalid bulk length"

    // Fault 3, 12: empty arrays are ignored, arrays and lines take turns
    @Test("A request array is read however it is cut", arguments: requests)
    func reads(row: DecoderCase) { expectEveryCut(of: row) }

    // Fault 2, 4, 5, 6, 15: each wrong count, length, line end and type is fatal and named
    // Threat T8: signs, leading zeros and numbers beyond any integer are refused, in any cut
    @Test("A framing error is fatal and says what was wrong", arguments: errors)
    func refuses(row: DecoderCase) { expectEveryCut(of: row) }

    @Test("Arguments spread over several reads survive compaction of the buffer")
    func survivesCompaction() {
        let request = respRequest((0..<200).map { "argument \($0)" })
        let chunks = stride(from: 0, to: request.count, by: 7).map {
            Array(request[$0..<min($0 + 7, request.count)])
        }
        let expected = DecoderTranscript.Entry.array((0..<200).map { ascii("argument \($0)") })
        #expect(DecoderTranscript(chunks).entries == [expected])
    }

    @Test("Nothing is consumed before the request is whole, and then exactly the request")
    func consumesWholeRequests() {
        var decoder = RequestDecoder()
        var frame = Frame()
        let request = respRequest(["ECHO", "x"])
        var input = ByteBuffer(bytes: request.dropLast())
        #expect(decoder.next(&input, &frame, limits: .authenticated) == .incomplete)
        #expect(input.readableBytes == request.count - 1)
        input.writeBytes(ascii("\nPING"))
        #expect(decoder.next(&input, &frame, limits: .authenticated) == .request)
        #expect(input.readableBytesView.elementsEqual(ascii("PING")))
    }
}

/// A request array of these words.
func respRequest(_ words: [String]) -> [UInt8] {
    ascii("*\(words.count)\r\n") + words.flatMap { ascii("$\($0.utf8.count)\r\n\($0)\r\n") }
}
