import Testing
import leadline

@Suite("CSVReader")
struct CSVReaderTests {
    private func rows(_ pieces: [ArraySlice<UInt8>], _ delimiter: UInt8) throws
        -> [CSVReader.Row]
    {
        var reader = CSVReader(delimiter: delimiter)
        var rows: [CSVReader.Row] = []
        for piece in pieces { try reader.take(piece, into: &rows) }
        try reader.end(into: &rows)
        return rows
    }

    private func cells(_ text: String, _ delimiter: Character = ",") throws -> [[String]] {
        try rows([Array(text.utf8)[...]], delimiter.asciiValue ?? 44).map(\.cells)
    }

    @Test(
        "Rows are taken apart as RFC 4180 has them",
        arguments: [
            ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
            ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
            ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
            ("a,\"b,c\"", [["a", "b,c"]]),
            ("\"a \"\"b\"\"\",c", [["a \"b\"", "c"]]),
            ("\"two\r\nlines\",x\n", [["two\r\nlines", "x"]]),
            ("a,,\n,,\n", [["a", "", ""], ["", "", ""]]),
            ("\n\na\n\n", [["a"]]), ("\"\"\n", [[""]]), ("", []),
            ("a\"b,c", [["a\"b", "c"]]), ("\"a\" ,b", [["a", "b"]]),
            ("名,Zoë\n", [["名", "Zoë"]]),
        ])
    func takesApart(text: String, expected: [[String]]) throws {
        #expect(try cells(text) == expected)
    }

    @Test("Rows are the same however the bytes are cut")
    func cuts() throws {
        let bytes = Array("a,\"b\r\n\"\"c\"\r\n\r\nZoë,\"\"\r\nlast".utf8)
        let whole = try rows([bytes[...]], 44)
        #expect(whole.map(\.line) == [1, 4, 5])
        for cut in bytes.indices {
            #expect(try rows([bytes[..<cut], bytes[cut...]], 44) == whole)
        }
    }

    @Test(
        "What is broken is named with its line",
        arguments: [
            ("a,b\n1,\"2\n3\n4", 2, "a quote is never closed"),
            ("a\n\"b\"c\n", 2, "text after a closing quote; a quote inside is \"\""),
            ("a\n\nb\0c\n", 3, "holds a NUL; save the file as UTF-8"),
        ])
    func findsFaults(text: String, line: Int, reason: String) {
        let fault = #expect(throws: SyntaxFault.self) { try cells(text) }
        #expect(fault == SyntaxFault(line: line, reason))
    }

    @Test("What is not UTF-8 is named with its line")
    func findsBytes() {
        let fault = #expect(throws: SyntaxFault.self) {
            try rows([Array("a\n".utf8)[...], [0x5A, 0x6F, 0xEB, 10]], 44)
        }
        #expect(fault?.line == 2)
    }

    @Test("A row ends somewhere, also a quoted one")
    func boundsRows() {
        let long = String(repeating: "x", count: CSVReader.rowBytesMax)
        #expect(throws: SyntaxFault(line: 2, "longer than 1048576 bytes")) {
            try cells("a\n\(long)y\n")
        }
        #expect(throws: SyntaxFault(line: 2, "a quote is never closed")) {
            try cells("a\n\"\(long)\n")
        }
    }

    @Test(
        "The delimiter is the one that the heading has most of",
        arguments: [
            ("a;b,c;d\n,,,,", ";"), ("a\tb\n", "\t"), ("a|b|c", "|"), ("a", ","),
            ("\"a;b;c\",d\n", ","),
        ])
    func guesses(heading: String, expected: Character) {
        #expect(CSVReader.delimiter(of: heading.utf8) == expected.asciiValue)
    }
}
