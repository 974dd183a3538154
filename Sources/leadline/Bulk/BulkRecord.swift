/// One line of a file to import, as names and values.
package struct BulkRecord: Equatable, Sendable {
    /// The line it begins on, counted from 1.
    package let line: Int
    /// The values by the names of their columns, in order.
    package let members: [JSONMember]
    /// What stood in the file, for the file of errors.
    package let source: Source

    /// How a record stood in its file.
    package enum Source: Equatable, Sendable {
        /// Cells under a heading.
        case row([String])
        /// An object of JSON, without a line end.
        case object(String)
    }

    /// Makes a record.
    package init(line: Int, members: [JSONMember], source: Source) {
        self.line = line
        self.members = members
        self.source = source
    }

    /// The value of a column, nil where the record has none.
    package subscript(name: String) -> JSONValue? { members.first { $0.name == name }?.value }
}
