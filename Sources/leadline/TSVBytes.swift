import LeadlineClient

/// Tab-separated values, straight into bytes: what long scripts answer into a pipe is mostly this.
enum TSVBytes {
    private static let tab = UInt8(ascii: "\t")
    private static let feed = UInt8(ascii: "\n")

    /// Appends a map, a line for each entry.
    static func append(_ entries: [Reply.Entry], to output: inout [UInt8]) {
        for entry in entries {
            append(entry.key, to: &output)
            output.append(tab)
            append(entry.value, to: &output)
            output.append(feed)
        }
    }

    /// Appends a page under its heading; nothing for an empty one.
    static func append(_ page: Reply.Page, to output: inout [UInt8]) {
        guard let first = page.rows.first else { return }
        let keys = first.map(\.key)
        appendLine(keys, to: &output)
        for row in page.rows {
            appendLine(
                keys.enumerated().map { index, key in
                    // Rows of one page have the same keys in the same places, as a rule.
                    if index < row.count, row[index].key == key { return row[index].value }
                    return row.first { $0.key == key }?.value ?? .null
                }, to: &output)
        }
    }

    private static func appendLine(_ cells: [Reply], to output: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { output.append(tab) }
            append(cell, to: &output)
        }
        output.append(feed)
    }

    /// Appends a cell.
    static func append(_ reply: Reply, to output: inout [UInt8]) {
        if case .string(let bytes) = reply, bytes.allSatisfy(Cell.isPlain) {
            output.append(contentsOf: bytes)
        } else {
            output.append(contentsOf: Cell.text(reply).utf8)
        }
    }
}
