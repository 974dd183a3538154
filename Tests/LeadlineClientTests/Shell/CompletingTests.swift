import LeadlineClient
import Testing
import leadline

@Suite("Completing")
struct CompletingTests {
    private static func text(_ value: String) -> Reply { .string(Array(value.utf8)) }

    private static func map(_ pairs: KeyValuePairs<String, Reply>) -> Reply {
        .map(pairs.map { Reply.Entry(key: text($0.key), value: $0.value) })
    }

    private static func argument(
        _ name: String, _ display: String? = nil, token: String? = nil, type: String = "string",
        flags: [String] = [], parts: [Reply] = []
    ) -> Reply {
        var entries: [Reply.Entry] = []
        let add = { (key: String, value: Reply) in
            entries.append(Reply.Entry(key: text(key), value: value))
        }
        add("name", text(name))
        add("type", text(type))
        if let display { add("display_text", text(display)) }
        if let token { add("token", text(token)) }
        add("flags", .list(flags.map { .status($0) }))
        if !parts.isEmpty { add("arguments", .list(parts)) }
        return .map(entries)
    }

    private static func word(_ word: String) -> Reply {
        argument(word, word, token: word, type: "pure-token")
    }

    /// A small table in the shape of `COMMAND DOCS`.
    private static let docs = map([
        "lead.get": map([
            "summary": text("Shows."), "group": text("lead"),
            "arguments": .list([argument("lead", "lead")]),
        ]),
        "lead.list": map([
            "summary": text("Lists."), "group": text("lead"),
            "arguments": .list([
                argument(
                    "direction", token: "DIRECTION", type: "oneof", flags: ["optional"],
                    parts: [word("out"), word("in")]),
                argument("name", "text", token: "NAME", flags: ["optional", "sensitive"]),
                argument("area", "text", token: "AREA", flags: ["optional", "multiple"]),
                argument("queue", "flag", token: "QUEUE", type: "pure-token"),
                argument("partner", "partner,…", token: "PARTNER", flags: ["optional"]),
            ]),
        ]),
        "auth": map([
            "summary": text("Logs in."), "group": text("session"),
            "arguments": .list([argument("token", "token", flags: ["sensitive"])]),
        ]),
        "client": map([
            "summary": text("Clients."), "group": text("session"),
            "subcommands": map([
                "client|list": map(["summary": text("Lists."), "group": text("session")]),
                "client|kill": map(["summary": text("Kills."), "group": text("session")]),
            ]),
        ]),
    ])

    private static let book = CommandBook(docs)

    private static func answer(_ words: [String]) -> Reply? {
        let all = [("P1", "Northwind"), ("P2", "Pacific \u{1B}People")]
        let prefix = words.firstIndex(of: "NAME").map { words[$0 + 1].lowercased() } ?? ""
        let rows = all.filter { $0.1.lowercased().hasPrefix(prefix) }
        return .list([.null, .list(rows.map { map(["id": text($0.0), "name": text($0.1)]) })])
    }

    private func complete(_ line: String) -> Completion {
        Completing(Self.book) { Self.answer($0) }.complete(line)
    }

    @Test(
        "One match is inserted with a blank, several as far as they agree",
        arguments: [
            ("lead.g", "et "), ("LEAD.G", "ET "), ("LE", "AD."), ("cl", "ient "),
            ("client k", "ill "), ("LEAD.LIST DIR", "ECTION "), ("LEAD.LIST DIRECTION o", "ut "),
            ("LEAD.LIST NAME \"x y\" Q", "UEUE "), ("lead.list area US ar", "ea "),
            ("nothing", ""), ("LEAD.LIST NAME x", ""), ("LEAD.LIST direction in DIR", ""),
        ])
    func inserts(line: String, insertion: String) {
        #expect(complete(line) == Completion(insertion: insertion))
    }

    @Test("Where several are meant, they are listed")
    func lists() {
        #expect(complete("LEAD.").listing == ["LEAD.GET", "LEAD.LIST"])
        #expect(complete("CLIENT ").listing == ["LIST", "KILL"])
        #expect(complete("LEAD.LIST DIRECTION ").listing == ["out", "in"])
        #expect(
            complete("LEAD.LIST QUEUE ").listing == ["DIRECTION", "NAME", "AREA", "PARTNER"])
    }

    @Test("Ids come from the server, with names, and a name is taken for its id")
    func asks() {
        let listing = complete("LEAD.LIST PARTNER ").listing
        #expect(listing.first?.hasPrefix("LEAD.LIST [DIRECTION out|in]") == true)
        #expect(listing.dropFirst() == ["P1  Northwind", "P2  Pacific \\x1bPeople"])
        #expect(
            complete("LEAD.LIST PARTNER p").listing == ["P1  Northwind", "P2  Pacific \\x1bPeople"])
        #expect(
            complete("LEAD.LIST PARTNER nor") == Completion(deletion: 3, insertion: "P1 "))
        #expect(
            complete("LEAD.LIST PARTNER \"nor") == Completion(deletion: 4, insertion: "P1 "))
    }

    @Test("Without an answer there is the usage line")
    func survivesSilence() {
        let silent = Completing(Self.book) { _ in nil }
        #expect(silent.complete("LEAD.GET ").listing == ["LEAD.GET lead"])
        #expect(silent.complete("LEAD.GET L").listing == [])
        #expect(Completing(CommandBook()) { _ in nil }.complete("LEAD") == Completion())
    }

    @Test(
        "What is marked as sensitive stays out of the history, and so does what is not known",
        arguments: [
            ("LEAD.GET L1", true), ("lead.list direction in", true), ("CLIENT LIST", true),
            ("LEAD.LIST NAME ann", false), ("lead.list name ann", false), ("AUTH x", false),
            ("AUTH", true), ("UNKNOWN x", false), ("", false),
        ])
    func keeps(line: String, expected: Bool) {
        #expect(Self.book.mayKeep(TypedWords(line + " ").whole) == expected)
    }

    @Test("A reply of another shape is an empty book")
    func readsAnything() {
        #expect(CommandBook(.list([])).docs.isEmpty)
        #expect(CommandBook(Self.map(["x": .null])).docs.map(\.name) == ["X"])
    }
}

@Suite("TypedWords")
struct TypedWordsTests {
    @Test(
        "A line is split up to the cursor",
        arguments: [
            ("", [], ""), ("LEA", [], "LEA"), ("LEAD.GET ", ["LEAD.GET"], ""),
            ("A \"b c\" d", ["A", "b c"], "d"), ("A \"b c", ["A"], "b c"),
            ("A 'it\\'s' ", ["A", "it's"], ""), ("A \"\" b", ["A", ""], "b"),
        ] as [(String, [String], String)])
    func splits(line: String, whole: [String], partial: String) {
        let typed = TypedWords(line)
        #expect(typed.whole == whole)
        #expect(typed.partial == partial)
    }
}
