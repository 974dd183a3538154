import Glibc
import LeadlineClient

/// The records that failed, in the form of their file and with the reason, to be mended and
/// imported again.
package final class ErrorFile {
    /// Where it is.
    package let path: String
    private let heading: [String]?
    private let delimiter: UInt8
    private var descriptor: CInt = -1

    /// A file that is not made before there is something to say; one that exists is replaced.
    package init(path: String, heading: [String]?, delimiter: UInt8) {
        self.path = path
        self.heading = heading
        self.delimiter = delimiter
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Whether a record was written.
    package var isBegun: Bool { descriptor >= 0 }

    /// Writes a record with the reason.
    package func add(_ record: BulkRecord, _ reason: String) throws(BulkFault) {
        if descriptor < 0 {
            descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw fault }
            if let heading { try write(row(Self.plain(heading) + Self.added)) }
        }
        switch record.source {
        case .row(let cells):
            // What an error file brings has two such cells already.
            let own = Self.isOwn(heading ?? []) ? Array(cells.dropLast(2)) : cells
            try write(row(own + ["\(record.line)", reason]))
        case .object(let text): try write(Self.object(text, record.line, reason))
        }
    }

    private static let added = ["import_line", "import_error"]

    private static func isOwn(_ heading: [String]) -> Bool { heading.suffix(2) == added[...] }

    private static func plain(_ heading: [String]) -> [String] {
        isOwn(heading) ? Array(heading.dropLast(2)) : heading
    }

    private var fault: BulkFault { BulkFault("\(path): \(String(cString: strerror(errno)))") }

    private func row(_ cells: [String]) -> String {
        let delimiter = Unicode.Scalar(delimiter)
        return cells.map { CSVField.quoted($0, delimiter: delimiter) }
            .joined(separator: String(delimiter)) + "\n"
    }

    /// The object with two members behind its own.
    private static func object(_ text: String, _ line: Int, _ reason: String) -> String {
        guard let end = text.lastIndex(of: "}") else { return text }
        var body = text[..<end]
        if let earlier = body.firstRange(of: ",\"import_line\":") {
            body = body[..<earlier.lowerBound]
        }
        let comma = body.contains("\"") ? "," : ""
        return "\(body)\(comma)\"import_line\":\(line),"
            + "\"import_error\":\(JSONText.text(.status(reason)))}\n"
    }

    private func write(_ text: String) throws(BulkFault) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw fault }
            rest = rest.dropFirst(count)
        }
    }
}
