import LeadlineWire
import NIOCore
import Testing

@Suite("Reading replies")
struct RESPReaderTests {
    /// All values in the bytes, fed in chunks.
    private func values(_ chunks: [[UInt8]]) throws -> [RESPValue] {
        var reader = RESPReader()
        var input = ByteBuffer()
        var values: [RESPValue] = []
        for chunk in chunks {
            input.writeBytes(chunk)
            while let value = try reader.next(&input) { values.append(value) }
        }
        try #require(input.readableBytes == 0)
        return values
    }

    private func expectEveryCut(_ bytes: [UInt8], _ expected: [RESPValue]) throws {
        #expect(try values([bytes]) == expected)
        #expect(try values(bytes.map { [$0] }) == expected)
        for place in 0...bytes.count {
            #expect(try values([Array(bytes[..<place]), Array(bytes[place...])]) == expected)
        }
    }

    static let rows: [(String, RESPValue)] = [
        ("+OK\r\n", .simple("OK")),
        ("+\r\n", .simple("")),
        ("-NOTFOUND no lead 'L9'\r\n", .error(code: "NOTFOUND", message: "no lead 'L9'")),
        ("-ERR\r\n", .error(code: "ERR", message: "")),
        ("-something broke\r\n", .error(code: "ERR", message: "something broke")),
        ("-\r\n", .error(code: "ERR", message: "")),
        ("!9\r\nLIMIT a\nb\r\n", .error(code: "LIMIT", message: "a\nb")),
        (":-42\r\n", .integer(-42)),
        (":9223372036854775807\r\n", .integer(.max)),
        ("$0\r\n\r\n", .bulk([])),
        ("$4\r\na\r\nb\r\n", .bulk(ascii("a\r\nb"))),
        ("$-1\r\n", .null),
        ("*-1\r\n", .null),
        ("_\r\n", .null),
        ("#t\r\n", .bool(true)),
        ("#f\r\n", .bool(false)),
        (",0.5\r\n", .double(0.5)),
        (",-inf\r\n", .double(-.infinity)),
        ("(12345678901234567890\r\n", .bigNumber("12345678901234567890")),
        ("=7\r\ntxt:a\nb\r\n", .verbatim(kind: "txt", text: ascii("a\nb"))),
        ("*0\r\n", .array([])),
        ("*2\r\n:1\r\n*1\r\n$-1\r\n", .array([.integer(1), .array([.null])])),
        ("~1\r\n+a\r\n", .set([.simple("a")])),
        ("%0\r\n", .map([])),
        (
            "%2\r\n+a\r\n:1\r\n$1\r\nb\r\n%0\r\n",
            .map([
                RESPEntry(key: .simple("a"), value: .integer(1)),
                RESPEntry(key: .bulk(ascii("b")), value: .map([])),
            ])
        ),
        (">2\r\n+message\r\n:1\r\n", .push([.simple("message"), .integer(1)])),
        ("|1\r\n+ttl\r\n:3\r\n:1\r\n", .integer(1)),
        ("*2\r\n|1\r\n+a\r\n*1\r\n:3\r\n:1\r\n|0\r\n:2\r\n", .array([.integer(1), .integer(2)])),
    ]

    @Test("Every type is read, however it is cut", arguments: rows)
    func reads(text: String, expected: RESPValue) throws {
        try expectEveryCut(ascii(text), [expected])
        try expectEveryCut(ascii(text + "+next\r\n" + text), [expected, .simple("next"), expected])
    }

