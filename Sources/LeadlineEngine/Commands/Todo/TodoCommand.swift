import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// What waits for the caller.
    static let todo: [Command] = [
        .scan(
            "TODO", "Lists everything that waits for the caller, what is due first.",
            group: .session, by: .readers, reach: .leads, Keyword<PageLimit>("LIMIT"),
            Keyword<Text>("AFTER"), Keyword<WordList>("COLUMNS"), run: todoList)
    ]
}

/// A row of what waits.
enum TodoColumns: PageColumns {
    static let standard: [EntityField<TodoRow>] = [
        EntityField("due") { .optional($0.due) },
        EntityField("what") { .word(StaticWord($0.what)) },
        EntityField("id") { .id($0.id) },
        EntityField("why") { .text($0.why) },
        EntityField("command") { .text($0.command) },
    ]
}

private func todoList(
    reader: inout Reader, limit: PageLimit?, after: Text?, columns: WordList?
) throws(Rejection) -> RecordPage<TodoRow, TodoColumns> {
    let columns = try columns.map { (list: WordList) throws(Rejection) in
        try FieldTable(TodoColumns.standard).columns(chosen: list.words)
    }
    let start = try after.map { (text: Text) throws(Rejection) in try TodoPlace(text) }
    var rows: [(place: TodoPlace, row: TodoRow)] = []
    for (index, source) in TodoSource.all.enumerated()
    where source.roles.contains(reader.caller.role) {
        let found = source.rows(&reader, EngineLimits.todoRowsMax)
        // Within a kind the source's own order decides where nothing is due.
        rows += found.enumerated().map { (TodoPlace($1, source: index, rank: $0), $1) }
    }
    rows.sort { $0.place < $1.place }
    let rest = rows.filter { row in start.map { $0 < row.place } ?? true }
    let page = rest.prefix(limit?.rows ?? EngineLimits.pageRowsDefault)
    let next = rest.count > page.count ? page.last?.place.text : nil
    return RecordPage(page.map(\.row), next: next, columns: columns)
}

/// Where something stands in the list: what is due first, then kind by kind.
private struct TodoPlace: Comparable {
    /// Milliseconds; the greatest number where nothing is due.
    private let due: Int64
    private let source: Int
    private let rank: Int

    init(_ row: TodoRow, source: Int, rank: Int) {
        due = row.due?.milliseconds ?? .max
        self.source = source
        self.rank = rank
    }

    /// Reads what `text` wrote.
    init(_ text: Text) throws(Rejection) {
        let numbers = text.bytes.split(
            separator: UInt8(ascii: "-"), omittingEmptySubsequences: false
        ).map { part in part.decimal.flatMap { Int64(exactly: $0) } }
        guard numbers.count == 3, let due = numbers[0], let source = numbers[1],
            let rank = numbers[2]
        else { throw .invalid("after", "\(text.bytes.quoted) is not a cursor of this list") }
        self.due = due
        self.source = Int(source)
        self.rank = Int(rank)
    }

    var text: Text { Text("\(max(due, 0))-\(source)-\(rank)") }

    static func < (left: TodoPlace, right: TodoPlace) -> Bool {
        (left.due, left.source, left.rank) < (right.due, right.source, right.rank)
    }
}
