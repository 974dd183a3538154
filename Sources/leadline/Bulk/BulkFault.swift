/// Why importing or exporting cannot go on: one line, and what the process ends with.
package struct BulkFault: Error, Equatable, CustomStringConvertible {
    /// One line for people.
    package let description: String
    /// The status to end with.
    package let status: SysExit

    /// Makes a fault; bad input unless said otherwise.
    package init(_ description: String, status: SysExit = .badInput) {
        self.description = description
        self.status = status
    }
}

/// What is wrong with the bytes of a file, and where.
package struct SyntaxFault: Error, Equatable {
    /// The line, counted from 1.
    package let line: Int
    /// What is wrong, without the place.
    package let reason: String

    /// Makes a fault.
    package init(line: Int, _ reason: String) {
        self.line = line
        self.reason = reason
    }
}
