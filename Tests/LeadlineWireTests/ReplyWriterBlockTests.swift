import LeadlineWire
import NIOCore
import Testing

@Suite("Replies of blocks")
struct ReplyWriterBlockTests {
    /// Writes a block of a string, a page, an error and a text of several lines.
    private func block(_ format: ReplyFormat) -> String {
        var parts = ReplyWriter(format: format.ofBlockParts)
        var ends: [Int] = []
        parts.string("a \"b\" \\ \t c")
        ends.append(parts.buffer.writerIndex)
        parts.beginPage(columns: ["id"], rows: 1, next: Bytes("L1".utf8))
        parts.string("L2")
        parts.endPage()
        ends.append(parts.buffer.writerIndex)
        parts.error("EXISTS", "L7 is here", field: Bytes("ref".utf8))
        ends.append(parts.buffer.writerIndex)
        parts.text("one\ntwo\n")
        ends.append(parts.buffer.writerIndex)
        var writer = ReplyWriter(format: format)
        writer.block(parts.buffer, ends: ends)
        writer.integer(7)
        return String(buffer: writer.buffer)
    }

    @Test("are data lines of JSON objects in TEXT")
    func text() {
        #expect(
            block(.text)
                == #"""
                 {"ok":true,"result":"a \\"b\\" \\\\ \\t c"}
                 {"ok":true,"result":[{"id":"L2"}],"next":"L1","count":1}
                 {"ok":false,"error":{"code":"EXISTS","message":"L7 is here","field":"ref"}}
                 {"ok":true,"result":"one\\ntwo\\n"}
                +OK 4
                :7

                """#.replacing("\n", with: "\r\n"))
    }

    @Test("are a list of objects in JSON")
    func json() {
        #expect(
            block(.json) == #"{"ok":true,"result":[{"ok":true,"result":"a \"b\" \\ \t c"},"#
                + #"{"ok":true,"result":[{"id":"L2"}],"next":"L1","count":1},"#
                + #"{"ok":false,"error":{"code":"EXISTS","message":"L7 is here","field":"ref"}},"#
                + #"{"ok":true,"result":"one\ntwo\n"}]}"# + "\r\n"
                + #"{"ok":true,"result":7}"# + "\r\n")
    }

    @Test("are an array of replies in RESP, errors among them")
    func resp() {
        let page2 = "*2\r\n$2\r\nL1\r\n*1\r\n*2\r\n$2\r\nid\r\n$2\r\nL2\r\n"
        let page3 = "*2\r\n$2\r\nL1\r\n*1\r\n%1\r\n$2\r\nid\r\n$2\r\nL2\r\n"
        let string = "$11\r\na \"b\" \\ \t c\r\n"
        let error = "-EXISTS L7 is here\r\n"
        #expect(
            block(.resp2) == "*4\r\n" + string + page2 + error + "$8\r\none\ntwo\n\r\n:7\r\n")
        #expect(
            block(.resp3) == "*4\r\n" + string + page3 + error + "=12\r\ntxt:one\ntwo\n\r\n:7\r\n")
    }

    @Test("of nothing are empty")
    func empty() {
        let expected: [(ReplyFormat, String)] = [
            (.text, "+OK 0\r\n"), (.json, "{\"ok\":true,\"result\":[]}\r\n"), (.resp2, "*0\r\n"),
            (.resp3, "*0\r\n"),
        ]
        for (format, reply) in expected {
            var writer = ReplyWriter(format: format)
            writer.block(ByteBuffer(), ends: [])
            #expect(String(buffer: writer.buffer) == reply)
        }
    }
}
