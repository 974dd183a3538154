/// A list, map, page or push that is being written.
struct ReplyLevel: Sendable {
    /// What is being written.
    enum Kind: Sendable {
        case list
        case set
        case map
        case page
        case push
    }

    /// What is being written.
    let kind: Kind
    /// The announced number of values, entries, rows or cells.
    let count: Int
    /// A page's columns.
    let columns: ColumnNames
    /// The cursor of the page after this one.
    let next: Bytes?

    /// How many values, entries, rows or cells are complete.
    var written = 0
    /// A page's next column.
    var column = 0
    /// Whether a map's key has been written and its value not.
    var hasKey = false

    /// A composite of which nothing has been written.
    init(_ kind: Kind, count: Int, columns: ColumnNames = .fixed([]), next: Bytes? = nil) {
        self.kind = kind
        self.count = count
        self.columns = columns
        self.next = next
    }

    /// Whether a value may be written now.
    var takesValue: Bool { written < count && (kind != .map || hasKey) }

    /// Whether a page's next row may be written now.
    var takesRow: Bool { kind == .page && column == 0 && written < count }

    /// Whether everything announced has been written.
    var isComplete: Bool { written == count && column == 0 && !hasKey }

    /// Whether the value is the first one of the composite, or of the page's row.
    var isAtFirst: Bool { kind == .page ? column == 0 : written == 0 }
}

/// A page's columns: the table's own, or those of a stored reply.
enum ColumnNames: Sendable {
    /// Written by a handler.
    case fixed([StaticString])
    /// Read from a stored reply.
    case replayed([Bytes])

    /// How many columns there are.
    var count: Int {
        switch self {
        case .fixed(let names): names.count
        case .replayed(let names): names.count
        }
    }

    /// Lends the bytes of one name.
    func withName(_ index: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
        switch self {
        case .fixed(let names): names[index].withUTF8Buffer { body(UnsafeRawBufferPointer($0)) }
        case .replayed(let names): names[index].withUnsafeBytes(body)
        }
    }
}

extension ReplyLevel {
    /// Counts one value, and answers whether it ends a data line or row.
    mutating func countValue() -> Bool {
        hasKey = false
        if kind == .page {
            column += 1
            guard column == columns.count else { return false }
            column = 0
        }
        written += 1
        return true
    }
}
