import LeadlineClient
import Testing
import leadline

/// A quote before a mark that combines with it was not taken for one, and not escaped: libFuzzer
/// found it in a decoder, and it was in all that quotes.
@Suite("A quote with an accent is a quote")
struct CombiningMarkTests {
    /// Ends the quotes around it and does harm, where its own are not escaped.
    private static func hostile(_ quote: Character) -> String {
        "x\(quote)\u{301}; exit 0, \(quote)"
    }

    @Test("in separated values")
    func csv() {
        let reply = Reply.string(Array(Self.hostile("\"").utf8))
        let shown = ReplyFormatter(format: .csv, isStyled: false).render(reply)
        #expect(shown == Array("\"x\"\"\u{301}; exit 0, \"\"\"\n".utf8))
    }

    @Test("in the rows of an import that failed")
    func errorFile() throws {
        let file = try TemporaryFile("")
        let errors = ErrorFile(path: file.path, heading: ["name", "notes"], delimiter: 44)
        let cells = [Self.hostile("\""), ",\u{301}"]
        try errors.add(BulkRecord(line: 9, members: [], source: .row(cells)), "no")
        var reader = RecordReader(try InputFile(file.path))
        let again = try #require(try reader.next() ?? reader.next())
        #expect(again.first?.source == .row(cells + ["9", "no"]))
    }

    @Test("in a file for the bank")
    func bank() throws {
        let account = try BankAccount(
            name: Self.hostile("\""), iban: "", bic: "", account: "12-34", routing: "021000021")
        let transfer = BankTransfers.Transfer(
            payout: "PAY1", version: 1, currency: "USD", amount: "5.00", payee: "P1",
            account: account)
        let table = BankTransfers(
            reference: "LL-1", created: "2026-11-24T01:00:00Z", day: "2026-11-24", house: account,
            transfers: [transfer]
        ).table
        var reader = CSVReader()
        var rows: [CSVReader.Row] = []
        try reader.take(table.utf8, into: &rows)
        try reader.end(into: &rows)
        #expect(rows.map(\.cells.count) == [11, 11])
        #expect(rows.last?.cells.dropFirst(2).first == Self.hostile("\""))
    }

    @Test("in a word for the shell that runs a hook")
    func hook() throws {
        let event = try #require(
            HookEvent(line: Array(#"{"seq":7,"type":"t","subject":"L1"}"#.utf8)))
        let word = Self.hostile("'")
        #expect(HookProgram(words: ["test", word, "=", word]).run(event))
        #expect(!HookProgram(words: ["test", word, "=", "another"]).run(event))
    }

    @Test("in a word that is offered to be typed")
    func typed() {
        #expect(TypedWords.quoted("\"\u{301}") == "\"\\\"\u{301}\"")
    }
}
