import LeadlineWire
import NIOCore
import leadline

@testable import LeadlineClient

extension Decoder {
    /// Requests, inline and in RESP, before and after a login.
    static let request = Decoder("request") { bytes in
        var choices = Choices(bytes)
        let limits = choices.byte() % 2 == 0 ? FramingLimits.authenticated : .unauthenticated
        let place = choices.below(1 << 16)
        let stream = Array(choices.rest)
        let whole = try Framing([stream], limits)
        let cut = place % (stream.count + 1)
        let halves = [Array(stream[..<cut]), Array(stream[cut...])]
        try hold(try Framing(halves, limits).steps, equals: whole.steps, "cut at \(cut)")
        let bytewise = try Framing(stream.map { [$0] }, limits)
        try hold(bytewise.steps, equals: whole.steps, "byte by byte")
    }

    /// Replies as a client reads them, and as the command line shows them.
    static let reply = Decoder("reply") { bytes in
        let whole = Self.values([bytes])
        try hold(Self.values(bytes.map { [$0] }), equals: whole, "byte by byte")
        for value in whole.values {
            let reply = Reply(value)
            try expectJSON(Array(JSONText.text(reply).utf8), "the command line's JSON")
            _ = (reply.page, reply.string)
        }
    }

    /// Replies as they are kept for retries, and what every dialect makes of them.
    static let storedReply = Decoder("stored-reply") { bytes in
        var kept = ReplyWriter(format: .canonical)
        guard CanonicalReply.replay(bytes[...], into: &kept) else {
            return try hold(kept.buffer.readableBytes, equals: 0, "refused, but written")
        }
        var again = ReplyWriter(format: .canonical)
        let first = Array(kept.buffer.readableBytesView)
        try hold(CanonicalReply.replay(first[...], into: &again), "what was kept is replayed")
        try hold(Array(again.buffer.readableBytesView), equals: first, "kept twice")
        for format in [ReplyFormat.resp2, .resp3, .json, .text] {
            var writer = ReplyWriter(format: format)
            try hold(CanonicalReply.replay(bytes[...], into: &writer), "replayed as \(format)")
            let written = Array(writer.buffer.readableBytesView)
            switch format {
            case .resp2, .resp3:
                let read = Self.values([written])
                try hold(read.fault, equals: nil, "a client reads \(format)")
                try hold(read.rest, equals: 0, "a client reads all of \(format)")
            case .json: try expectLines(written) { try expectJSON($0, "the dialect's JSON") }
            case .text: try expectLines(written) { _ in }
            case .canonical: break
            }
        }
    }

    private struct Values: Equatable {
        var values: [RESPValue] = []
        var fault: String?
        var rest = 0

        /// What is left before a fault depends on the cuts; all else must not.
        ///
        /// Not a number is itself here.
        static func == (left: Values, right: Values) -> Bool {
            left.fault == right.fault && "\(left.values)" == "\(right.values)"
                && (left.fault != nil || left.rest == right.rest)
        }
    }

    private static func values(_ chunks: [[UInt8]]) -> Values {
        var reader = RESPReader()
        var input = ByteBuffer()
        var result = Values()
        for chunk in chunks {
            input.discardReadBytes()
            input.writeBytes(chunk)
            do throws(WireError) {
                while let value = try reader.next(&input) { result.values.append(value) }
            } catch {
                result.fault = error.message
                return result
            }
        }
        result.rest = input.readableBytes
        return result
    }
}

/// Lines of a reply end with CR LF, and hold neither.
private func expectLines(_ bytes: [UInt8], _ body: ([UInt8]) throws -> Void) throws {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    try hold(lines.last?.isEmpty == true, "the last line has its end")
    for line in lines.dropLast() {
        try hold(line.last == UInt8(ascii: "\r"), "a line ends with CR LF")
        try hold(!line.dropLast().contains { $0 < 0x20 && $0 != 0x09 }, "no controls in a line")
        try body(Array(line.dropLast()))
    }
}

/// What is shown as JSON is JSON, unless it is nested deeper than our own reader follows.
private func expectJSON(_ bytes: [UInt8], _ what: String) throws {
    do throws(JSONParser.Fault) { _ = try JSONParser.parse(bytes[...]) } catch {
        try hold(error.reason.hasPrefix("nested too deep"), "\(what): \(error.reason)")
    }
}

/// What a connection's decoder made of its bytes.
private struct Framing {
    private(set) var steps: [Step] = []
    private var decoder = RequestDecoder()
    private var frame = Frame()
    private var input = ByteBuffer()
    private var isOver = false
    private let limits: FramingLimits

    enum Step: Equatable {
        case request([[UInt8]], isRESP: Bool)
        case malformed(String, isFatal: Bool)
        case telnet([UInt8])
        case foreign(String)
        case quit
        case end(String)
    }

    init(_ chunks: [[UInt8]], _ limits: FramingLimits) throws {
        self.limits = limits
        for chunk in chunks where !isOver {
            input.discardReadBytes()
            input.writeBytes(chunk)
            try drain()
        }
        if !isOver, let error = decoder.end(input) { steps.append(.end(error.message)) }
    }

    private mutating func drain() throws {
        while !isOver {
            let before = input
            switch decoder.next(&input, &frame, limits: limits) {
            case .incomplete: return
            case .skipped: try hold(input.readableBytes < before.readableBytes, "it gets on")
            case .request: try take(before)
            case .malformed(let error):
                try hold(
                    error.message.utf8.count <= WireLimits.messageBytesMax, "a short message")
                steps.append(.malformed(error.message, isFatal: error.isFatal))
                isOver = error.isFatal
            case .telnet(let answer): append(answer)
            case .foreign(let reason):
                steps.append(.foreign(reason))
                isOver = true
            case .quit: steps.append(.quit)
            }
        }
    }

    private mutating func take(_ before: ByteBuffer) throws {
        let words = (0..<frame.count).map { Array(frame[$0]) }
        try hold((1...limits.argumentCountMax).contains(words.count), "from 1 word")
        try hold(words.allSatisfy { $0.count <= limits.argumentBytesMax }, "a short argument")
        steps.append(.request(words, isRESP: frame.isRESP))
        // The request's own bytes, framed alone, are the same request.
        let count = before.readableBytes - input.readableBytes
        var own = before
        if let bytes = own.readSlice(length: count), bytes.readableBytes > 0 {
            var decoder = RequestDecoder()
            var again = Frame()
            var bytes = bytes
            if decoder.next(&bytes, &again, limits: limits) == .request {
                let same = (0..<again.count).map { Array(again[$0]) }
                try hold(same, equals: words, "framed again")
            }
        }
    }

    /// How many answers come in one step depends on the cuts; their bytes do not.
    private mutating func append(_ answer: [UInt8]) {
        if case .telnet(let before) = steps.last {
            steps[steps.count - 1] = .telnet(before + answer)
        } else {
            steps.append(.telnet(answer))
        }
    }
}
