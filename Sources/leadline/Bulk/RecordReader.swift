/// Reads the records of a file, whichever of the forms it has.
///
/// An object at the start means JSON lines, anything else separated values with a heading.
package struct RecordReader {
    /// The longest line of JSON.
    package static let lineBytesMax = 16 * 1024 * 1024

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let file: InputFile
    private let chosenDelimiter: UInt8?
    private var rows: CSVReader?
    private var isBegun = false
    private var rest: [UInt8] = []
    private var line = 0

    /// The heading's cells; nil until the first record is read, and in JSON lines.
    package private(set) var heading: [String]?
    /// Whether the file has been found to be lines of JSON.
    package private(set) var isJSON = false
    /// What stands between cells, once it is known.
    package private(set) var delimiter = UInt8(ascii: ",")

    /// Reads a file from its beginning; a delimiter that is not given is guessed.
    package init(_ file: InputFile, delimiter: UInt8? = nil) {
        self.file = file
        chosenDelimiter = delimiter
        file.rewind()
    }

    /// Some further records, perhaps none; nil at the end of the file.
    package mutating func next() throws(BulkFault) -> [BulkRecord]? {
        guard let chunk = try file.next() else { return try end() }
        var bytes = chunk[...]
        if !isBegun { bytes = try begin(chunk) }
        do throws(SyntaxFault) {
            return isJSON ? try objects(bytes) : try records(bytes)
        } catch {
            throw located(error)
        }
    }

    private func located(_ fault: SyntaxFault) -> BulkFault {
        BulkFault("\(file.name): line \(fault.line): \(fault.reason)")
    }

    private mutating func begin(_ chunk: [UInt8]) throws(BulkFault) -> ArraySlice<UInt8> {
        isBegun = true
        guard !chunk.starts(with: [0xFF, 0xFE]), !chunk.starts(with: [0xFE, 0xFF]) else {
            throw located(SyntaxFault(line: 1, "UTF-16; save the file as UTF-8"))
        }
        let bytes = chunk.dropFirst(chunk.starts(with: Self.byteOrderMark) ? 3 : 0)
        let first = bytes.first { $0 > 0x20 }
        if first == UInt8(ascii: "[") {
            throw located(SyntaxFault(line: 1, "a JSON array; one object a line is wanted"))
        }
        isJSON = first == UInt8(ascii: "{")
        delimiter = chosenDelimiter ?? CSVReader.delimiter(of: bytes)
        rows = CSVReader(delimiter: delimiter)
        return bytes
    }

    private mutating func records(_ bytes: ArraySlice<UInt8>) throws(SyntaxFault) -> [BulkRecord] {
        var complete: [CSVReader.Row] = []
        try rows?.take(bytes, into: &complete)
        return try named(complete)
    }

    private mutating func named(_ rows: [CSVReader.Row]) throws(SyntaxFault) -> [BulkRecord] {
        var result: [BulkRecord] = []
        for row in rows {
            guard let heading else {
                heading = row.cells
                continue
            }
            result.append(try record(row, heading))
        }
        return result
    }

    private func record(
        _ row: CSVReader.Row, _ heading: [String]
    ) throws(SyntaxFault) -> BulkRecord {
        var cells = row.cells
        while cells.count > heading.count, cells.last?.isEmpty == true { cells.removeLast() }
        guard cells.count == heading.count else {
            throw SyntaxFault(
                line: row.line,
                "\(cells.count) cells where the heading has \(heading.count); is a delimiter "
                    + "or a line end not quoted?")
        }
        let members = zip(heading, cells).map { JSONMember($0, .string(CSVReader.plain($1))) }
        return BulkRecord(line: row.line, members: members, source: .row(cells))
    }

    private mutating func objects(_ bytes: ArraySlice<UInt8>) throws(SyntaxFault) -> [BulkRecord] {
        var result: [BulkRecord] = []
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            rest.append(contentsOf: bytes[start..<end])
            try endLine(&result)
            start = end + 1
        }
        rest.append(contentsOf: bytes[start...])
        guard rest.count <= Self.lineBytesMax else {
            throw SyntaxFault(line: line + 1, "longer than \(Self.lineBytesMax) bytes")
        }
        return result
    }

    private mutating func endLine(_ result: inout [BulkRecord]) throws(SyntaxFault) {
        line += 1
        defer { rest.removeAll(keepingCapacity: true) }
        if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
        guard rest.contains(where: { $0 > 0x20 }) else { return }
        let value: JSONValue
        do throws(JSONParser.Fault) {
            value = try JSONParser.parse(rest[...])
        } catch {
            throw SyntaxFault(line: line, "no JSON: \(error.reason)")
        }
        guard let members = value.members else {
            throw SyntaxFault(line: line, "no JSON object")
        }
        let text = String(decoding: rest, as: UTF8.self)
        result.append(BulkRecord(line: line, members: members, source: .object(text)))
    }

    private mutating func end() throws(BulkFault) -> [BulkRecord]? {
        guard isBegun else { return nil }
        defer { rows = nil }
        do throws(SyntaxFault) {
            var result: [BulkRecord] = []
            if isJSON, !rest.isEmpty { try endLine(&result) }
            if !isJSON {
                var last: [CSVReader.Row] = []
                try rows?.end(into: &last)
                result = try named(last)
            }
            return result.isEmpty ? nil : result
        } catch {
            throw located(error)
        }
    }
}
