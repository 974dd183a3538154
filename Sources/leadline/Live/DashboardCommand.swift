package import ArgumentParser
import LeadlineClient

/// `leadline dashboard`: what goes on, on the whole screen.
package struct DashboardCommand: AsyncParsableCommand {
    /// The size of a picture where no terminal says one.
    private static let columnsDefault = 80
    private static let rowsDefault = 24
    private static let secondsDefault = 1.0

    /// What `leadline dashboard --help` says.
    package static let configuration = CommandConfiguration(
        commandName: "leadline dashboard",
        abstract: "Show what goes on: funnel, queue, deadlines, events, load.",
        usage: "leadline dashboard [options]",
        discussion: """
            Takes the screen and keeps it current until q or Ctrl-C; a server that is started \
            again is found again. Into a pipe, or with --times, it is printed as text.
            """,
        helpNames: .long)

    /// Where the server is.
    @OptionGroup(title: "Connection") package var connection: ConnectionOptions

    /// How the connection is secured.
    @OptionGroup(title: "TLS") package var security: SecurityOptions

    @OptionGroup(title: "Screen") private var live: LiveOptions

    @Option(help: "Columns of a printed screen.")
    private var columns = Self.columnsDefault

    @Option(help: "Rows of a printed screen.")
    private var rows = Self.rowsDefault

    /// A dashboard of the standard kind.
    package init() {}

    /// Refuses what cannot be meant.
    package func validate() throws {
        guard (1...1000).contains(columns), (1...1000).contains(rows) else {
            throw ValidationError("--columns and --rows are numbers from 1 to 1000")
        }
    }

    /// Does it, and ends with the status that says how it went.
    package func run() async throws {
        let (live, columns, rows) = (live, columns, rows)
        try await LiveVerb.run(connection, security) { destination, client in
            let screen = LiveScreen<DashboardModel>(
                feed: LiveFeed(
                    connect: { () async throws(BulkFault) in try await destination.connect() },
                    seconds: live.seconds(Self.secondsDefault), read: Self.read),
                isStyled: live.isStyled, glyphs: Glyphs.fitting { Environment[$0] }
            ) { state, canvas in
                DashboardLayout.draw(
                    state.model, lost: state.lost, age: SignalPipe.now - state.readAt, on: canvas)
            }
            let user = try await client.send(["WHOAMI"])["user"]?.string ?? "?"
            let place = "\(Cell.escaped(user))@\(destination.host):\(destination.port)"
            var model = try await Self.read(client, DashboardModel(place: place))
            guard !live.isFullScreen else { return await screen.run(client, model) }
            let seconds = live.seconds(Self.secondsDefault)
            try await LiveVerb.repeat(live.times ?? 1, every: seconds) { count in
                if count > 0 { model = try await Self.read(client, model) }
                StandardStream.output.write(screen.text(model, columns: columns, rows: rows))
            }
            return .ok
        }
    }

    /// One reading of everything.
    private static func read(
        _ client: LeadlineClient, _ before: DashboardModel
    ) async throws -> DashboardModel {
        var model = before
        let start = SignalPipe.now
        _ = try await client.send(["PING"])
        model.note(delay: (SignalPipe.now - start) * 1000)
        model.take(try await client.sendAll(model.questions.worthAsking), at: SignalPipe.now)
        guard let after = model.after else { return model }
        let words = ["EVENTS", "AFTER", after, "LIMIT", "\(DashboardModel.eventsMax)"]
        let reply = try await client.sendAll([words])
        if let page = reply.first?.page { model.add(page) }
        return model
    }
}
