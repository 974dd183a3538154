package import ArgumentParser
import LeadlineClient

/// `leadline hook`: a program of one's own for every event.
package struct HookCommand: AsyncParsableCommand {
    /// What `leadline hook --help` says.
    package static let configuration = CommandConfiguration(
        commandName: "leadline hook",
        abstract: "Run a program for every event, in order and at least once.",
        usage: "leadline hook [options] NAME PROGRAM [argument ...]",
        discussion: """
            The program gets the event as one line of JSON on its standard input, and \
            LEADLINE_SEQ, LEADLINE_TYPE and LEADLINE_SUBJECT as variables; status 0 says that it \
            is done with it. NAME is a cursor on the server: started again, the hook goes on \
            behind the last event that was done. An event may come twice after a crash; its seq \
            tells.

              leadline hook mailer --type lead.offered ./mail-partner
              leadline hook crm --dead failed.jsonl curl -fsS --json @- https://crm.example/hook
              leadline hook crm --replay failed.jsonl curl -fsS --json @- https://crm.example/hook
            """,
        helpNames: .long)

    /// Where the server is.
    @OptionGroup(title: "Connection") package var connection: ConnectionOptions

    /// How the connection is secured.
    @OptionGroup(title: "TLS") package var security: SecurityOptions

    @Option(help: "Only events of these types, such as lead.*,partner.created.")
    private var type: String?

    @Option(name: .customLong("of"), help: "Only events of this record.")
    private var subject: String?

    @Flag(name: .customLong("from-start"), help: "Begin a new cursor at the first event.")
    private var isFromStart = false

    @Option(help: "Run the program on one event so many times before giving up.")
    private var attempts = 5

    @Option(help: "Keep events whose program fails for good in this file, and go on.")
    private var dead: String?

    @Option(help: "Run the program on the events of such a file instead, then end.")
    private var replay: String?

    @Argument(help: "The cursor's name.")
    private var name: String

    @Argument(parsing: .captureForPassthrough, help: "The program and its arguments.")
    private var program: [String]

    /// A hook without a program.
    package init() {}

    /// Refuses what cannot be meant.
    package func validate() throws {
        guard !words.isEmpty else { throw ValidationError("no program to run") }
        guard (1...100).contains(attempts) else {
            throw ValidationError("--attempts is a number from 1 to 100")
        }
    }

    /// Does it, and ends with the status that says how it went.
    package func run() async throws {
        do {
            if let replay { try await again(replay) } else { try await follow() }
        } catch {
            StandardStream.error.write("leadline: \(Cell.escaped("\(error)"))\n")
            let status = (error as? BulkFault)?.status ?? SysExit(error)
            throw ArgumentParser.ExitCode(status.rawValue)
        }
    }

    private var words: [String] { program.first == "--" ? Array(program.dropFirst()) : program }

    private func follow() async throws {
        let destination = try connection.destination(security)
        let program = HookProgram(words: words)
        var hook = Hook(cursor: name) { event in
            await OwnThread.run { program.run(event) }
        } tell: {
            StandardStream.error.write("leadline: \($0)\n")
        }
        hook.filters = (type.map { ["TYPE", $0] } ?? []) + (subject.map { ["OF", $0] } ?? [])
        hook.isFromStart = isFromStart
        hook.attemptsMax = attempts
        if let dead {
            hook.bury = { event throws(BulkFault) in
                let file = try OutputFile(dead, goesOn: true)
                file.goToEnd()
                try file.write(event.json + "\n")
                try file.flush()
            }
        }
        try await hook.run { () async throws(BulkFault) in try await destination.connect() }
    }

    private func again(_ path: String) async throws {
        let program = HookProgram(words: words)
        var reader = RecordReader(try InputFile(path))
        while let records = try reader.next() {
            for record in records {
                guard case .object(let text) = record.source,
                    let event = HookEvent(line: Array(text.utf8))
                else { throw BulkFault("\(path): line \(record.line): no event") }
                guard await OwnThread.run({ program.run(event) }) else {
                    throw BulkFault(
                        "the program failed on event \(event.seq), line \(record.line)",
                        status: .refused)
                }
            }
        }
    }
}
