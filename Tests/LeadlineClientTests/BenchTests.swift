import NIOCore
import Testing
import leadline_bench

@Suite("ReplyScanner")
struct ReplyScannerTests {
    private func count(_ pieces: [[UInt8]]) throws -> (replies: Int, errors: [String]) {
        var scanner = ReplyScanner()
        var errors: [String] = []
        var replies = 0
        for piece in pieces {
            replies += try piece.withUnsafeBytes { bytes in
                try scanner.scan(bytes) { errors.append($0) }
            }
        }
        return (replies, errors)
    }

    @Test(
        "Replies are counted the same however the bytes are cut",
        arguments: [
            ("+PONG\r\n+PONG\r\n", 2, []), (":1\r\n_\r\n#t\r\n,1.5\r\n(12\r\n", 5, []),
            ("$3\r\na\r\n\r\n$0\r\n\r\n$-1\r\n", 3, []), ("=5\r\ntxt:a\r\n", 1, []),
            ("*2\r\n$1\r\na\r\n*1\r\n:1\r\n+x\r\n", 2, []), ("*0\r\n*-1\r\n~0\r\n%0\r\n", 4, []),
            ("%2\r\n+a\r\n:1\r\n+b\r\n%1\r\n+c\r\n_\r\n", 1, []),
            ("%3\r\n$1\r\na\r\n$-1\r\n$2\r\nbb\r\n:1\r\n_\r\n$0\r\n\r\n+x\r\n", 2, []),
            ("*3\r\n$1\r\na\r\n-ERR nested\r\n*1\r\n$12\r\n0123456789ab\r\n", 1, []),
            ("|1\r\n+k\r\n+v\r\n:1\r\n", 1, []), (">2\r\n+message\r\n+x\r\n+OK\r\n", 1, []),
            ("-EXISTS L7 is live\r\n-ERR\r\n", 2, ["EXISTS", "ERR"]),
            ("*2\r\n-ERR nested\r\n:1\r\n", 1, []), ("!5\r\nERR x\r\n", 1, ["ERR"]),
        ] as [(String, Int, [String])])
    func counts(text: String, replies: Int, errors: [String]) throws {
        let bytes = Array(text.utf8)
        for pieces in [[bytes], bytes.map { [$0] }] {
            let result = try count(pieces)
            #expect(result.replies == replies)
            #expect(result.errors == errors)
        }
        // One byte short, the last reply is not there.
        #expect(try count([Array(bytes.dropLast())]).replies == replies - 1)
    }

    @Test(
        "Bytes that are not RESP are refused",
        arguments: ["hello\r\n", "$x\r\n", "\0", "*3\r\n$x\r\n", "*2\r\n$99999999999999999999\r\n"])
    func refuses(text: String) {
        #expect(throws: ReplyScanner.Malformed.self) { try count([Array(text.utf8)]) }
    }
}

@Suite("CommandTemplate")
struct CommandTemplateTests {
    private func render(_ template: CommandTemplate, below bound: UInt64 = 1) -> String {
        var buffer = ByteBuffer()
        var numbers = Numbers(below: bound, seed: 1)
        template.write(to: &buffer, &numbers)
        return String(buffer: buffer)
    }

    @Test("A command without placeholders is sent as it is")
    func constant() {
        let template = CommandTemplate(["ECHO", "", "ë"])
        #expect(template.isConstant)
        #expect(render(template) == "*3\r\n$4\r\nECHO\r\n$0\r\n\r\n$2\r\në\r\n")
    }

    @Test("Random numbers stand in place, below their bound")
    func random() {
        let template = CommandTemplate(["GET", "k__rand_int__:__rand_int__"])
        #expect(!template.isConstant)
        #expect(render(template) == "*2\r\n$3\r\nGET\r\n$26\r\nk000000000000:000000000000\r\n")
    }

    @Test("A sequence never repeats a number")
    func sequence() {
        let template = CommandTemplate(["X", "__seq__"])
        let numbers = (0..<100).map { _ in
            String(decoding: render(template).utf8.dropLast(2).suffix(12), as: UTF8.self)
        }
        #expect(Set(numbers).count == 100)
        #expect(numbers.allSatisfy { UInt64($0) != nil })
    }
}

@Suite("Report figures")
struct ReportFigureTests {
    @Test(
        "Decimals are rounded to their digits",
        arguments: [
            (0.0, 2, "0.00"), (1.005, 1, "1.0"), (0.0499, 2, "0.05"), (-1.5, 1, "-1.5"),
            (1234.5678, 0, "1235"), (-0.004, 3, "-0.004"), (1e300, 2, "1e+300"),
        ])
    func decimals(value: Double, digits: Int, expected: String) {
        #expect(decimal(value, digits) == expected)
    }

    @Test("A spread has the middle and both ends")
    func spread() {
        let odd = Spread([3, 1, 2])
        #expect(odd.median == 2 && odd.least == 1 && odd.greatest == 3)
        #expect(Spread([1, 2, 3, 10]).median == 2.5)
        #expect(Spread([]) == Spread([0]))
    }

    @Test("A peer is named by a URL")
    func targets() {
        let redis = Target(kind: .redis, host: "h", port: 6379)
        #expect(Target(argument: "redis://h:6379") == redis)
        #expect(Target(argument: "leadline://:5323")?.host == "127.0.0.1")
        for wrong in ["", "redis://h", "http://h:1", "redis://h:0", "redis://h:x", "h:1"] {
            #expect(Target(argument: wrong) == nil)
        }
    }
}

@Suite("GrowthQuestion")
struct GrowthQuestionTests {
    @Test("Words are parted by blanks, but not between apostrophes")
    func words() {
        #expect(
            GrowthQuestion("LEAD.FIND 'ann lee' LIMIT 5").words == [
                "LEAD.FIND", "ann lee", "LIMIT", "5",
            ])
        #expect(GrowthQuestion(" QUEUE ").words == ["QUEUE"])
        #expect(GrowthQuestion("REPORT FUNNEL IN ''").words == ["REPORT", "FUNNEL", "IN", ""])
    }
}
