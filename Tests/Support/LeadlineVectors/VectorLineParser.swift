import LeadlineWire
import NIOCore

/// Reads one line of a vector file.
struct VectorLineParser {
    private let line: [UInt8]
    private let source: VectorLine.Source

    init(_ line: [UInt8], _ source: VectorLine.Source) {
        self.line = line
        self.source = source
    }

    /// The name of the case that the line begins; nil when it begins none.
    var title: String? { rest(after: "=== ").map { String(decoding: $0, as: UTF8.self) } }

    /// What the line asks for; nil for a comment or an empty line.
    func step() throws(VectorFault) -> VectorLine.Step? {
        if line.isEmpty || line.first == UInt8(ascii: "#") { return nil }
        switch line.first {
        case UInt8(ascii: ">"): return try sending()
        case UInt8(ascii: "<"): return try expecting()
        default: throw VectorFault(source, "is no line of a vector file")
        }
    }

    private func sending() throws(VectorFault) -> VectorLine.Step {
        if line == Array(">eof".utf8) { return .finish }
        if let hex = rest(after: ">hex ") { return .send(try bytes(hex), on: nil) }
        if let words = rest(after: ">resp ") { return .send(try array(words), on: nil) }
        if let rest = rest(after: ">> ") {
            let digits = rest.prefix { $0 != 0x20 }
            guard let number = Int(String(decoding: digits, as: UTF8.self)) else {
                throw VectorFault(source, "names no connection")
            }
            guard digits.count < rest.count else { return .turn(to: number) }
            return .send(Array(rest.dropFirst(digits.count + 1)) + Self.lineEnd, on: number)
        }
        guard let text = rest(after: "> ") ?? (line.count == 1 ? [] : nil) else {
            throw VectorFault(source, "sends in no known way")
        }
        return .send(Array(text) + Self.lineEnd, on: nil)
    }

    private func expecting() throws(VectorFault) -> VectorLine.Step {
        switch line {
        case Array("<...".utf8): return .anything
        case Array("< (none)".utf8): return .silence
        case Array("< (closed)".utf8): return .closed
        case Array("<".utf8): return .exactly([], isRESP: false)
        default: break
        }
        if let text = rest(after: "< ") { return .exactly(Array(text), isRESP: false) }
        if let text = rest(after: "<resp ") { return .exactly(Array(text), isRESP: true) }
        if let hex = rest(after: "<<hex ") { return .bytes(try bytes(hex)) }
        if let pattern = rest(after: "<~ ") {
            return .matching(String(decoding: pattern, as: UTF8.self))
        }
        throw VectorFault(source, "expects in no known way")
    }

    private func rest(after beginning: String) -> ArraySlice<UInt8>? {
        line.starts(with: beginning.utf8) ? line.dropFirst(beginning.utf8.count) : nil
    }

    /// The bytes of `2a31 20*65532 0d0a`.
    private func bytes(_ hex: ArraySlice<UInt8>) throws(VectorFault) -> [UInt8] {
        var bytes: [UInt8] = []
        for word in hex.split(separator: 0x20) {
            let parts = word.split(separator: UInt8(ascii: "*"))
            let digits = String(decoding: parts[0], as: UTF8.self)
            var run: [UInt8] = []
            var index = digits.startIndex
            while index < digits.endIndex {
                let next = digits.index(index, offsetBy: 2, limitedBy: digits.endIndex)
                guard let next, let byte = UInt8(digits[index..<next], radix: 16) else {
                    throw VectorFault(source, "has no whole bytes in \(digits)")
                }
                run.append(byte)
                index = next
            }
            let times = parts.count > 1 ? Int(String(decoding: parts[1], as: UTF8.self)) : 1
            guard let times, parts.count < 3 else {
                throw VectorFault(source, "has no count behind *")
            }
            for _ in 0..<times { bytes.append(contentsOf: run) }
        }
        return bytes
    }

    /// The words as an array of bulk strings.
    private func array(_ words: ArraySlice<UInt8>) throws(VectorFault) -> [UInt8] {
        guard let frame = Self.frame(Array(words) + Self.lineEnd) else {
            throw VectorFault(source, "has words that cannot be split")
        }
        var bytes = Array("*\(frame.count)\r\n".utf8)
        for index in 0..<frame.count {
            bytes += Array("$\(frame[index].count)\r\n".utf8) + Array(frame[index]) + Self.lineEnd
        }
        return bytes
    }

    /// The first request in the bytes; nil when there is none.
    static func frame(_ bytes: [UInt8]) -> Frame? {
        var decoder = RequestDecoder()
        var input = ByteBuffer(bytes: bytes)
        var frame = Frame()
        let step = decoder.next(&input, &frame, limits: .authenticated)
        return step == .request ? frame : nil
    }

    private static let lineEnd: [UInt8] = [0x0d, 0x0a]
}
