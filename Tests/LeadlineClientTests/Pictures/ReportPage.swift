import LeadlineClient

/// Pages as a server would answer them, from cells written in a test.
enum ReportPage {
    /// A page of rows; `nil` is null, digits alone are an integer.
    static func page(_ columns: [String], _ rows: [[String?]]) -> Reply.Page {
        Reply.Page(rows: rows.map { entries(columns, $0) }, next: nil)
    }

    /// The same as a reply.
    static func reply(_ columns: [String], _ rows: [[String?]]) -> Reply {
        .list([.null, .list(rows.map { .map(entries(columns, $0)) })])
    }

    private static func entries(_ columns: [String], _ row: [String?]) -> [Reply.Entry] {
        zip(columns, row).map { name, cell in
            let value: Reply =
                cell.map { text in
                    Int64(text).map { .integer($0) } ?? .string(Array(text.utf8))
                } ?? .null
            return Reply.Entry(key: .string(Array(name.utf8)), value: value)
        }
    }
}
