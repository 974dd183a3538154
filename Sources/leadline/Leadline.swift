package import ArgumentParser
import LeadlineClient

/// The command line: one command, a script of lines, or a plain loop on a terminal.
@main
package struct Leadline: AsyncParsableCommand {
    /// What the tool says of itself.
    package static let configuration = CommandConfiguration(
        commandName: "leadline",
        abstract: "Talk to a Leadline server.",
        usage: "leadline [options] [COMMAND [argument ...]]",
        discussion: """
            With a COMMAND, sends its words as they are and prints the reply. Without one, reads \
            request lines from standard input, one command each, blank lines and # comments \
            skipped. Results go to standard output, everything else to standard error.

              leadline LEAD.NEW EMAIL ann@acme.example NAME "Ann Lee"
              leadline --output json LEAD.GET L1
              leadline --pipe < commands.txt
              leadline --follow TYPE 'lead.*'
              leadline --host leads.example --tls

            The last one is a shell. HELP tells of the server's commands, HELP LEAD.NEW of one.

            leadline import FILE and leadline export move data in and out, leadline hook runs a \
            program for every event; leadline dashboard, top and watch keep the screen current, \
            leadline chart draws a report. Each has --help.

            LEADLINE_TOKEN holds the token to log in with, or LEADLINE_TOKEN_FILE the name of a \
            file that holds it and that only its owner may read; --askpass asks for it.

            Exit codes: 0 done, 1 refused, 64 usage, 65 bad input, 69 no connection, \
            74 cannot write, 75 try again later, 76 protocol error, 77 not allowed, 130 interrupted.
            """,
        helpNames: .long)

    /// Where the server is and who logs in.
    @OptionGroup package var connection: ConnectionOptions

    /// How the connection is secured.
    @OptionGroup(title: "TLS")
    package var security: SecurityOptions

    /// How results are printed; nil for a table on a terminal and tab-separated values elsewhere.
    @Option(name: .shortAndLong, help: "table, vertical, tsv, csv, json or raw.")
    package var output: OutputFormat?

    /// Whether headings are styled.
    @Option(help: "Style tables: auto, always or never.")
    package var color = ColorChoice.auto

    /// Whether input lines are sent without waiting for replies.
    @Flag(help: "Send input lines without waiting and go on after errors.")
    package var pipe = false

    /// Whether the lines of a script are printed before their replies.
    @Flag(help: "Print each input line before its reply, comments, too.")
    package var echo = false

    /// Whether events are shown as they come.
    @Flag(help: "Show events as they come; words are filters of EVENTS.")
    package var follow = false

    /// Whether the shell asks before a command that destroys.
    @Flag(help: "Do not ask before commands that destroy.")
    package var yes = false

    /// Whether the last argument is what standard input holds.
    @Flag(name: .customShort("x"), help: "Add what standard input holds as the last argument.")
    package var appendsInput = false

    /// How often the command is sent; nil for once.
    @Option(name: .customLong("repeat"), help: "Send the command so many times.")
    package var times: Int?

    /// Seconds between two times.
    @Option(help: "Seconds between two times, with --repeat, --stat and --latency.")
    package var interval: Double?

    /// Whether the server's load is told.
    @Flag(help: "Print a line about the server's load every second.")
    package var stat = false

    /// Whether round trips are measured.
    @Flag(help: "Measure how long a PING takes; a line every second.")
    package var latency = false

    @Argument(
        parsing: .captureForPassthrough, help: "The command and its arguments, sent verbatim.")
    private var command: [String] = []

    /// What is sent: everything from the first word that is no option on, as it was typed.
    ///
    /// The `--` that may stand before them is left out. Empty when there is no command.
    package var words: [String] { command.first == "--" ? Array(command.dropFirst()) : command }

    /// The command line without arguments.
    package init() {}

    /// Refuses what cannot be meant.
    package func validate() throws {
        // Capturing the words verbatim captures these as well.
        if command.first == "--help" { throw CleanExit.helpRequest(self) }
        // What the manual page is made from.
        if command.first == "--experimental-dump-help" {
            throw CleanExit.message(Self._dumpHelp())
        }
        if command.first == "--version" { throw CleanExit.message(LeadlineClient.version) }
        if let word = command.first, word.hasPrefix("-"), word != "--" {
            throw ValidationError("unknown option '\(word)'")
        }
        if words.isEmpty, !command.isEmpty { throw ValidationError("no command after --") }
        if echo, pipe || !command.isEmpty { throw ValidationError("--echo is for a script") }
        if pipe, !command.isEmpty { throw ValidationError("--pipe reads standard input") }
        try validateRepetition()
    }

    private func validateRepetition() throws {
        guard times.map({ $0 > 0 }) ?? true else {
            throw ValidationError("--repeat is a number from 1 on")
        }
        guard interval.map({ $0 >= 0 && $0 <= 86_400 }) ?? true else {
            throw ValidationError("--interval is a number of seconds")
        }
        if stat || latency {
            guard words.isEmpty, !pipe, !follow, stat != latency else {
                throw ValidationError("--stat and --latency stand alone")
            }
        } else if words.isEmpty, times != nil || interval != nil || appendsInput {
            throw ValidationError("-x, --repeat and --interval need a command")
        }
    }

    /// Does it, and ends with the status that says how it went.
    package func run() async throws {
        Interrupt.exitQuietly()
        if !follow, let verb = LocalVerb(rawValue: command.first ?? "") {
            let given = CommandLine.arguments.dropFirst()
            return try await verb.run(Array(given.dropLast(command.count) + command.dropFirst()))
        }
        let status = await session()
        guard status == .ok else { throw ArgumentParser.ExitCode(status.rawValue) }
    }

    private func session() async -> SysExit {
        do throws(BulkFault) {
            let destination = try connection.destination(security)
            let format = try format()
            let printer = printer(format)
            if isShell { return await shell(destination, format) }
            if follow { return await following(destination, printer) }
            let client = try await destination.connect()
            if stat || latency { return await measure(client, printer) }
            let status = await converse(client, printer)
            await client.close()
            return status
        } catch {
            StandardStream.error.write("leadline: \(Cell.escaped(error.description))\n")
            return error.status
        }
    }

    private var isShell: Bool {
        words.isEmpty && !pipe && !follow && !stat && !latency && Terminal.isInput
            && Terminal.isOutput
    }

    /// The flag's format, else the variable's, else the profile's.
    private func format() throws(BulkFault) -> OutputFormat {
        if let output { return output }
        let profile = try Profile.load(named: connection.profile) { Environment[$0] }
        let word = Environment["LEADLINE_OUTPUT"].flatMap { $0.isEmpty ? nil : $0 }
        guard let word = word ?? profile["output"] else {
            return Terminal.isOutput ? .table : .tsv
        }
        guard let format = OutputFormat(rawValue: word) else {
            let known = OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw BulkFault("output '\(word)' is none of \(known)", status: .usage)
        }
        return format
    }

    private var isStyled: Bool { color.isStyled(isTerminal: Terminal.isOutput) }

    private func printer(_ format: OutputFormat) -> ReplyPrinter {
        ReplyPrinter(
            formatter: ReplyFormatter(
                format: format, isStyled: isStyled, width: Terminal.outputColumns))
    }

    private func shell(_ destination: Destination, _ format: OutputFormat) async -> SysExit {
        let (isStyled, isUnasked) = (isStyled, yes)
        return await OwnThread.run {
            Shell(destination, format: format, isStyled: isStyled, isUnasked: isUnasked).run()
        }
    }

    private func following(
        _ destination: Destination, _ printer: ReplyPrinter
    ) async -> SysExit {
        let follower = EventFollower(filters: words) {
            () async throws(BulkFault) in
            try await destination.connect()
        } show: {
            StandardStream.output.write(EventLines.render($0, printer.formatter))
        } tell: {
            StandardStream.error.write("leadline: \(Cell.escaped($0))\n")
        }
        do {
            try await follower.run()
            return .ok
        } catch {
            printer.complain(error)
            return (error as? BulkFault)?.status ?? SysExit(error)
        }
    }

    private func converse(_ client: LeadlineClient, _ printer: ReplyPrinter) async -> SysExit {
        guard words.isEmpty else { return await oneShot(client, printer) }
        let script = Script(client: client, printer: printer, isEchoed: echo)
        return await pipe ? script.runPipelined() : script.runStepwise()
    }

    private func oneShot(_ client: LeadlineClient, _ printer: ReplyPrinter) async -> SysExit {
        // What has no reply of its own would be waited for without end.
        if case .invalid(let reason) = InputLine(Array((words.first ?? "").utf8)[...]) {
            StandardStream.error.write("leadline: \(reason)\n")
            return .usage
        }
        do {
            let words = try appendsInput ? words + [StandardInput.text()] : words
            try await LiveVerb.repeat(times ?? 1, every: interval ?? 0) { _ in
                printer.show(try await client.send(words))
            }
            return .ok
        } catch {
            printer.complain(error)
            return (error as? BulkFault)?.status ?? SysExit(error)
        }
    }

    /// Lines about the server's load or its distance, until Ctrl-C.
    private func measure(_ client: LeadlineClient, _ printer: ReplyPrinter) async -> SysExit {
        let seconds = interval ?? 1
        do {
            if stat {
                try await TopCommand.printLines(client, times: times, every: seconds)
            } else {
                try await RoundTrips.printLines(client, times: times, every: seconds)
            }
            return .ok
        } catch {
            printer.complain(error)
            return SysExit(error)
        }
    }
}
