import LeadlineWire
import NIOCore
import Testing

@Suite("Requests that nobody would send")
struct RequestDecoderFuzzTests {
    private static let pieces: [[UInt8]] = [
        ascii("*2\r\n$4\r\nECHO\r\n$1\r\nx\r\n"), ascii("*1\r\n"), ascii("$4\r\nPING\r\n"),
        ascii("*0\r\n"), ascii("PING\r\n"), ascii("ECHO \"a\\x41\"\n"), ascii("# note\n"),
        ascii("\r\n"), ascii("'it\\'s'"), ascii("\""), ascii(" "), [0xFF, 0xF4],
        [0xFF, 0xFD, 0x06],
        [0xFF, 0xFD, 0x01], [0xFF, 0xFA, 0x01], [0xFF, 0xF0], [0xFF, 0xFF], [0xFF, 0xF6], [0xFF],
        [0x00], [0x03], [0x04], [0xEF, 0xBB, 0xBF], ascii("é"), [0xE9], ascii("*"), ascii("$"),
        ascii("9999999999"), ascii("-1"), ascii("\r"), ascii("\n"), [0x16, 0x03],
        ascii("GET / HTTP/1.1\r\n"),
    ]

    private func stream(_ source: inout SeededSource) -> [UInt8] {
        var bytes = (0..<source.below(14)).flatMap { _ in
            Self.pieces[source.below(Self.pieces.count)]
        }
        for _ in 0..<source.below(3) where !bytes.isEmpty {
            bytes[source.below(bytes.count)] = UInt8(source.below(256))
        }
        return bytes
    }

    /// Cuts the bytes at random places.
    private func cut(_ bytes: [UInt8], _ source: inout SeededSource) -> [[UInt8]] {
        var chunks: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let byteCount = 1 + source.below(min(rest.count, 9))
            chunks.append(Array(rest.prefix(byteCount)))
            rest = rest.dropFirst(byteCount)
        }
        return chunks
    }

    // Fault 10: any bytes, cut anywhere, come to the same requests
    @Test("Any bytes, cut anywhere, come to the same, and always get on")
    func isIndependentOfCuts() {
        var source = SeededSource.fresh("isIndependentOfCuts")
        for _ in 0..<20_000 {
            let bytes = stream(&source)
            let whole = DecoderTranscript(bytes)
            let chunks = cut(bytes, &source)
            #expect(DecoderTranscript(chunks).entries == whole.entries, "\(chunks)")
        }
    }

    @Test("Bytes without any sense never stop the process")
    func survivesNoise() {
        var source = SeededSource.fresh("survivesNoise")
        for _ in 0..<5000 {
            let bytes = source.bytes(source.below(200))
            let limits = source.below(2) == 0 ? FramingLimits.unauthenticated : .authenticated
            let whole = DecoderTranscript(bytes, limits: limits)
            #expect(DecoderTranscript(cut(bytes, &source), limits: limits) == whole)
        }
    }
}
