import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// What is held on a customer, and taking it away.
    static let people: [Command] = [
        .scan(
            "PERSON", "Lists everything that is held on a customer.", group: .lead,
            by: .wholeHouse, reach: .house, RequiredKeyword<Address>("EMAIL"),
            Keyword<PageLimit>("LIMIT"), Keyword<Text>("AFTER"), Keyword<WordList>("COLUMNS"),
            run: person),
        .write(
            "ERASE", "Takes everything away by which a person can be known; works in steps.",
            group: .lead, by: .desk, reach: .house, kind: .create,
            events: [
                .leadErased, .referrerErased, .personErased, .leadPromoted, .leadWithdrawn,
            ], inBlock: .refused,
            OptionalPositional<Erasable>("record"), Keyword<Address>("EMAIL"),
            RequiredKeyword<Phrase>("REASON"), run: erase),
    ]
}

extension Roles {
    /// Those who read every row.
    static let wholeHouse: Roles = [.admin, .manager, .finance, .auditor]
}

/// A row of PERSON.
enum PersonColumns: PageColumns {
    static let standard: [EntityField<PersonRow>] = [
        EntityField("kind") { .word(StaticWord($0.kind)) },
        EntityField("id") { .optional($0.id) },
        EntityField("at") { .time($0.at) },
        EntityField("data", personal: true) { .pairs($0.data) },
    ]
}

private func person(
    reader: inout Reader, email: Address, limit: PageLimit?, after: Text?, columns: WordList?
) throws(Rejection) -> RecordPage<PersonRow, PersonColumns> {
    let columns = try columns.map { (list: WordList) throws(Rejection) in
        try FieldTable(PersonColumns.standard).columns(chosen: list.words)
    }
    let start = try after.map { (text: Text) throws(Rejection) in try PersonPlace(text) }
    let page = held(
        on: email.key, after: start, limit?.rows ?? EngineLimits.pageRowsDefault, &reader.view)
    return RecordPage(page.rows, next: page.next?.text, columns: columns)
}

/// A page of what is held on a customer, of not too many bytes.
private func held(
    on customer: Text, after start: PersonPlace?, _ rowsMax: Int, _ view: inout View
) -> (rows: [PersonRow], next: PersonPlace?) {
    var rows: [PersonRow] = []
    var byteCount = 0
    var last: PersonPlace?
    for (index, source) in PersonSource.all.enumerated() where index >= start?.source ?? 0 {
        var behind = start.flatMap { $0.source == index ? $0.place : nil }
        while true {
            let piece = source.rows(&view, customer, behind, PersonSource.pieceRows)
            for row in piece {
                guard rows.count < rowsMax, byteCount < EngineLimits.pageBytesMax else {
                    return (rows, last)
                }
                rows.append(row)
                byteCount += row.data.reduce(0) { $0 + $1.value.count }
                last = PersonPlace(source: index, place: row.place)
            }
            guard piece.count == PersonSource.pieceRows else { break }
            behind = piece.last?.place
        }
    }
    return (rows, nil)
}

/// A place in what is held on a customer: `1-42-7`.
private struct PersonPlace {
    let source: Int
    let place: (UInt64, UInt64)

    init(source: Int, place: (UInt64, UInt64)) {
        self.source = source
        self.place = place
    }

    init(_ text: Text) throws(Rejection) {
        let numbers = text.bytes.split(
            separator: UInt8(ascii: "-"), omittingEmptySubsequences: false
        ).map(\.decimal)
        guard numbers.count == 3, let first = numbers[0], let source = Int(exactly: first),
            let major = numbers[1], let minor = numbers[2], major < .max
        else { throw .invalid("after", "\(text.bytes.quoted) is not a cursor of this list") }
        self.source = source
        place = (major, minor)
    }

    var text: Text { Text("\(source)-\(place.0)-\(place.1)") }
}
