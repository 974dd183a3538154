package import ArgumentParser
import LeadlineClient

/// `leadline top`: what the server is busy with.
package struct TopCommand: AsyncParsableCommand {
    private static let secondsDefault = 1.0

    /// What `leadline top --help` says.
    package static let configuration = CommandConfiguration(
        commandName: "leadline top",
        abstract: "Show what the server is busy with: commands, latencies, slow log, clients.",
        usage: "leadline top [options]",
        discussion: """
            Takes the screen and keeps it current until q or Ctrl-C. Into a pipe, or with --times, \
            it prints a line for every look. The slow log and the clients are for admins.
            """,
        helpNames: .long)

    /// Where the server is.
    @OptionGroup(title: "Connection") package var connection: ConnectionOptions

    /// How the connection is secured.
    @OptionGroup(title: "TLS") package var security: SecurityOptions

    @OptionGroup(title: "Screen") private var live: LiveOptions

    /// The standard screen.
    package init() {}

    /// Does it, and ends with the status that says how it went.
    package func run() async throws {
        let live = live
        try await LiveVerb.run(connection, security) { destination, client in
            let seconds = live.seconds(Self.secondsDefault)
            let place = "leadline at \(destination.host):\(destination.port)"
            guard live.isFullScreen else {
                try await Self.printLines(client, times: live.times, every: seconds)
                return .ok
            }
            let model = try await Self.read(client, TopModel(place: place))
            let screen = LiveScreen<TopModel>(
                feed: LiveFeed(
                    connect: { () async throws(BulkFault) in try await destination.connect() },
                    seconds: seconds, read: Self.read),
                isStyled: live.isStyled, glyphs: Glyphs.fitting { Environment[$0] }
            ) { state, canvas in TopLayout.draw(state.model, lost: state.lost, on: canvas) }
            return await screen.run(client, model)
        }
    }

    /// Prints a line about every stretch of so many seconds.
    static func printLines(
        _ client: LeadlineClient, times: Int?, every seconds: Double
    ) async throws {
        var model = try await read(client, TopModel(place: ""))
        try await LiveVerb.repeat(times, every: 0) { _ in
            try await Task.sleep(for: .seconds(seconds))
            model = try await read(client, model)
            StandardStream.output.write("\(TopLayout.line(model))\n")
        }
    }

    private static func read(
        _ client: LeadlineClient, _ before: TopModel
    ) async throws -> TopModel {
        var model = before
        let replies = try await client.sendAll(model.questions.worthAsking)
        model.take(replies, at: SignalPipe.now)
        return model
    }
}
