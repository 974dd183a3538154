import Testing
import leadline

@Suite("RecordReader")
struct RecordReaderTests {
    private func records(_ text: String) throws -> [BulkRecord] {
        let file = try TemporaryFile(text)
        var reader = RecordReader(try InputFile(file.path))
        var all: [BulkRecord] = []
        while let some = try reader.next() { all += some }
        return all
    }

    private func fault(_ text: String) throws -> String {
        let error = #expect(throws: BulkFault.self) { try records(text) }
        #expect(error?.status == .badInput)
        // The name of the temporary file stands before the first colon.
        return String(error?.description.drop { $0 != ":" }.dropFirst(2) ?? "")
    }

    @Test("A sheet with a byte order mark and semicolons has named cells and line numbers")
    func readsSheets() throws {
        let found = try records(
            "\u{FEFF}Email;Notes\r\na@b.example;\"x\r\ny\"\r\n\r\nc@d.example;\r\n")
        #expect(found.map(\.line) == [2, 5])
        #expect(found[0]["Notes"] == .string("x\r\ny"))
        #expect(found[1]["Email"] == .string("c@d.example"))
        #expect(found[1].source == .row(["c@d.example", ""]))
    }

    @Test("An apostrophe that keeps a spreadsheet from reckoning a cell is none of its text")
    func readsGuardedCells() throws {
        let found = try records("phone,name\n'+1 555,'Ann\n'=x,''\n")
        #expect(found[0]["phone"] == .string("+1 555") && found[0]["name"] == .string("'Ann"))
        #expect(found[1]["phone"] == .string("=x") && found[1]["name"] == .string("''"))
    }

    @Test("Lines of JSON are found by their first byte, blank ones skipped")
    func readsObjects() throws {
        let found = try records("\n{\"email\":\"a\"}\r\n\n{\"email\":\"b\"}")
        #expect(found.map(\.line) == [2, 4])
        #expect(found[1]["email"] == .string("b"))
        #expect(found[0].source == .object("{\"email\":\"a\"}"))
    }

    @Test(
        "Broken files are refused with the line",
        arguments: [
            ("a,b\n1,2\n1,2,3\n", "line 3: 3 cells where the heading has 2"),
            ("a,b\n1\n", "line 2: 1 cells where the heading has 2"),
            ("{\"a\":1}\n{\"a\":}\n", "line 2: no JSON: no JSON value, column 6"),
            ("{\"a\":1}\n3\n", "line 2: no JSON object"),
            ("[{\"a\":1}]", "line 1: a JSON array; one object a line is wanted"),
        ])
    func refuses(text: String, expected: String) throws {
        #expect(try fault(text).hasPrefix(expected))
    }

    @Test("Empty cells beyond the heading are no error, an empty file has no records")
    func forgives() throws {
        #expect(try records("a,b\n1,2,,\n")[0].source == .row(["1", "2"]))
        #expect(try records("") == [])
        #expect(try records("a,b\n") == [])
    }

    @Test("What is no file is refused, and so is UTF-16")
    func refusesOthers() throws {
        #expect(throws: BulkFault.self) { try InputFile("no/such/file.csv") }
        #expect(throws: BulkFault.self) { try InputFile("/") }
        let file = try TemporaryFile([0xFF, 0xFE, 0x61, 0x00])
        var reader = RecordReader(try InputFile(file.path))
        #expect(throws: BulkFault.self) { try reader.next() }
    }
}
