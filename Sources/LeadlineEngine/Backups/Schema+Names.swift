package import LeadlineStore

extension Schema {
    /// The table that the rows of each tag are of, its indexes among them.
    package static func tableNames(_ view: inout View) -> [UInt8: String] {
        var visitor = TableNames()
        show(&visitor, in: &view)
        return visitor.names
    }
}

private struct TableNames: TableVisitor {
    var names: [UInt8: String] = [:]

    mutating func visit<Record>(_ table: borrowing Table<Record>, in view: inout View) {
        for tag in table.tags { names[tag] = "\(table.name)" }
    }
}
