package import ArgumentParser
import LeadlineClient

/// `leadline watch`: a command again and again.
package struct WatchCommand: AsyncParsableCommand {
    private static let secondsDefault = 2.0

    /// What `leadline watch --help` says.
    package static let configuration = CommandConfiguration(
        commandName: "leadline watch",
        abstract: "Show what a command answers, again and again.",
        usage: "leadline watch [options] COMMAND [argument ...]",
        discussion: """
            Takes the screen and keeps it current until q or Ctrl-C. Into a pipe, or with --times, \
            each reply is printed as it would be alone.

              leadline watch LEAD.LIST STATUS new
              leadline watch --every 60 --times 60 --output csv OVERDUE >> overdue.csv
            """,
        helpNames: .long)

    /// Where the server is.
    @OptionGroup(title: "Connection") package var connection: ConnectionOptions

    /// How the connection is secured.
    @OptionGroup(title: "TLS") package var security: SecurityOptions

    @OptionGroup(title: "Screen") private var live: LiveOptions

    @Option(name: .shortAndLong, help: "table, vertical, tsv, csv, json or raw.")
    private var output: OutputFormat?

    @Argument(
        parsing: .captureForPassthrough, help: "The command and its arguments, sent verbatim.")
    private var command: [String]

    /// A watch without a command.
    package init() {}

    /// What is read: the last reply, and when it came.
    struct Model: Sendable {
        var reply: Reply
    }

    /// Refuses what cannot be meant.
    package func validate() throws {
        guard !words.isEmpty else { throw ValidationError("no command to repeat") }
        if case .invalid(let reason) = InputLine(Array(words[0].utf8)[...]) {
            throw ValidationError(reason)
        }
    }

    private var words: [String] { command.first == "--" ? Array(command.dropFirst()) : command }

    /// Does it, and ends with the status that says how it went.
    package func run() async throws {
        let (live, words, output) = (live, words, output)
        try await LiveVerb.run(connection, security) { destination, client in
            let seconds = live.seconds(Self.secondsDefault)
            guard live.isFullScreen else {
                let format = output ?? (Terminal.isOutput ? .table : .tsv)
                let printer = ReplyPrinter(
                    formatter: ReplyFormatter(
                        format: format, isStyled: live.isStyled, width: Terminal.outputColumns))
                try await LiveVerb.repeat(live.times, every: seconds) { _ in
                    printer.show(try await client.send(words))
                }
                return .ok
            }
            // A command that cannot be meant is told on the screen it was typed on.
            let first = Model(reply: try await client.send(words))
            let screen = LiveScreen<Model>(
                feed: LiveFeed(
                    connect: { () async throws(BulkFault) in try await destination.connect() },
                    seconds: seconds
                ) { client, _ in
                    Model(reply: try await client.sendAll([words])[0])
                }, isStyled: live.isStyled, glyphs: Glyphs.fitting { Environment[$0] }
            ) { state, canvas in
                Self.draw(state, words, seconds, output ?? .table, on: canvas)
            }
            return await screen.run(client, first)
        }
    }

    private static func draw(
        _ state: LiveBox<Model>.State, _ words: [String], _ seconds: Double,
        _ format: OutputFormat, on blank: Canvas
    ) -> Canvas {
        var canvas = blank
        let line = words.map(TypedWords.quoted).joined(separator: " ")
        canvas.put(
            "every \(ShownNumber.tenths(seconds)) s: \(line)", row: 0, column: 0, style: .bold)
        if case .error(let refusal) = state.model.reply {
            canvas.put("-\(refusal)", row: 2, column: 0, style: .bad)
        } else {
            let formatter = ReplyFormatter(format: format, isStyled: false, width: canvas.columns)
            let text = String(decoding: formatter.render(state.model.reply), as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() where index + 2 < canvas.rows - 1 {
                canvas.put(String(line), row: index + 2, column: 0)
            }
        }
        let note = state.lost.map { "no connection: \($0); trying again" } ?? "q quits"
        let style = state.lost == nil ? Canvas.Style.dim : .bad
        canvas.put(note, row: canvas.rows - 1, column: 0, style: style)
        return canvas
    }
}
