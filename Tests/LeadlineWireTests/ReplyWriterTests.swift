import LeadlineWire
import NIOCore
import Testing

/// One reply in all dialects, line ends shown as `|`.
struct Rendering: Sendable {
    let reply: ReplyTree
    let text: String
    let json: String
    let resp2: String
    let resp3: String

    init(_ reply: ReplyTree, _ text: String, _ json: String, _ resp2: String, _ resp3: String) {
        self.reply = reply
        self.text = text
        self.json = json
        self.resp2 = resp2
        self.resp3 = resp3
    }
}

@Suite("Replies in their dialects")
struct ReplyWriterTests {
    static let scalars: [Rendering] = [
        Rendering(.status("OK"), "+OK|", ok(#""OK""#), "+OK|", "+OK|"),
        Rendering(.integer(0), ":0|", ok("0"), ":0|", ":0|"),
        Rendering(.integer(-10), ":-10|", ok("-10"), ":-10|", ":-10|"),
        Rendering(
            .integer(.max), ":9223372036854775807|", ok("9223372036854775807"),
            ":9223372036854775807|", ":9223372036854775807|"),
        Rendering(
            .integer(.min), ":-9223372036854775808|", ok("-9223372036854775808"),
            ":-9223372036854775808|", ":-9223372036854775808|"),
        Rendering(.bool(true), ":1|", ok("true"), ":1|", "#t|"),
        Rendering(.bool(false), ":0|", ok("false"), ":0|", "#f|"),
        Rendering(.null, "_|", ok("null"), "$-1|", "_|"),
        Rendering(.double(0.5), "=0.5|", ok("0.5"), "$3|0.5|", ",0.5|"),
        Rendering(.double(-.infinity), "=-inf|", ok("null"), "$4|-inf|", ",-inf|"),
        Rendering(.double(.nan), "=nan|", ok("null"), "$3|nan|", ",nan|"),
        Rendering(.string("L42"), "=L42|", ok(#""L42""#), "$3|L42|", "$3|L42|"),
        Rendering(.string(""), "=|", ok(#""""#), "$0||", "$0||"),
        Rendering(
            .string("a\tb\\N\"é\n"), "=a\\tb\\\\N\"é\\n|", ok(#""a\tb\\N\"é\n""#),
            "$9|a\tb\\N\"é\n|", "$9|a\tb\\N\"é\n|"),
        Rendering(
            .binary([0xFF, 0x00]), "=/wA=|", ok(#""/wA=""#), "$2|\u{FFFD}\0|", "$2|\u{FFFD}\0|"),
        Rendering(
            .text("a\tb\r\n\r\nc\n"), " a\\tb| | c|+OK 3|", ok(#""a\tb\r\n\r\nc\n""#),
            "$9|a\tb||c\n|", "=13|txt:a\tb||c\n|"),
        Rendering(.text("one"), " one|+OK 1|", ok(#""one""#), "$3|one|", "=7|txt:one|"),
        Rendering(.text(""), "+OK 0|", ok(#""""#), "$0||", "=4|txt:|"),
    ]

    static let composites: [Rendering] = [
        Rendering(.list([]), "+OK 0|", ok("[]"), "*0|", "*0|"),
        Rendering(.map([]), "+OK 0|", ok("{}"), "*0|", "%0|"),
        Rendering(.set([]), "+OK 0|", ok("[]"), "*0|", "~0|"),
        Rendering(
            .list([.status("write"), .integer(7), .bool(true), .null, .double(1.5), .string("")]),
            " write| 7| 1| \\N| 1.5| |+OK 6|", ok(#"["write",7,true,null,1.5,""]"#),
            "*6|+write|:7|:1|$-1|$3|1.5|$0||", "*6|+write|:7|#t|_|,1.5|$0||"),
        Rendering(
            .set([.status("fast"), .binary([1])]), " fast| AQ==|+OK 2|", ok(#"["fast","AQ=="]"#),
            "*2|+fast|$1|\u{01}|", "~2|+fast|$1|\u{01}|"),
        Rendering(
            .map([("id", .string("L42")), ("a\"b", .null), ("n", .text("x\ny"))]),
            " id\tL42| a\"b\t\\N| n\tx\\ny|+OK 3|",
            ok(#"{"id":"L42","a\"b":null,"n":"x\ny"}"#),
            "*6|$2|id|$3|L42|$3|a\"b|$-1|$1|n|$3|x\ny|",
            "%3|$2|id|$3|L42|$3|a\"b|_|$1|n|=7|txt:x\ny|"),
        Rendering(
            .list([
                .list([]), .map([("k", .list([.integer(1), .string("q\"\\")]))]), .list([.null]),
            ]),
            " []| {\"k\":[1,\"q\\\\\"\\\\\\\\\"]}| [null]|+OK 3|",
            ok(#"[[],{"k":[1,"q\"\\"]},[null]]"#),
            "*3|*0|*2|$1|k|*2|:1|$3|q\"\\|*1|$-1|", "*3|*0|%1|$1|k|*2|:1|$3|q\"\\|*1|_|"),
    ]

    static let pages: [Rendering] = [
        Rendering(
            .page(["id", "status"], [], next: nil), "# id\tstatus|+OK 0|",
            #"{"ok":true,"result":[],"next":null,"count":0}|"#, "*2|$-1|*0|", "*2|_|*0|"),
        Rendering(
            .page(
                ["id", "owner"],
                [[.string("L42"), .null], [.string("L41"), .string("called\ttwice")]],
                next: Array("L41".utf8)),
            "# id\towner| L42\t\\N| L41\tcalled\\ttwice|+OK 2 next=L41|",
            #"{"ok":true,"result":[{"id":"L42","owner":null},"#
                + #"{"id":"L41","owner":"called\ttwice"}],"next":"L41","count":2}|"#,
            "*2|$3|L41|*2|*4|$2|id|$3|L42|$5|owner|$-1|*4|$2|id|$3|L41|$5|owner|$12|called\ttwice|",
            "*2|$3|L41|*2|%2|$2|id|$3|L42|$5|owner|_|%2|$2|id|$3|L41|$5|owner|$12|called\ttwice|"),
        Rendering(
            .page(["n"], [[.integer(1)], [.list([.integer(2), .integer(3)])]], next: nil),
            "# n| 1| [2,3]|+OK 2|",
            #"{"ok":true,"result":[{"n":1},{"n":[2,3]}],"next":null,"count":2}|"#,
            "*2|$-1|*2|*2|$1|n|:1|*2|$1|n|*2|:2|:3|", "*2|_|*2|%1|$1|n|:1|%1|$1|n|*2|:2|:3|"),
        Rendering(
            .list([.page(["n"], [[.integer(1)]], next: Array("c".utf8))]),
            " {\"result\":[{\"n\":1}],\"next\":\"c\",\"count\":1}|+OK 1|",
            ok(#"[{"result":[{"n":1}],"next":"c","count":1}]"#),
            "*1|*2|$1|c|*1|*2|$1|n|:1|", "*1|*2|$1|c|*1|%1|$1|n|:1|"),
    ]

    static let others: [Rendering] = [
        Rendering(
            .error("NOTFOUND", ascii("no lead 'L999'"), field: nil), "-NOTFOUND no lead 'L999'|",
            #"{"ok":false,"error":{"code":"NOTFOUND","message":"no lead 'L999'","field":null}}|"#,
            "-NOTFOUND no lead 'L999'|", "-NOTFOUND no lead 'L999'|"),
        Rendering(
            .error("INVALID", ascii("zip: 'a\r\n+OK\\'"), field: ascii("zip")),
            "-INVALID zip: 'a\\r\\n+OK\\'|",
            #"{"ok":false,"error":{"code":"INVALID","message":"zip: 'a\\r\\n+OK\\'","#
                + #""field":"zip"}}|"#,
            "-INVALID zip: 'a\\r\\n+OK\\'|", "-INVALID zip: 'a\\r\\n+OK\\'|"),
        Rendering(
            .push("message", [.string("leads"), .string("a\tb"), .integer(3)]),
            ">message\tleads\ta\\tb\t3|", #"{"push":"message","data":["leads","a\tb",3]}|"#,
            "*4|$7|message|$5|leads|$3|a\tb|:3|", ">4|$7|message|$5|leads|$3|a\tb|:3|"),
        Rendering(
            .push("x", [.list([.integer(1)])]), ">x\t[1]|", #"{"push":"x","data":[[1]]}|"#,
            "*2|$1|x|*1|:1|", ">2|$1|x|*1|:1|"),
    ]

    static func ok(_ result: String) -> String { #"{"ok":true,"result":\#(result)}|"# }

    @Test("Every kind of reply has its bytes", arguments: scalars + composites + pages + others)
    func renders(row: Rendering) {
        #expect(row.reply.rendered(.text) == row.text)
        #expect(row.reply.rendered(.json) == row.json)
        #expect(row.reply.rendered(.resp2) == row.resp2)
        #expect(row.reply.rendered(.resp3) == row.resp3)
    }

    @Test("The format may change from reply to reply")
    func changesFormat() {
        var writer = ReplyWriter(format: .text)
        writer.status("OK")
        writer.format = .json
        writer.integer(1)
        writer.format = .resp3
        writer.null()
        #expect(
            String(buffer: writer.buffer) == "+OK\r\n{\"ok\":true,\"result\":1}\r\n_\r\n")
    }

    @Test("A push of strings is one call")
    func pushes() {
        var writer = ReplyWriter(format: .resp3)
        writer.push("message", [ascii("a")[...], ascii("b")[...]])
        #expect(String(buffer: writer.buffer) == ">3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\nb\r\n")
    }

    @Test("All spellings of a string write the same")
    func spellsStrings() {
        var writer = ReplyWriter(format: .text)
        writer.string("é" as StaticString)
        writer.string("é" as String)
        writer.string(ascii("é"))
        writer.string(ascii("xé")[1...])
        writer.status(bytes: ascii("a b\n")[...])
        writer.binary(ascii("xMan")[1...])
        writer.text(ascii("t")[...])
        let strings = String(repeating: "=é\r\n", count: 4)
        #expect(String(buffer: writer.buffer) == strings + "+a b\\n\r\n=TWFu\r\n t\r\n+OK 1\r\n")
    }

    @Test("Keys known only at run time are escaped as cells are")
    func escapesKeys() {
        var writer = ReplyWriter(format: .text)
        writer.beginMap(1)
        writer.key(bytes: ascii("a\tb")[...])
        writer.integer(1)
        writer.endMap()
        #expect(String(buffer: writer.buffer) == " a\\tb\t1\r\n+OK 1\r\n")
    }

    @Test("A framing error is answered under its code")
    func answersFramingErrors() throws {
        var decoder = RequestDecoder()
        var frame = Frame()
        var input = ByteBuffer(string: "ECHO \"\r\n")
        let step = decoder.next(&input, &frame, limits: .authenticated)
        guard case .malformed(let error) = step else {
            Issue.record("unexpected \(step)")
            return
        }
        var writer = ReplyWriter(format: .text)
        writer.error(error)
        #expect(
            String(buffer: writer.buffer)
                == "-ERR Protocol error: unbalanced quotes in request\r\n")
    }
}

@Suite("Cutting back a reply")
struct ReplyMarkTests {
    @Test("A reply that failed half-way leaves no trace", arguments: ReplyFormat.allCases)
    func rewinds(format: ReplyFormat) {
        var writer = ReplyWriter(format: format)
        writer.status("OK")
        let mark = writer.mark()
        writer.beginPage(columns: ["a", "b"], rows: 2, next: nil)
        writer.integer(1)
        writer.beginMap(3)
        writer.key("k")
        writer.rewind(to: mark)
        #expect(writer.isBetweenReplies)
        writer.error("LIMIT", "too many rows")
        var expected = ReplyWriter(format: format)
        expected.status("OK")
        expected.error("LIMIT", "too many rows")
        #expect(writer.buffer == expected.buffer)
    }

    @Test("A value of a list can be taken back and written anew", arguments: ReplyFormat.allCases)
    func rewindsWithin(format: ReplyFormat) {
        var writer = ReplyWriter(format: format)
        writer.beginPage(columns: ["a", "b"], rows: 1, next: nil)
        writer.integer(1)
        let mark = writer.mark()
        writer.string("wrong")
        writer.rewind(to: mark)
        writer.beginList(2)
        writer.integer(2)
        writer.rewind(to: mark)
        writer.integer(3)
        writer.endPage()
        let tree = ReplyTree.page(["a", "b"], [[.integer(1), .integer(3)]], next: nil)
        #expect(Array(writer.buffer.readableBytesView) == tree.bytes(format))
    }
}

@Suite("Promises of the reply writer")
struct ReplyPromiseTests {
    @Test("A value too many stops the process")
    func tooMany() async {
        await #expect(processExitsWith: .failure) {
            var writer = ReplyWriter(format: .resp2)
            writer.beginList(1)
            writer.integer(1)
            writer.integer(2)
        }
    }

    @Test("A value too few stops the process")
    func tooFew() async {
        await #expect(processExitsWith: .failure) {
            var writer = ReplyWriter(format: .resp2)
            writer.beginList(2)
            writer.integer(1)
            writer.endList()
        }
    }

    @Test("A map's value without its key stops the process")
    func keyless() async {
        await #expect(processExitsWith: .failure) {
            var writer = ReplyWriter(format: .resp2)
            writer.beginMap(1)
            writer.integer(1)
        }
    }

    @Test("An error inside a reply stops the process")
    func innerError() async {
        await #expect(processExitsWith: .failure) {
            var writer = ReplyWriter(format: .resp2)
            writer.beginList(1)
            writer.error("ERR", "x")
        }
    }
}
