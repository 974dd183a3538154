import LeadlineClient
import Testing
import leadline

@Suite("What counts as a failure")
struct ReplyFailureTests {
    private static let exists = ServerError(code: "EXISTS", message: "L1 customer is registered")
    private static let aborted = ServerError(code: "ABORTED", message: "command 2: EXISTS L1")

    @Test("An error does, and a success does not")
    func single() {
        #expect(Reply.error(Self.exists).failure == Self.exists)
        for reply in [Reply.status("OK"), .null, .integer(0), .list([]), .list([.status("OK")])] {
            #expect(reply.failure == nil)
        }
    }

    @Test("A block that was undone does, with its cause, wherever that stands")
    func block() {
        let undone = Reply.list([.error(Self.aborted), .error(Self.exists), .error(Self.aborted)])
        #expect(undone.failure == Self.exists)
        #expect(Reply.list([.status("OK"), .error(Self.aborted)]).failure == Self.aborted)
    }
}
