import LeadlineClient
import Testing

@Suite("Reply")
struct ReplyTests {
    private static let row = [Reply.Entry(key: .status("id"), value: .status("L1"))]

    @Test("A cursor and a list of maps are a page")
    func recognisesPages() {
        let page = Reply.list([.string(Array("L1".utf8)), .list([.map(Self.row)])]).page
        #expect(page == Reply.Page(rows: [Self.row], next: "L1"))
        #expect(Reply.list([.null, .list([])]).page == Reply.Page(rows: [], next: nil))
    }

    @Test(
        "Anything else is no page",
        arguments: [
            Reply.list([]), .list([.null]), .list([.null, .null]), .null, .status("OK"),
            .list([.integer(1), .list([])]), .list([.null, .list([.status("x")])]),
            .list([.null, .list([]), .null]), .list([.string([0xFF]), .list([])]),
        ])
    func refusesOtherShapes(reply: Reply) {
        #expect(reply.page == nil)
    }

    @Test("Text is read from words, strings and texts that are UTF-8")
    func readsText() {
        #expect(Reply.status("OK").string == "OK")
        #expect(Reply.text("a").string == "a")
        #expect(Reply.string([0xC3, 0xAB]).string == "ë")
        #expect(Reply.string([0xC3]).string == nil)
        #expect(Reply.integer(1).string == nil)
    }

    @Test("A map's values are found by name")
    func findsValues() {
        #expect(Reply.map(Self.row)["id"] == .status("L1"))
        #expect(Reply.map(Self.row)["ID"] == nil)
        #expect(Reply.null["id"] == nil)
    }
}
