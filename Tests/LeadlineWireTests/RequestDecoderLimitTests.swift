import LeadlineWire
import NIOCore
import Testing

@Suite("Limits of requests")
struct RequestDecoderLimitTests {
    private func transcript(
        _ bytes: [UInt8], _ limits: FramingLimits = .authenticated
    ) -> [DecoderTranscript.Entry] {
        let whole = DecoderTranscript(bytes, limits: limits)
        // Not every cut of so many bytes, but those around the limit and in the middle.
        for place in [1, bytes.count / 2, bytes.count - 3, bytes.count - 2, bytes.count - 1] {
            let cut = DecoderTranscript(
                [Array(bytes[..<place]), Array(bytes[place...])], limits: limits)
            #expect(cut.entries == whole.entries)
        }
        return whole.entries
    }

    private func summary(_ entries: [DecoderTranscript.Entry]) -> [String] {
        entries.map { entry in
            switch entry {
            case .inline(let words), .array(let words): "request of \(words.count)"
            case .malformed(let message, let isFatal): isFatal ? "fatal \(message)" : message
            default: "\(entry)"
            }
        }
    }

    // Fault 9: a line of 64 KiB is read, a longer one is fatal
    @Test("A line may be 65536 bytes long, whatever its line end", arguments: ["\n", "\r\n"])
    func lineLength(end: String) {
        let longest = ascii(String(repeating: "x", count: WireLimits.lineBytesMax) + end)
        #expect(summary(transcript(longest)) == ["request of 1"])
        let longer = ascii(String(repeating: "x", count: WireLimits.lineBytesMax + 1) + end)
        #expect(
            summary(transcript(longer)) == ["fatal Protocol error: too big inline request"])
    }

    @Test("A line without an end is refused as soon as it is too long")
    func endlessLine() {
        let endless = [UInt8](repeating: UInt8(ascii: "x"), count: WireLimits.lineBytesMax + 2)
        #expect(
            summary(transcript(endless)) == ["fatal Protocol error: too big inline request"])
    }

    @Test("A comment may not be longer than any other line")
    func longComment() {
        let comment = ascii("#" + String(repeating: "x", count: WireLimits.lineBytesMax) + "\n")
        #expect(
            summary(transcript(comment)) == ["fatal Protocol error: too big inline request"])
    }

    // Fault 4: 1,024 arguments are read, one more is refused, ten before the login
    @Test(
        "An array has as many arguments as its connection may send",
        arguments: [
            (1024, FramingLimits.authenticated, "request of 1024"),
            (1025, .authenticated, "fatal Protocol error: invalid multibulk length"),
            (10, .unauthenticated, "request of 10"),
            (11, .unauthenticated, "fatal Protocol error: unauthenticated multibulk length"),
            (1025, .unauthenticated, "fatal Protocol error: invalid multibulk length"),
        ])
    func arrayCount(count: Int, limits: FramingLimits, expected: String) {
        let request = respRequest([String](repeating: "x", count: count))
        #expect(summary(transcript(request, limits)) == [expected])
    }

    @Test(
        "A line has as many arguments as its connection may send",
        arguments: [
            (1024, FramingLimits.authenticated, "request of 1024"),
            (1025, .authenticated, "Protocol error: too many arguments in request"),
            (10, .unauthenticated, "request of 10"),
            (11, .unauthenticated, "Protocol error: too many arguments in request"),
        ])
    func lineCount(count: Int, limits: FramingLimits, expected: String) {
        let line = ascii([String](repeating: "x", count: count).joined(separator: " ") + "\r\n")
        #expect(summary(transcript(line, limits)) == [expected])
    }

    @Test(
        "An argument is as long as its connection may send",
        arguments: [
            (1 << 20, FramingLimits.authenticated, "request of 2"),
            (1 << 20 + 1, .authenticated, "fatal Protocol error: invalid bulk length"),
            (16 << 10, .unauthenticated, "request of 2"),
            (16 << 10 + 1, .unauthenticated, "fatal Protocol error: unauthenticated bulk length"),
            (1 << 20 + 1, .unauthenticated, "fatal Protocol error: invalid bulk length"),
        ])
    func argumentLength(byteCount: Int, limits: FramingLimits, expected: String) {
        let request = respRequest(["ECHO", String(repeating: "x", count: byteCount)])
        #expect(summary(transcript(request, limits)) == [expected])
    }

    @Test("A line's argument before the login is limited too")
    func inlineArgumentLength() {
        let limit = WireLimits.preAuthArgumentBytesMax
        let longest = ascii("AUTH " + String(repeating: "x", count: limit) + "\n")
        #expect(summary(transcript(longest, .unauthenticated)) == ["request of 2"])
        let longer = ascii("AUTH " + String(repeating: "x", count: limit + 1) + "\n")
        #expect(
            summary(transcript(longer, .unauthenticated)) == [
                "Protocol error: too big argument in request"
            ])
    }

    @Test("A header line is at most 32 bytes long")
    func headerLength() {
        let digits = String(repeating: "1", count: WireLimits.headerLineBytesMax - 1)
        #expect(
            summary(transcript(ascii("*\(digits)\r\n")))
                == ["fatal Protocol error: invalid multibulk length"])
        #expect(
            summary(transcript(ascii("*\(digits)1\r\n")))
                == ["fatal Protocol error: too big mbulk count string"])
        #expect(
            summary(transcript(ascii("*1\r\n$\(digits)\r\n")))
                == ["fatal Protocol error: invalid bulk length"])
        #expect(
            summary(transcript(ascii("*1\r\n$\(digits)1\r\n")))
                == ["fatal Protocol error: too big bulk count string"])
    }

    // Threat T8: the sum of a request is bounded before its last argument is sent
    @Test("The sum of a request is limited, and refused before its last argument is sent")
    func requestLength() {
        let full = String(repeating: "x", count: WireLimits.argumentBytesMax)
        let three = respRequest([full, full, full]).dropFirst(4)
        let head = ascii("*4\r\n") + three
        // What is left for the last argument: its header takes ten bytes, its line end two.
        let left = WireLimits.requestBytesMax - head.count - 12
        let fits = head + ascii("$\(left)\r\n") + [UInt8](repeating: 0, count: left) + ascii("\r\n")
        #expect(fits.count == WireLimits.requestBytesMax)
        #expect(summary(transcript(fits)) == ["request of 4"])
        let tooLong = head + ascii("$\(left + 1)\r\n")
        #expect(summary(transcript(tooLong)) == ["fatal Protocol error: too big request"])
    }

    // Threat T6: before the login a request is smaller
    @Test("Before the login a whole request is at most 64 KiB")
    func unauthenticatedRequestLength() {
        let full = String(repeating: "x", count: WireLimits.preAuthArgumentBytesMax)
        let request = respRequest([full, full, full, full])
        #expect(
            summary(transcript(request, .unauthenticated))
                == ["fatal Protocol error: too big request"])
        #expect(summary(transcript(request)) == ["request of 4"])
    }

    @Test("A subnegotiation without an end is refused")
    func endlessSubnegotiation() {
        let endless = [0xFF, 0xFA] + [UInt8](repeating: 1, count: WireLimits.lineBytesMax + 1)
        #expect(
            summary(transcript(endless)) == ["fatal Protocol error: too big inline request"])
    }
}
