import Testing
import leadline

@Suite("InputLine")
struct InputLineTests {
    private static func longLine(_ count: Int) -> String { String(repeating: "x", count: count) }

    @Test(
        "A line is sent, skipped or refused before it could confuse the replies",
        arguments: [
            ("PING", InputLine.command("PING")),
            ("PING\r", .command("PING")),
            ("  NOTE L1 \"# no comment\"", .command("  NOTE L1 \"# no comment\"")),
            ("", .skip), ("\r", .skip), (" \t\u{B}\u{C}", .skip), ("# note", .skip),
            ("  # note", .skip), ("quit", .quit("quit")), (" QUIT now", .quit(" QUIT now")),
            ("QUITE", .command("QUITE")),
            ("*1", .invalid("a line is words, not a RESP array")),
            ("a\u{3}b", .invalid("holds a control character")),
            ("\u{4}", .invalid("holds a control character")),
            ("a\0b", .invalid("holds a control character")),
            ("format json", .invalid("FORMAT has no use here; choose with --output")),
            ("RESET", .invalid("RESET would change the connection's reply format")),
            (longLine(65_536), .command(longLine(65_536))),
            (longLine(65_537), .invalid("longer than 65536 bytes")),
        ])
    func judges(line: String, expected: InputLine) {
        #expect(InputLine(Array(line.utf8)[...]) == expected)
    }

    @Test(
        "What is plain needs no other look: it would be sent as it is",
        arguments: [
            ("PING", true), ("LEAD.GET L1", true), ("quite", true), ("NOTE L1 \"x # y\"", true),
            ("", false), (" PING", false), ("# note", false), ("*1", false), ("quit", false),
            ("Monitor", false), ("RESET now", false), ("NOTE L1 Zoë", false), ("PING\r", false),
            ("a\u{3}b", false), ("\"QUIT\"", false), (longLine(65_536), true),
            (longLine(65_537), false),
        ])
    func tellsPlainLines(line: String, isPlain: Bool) {
        #expect(InputLine.isPlain(Array(line.utf8)[...]) == isPlain)
        if isPlain { #expect(InputLine(Array(line.utf8)[...]) == .command(line)) }
    }

    @Test("A line that is not UTF-8 is refused")
    func refusesInvalidUTF8() {
        #expect(InputLine([0x41, 0xFF]) == .invalid("not UTF-8"))
    }
}

@Suite("LineSplitter")
struct LineSplitterTests {
    private func lines(_ pieces: [[UInt8]]) -> [String] {
        var splitter = LineSplitter()
        var lines = pieces.flatMap { splitter.take($0).map { Array($0) } }
        if let last = splitter.end() { lines.append(Array(last)) }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "Lines are the same however the bytes are cut",
        arguments: [
            ("a\nb\n", ["a", "b"]), ("a\n\nb", ["a", "", "b"]), ("", []), ("\n", [""]),
            ("\u{FEFF}a\n\u{FEFF}b", ["a", "\u{FEFF}b"]), ("\u{FEFF}x", ["x"]),
        ])
    func cuts(text: String, expected: [String]) {
        let bytes = Array(text.utf8)
        #expect(lines([bytes]) == expected)
        #expect(lines(bytes.map { [$0] }) == expected)
        for cut in bytes.indices {
            #expect(lines([Array(bytes[..<cut]), Array(bytes[cut...])]) == expected)
        }
    }

    @Test("An endless line is kept only as far as shows that it is too long")
    func boundsLongLines() {
        var splitter = LineSplitter()
        for _ in 0..<100 { #expect(splitter.take([UInt8](repeating: 120, count: 65_536)) == []) }
        let line = splitter.take([10, 80, 10])
        #expect(line.map(\.count) == [InputLine.lineBytesMax + 8, 1])
        #expect(InputLine(line[0]) == .invalid("longer than 65536 bytes"))
    }
}