    @Test(
        "What is no RESP is an error",
        arguments: [
            "PING\r\n", "\r\n", "+OK\n", ":x\r\n", ":\r\n", ":9223372036854775808\r\n", "$x\r\n",
            "$-2\r\n", "$+1\r\n", "*-2\r\n", "*1x\r\n", "$?\r\n", "*?\r\n", "_x\r\n", "#x\r\n",
            ",x\r\n", "$1\r\nab\r\n", "=3\r\ntxt\r\n", "!-1\r\n", "%-1\r\n", "$67108865\r\n",
            "*1048577\r\n", "$99999999999\r\n",
        ])
    func refuses(text: String) {
        var reader = RESPReader()
        var input = ByteBuffer(string: text)
        #expect(throws: WireError.self) {
            while try reader.next(&input) != nil {}
        }
    }

    @Test("A line and the nesting are bounded")
    func isBounded() throws {
        var reader = RESPReader()
        var line = ByteBuffer(string: "+" + String(repeating: "x", count: WireLimits.lineBytesMax))
        #expect(throws: WireError.self) { try reader.next(&line) }
        let deep = String(repeating: "*1\r\n", count: WireLimits.replyDepthMax)
        #expect(try values([ascii(deep + ":1\r\n")]).count == 1)
        var tooDeep = ByteBuffer(string: deep + "*1\r\n:1\r\n")
        var fresh = RESPReader()
        #expect(throws: WireError.self) { try fresh.next(&tooDeep) }
    }

    @Test("What a writer writes in RESP is read back")
    func readsBack() throws {
        var source = SeededSource.fresh("readsBack")
        for _ in 0..<1000 {
            let tree = ReplyTree.randomReply(using: &source)
            let isPush = if case .push = tree { true } else { false }
            #expect(try values([tree.bytes(.resp3)]) == [tree.value(.resp3)])
            if !isPush { #expect(try values([tree.bytes(.resp2)]) == [tree.value(.resp2)]) }
        }
    }

    // Fault 127: random bytes never stop the reader of replies
    @Test("Random bytes never stop the process")
    func survivesNoise() {
        var source = SeededSource.fresh("survivesNoise")
        let alphabet = ascii("+-:$*%~>|_#,(!=0123456789\r\n\r\n\r\ntx")
        for _ in 0..<5000 {
            var reader = RESPReader()
            let noise = (0..<source.below(60)).map { _ in alphabet[source.below(alphabet.count)] }
            var input = ByteBuffer(bytes: noise)
            var valueCount = 0
            while (try? reader.next(&input)) != nil, valueCount <= noise.count { valueCount += 1 }
            #expect(valueCount <= noise.count)
        }
    }
}

extension ReplyTree {
    /// What a client must read when this reply was written in RESP.
    func value(_ format: ReplyFormat) -> RESPValue {
        let isNew = format == .resp3
        switch self {
        case .status(let word): return .simple("\(word)")
        case .integer(let value): return .integer(value)
        case .bool(let value): return isNew ? .bool(value) : .integer(value ? 1 : 0)
        case .null: return .null
        case .double(let value): return isNew ? .double(value) : .bulk(ascii("\(value)"))
        case .string(let bytes), .binary(let bytes): return .bulk(bytes)
        case .text(let text):
            return isNew ? .verbatim(kind: "txt", text: ascii(text)) : .bulk(ascii(text))
        case .error(let code, let message, _):
            let line = ReplyTree.error(code, message, field: nil).bytes(.text)
            let text = String(
                decoding: line.dropLast(2).dropFirst(code.utf8CodeUnitCount + 2), as: UTF8.self)
            return .error(code: "\(code)", message: text)
        case .list(let values): return .array(values.map { $0.value(format) })
        case .set(let values):
            let values = values.map { $0.value(format) }
            return isNew ? .set(values) : .array(values)
        case .push(let kind, let cells):
            return .push([.bulk(ascii("\(kind)"))] + cells.map { $0.value(format) })
        case .map(let entries):
            return Self.map(entries.map { (ascii("\($0)"), $1.value(format)) }, format)
        case .page(let columns, let rows, let next):
            let names = columns.map { ascii("\($0)") }
            let rows = rows.map { row in
                Self.map(Array(zip(names, row.map { $0.value(format) })), format)
            }
            return .array([next.map { .bulk($0) } ?? .null, .array(rows)])
        }
    }

    private static func map(_ entries: [([UInt8], RESPValue)], _ format: ReplyFormat) -> RESPValue {
        guard format == .resp3 else { return .array(entries.flatMap { [.bulk($0), $1] }) }
        return .map(entries.map { RESPEntry(key: .bulk($0), value: $1) })
    }
}
