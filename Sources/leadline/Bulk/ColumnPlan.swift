import Synchronization

/// What each column of a file becomes: the mapping that was given, and what headings surely mean.
package struct ColumnPlan: Sendable {
    /// The kind of the records.
    package let kind: BulkKind
    private let chosen: [String: BulkColumn?]
    private let takesFields: Bool
    private let found = FoundColumns()

    /// Prefixes of the columns that an error file adds, and that importing it again leaves out.
    package static let ownPrefix = "import_"

    /// Makes a plan.
    ///
    /// A mapping is `Heading=KEYWORD`, `Heading=FIELD name`, or `Heading=` to leave a column out;
    /// `takesFields` makes custom fields of the columns that mean nothing else.
    package init(
        _ kind: BulkKind, mappings: [String] = [], takesFields: Bool = false
    ) throws(BulkFault) {
        self.kind = kind
        self.takesFields = takesFields
        var chosen: [String: BulkColumn?] = [:]
        for mapping in mappings {
            guard let mark = mapping.lastIndex(of: "=") else {
                throw BulkFault("--map '\(mapping)': say COLUMN=KEYWORD", status: .usage)
            }
            let target = String(mapping[mapping.index(after: mark)...])
            chosen.updateValue(Self.column(target, kind), forKey: String(mapping[..<mark]))
        }
        self.chosen = chosen
    }

    /// The column that a name becomes, nil for one that is left out.
    ///
    /// It is looked for once: a million rows have the same few names.
    package func column(for name: String) -> BulkColumn? {
        found.column(for: name) { find(name) }
    }

    private func find(_ name: String) -> BulkColumn? {
        if let choice = chosen[name] { return choice }
        guard !name.hasPrefix(Self.ownPrefix) else { return nil }
        if let meant = kind.columns.first(where: { $0.isMeant(by: name) }) { return meant }
        guard takesFields, kind == .lead, !name.isEmpty else { return nil }
        return BulkColumn(name: name, place: .field(name))
    }

    /// Judges a heading and answers the columns that are left out.
    ///
    /// Nothing may be meant twice, everything required has to be there, and so has the column of
    /// every mapping.
    package func judge(_ heading: [String]) throws(BulkFault) -> [String] {
        for name in chosen.keys.sorted() where !heading.contains(name) {
            throw BulkFault("--map: there is no column '\(name)'; there are \(Self.list(heading))")
        }
        var found: [String: String] = [:]
        var left: [String] = []
        for name in heading {
            guard let column = column(for: name) else {
                if isLeftOut(name) { left.append(name) }
                continue
            }
            if let other = found.updateValue(name, forKey: column.name) {
                throw BulkFault(
                    "the columns '\(other)' and '\(name)' both mean \(column.word); leave one "
                        + "out with --map '\(name)='")
            }
        }
        for column in kind.columns where column.isRequired && found[column.name] == nil {
            throw BulkFault(
                "no column means \(column.word); there are \(Self.list(heading)); say "
                    + "--map 'COLUMN=\(column.word)'")
        }
        return left
    }

    /// Whether nothing becomes of a column, and nobody said so.
    package func isLeftOut(_ name: String) -> Bool {
        column(for: name) == nil && !name.hasPrefix(Self.ownPrefix) && chosen[name] == nil
    }

    private static func list(_ heading: [String]) -> String {
        heading.map { "'\(Cell.escaped($0))'" }.joined(separator: ", ")
    }

    private static func column(_ target: String, _ kind: BulkKind) -> BulkColumn? {
        guard !target.isEmpty else { return nil }
        if target.uppercased().hasPrefix("FIELD ") {
            let name = String(target.dropFirst("FIELD ".count))
            return BulkColumn(name: name, place: .field(name))
        }
        if let known = kind.columns.first(where: { $0.isMeant(by: target) }) { return known }
        // The server may know keywords that this table does not.
        let word = target.uppercased()
        return BulkColumn(name: word, place: .keyword(word))
    }
}

/// The columns that were found, by name; of names that never end only so many.
private final class FoundColumns: Sendable {
    private static let countMax = 1000
    private let columns = Mutex<[String: BulkColumn?]>([:])

    func column(for name: String, find: () -> BulkColumn?) -> BulkColumn? {
        columns.withLock { columns in
            if let known = columns[name] { return known }
            let column = find()
            if columns.count < Self.countMax { columns.updateValue(column, forKey: name) }
            return column
        }
    }
}
