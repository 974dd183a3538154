import LeadlineDomain
import LeadlineWire

/// A page of records: the chosen columns, the rows, and where the next page starts.
///
/// The shape of a page depends on its command, which is why the columns come with the value and
/// `Columns` only names the documented ones.
struct RecordPage<Entity: Sendable, Columns: PageColumns>: ReplyValue
where Columns.Entity == Entity {
    static var shape: ReplyShape { ReplyShape(.page, fields: Columns.names) }
    let columns: [EntityField<Entity>]
    let rows: [Entity]
    let next: Text?

    init(_ rows: [Entity], next: Text? = nil, columns: [EntityField<Entity>]? = nil) {
        self.rows = rows
        self.next = next
        self.columns = columns ?? Columns.standard
    }

    func write(to reply: inout ReplyWriter) {
        reply.beginPage(columns: columns.map(\.name), rows: rows.count, next: next?.bytes)
        for row in rows {
            for column in columns { column.value(row).write(to: &reply) }
        }
        reply.endPage()
    }
}

/// The documented columns of one command's page.
protocol PageColumns {
    associatedtype Entity: Sendable
    static var standard: [EntityField<Entity>] { get }
}

extension PageColumns {
    static var names: [String] { standard.map { $0.name.description } }
}

/// A record as a map of all its fields.
protocol MappedRecord: ReplyValue {
    associatedtype Entity: Sendable
    static var fields: FieldTable<Entity> { get }
    var entity: Entity { get }
}

extension MappedRecord {
    package static var shape: ReplyShape { ReplyShape(.map, fields: Self.fields.names) }
    package func write(to reply: inout ReplyWriter) { Self.fields.writeMap(entity, to: &reply) }
}
