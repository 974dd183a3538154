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
    var walk = TodoWalk(behind: start, rows: limit?.rows ?? EngineLimits.pageRowsDefault)
    walk.collect(&reader)
    return RecordPage(walk.rows, next: walk.next?.text, columns: columns)
}

/// Collects a page of what waits, and reads no record that is not on it for more than its time.
private struct TodoWalk {
    private let start: TodoPlace?
    private let limit: Int
    private(set) var rows: [TodoRow] = []
    /// The place of the last row of a full page, when at least one more follows.
    private(set) var next: TodoPlace?
    private var last: TodoPlace?

    init(behind start: TodoPlace?, rows limit: Int) {
        self.start = start
        self.limit = limit
    }

    mutating func collect(_ reader: inout Reader) {
        // What comes first by its time is mostly enough of what is found in that order.
        let count = min(2 * (limit + 1), EngineLimits.todoRowsMax)
        if !collectTimed(&reader, first: count) {
            (rows, last) = ([], nil)
            _ = collectTimed(&reader, first: EngineLimits.todoRowsMax)
        }
        for source in TodoSource.all.indices.dropFirst(TodoSource.timed.count) where next == nil {
            let found = find(source, &reader, first: EngineLimits.todoRowsMax)
            look(at: places(of: found, source), &reader)
        }
    }

    /// Takes what has a time to it, as far as that is known when the first so many are found of
    /// each kind that is found in the order of its times; false when that was not far enough.
    private mutating func collectTimed(_ reader: inout Reader, first count: Int) -> Bool {
        var end: TodoPlace?
        var timed: [Found] = []
        for source in TodoSource.timed.indices {
            let found = find(source, &reader, first: count)
            let places = places(of: found, source)
            timed += places
            let isCut = TodoSource.all[source].isOrdered && found.count == count
            if isCut, count < EngineLimits.todoRowsMax, let last = found.last {
                let place = TodoPlace(last, source: source, rank: 0)
                end = min(end ?? place, place)
            }
        }
        timed.sort { $0.place < $1.place }
        look(at: timed.prefix { found in end.map { found.place < $0 } ?? true }, &reader)
        return next != nil || end == nil
    }

    private typealias Found = (place: TodoPlace, candidate: TodoCandidate)

    /// What one source finds.
    private func find(
        _ source: Int, _ reader: inout Reader, first count: Int
    ) -> [TodoCandidate] {
        let source = TodoSource.all[source]
        guard source.roles.contains(reader.caller.role) else { return [] }
        let limit = source.isOrdered ? count : EngineLimits.todoRowsMax
        return source.find(&reader, TodoSpan(from: start?.time, limit: limit))
    }

    /// Where it stands, if behind the start.
    private func places(of found: [TodoCandidate], _ source: Int) -> [Found] {
        found.enumerated().compactMap {
            let place = TodoPlace($1, source: source, rank: $0)
            return start.map { $0 < place } ?? true ? (place, $1) : nil
        }
    }

    /// Takes the rows of what was found, in its order, until the page is full and one more known.
    private mutating func look(at found: some Sequence<Found>, _ reader: inout Reader) {
        for (place, candidate) in found {
            guard let row = TodoSource.all[place.source].row(of: candidate, &reader) else {
                continue
            }
            guard rows.count < limit else {
                next = last
                return
            }
            rows.append(row)
            last = place
        }
    }
}

/// Where something stands in the list: what is due first, then kind by kind.
private struct TodoPlace: Comparable {
    /// Milliseconds; the greatest number where nothing is due.
    private let due: Int64
    let source: Int
    private let rank: Int

    /// Where nothing is due the source's own order decides within a kind.
    init(_ candidate: TodoCandidate, source: Int, rank: Int) {
        due = candidate.due?.milliseconds ?? .max
        self.source = source
        self.rank = candidate.due == nil ? rank : Int(truncatingIfNeeded: candidate.number)
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

    /// The time of what stands there; the greatest where nothing is due.
    var time: Int64 { due }

    var text: Text { Text("\(max(due, 0))-\(source)-\(rank)") }

    static func < (left: TodoPlace, right: TodoPlace) -> Bool {
        (left.due, left.source, left.rank) < (right.due, right.source, right.rank)
    }
}
