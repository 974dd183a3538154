package import ArgumentParser
import LeadlineClient
import LeadlineDigest

/// `leadline import`: a file of leads, partners, coverage or territories into the server.
package struct ImportCommand: AsyncParsableCommand {
    /// What `leadline import --help` says.
    package static let configuration = CommandConfiguration(
        commandName: "leadline import",
        abstract: "Import leads, partners, coverage, territories, services or forms.",
        discussion: """
            FILE holds separated values with a heading, or one JSON object a line, such as \
            `leadline export` writes; - is standard input. Columns are recognised by their \
            headings; --map says it for the others:

              leadline import leads.csv --dry-run
              leadline import leads.csv --map 'Work address=EMAIL' --map 'Size=FIELD size'
              leadline import --kind partners partners.csv
              leadline import everything.jsonl

            The file is judged as a whole before anything is sent. The same file can be imported \
            again at any time: what was made is known and not made twice. Records that fail are \
            listed, and kept with the reason in a file that can be mended and imported.
            """,
        helpNames: .long)

    /// Where the server is.
    @OptionGroup(title: "Connection") package var connection: ConnectionOptions

    /// How the connection is secured.
    @OptionGroup(title: "TLS") package var security: SecurityOptions

    @Argument(help: "The file; - for standard input.")
    private var path: String

    @Option(help: "What the records are: lead, partner, coverage, territory, tier …")
    private var kind = "lead"

    @Option(name: .customLong("map"), help: "COLUMN=KEYWORD, COLUMN='FIELD name', or COLUMN=.")
    private var mappings: [String] = []

    @Option(name: .customLong("set"), help: "KEYWORD=VALUE for every record.")
    private var constants: [String] = []

    @Flag(name: .customLong("fields"), help: "Make custom fields of all other columns.")
    private var takesFields = false

    @Option(help: "What stands between cells; guessed otherwise. 'tab' for TAB.")
    private var delimiter: String?

    @Flag(name: .customLong("dry-run"), help: "Tell of each line what would be, change nothing.")
    private var isDryRun = false

    @Option(name: .customLong("on-exists"), help: "refuse, ignore or update.")
    private var onExists: String?

    @Option(help: "Go on where a customer looks like another one, for this reason.")
    private var force: String?

    @Flag(name: .customLong("no-state"), help: "Leave exported leads new.")
    private var leavesNew = false

    @Option(name: .customLong("errors"), help: "The file for records that fail.")
    private var errorPath: String?

    @Option(name: .customLong("tokens"), help: "Make users, too, and keep their tokens here.")
    private var tokenPath: String?

    @Flag(help: "List every record, not only those that were not created.")
    private var verbose = false

    /// An import of nothing.
    package init() {}

    /// Refuses what cannot be meant.
    package func validate() throws {
        guard BulkKind(word: kind) != nil else {
            throw ValidationError("--kind is one of \(BulkKind.words)")
        }
        if let onExists, !["refuse", "ignore", "update"].contains(onExists.lowercased()) {
            throw ValidationError("--on-exists is refuse, ignore or update")
        }
        if let wrong = constants.first(where: { !$0.contains("=") || $0.first == "=" }) {
            throw ValidationError("--set '\(wrong)': say KEYWORD=VALUE")
        }
        if let delimiter, delimiterByte == nil {
            throw ValidationError("--delimiter '\(delimiter)' is not one ASCII character")
        }
    }

    /// Does it, and ends with the status that says how it went.
    package func run() async throws {
        let status: SysExit
        do throws(BulkFault) {
            status = try await importing()
        } catch {
            StandardStream.error.write("leadline: \(Cell.escaped(error.description))\n")
            status = error.status
        }
        guard status == .ok else { throw ArgumentParser.ExitCode(status.rawValue) }
    }

    private var delimiterByte: UInt8? {
        guard let delimiter else { return nil }
        if delimiter == "tab" || delimiter == "\\t" { return UInt8(ascii: "\t") }
        guard delimiter.utf8.count == 1 else { return nil }
        return delimiter.utf8.first
    }

    private var options: UnitBuilder.Options {
        var options = UnitBuilder.Options()
        options.isDryRun = isDryRun
        options.onExists = onExists
        options.force = force
        options.restoresState = !leavesNew
        options.mappings = mappings
        options.constants = members
        options.takesFields = takesFields
        options.makesUsers = tokenPath != nil
        return options
    }

    private var members: [JSONMember] {
        constants.compactMap { text in
            guard let mark = text.firstIndex(of: "=") else { return nil }
            return JSONMember(
                String(text[..<mark]), .string(String(text[text.index(after: mark)...])))
        }
    }

    private func importing() async throws(BulkFault) -> SysExit {
        let kind = BulkKind(word: kind) ?? .lead
        let file = try InputFile(path)
        let plan = try UnitBuilder(kind, options, key: "").plan()
        var left: [String] = []
        let judged = try Importer.judge(file, delimiter: delimiterByte) {
            (reader) throws(BulkFault) in
            if let heading = reader.heading { left = try plan.judge(heading + members.map(\.name)) }
        }
        left += judged.names.filter(plan.isLeftOut)
        if !left.isEmpty {
            let names = left.map { "'\(Cell.escaped($0))'" }.joined(separator: ", ")
            StandardStream.error.write("leadline: left out: \(names); --fields takes them\n")
        }
        let key = "import-\(judged.digest.hex.prefix(32))"
        let builder = try UnitBuilder(kind, options, key: key)
        let report = ImportReport(
            isDryRun: isDryRun, isVerbose: verbose, file: file.name, total: judged.count,
            errors: errorFile(judged.form),
            tokens: isDryRun
                ? nil
                : try tokenPath.map { path throws(BulkFault) in
                    try OutputFile(path, isSecret: true)
                })
        let destination = try connection.destination(security)
        var importer = try await Importer(file, builder, isDryRun: isDryRun) {
            () async throws(BulkFault) in
            try await destination.connect()
        } report: { (record, outcome) throws(BulkFault) in
            try report.add(record, outcome)
        }
        try await importer.run(delimiter: delimiterByte) { report.show($0) }
        report.finish(importer.tally)
        let isWhole = importer.tally[.exists] + importer.tally[.invalid] == 0
        return isWhole ? .ok : .refused
    }

    private func errorFile(_ form: RecordReader) -> ErrorFile? {
        guard let path = errorPath ?? (isDryRun ? nil : defaultErrorPath(form)) else { return nil }
        return ErrorFile(path: path, heading: form.heading, delimiter: form.delimiter)
    }

    /// Beside the file, `leads.errors.csv` for `leads.csv`; none for standard input.
    private func defaultErrorPath(_ form: RecordReader) -> String? {
        guard path != "-" else { return nil }
        let name = path.split(separator: "/").last ?? ""
        guard let mark = path.lastIndex(of: "."), name.contains(".") else {
            return path + (form.isJSON ? ".errors.jsonl" : ".errors.csv")
        }
        return path[..<mark] + ".errors" + path[mark...]
    }
}
