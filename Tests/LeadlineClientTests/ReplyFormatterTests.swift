import LeadlineClient
import Testing
import leadline

@Suite("ReplyFormatter")
struct ReplyFormatterTests {
    private static func text(_ value: String) -> Reply { .string(Array(value.utf8)) }

    private static func map(_ pairs: KeyValuePairs<String, Reply>) -> Reply {
        .map(pairs.map { Reply.Entry(key: text($0.key), value: $0.value) })
    }

    private static let page = Reply.list([
        text("L41"),
        .list([
            map(["id": text("L42"), "name": text("Ann \"A\" Lee"), "score": .integer(7)]),
            map(["id": text("L41"), "name": text("名\tx"), "score": .null]),
        ]),
    ])
    private static let lead = map([
        "id": text("L42"), "due": .null, "areas": .list([text("US"), text("DE")]),
        "open": .bool(true),
    ])

    private func render(_ format: OutputFormat, _ reply: Reply, isStyled: Bool = false) -> String {
        let bytes = ReplyFormatter(format: format, isStyled: isStyled).render(reply)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(
        "A page is laid out in every format",
        arguments: [
            (
                OutputFormat.table,
                """
                id   name         score
                ---  -----------  -----
                L42  Ann "A" Lee  7
                L41  名\\tx

                """
            ),
            (
                .vertical,
                """
                -[ 1 ]-
                id     L42
                name   Ann "A" Lee
                score  7
                -[ 2 ]-
                id     L41
                name   名\\tx
                score

                """
            ),
            (.tsv, "id\tname\tscore\nL42\tAnn \"A\" Lee\t7\nL41\t名\\tx\t\\N\n"),
            (.csv, "id,name,score\nL42,\"Ann \"\"A\"\" Lee\",7\nL41,名\tx,\n"),
            (
                .json,
                """
                {"rows":[{"id":"L42","name":"Ann \\"A\\" Lee","score":7},\
                {"id":"L41","name":"名\\tx","score":null}],"next":"L41"}

                """
            ),
            (.raw, "L41\nid\nL42\nname\nAnn \"A\" Lee\nscore\n7\nid\nL41\nname\n名\tx\nscore\n\n"),
        ])
    func laysOutPages(format: OutputFormat, expected: String) {
        #expect(render(format, Self.page) == expected)
    }

    @Test(
        "A map is laid out in every format",
        arguments: [
            (OutputFormat.table, "id     L42\ndue\nareas  [\"US\",\"DE\"]\nopen   1\n"),
            (.vertical, "id     L42\ndue\nareas  [\"US\",\"DE\"]\nopen   1\n"),
            (.tsv, "id\tL42\ndue\t\\N\nareas\t[\"US\",\"DE\"]\nopen\t1\n"),
            (.csv, "id,L42\ndue,\nareas,\"[\"\"US\"\",\"\"DE\"\"]\"\nopen,1\n"),
            (.json, "{\"id\":\"L42\",\"due\":null,\"areas\":[\"US\",\"DE\"],\"open\":true}\n"),
            (.raw, "id\nL42\ndue\n\nareas\nUS\nDE\nopen\n1\n"),
        ])
    func laysOutMaps(format: OutputFormat, expected: String) {
        #expect(render(format, Self.lead) == expected)
    }

    @Test(
        "A lone value is one line",
        arguments: [
            (OutputFormat.tsv, Reply.status("OK"), "OK\n"),
            (.tsv, text("a\\b\r\n"), "a\\\\b\\r\\n\n"),
            (.tsv, .integer(-3), "-3\n"),
            (.tsv, .bool(false), "0\n"),
            (.tsv, .double(0.5), "0.5\n"),
            (.tsv, .null, "\\N\n"),
            (.tsv, .string([0x41, 0xFF]), "A\\xff\n"),
            (.table, .null, "\n"),
            (.csv, text(""), "\"\"\n"),
            (.csv, .null, "\n"), (.csv, text("=1+1"), "'=1+1\n"), (.csv, text("-"), "'-\n"),
            (.csv, text("+1 555"), "'+1 555\n"), (.csv, text("@x,y"), "\"'@x,y\"\n"),
            (.csv, text("-40.00"), "-40.00\n"), (.csv, text("+7"), "+7\n"),
            (.csv, text("a,b"), "\"a,b\"\n"),
            (.json, .status("OK"), "\"OK\"\n"),
            (.json, .string([0x41, 0xFF]), "\"Qf8=\"\n"),
            (.json, .double(.infinity), "null\n"),
            (.raw, text("a\tb\u{1B}"), "a\tb\u{1B}\n"),
            (.tsv, .list([text("a"), .null]), "a\n\\N\n"),
            (.tsv, .list([]), ""),
        ])
    func laysOutValues(format: OutputFormat, reply: Reply, expected: String) {
        #expect(render(format, reply) == expected)
    }

    @Test("Text for people keeps its lines and loses what moves the cursor")
    func laysOutText() {
        let help = Reply.text("PING\tanswers\r\n\u{1B}[2J\u{202E}x\r\n")
        #expect(render(.tsv, help) == "PING\tanswers\n\\x1b[2J\\xe2\\x80\\xaex\n")
        #expect(render(.raw, .text("a\r\nb")) == "a\r\nb\n")
        #expect(render(.json, .text("a\nb")) == "\"a\\nb\"\n")
    }

    @Test("Only a styled table has a bold heading")
    func stylesHeadings() {
        #expect(render(.table, Self.page, isStyled: true).hasPrefix("\u{1B}[1mid   name"))
        #expect(!render(.tsv, Self.page, isStyled: true).contains("\u{1B}"))
    }

    @Test(
        "What follows a page is said beside it, not in it",
        arguments: [
            (OutputFormat.table, "2 rows, next=L41" as String?), (.tsv, "next=L41"),
            (.csv, "next=L41"), (.json, nil), (.raw, nil),
        ])
    func notesTheCursor(format: OutputFormat, expected: String?) {
        #expect(ReplyFormatter(format: format, isStyled: false).note(Self.page) == expected)
    }

    @Test("An empty page prints nothing, and its note counts the rows")
    func emptyPage() {
        let empty = Reply.list([.null, .list([])])
        #expect(render(.table, empty) == "")
        #expect(ReplyFormatter(format: .table, isStyled: false).note(empty) == "0 rows")
        #expect(ReplyFormatter(format: .tsv, isStyled: false).note(empty) == nil)
        #expect(render(.json, empty) == "{\"rows\":[],\"next\":null}\n")
    }

    @Test("Wide characters take two columns", arguments: [("abc", 3), ("名前", 4), ("ë", 1)])
    func measuresWidth(text: String, expected: Int) {
        #expect(Table.displayWidth(text) == expected)
    }

    @Test(
        "A typed line keeps its backslashes and loses what moves the cursor",
        arguments: [
            ("NOTE L1 \"a\\x1b\"", "NOTE L1 \"a\\x1b\""), ("a\u{1B}[2J", "a\\x1b[2J"),
            ("", ""), ("\\", "\\"), ("Zoë 名", "Zoë 名"),
        ])
    func escapesControls(line: String, shown: String) {
        #expect(Cell.controlsEscaped(line) == shown)
    }
}
