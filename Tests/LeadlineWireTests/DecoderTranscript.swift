import LeadlineWire
import NIOCore
import Testing

/// What a decoder made of a connection's bytes, without the steps that need no answer.
struct DecoderTranscript: Equatable {
    enum Entry: Equatable {
        case inline([[UInt8]])
        case array([[UInt8]])
        case malformed(String, isFatal: Bool)
        case telnet([UInt8])
        case foreign(String)
        case quit
        case end(String)
    }

    private(set) var entries: [Entry] = []
    private var decoder = RequestDecoder()
    private var frame = Frame()
    private var input = ByteBuffer()
    private var isOver = false
    private let limits: FramingLimits

    /// Feeds the chunks one after another, then the end of input.
    init(_ chunks: [[UInt8]], limits: FramingLimits = .authenticated) {
        self.limits = limits
        for chunk in chunks where !isOver {
            // A connection compacts its buffer: progress must not depend on absolute indices.
            input.discardReadBytes()
            input.writeBytes(chunk)
            drain()
        }
        if !isOver, let error = decoder.end(input) { entries.append(.end(error.message)) }
    }

    /// Feeds everything at once.
    init(_ bytes: [UInt8], limits: FramingLimits = .authenticated) {
        self.init([bytes], limits: limits)
    }

    static func == (left: DecoderTranscript, right: DecoderTranscript) -> Bool {
        left.entries == right.entries
    }

    private mutating func drain() {
        while !isOver {
            let readable = input.readableBytes
            switch decoder.next(&input, &frame, limits: limits) {
            case .incomplete: return
            case .skipped: precondition(input.readableBytes < readable, "no progress")
            case .request: entries.append(frame.isRESP ? .array(words) : .inline(words))
            case .malformed(let error):
                entries.append(.malformed(error.message, isFatal: error.isFatal))
                isOver = error.isFatal
            case .telnet(let answer): append(answer)
            case .foreign(let reason):
                entries.append(.foreign(reason))
                isOver = true
            case .quit: entries.append(.quit)
            }
        }
    }

    /// How many answers come in one step depends on the cuts; their bytes do not.
    private mutating func append(_ answer: [UInt8]) {
        if case .telnet(let before) = entries.last {
            entries[entries.count - 1] = .telnet(before + answer)
        } else {
            entries.append(.telnet(answer))
        }
    }

    private var words: [[UInt8]] { (0..<frame.count).map { Array(frame[$0]) } }
}

extension DecoderTranscript {
    /// The transcripts of the same bytes fed byte by byte and cut in two at every place.
    static func ofEveryCut(
        _ bytes: [UInt8], limits: FramingLimits = .authenticated
    ) -> [DecoderTranscript] {
        let cuts = (0...bytes.count).map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
        return ([bytes.map { [$0] }] + cuts).map { DecoderTranscript($0, limits: limits) }
    }
}

extension DecoderTranscript.Entry {
    /// An inline request of these words.
    static func line(_ words: String...) -> Self { .inline(words.map { Array($0.utf8) }) }

    /// A RESP request of these words.
    static func resp(_ words: String...) -> Self { .array(words.map { Array($0.utf8) }) }

    /// An error that costs one line.
    static func refused(_ detail: String) -> Self {
        .malformed("Protocol error: \(detail)", isFatal: false)
    }

    /// An error that costs the connection.
    static func fatal(_ detail: String) -> Self {
        .malformed("Protocol error: \(detail)", isFatal: true)
    }

    /// The error for input that ended within a request.
    static let truncated = Self.end("Protocol error: unexpected end of input in request")
}

/// Bytes sent by a client, and what the decoder must make of them.
struct DecoderCase: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let expected: [DecoderTranscript.Entry]

    init(_ text: String, _ expected: DecoderTranscript.Entry...) {
        bytes = Array(text.utf8)
        self.expected = expected
    }

    init(bytes: [UInt8], _ expected: DecoderTranscript.Entry...) {
        self.bytes = bytes
        self.expected = expected
    }

    var testDescription: String {
        String(decoding: bytes.prefix(60), as: UTF8.self).debugDescription
    }
}

/// Bytes of text, for tables that mix it with other bytes.
func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }
