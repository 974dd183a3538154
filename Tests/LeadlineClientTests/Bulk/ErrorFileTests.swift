import Testing
import leadline

@Suite("ErrorFile")
struct ErrorFileTests {
    @Test("Failed rows keep their cells, get the reason, and can be read again")
    func keepsRows() throws {
        let file = try TemporaryFile("")
        let heading = ["email", "notes"]
        let errors = ErrorFile(path: file.path, heading: heading, delimiter: 59)
        #expect(!errors.isBegun)
        let record = BulkRecord(line: 9, members: [], source: .row(["a;b", "x\n\"y\""]))
        try errors.add(record, "INVALID email: no")
        #expect(errors.isBegun)
        var reader = RecordReader(try InputFile(file.path))
        let again = try #require(try reader.next() ?? reader.next())
        #expect(reader.heading == ["email", "notes", "import_line", "import_error"])
        #expect(
            again.first?.source == .row(["a;b", "x\n\"y\"", "9", "INVALID email: no"]))
    }

    @Test("Rows that failed twice have one reason")
    func replacesReasons() throws {
        let file = try TemporaryFile("")
        let heading = ["email", "import_line", "import_error"]
        let errors = ErrorFile(path: file.path, heading: heading, delimiter: 44)
        try errors.add(BulkRecord(line: 2, members: [], source: .row(["a", "9", "old"])), "new")
        #expect(file.text == "email,import_line,import_error\na,2,new\n")
    }

    @Test("Failed objects keep their members and get the reason, once")
    func keepsObjects() throws {
        let file = try TemporaryFile("")
        let errors = ErrorFile(path: file.path, heading: nil, delimiter: 44)
        let text = "{\"email\":\"a\"}"
        try errors.add(BulkRecord(line: 3, members: [], source: .object(text)), "say \"no\"")
        let expected = "{\"email\":\"a\",\"import_line\":3,\"import_error\":\"say \\\"no\\\"\"}\n"
        #expect(file.text == expected)
        let second = String(expected.dropLast())
        try errors.add(BulkRecord(line: 1, members: [], source: .object(second)), "x")
        #expect(
            file.text == expected + "{\"email\":\"a\",\"import_line\":1,\"import_error\":\"x\"}\n")
    }

    @Test("A folder that is not there is one clear fault")
    func refusesFolders() {
        let errors = ErrorFile(path: "no/such/folder.csv", heading: nil, delimiter: 44)
        let fault = #expect(throws: BulkFault.self) {
            try errors.add(BulkRecord(line: 1, members: [], source: .object("{}")), "x")
        }
        #expect(fault?.description == "no/such/folder.csv: No such file or directory")
    }
}
