package import ArgumentParser
import LeadlineClient

/// `leadline export`: what the caller may see, one JSON object a line.
package struct ExportCommand: AsyncParsableCommand {
    /// What `leadline export --help` says.
    package static let configuration = CommandConfiguration(
        commandName: "leadline export",
        abstract: "Export everything, or some kinds, as JSON lines.",
        usage: "leadline export [options] [KIND ...] [WHERE FILTER ...]",
        discussion: """
            The kinds are \(BulkKind.words): written in this order, in which `leadline import` \
            takes them, users without their tokens, leads with what stands around them. WHERE \
            begins filters as of LEAD.LIST, for leads:

              leadline export > everything.jsonl
              leadline export --file leads.jsonl leads where STATUS won IN 2026
              leadline export --file everything.jsonl --resume
            """,
        helpNames: .long)

    /// Where the server is.
    @OptionGroup(title: "Connection") package var connection: ConnectionOptions

    /// How the connection is secured.
    @OptionGroup(title: "TLS") package var security: SecurityOptions

    @Option(name: .shortAndLong, help: "Write to this file instead of standard output.")
    private var file: String?

    @Flag(help: "Go on after the last lead in the file.")
    private var resume = false

    @Flag(name: .customLong("no-notes"), help: "Leave the leads' notes out.")
    private var leavesNotes = false

    @Argument(help: "Which kinds; all unless given.")
    private var words: [String] = []

    /// An export of everything.
    package init() {}

    /// Refuses what cannot be meant.
    package func validate() throws {
        for word in kindWords where BulkKind(word: word) == nil {
            throw ValidationError("'\(word)' is no kind: \(BulkKind.words)")
        }
        guard !resume || file != nil else { throw ValidationError("--resume needs --file") }
        guard filters.isEmpty || kinds.contains(.lead) else {
            throw ValidationError("WHERE is for leads")
        }
        guard !resume || filters.isEmpty else {
            throw ValidationError("an export with WHERE is begun anew, not resumed")
        }
    }

    /// Does it, and ends with the status that says how it went.
    package func run() async throws {
        do throws(BulkFault) {
            let output = try OutputFile(file, goesOn: resume)
            let destination = try connection.destination(security)
            var exporter = try await Exporter(output) { () async throws(BulkFault) in
                try await destination.connect()
            }
            exporter.hasNotes = !leavesNotes
            exporter.hasProgress = file != nil || !Terminal.isOutput
            try await exporter.run(kinds, filters: filters, after: resume ? output.lastLine() : nil)
        } catch {
            if error.status != .brokenPipe {
                StandardStream.error.write("leadline: \(Cell.escaped(error.description))\n")
            }
            throw ArgumentParser.ExitCode(error.status.rawValue)
        }
    }

    private var kindWords: ArraySlice<String> { words.prefix { $0.uppercased() != "WHERE" } }

    private var filters: [String] { Array(words.dropFirst(kindWords.count + 1)) }

    private var kinds: [BulkKind] {
        let chosen = kindWords.compactMap { BulkKind(word: $0) }
        let all = filters.isEmpty ? BulkKind.allCases : [.lead]
        return chosen.isEmpty ? all : BulkKind.allCases.filter(chosen.contains)
    }
}

extension BulkKind {
    /// All kinds, for messages.
    static var words: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
