package import LeadlineClient

/// The commands that a list of what waits shows in its last column, so that they can be run by
/// number.
package struct OfferedCommands {
    private static let column = "command"

    /// The commands, in the order of the rows; none where the list shows none.
    package let commands: [String]
    /// The reply with the rows numbered from 1; as it was where there are no commands.
    package let numbered: Reply

    /// Looks at a reply.
    package init(_ reply: Reply) {
        guard let page = reply.page, !page.rows.isEmpty,
            page.rows.allSatisfy({ $0.last?.key.string == Self.column })
        else {
            commands = []
            numbered = reply
            return
        }
        commands = page.rows.map { $0.last?.value.string ?? "" }
        let rows = page.rows.enumerated().map { index, row in
            let number = Reply.Entry(key: .status("#"), value: .integer(Int64(index + 1)))
            return Reply.map([number] + row)
        }
        numbered = .list([page.next.map { .status($0) } ?? .null, .list(rows)])
    }
}
