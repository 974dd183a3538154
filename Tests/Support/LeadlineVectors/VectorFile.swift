package import LeadlineWire
import NIOCore

/// One file of `Protocol/vectors`: hand-written exchanges that a server must answer exactly so.
///
/// The format is that of `Protocol/README.md`, section 11.
package struct VectorFile: Sendable {
    /// The file's name without its ending.
    package let name: String
    /// The cases, in the order of the file.
    package let cases: [VectorCase]

    /// Reads a file's text.
    ///
    /// - Throws: `VectorFault` with the line that cannot be read.
    package init(name: String, text: String) throws(VectorFault) {
        self.name = name
        var cases: [VectorCase] = []
        let lines = text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let source = VectorLine.Source(file: name, line: index + 1)
            let parser = VectorLineParser(Array(line), source)
            if let title = parser.title {
                cases.append(VectorCase(name: title, source: source))
            } else if let step = try parser.step() {
                guard !cases.isEmpty else { throw VectorFault(source, "stands before any case") }
                cases[cases.count - 1].lines.append(VectorLine(source: source, step: step))
            }
        }
        self.cases = cases
    }

    /// Every request that the file sends as a line, split into its arguments.
    package var requests: [Frame] {
        cases.flatMap(\.lines).compactMap { line in
            guard case .send(let bytes, _) = line.step else { return nil }
            return VectorLineParser.frame(bytes)
        }
    }
}

/// One exchange, on a new and empty store.
package struct VectorCase: Sendable {
    /// What it shows, as a sentence.
    package let name: String
    /// Where it begins.
    package let source: VectorLine.Source
    /// What is sent and expected, in order.
    package internal(set) var lines: [VectorLine] = []
}

/// One line of a case.
package struct VectorLine: Sendable {
    /// A place in a file.
    package struct Source: Sendable, CustomStringConvertible {
        /// The file's name without its ending.
        package let file: String
        /// The line's number, from 1.
        package let line: Int

        package var description: String { "\(file).txt:\(line)" }
    }

    /// What a line asks for.
    package enum Step: Sendable {
        /// Sends bytes, first making another connection the current one where one is named.
        case send([UInt8], on: Int?)
        /// Makes another connection the current one.
        case turn(to: Int)
        /// Ends the sending side of the current connection.
        case finish
        /// The next line received is exactly this.
        case exactly([UInt8], isRESP: Bool)
        /// The next line received matches the regular expression as a whole.
        case matching(String)
        /// The rest of the reply is not looked at.
        case anything
        /// The next bytes received are these.
        case bytes([UInt8])
        /// Nothing arrives.
        case silence
        /// The server closes the connection, and nothing more arrives.
        case closed
    }

    /// Where the line stands.
    package let source: Source
    /// What it asks for.
    package let step: Step
}

/// A line of a vector file that cannot be read, or a reply that is not the one expected.
package struct VectorFault: Error, CustomStringConvertible {
    package let description: String

    init(_ source: VectorLine.Source, _ problem: String) {
        description = "\(source): \(problem)"
    }
}
