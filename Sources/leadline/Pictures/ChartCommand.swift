package import ArgumentParser
import LeadlineClient

/// `leadline chart`: a report as a picture.
package struct ChartCommand: AsyncParsableCommand {
    /// The rows that are drawn at most; more are no picture any more.
    package static let rowsMax = 1000
    private static let columnsDefault = 80

    /// What `leadline chart --help` says.
    package static let configuration = CommandConfiguration(
        commandName: "leadline chart",
        abstract: "Draw a report.",
        usage: "leadline chart [options] REPORT [KEYWORD value ...]",
        discussion: """
            REPORT is one of the reports, with its keywords. Reports over stretches of time are \
            drawn as lines, others as bars. Without UTF-8 in the locale the picture is ASCII.

              leadline chart FUNNEL IN 2026
              leadline chart TREND BY month --column registered --column won
              leadline chart LIABILITY --svg liability.svg
            """,
        helpNames: .long)

    /// Where the server is.
    @OptionGroup(title: "Connection") package var connection: ConnectionOptions

    /// How the connection is secured.
    @OptionGroup(title: "TLS") package var security: SecurityOptions

    @Option(help: "Draw this column; may be repeated.")
    private var column: [String] = []

    @Option(help: "Write an SVG picture to this file instead; - is standard output.")
    private var svg: String?

    @Option(help: "Draw on so many columns, from 20 on; the terminal's unless given, or 80.")
    private var width: Int?

    @Option(help: "Style the picture: auto, always or never.")
    private var color = ColorChoice.auto

    @Argument(help: "The report and its keywords.")
    private var words: [String]

    /// A chart of nothing.
    package init() {}

    /// Refuses what cannot be meant.
    package func validate() throws {
        guard !report.isEmpty else { throw ValidationError("which report? such as FUNNEL") }
        guard width.map({ (20...1000).contains($0) }) ?? true else {
            throw ValidationError("--width is a number from 20 to 1000")
        }
    }

    /// Does it, and ends with the status that says how it went.
    package func run() async throws {
        do {
            let destination = try connection.destination(security)
            let client = try await destination.connect()
            let reply = try await client.send(["REPORT"] + report + limit)
            await client.close()
            guard let page = reply.page else {
                throw BulkFault("REPORT \(report[0]) answers no page", status: .protocolError)
            }
            let name = report[0].uppercased()
            try show(try ChartData.charts(name, page, columns: column))
            if page.next != nil {
                StandardStream.error.write("leadline: more than \(page.rows.count) rows\n")
            }
        } catch {
            try end(error)
        }
    }

    private var report: [String] {
        words.first?.uppercased() == "REPORT" ? Array(words.dropFirst()) : words
    }

    /// A page as long as a picture can be, where the words do not say how long.
    private var limit: [String] {
        words.contains { $0.uppercased() == "LIMIT" } ? [] : ["LIMIT", "\(Self.rowsMax)"]
    }

    private func show(_ charts: [ChartData]) throws(BulkFault) {
        if let svg {
            let file = try OutputFile(svg == "-" ? nil : svg)
            try file.write(ChartSVG.picture(charts))
            return try file.flush()
        }
        let glyphs = Glyphs.fitting { Environment[$0] }
        let columns = width ?? Terminal.outputColumns ?? Self.columnsDefault
        let isStyled = color.isStyled(isTerminal: Terminal.isOutput)
        let texts = charts.map {
            ChartDrawing($0, columns: columns, glyphs: glyphs).canvas.text(isStyled: isStyled)
        }
        StandardStream.output.write(texts.joined(separator: "\n"))
    }

    private func end(_ error: any Error) throws {
        switch error {
        case let refusal as ServerError:
            StandardStream.error.write("-\(Cell.escaped("\(refusal)"))\n")
        default: StandardStream.error.write("leadline: \(Cell.escaped("\(error)"))\n")
        }
        let badInput: SysExit? = error is ChartData.Fault ? .badInput : nil
        let status = (error as? BulkFault)?.status ?? badInput ?? SysExit(error)
        throw ArgumentParser.ExitCode(status.rawValue)
    }
}
