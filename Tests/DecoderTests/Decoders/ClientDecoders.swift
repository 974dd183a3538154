import Foundation
import LeadlineWire
import NIOCore

@testable import leadline

extension Decoder {
    /// Separated values, however they are cut.
    static let separatedValues = Decoder("separated-values") { bytes in
        var choices = Choices(bytes)
        let place = choices.below(1 << 16)
        let text = Array(choices.rest)
        let cut = place % (text.count + 1)
        let delimiter = CSVReader.delimiter(of: text)
        let whole = Rows([text], delimiter)
        try hold(
            Rows([Array(text[..<cut]), Array(text[cut...])], delimiter), equals: whole,
            "cut at \(cut)")
        try hold(Rows(text.map { [$0] }, delimiter), equals: whole, "byte by byte")
        // What was read is read again from the same cells, quoted.
        guard whole.fault == nil else { return }
        let comma = delimiter
        let written = whole.rows.map { row in
            row.map { "\"\($0.replacingScalar("\"", with: "\"\""))\"" }
                .joined(separator: String(Unicode.Scalar(comma)))
        }.joined(separator: "\r\n")
        try hold(Rows([Array(written.utf8)], comma).rows, equals: whole.rows, "written and read")
        // So it is from cells that are quoted where they must be.
        let sparing = whole.rows.map { row in
            row == [""]
                ? "\"\""
                : row.map { CSVField.quoted($0, delimiter: Unicode.Scalar(comma)) }
                    .joined(separator: String(Unicode.Scalar(comma)))
        }.joined(separator: "\r\n")
        try hold(Rows([Array(sparing.utf8)], comma).rows, equals: whole.rows, "as we write it")
    }

    /// JSON, as lines of an import have it.
    static let json = Decoder("json") { bytes in
        if let value = try? JSONParser.parse(bytes[...]) {
            let blanks = try JSONParser.parse(([0x20, 0x0A] + bytes + [0x09, 0x0D])[...])
            try hold(blanks == value, "blanks around change nothing")
            // What we take for JSON, others do too, unless they have to hold its numbers.
            let list = Data([0x5B] + bytes + [0x5D])
            let isRead = (try? JSONSerialization.jsonObject(with: list)) != nil
            try hold(isRead || value.hasNumberBeyondDouble, "it is JSON")
        }
        _ = HookEvent(line: bytes)
    }

    /// Whole files of an import, up to the commands that are made of them.
    static let importFile = Decoder("import-file") { bytes in
        guard let file = tmpfile() else { throw Broken(description: "no temporary file") }
        defer { fclose(file) }
        fwrite(bytes, 1, bytes.count, file)
        fflush(file)
        var commands: [[String]] = []
        do throws(BulkFault) {
            var options = UnitBuilder.Options()
            options.takesFields = true
            let builder = try UnitBuilder(.lead, options, key: "k")
            var reader = RecordReader(try InputFile("/dev/fd/\(fileno(file))"))
            while let records = try reader.next() {
                for record in records {
                    guard let kind = builder.kind(of: record) else { continue }
                    _ = builder.references(of: record, kind)
                    let unit = builder.unit(record, kind) { $0 }
                    commands.append(contentsOf: unit.commands)
                }
            }
        } catch {
            try hold(!error.description.isEmpty, "a fault says something")
        }
        try hold(commands.allSatisfy { $0.first?.isEmpty == false }, "a command has its word")
    }

    /// Lines that are typed or scripted: what is sent is one request to the server.
    static let typedLine = Decoder("typed-line") { bytes in
        let line = bytes.filter { $0 != 0x0A }
        if InputLine.isPlain(line[...]) {
            try hold(
                InputLine(line[...]), equals: .command(String(decoding: line, as: UTF8.self)),
                "a plain line")
        }
        if case .command(let text) = InputLine(line[...]) {
            var input = ByteBuffer(string: "PING\r\n" + text + "\r\n")
            var frame = Frame()
            var decoder = RequestDecoder()
            _ = decoder.next(&input, &frame, limits: .authenticated)
            switch decoder.next(&input, &frame, limits: .authenticated) {
            case .request, .malformed, .foreign: break
            case let step: throw Broken(description: "the server takes a line for \(step)")
            }
            try hold(input.readableBytes, equals: 0, "one line is one step")
        }
        guard let text = String(validating: line, as: UTF8.self) else { return }
        let typed = TypedWords(text)
        let all = typed.all.filter { !$0.utf8.contains(0) }
        let words = all.map { TypedWords.quoted($0) }.joined(separator: " ")
        guard !words.isEmpty else { return }
        var input = ByteBuffer(string: "PING\r\n" + words + "\r\n")
        var frame = Frame()
        var decoder = RequestDecoder()
        _ = decoder.next(&input, &frame, limits: .authenticated)
        let step = decoder.next(&input, &frame, limits: .authenticated)
        guard step == .request else { return }
        let read = (0..<frame.count).map { String(decoding: frame[$0], as: UTF8.self) }
        try hold(read, equals: all, "words are read as they were quoted")
    }

    /// Files of profiles.
    static let profile = Decoder("profile") { bytes in
        do throws(SyntaxFault) {
            for profile in try Profile.parse(String(decoding: bytes, as: UTF8.self)).values {
                _ = profile.security
            }
        } catch {
            try hold(error.line > 0 && !error.reason.isEmpty, "a fault says where")
        }
    }

    private struct Rows: Equatable {
        var rows: [[String]] = []
        var fault: SyntaxFault?

        init(_ chunks: [[UInt8]], _ delimiter: UInt8) {
            var reader = CSVReader(delimiter: delimiter)
            var read: [CSVReader.Row] = []
            do throws(SyntaxFault) {
                for chunk in chunks { try reader.take(chunk, into: &read) }
                try reader.end(into: &read)
            } catch {
                fault = error
            }
            rows = read.map(\.cells)
        }

        static func == (left: Rows, right: Rows) -> Bool {
            left.rows == right.rows && left.fault?.line == right.fault?.line
                && left.fault?.reason == right.fault?.reason
        }
    }
}

extension JSONValue {
    /// Whether a number is in it that is too large or too small for a `Double`.
    fileprivate var hasNumberBeyondDouble: Bool {
        switch self {
        case .null, .bool, .string: return false
        case .number(let text):
            guard let number = Double(text) else { return true }
            let digits = text.prefix { !"eE".contains($0) }
            let isNothing = digits.allSatisfy { "-.0".contains($0) }
            return number.isInfinite || number.isZero && !isNothing
        case .array(let values): return values.contains { $0.hasNumberBeyondDouble }
        case .object(let members): return members.contains { $0.value.hasNumberBeyondDouble }
        }
    }
}
