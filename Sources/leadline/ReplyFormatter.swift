package import LeadlineClient

/// Lays a reply out in one of the output formats.
package struct ReplyFormatter: Sendable {
    private let format: OutputFormat
    private let isStyled: Bool
    private let width: Int?

    /// Makes a formatter; styling and the width of the screen concern tables only.
    package init(format: OutputFormat, isStyled: Bool, width: Int? = nil) {
        self.format = format
        self.isStyled = isStyled
        self.width = width
    }

    /// Whether results are laid out for people rather than programs.
    package var isForEyes: Bool { format == .table || format == .vertical }

    /// What goes to standard output: whole lines, or nothing for an empty result.
    package func render(_ reply: Reply) -> [UInt8] {
        switch format {
        case .raw: return raw(reply)
        case .json: return Array("\(JSONText.text(reply))\n".utf8)
        case .tsv: if let bytes = tabbed(reply) { return bytes }
        case .table, .vertical, .csv: break
        }
        if let page = reply.page { return Array(render(page).utf8) }
        let text =
            switch reply {
            case .text(let text): readable(text)
            case .map(let entries): render(entries)
            case .list(let items): items.map { "\(field($0))\n" }.joined()
            case .status, .integer, .bool, .double, .string, .null, .error: "\(field(reply))\n"
            }
        return Array(text.utf8)
    }

    /// Pages and maps as tab-separated values; nil for what is laid out as in other formats.
    private func tabbed(_ reply: Reply) -> [UInt8]? {
        var output: [UInt8] = []
        if let page = reply.page {
            TSVBytes.append(page, to: &output)
        } else if case .map(let entries) = reply {
            TSVBytes.append(entries, to: &output)
        } else {
            return nil
        }
        return output
    }

    /// What is worth saying beside the result: how to read on after a page.
    ///
    /// Nil where the result says it itself.
    package func note(_ reply: Reply) -> String? {
        guard let page = reply.page, format != .json, format != .raw else { return nil }
        let next = page.next.map { "next=\(Cell.escaped($0))" }
        guard format == .table || format == .vertical else { return next }
        let count = page.rows.count == 1 ? "1 row" : "\(page.rows.count) rows"
        return next.map { "\(count), \($0)" } ?? count
    }

    private func render(_ page: Reply.Page) -> String {
        guard let first = page.rows.first else { return "" }
        let keys = first.map(\.key)
        let rows = page.rows.map { row in
            keys.map { key in field(row.first { $0.key == key }?.value ?? .null) }
        }
        let names = keys.map(field)
        switch format {
        case .table:
            let table = Table(columns: names, rows: rows)
            return (width.map { table.narrowed(to: $0) } ?? table)
                .aligned(isStyled: isStyled, width: width)
        case .vertical: return Table(columns: names, rows: rows).vertical()
        case .tsv, .csv, .json, .raw: return lines([names] + rows)
        }
    }

    private func render(_ entries: [Reply.Entry]) -> String {
        let rows = entries.map { [field($0.key), field($0.value)] }
        switch format {
        case .table, .vertical: return Table(columns: [], rows: rows).aligned(isStyled: isStyled)
        case .tsv, .csv, .json, .raw: return lines(rows)
        }
    }

    private func lines(_ rows: [[String]]) -> String {
        let separator = format == .csv ? "," : "\t"
        return rows.map { $0.joined(separator: separator) + "\n" }.joined()
    }

    /// One value as a field of the format.
    private func field(_ reply: Reply) -> String {
        switch (format, reply) {
        case (.csv, .null), (.table, .null), (.vertical, .null): ""
        case (.csv, .status(let text)), (.csv, .text(let text)): CSVField.guarded(text)
        case (.csv, .string): CSVField.guarded(reply.string ?? Cell.text(reply))
        case (.csv, .list), (.csv, .map): CSVField.present(JSONText.text(reply))
        default: Cell.text(reply)
        }
    }

    /// Text for people, line by line, with nothing in it that could move the cursor.
    private func readable(_ text: String) -> String {
        if format == .csv { return "\(CSVField.guarded(text))\n" }
        var lines = text.replacing("\r\n", with: "\n")
            .split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        return lines.map { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            return cells.map { Cell.escaped(String($0)) }.joined(separator: "\t") + "\n"
        }.joined()
    }

    // Recursion follows the reply's own nesting, which the reader of the wire bounds.
    private func raw(_ reply: Reply) -> [UInt8] {
        switch reply {
        case .string(let bytes): bytes + [UInt8(ascii: "\n")]
        case .status(let text), .text(let text):
            Array((text.hasSuffix("\n") ? text : "\(text)\n").utf8)
        case .null: [UInt8(ascii: "\n")]
        case .list(let items): items.flatMap(raw)
        case .map(let entries): entries.flatMap { raw($0.key) + raw($0.value) }
        case .integer, .bool, .double, .error: Array("\(Cell.text(reply))\n".utf8)
        }
    }
}

extension CSVField {
    /// The same of a value that a spreadsheet would reckon as a formula, with an apostrophe before
    /// it, which an import takes away again; a number is none (`reliability.md` T23).
    fileprivate static func guarded(_ text: String) -> String {
        let isFormula = text.utf8.first.map(CSVReader.beginsFormula) ?? false
        let isNumber = text.utf8.dropFirst().allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
        }
        return present(isFormula && (!isNumber || text.utf8.count == 1) ? "'\(text)" : text)
    }

    /// A value that is there: the empty string is quoted, to differ from null.
    fileprivate static func present(_ text: String) -> String {
        text.isEmpty ? "\"\"" : quoted(text)
    }
}
