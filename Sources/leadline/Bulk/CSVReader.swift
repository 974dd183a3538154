/// Separated values as RFC 4180 has them, taken apart as the bytes arrive.
///
/// Lines end with LF, CR LF or CR; a quoted cell may hold line ends. Blank lines are skipped.
package struct CSVReader {
    /// One line's cells.
    package struct Row: Equatable, Sendable {
        /// Where it begins, counted from 1.
        package let line: Int
        /// The cells, without their quotes.
        package let cells: [String]
    }

    /// The longest row: more is most likely a quote that was never closed.
    package static let rowBytesMax = 1024 * 1024

    private enum Place { case start, bare, quoted, afterQuote }

    private let delimiter: UInt8
    private var place = Place.start
    private var line = 1
    private var rowLine = 1
    private var quoteLine = 1
    private var rowBytes = 0
    private var isAfterReturn = false
    private var cell: [UInt8] = []
    private var cells: [String] = []
    private var wasQuoted = false

    /// Starts before the first byte; `delimiter` stands between cells.
    package init(delimiter: UInt8 = UInt8(ascii: ",")) { self.delimiter = delimiter }

    /// Takes bytes and adds the rows that they complete.
    package mutating func take(
        _ bytes: some Sequence<UInt8>, into rows: inout [Row]
    ) throws(SyntaxFault) {
        for byte in bytes { try take(byte, &rows) }
    }

    /// Adds the last row when it has no line end.
    package mutating func end(into rows: inout [Row]) throws(SyntaxFault) {
        guard place != .quoted else { throw unclosed }
        if place != .start || !cells.isEmpty { try endRow(&rows) }
    }

    /// The delimiter of a heading: the likeliest of comma, semicolon, TAB and bar.
    package static func delimiter(of heading: some Sequence<UInt8>) -> UInt8 {
        let candidates = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }
        var counts = [0, 0, 0, 0]
        var isQuoted = false
        for byte in heading {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
        }
        let best = counts.indices.max { counts[$0] < counts[$1] } ?? 0
        return counts[best] == 0 ? candidates[0] : candidates[best]
    }

    private var unclosed: SyntaxFault { SyntaxFault(line: quoteLine, "a quote is never closed") }

    private mutating func take(_ byte: UInt8, _ rows: inout [Row]) throws(SyntaxFault) {
        rowBytes += 1
        guard rowBytes <= Self.rowBytesMax else {
            throw place == .quoted
                ? unclosed : SyntaxFault(line: rowLine, "longer than \(Self.rowBytesMax) bytes")
        }
        guard place != .quoted else { return takeQuoted(byte) }
        let isSecondHalf = isAfterReturn && byte == UInt8(ascii: "\n")
        isAfterReturn = byte == UInt8(ascii: "\r")
        if isSecondHalf {
            rowBytes = 0
            return
        }
        switch byte {
        case delimiter: try endCell()
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): try endRow(&rows)
        case UInt8(ascii: "\"") where place == .start:
            place = .quoted
            quoteLine = line
            wasQuoted = true
        case UInt8(ascii: "\"") where place == .afterQuote:
            cell.append(byte)
            place = .quoted
        case UInt8(ascii: " ") where place == .afterQuote: break
        case 0: throw SyntaxFault(line: line, "holds a NUL; save the file as UTF-8")
        case _ where place == .afterQuote:
            throw SyntaxFault(line: line, "text after a closing quote; a quote inside is \"\"")
        default:
            cell.append(byte)
            place = .bare
        }
    }

    private mutating func takeQuoted(_ byte: UInt8) {
        if byte == UInt8(ascii: "\"") {
            place = .afterQuote
        } else {
            if byte == UInt8(ascii: "\n") { line += 1 }
            cell.append(byte)
        }
    }

    private mutating func endCell() throws(SyntaxFault) {
        guard let text = String(validating: cell, as: UTF8.self) else {
            throw SyntaxFault(line: line, "not UTF-8; save the file as UTF-8")
        }
        cells.append(text)
        cell.removeAll(keepingCapacity: true)
        place = .start
    }

    private mutating func endRow(_ rows: inout [Row]) throws(SyntaxFault) {
        let isBlank = cells.isEmpty && cell.isEmpty && !wasQuoted
        if !isBlank {
            try endCell()
            rows.append(Row(line: rowLine, cells: cells))
        }
        place = .start
        cells.removeAll(keepingCapacity: true)
        line += 1
        rowLine = line
        rowBytes = 0
        wasQuoted = false
    }
}

extension CSVReader {
    /// Whether a spreadsheet takes a cell that begins so for a formula.
    package static func beginsFormula(_ first: UInt8) -> Bool {
        [UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@")].contains(first)
    }

    /// A cell without the apostrophe that keeps a spreadsheet from reckoning it.
    static func plain(_ cell: String) -> String {
        guard cell.utf8.first == UInt8(ascii: "'"),
            let second = cell.utf8.dropFirst().first, beginsFormula(second)
        else { return cell }
        return String(cell.dropFirst())
    }
}
