import LeadlineWire
import NIOCore

/// A reply as a value, to write the same one several times.
indirect enum ReplyTree: Sendable {
    case status(StaticString)
    case integer(Int64)
    case bool(Bool)
    case null
    case double(Double)
    case string([UInt8])
    case binary([UInt8])
    case text(String)
    case list([ReplyTree])
    case set([ReplyTree])
    case map([(StaticString, ReplyTree)])
    case page([StaticString], [[ReplyTree]], next: [UInt8]?)
    case push(StaticString, [ReplyTree])
    case error(StaticString, [UInt8], field: [UInt8]?)

    /// Text as a string.
    static func string(_ text: String) -> ReplyTree { .string(Array(text.utf8)) }

    func write(to writer: inout ReplyWriter) {
        switch self {
        case .status(let word): writer.status(word)
        case .integer(let value): writer.integer(value)
        case .bool(let value): writer.bool(value)
        case .null: writer.null()
        case .double(let value): writer.double(value)
        case .string(let bytes): writer.string(bytes)
        case .binary(let bytes): writer.binary(bytes)
        case .text(let text): writer.text(text)
        case .error(let code, let message, let field):
            writer.error(code, message, field: field.map { $0[...] })
        default: writeComposite(to: &writer)
        }
    }

    private func writeComposite(to writer: inout ReplyWriter) {
        switch self {
        case .list(let values):
            writer.beginList(values.count)
            for value in values { value.write(to: &writer) }
            writer.endList()
        case .set(let values):
            writer.beginSet(values.count)
            for value in values { value.write(to: &writer) }
            writer.endSet()
        case .map(let entries):
            writer.beginMap(entries.count)
            for (key, value) in entries {
                writer.key(key)
                value.write(to: &writer)
            }
            writer.endMap()
        case .page(let columns, let rows, let next):
            writer.beginPage(columns: columns, rows: rows.count, next: next.map { $0[...] })
            for value in rows.joined() { value.write(to: &writer) }
            writer.endPage()
        case .push(let kind, let cells):
            writer.beginPush(kind, cells.count)
            for cell in cells { cell.write(to: &writer) }
            writer.endPush()
        default: break
        }
    }

    /// The bytes of the reply in one dialect.
    func bytes(_ format: ReplyFormat) -> [UInt8] {
        var writer = ReplyWriter(format: format)
        write(to: &writer)
        return Array(writer.buffer.readableBytesView)
    }

    /// The reply in one dialect, with line ends shown as `|`.
    func rendered(_ format: ReplyFormat) -> String {
        String(decoding: bytes(format), as: UTF8.self).split(
            separator: "\r\n", omittingEmptySubsequences: false
        ).joined(separator: "|")
    }
}

// MARK: - Random replies

extension ReplyTree {
    /// A reply of any shape, not deeper than `depth` composites.
    static func random(depth: Int, using source: inout SeededSource) -> ReplyTree {
        switch Int.random(in: 0..<(depth > 0 ? 14 : 9), using: &source) {
        case 0: return .status("OK")
        case 1: return .integer(Int64.random(in: .min ... .max, using: &source))
        case 2: return .bool(Bool.random(using: &source))
        case 3: return .null
        case 4: return .double(Double.random(in: -1e6...1e6, using: &source))
        case 5, 6: return .string(randomText(using: &source))
        case 7: return .binary(source.bytes(Int.random(in: 0..<20, using: &source)))
        case 8: return .text("one\r\ntwo\n\nlast")
        case 9, 10: return .list(some(depth, &source))
        case 11: return .set(some(depth, &source))
        case 12: return .map(some(depth, &source).map { ("key", $0) })
        default:
            let columns = [StaticString](["id", "status", "na\tme"].prefix(source.below(3) + 1))
            let rows = (0..<source.below(4)).map { _ in
                columns.map { _ in random(depth: depth - 1, using: &source) }
            }
            let next = source.below(2) == 0 ? nil : randomText(using: &source)
            return .page(columns, rows, next: next)
        }
    }

    /// A whole reply, an error or a push.
    static func randomReply(using source: inout SeededSource) -> ReplyTree {
        switch source.below(8) {
        case 0: .error("INVALID", randomText(using: &source), field: nil)
        case 1: .error("NOTFOUND", randomText(using: &source), field: randomText(using: &source))
        case 2: .push("message", some(2, &source))
        default: random(depth: 4, using: &source)
        }
    }

    private static func some(_ depth: Int, _ source: inout SeededSource) -> [ReplyTree] {
        (0..<source.below(4)).map { _ in random(depth: depth - 1, using: &source) }
    }

    private static func randomText(using source: inout SeededSource) -> [UInt8] {
        let pieces = [
            "a", "\t", "\n", "\\", "\"", "é", "\u{85}", "\u{202E}", "\u{2028}", "😀", "\0",
        ]
        return (0..<source.below(12)).flatMap { _ in Array(pieces[source.below(11)].utf8) }
    }
}

/// Random numbers that can be had again (SplitMix64).
struct SeededSource: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }
}

extension SeededSource {
    /// The seed of this run: a new one each time, or that of a run to repeat.
    static func fresh(_ name: String) -> SeededSource {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("\(name): seed \(seed)")
        return SeededSource(seed: seed)
    }
}
