import LeadlineClient
import Testing
import leadline

@Suite("Chart")
struct ChartTests {
    private let funnel = ReportPage.page(
        ["period", "stage", "leads", "share", "value", "currency", "rates"],
        [
            [nil, "registered", "12", "100.0%", "900.00", "USD", "[]"],
            [nil, "offered", "6", "50.0%", "0.00", "USD", "[]"],
            [nil, "won", "1", "8.3%", "1150.50", "USD", "[]"],
        ])
    private let trend = ReportPage.page(
        ["period", "registered", "won", "days"],
        [
            ["2026-01", "0", "0", nil], ["2026-02", "4", "1", "1.5"], ["2026-03", "8", "0", nil],
        ])

    private func drawn(
        _ report: String, _ page: Reply.Page, _ columns: [String] = [], width: Int = 40,
        glyphs: Glyphs = .ascii
    ) throws -> String {
        let charts = try ChartData.charts(report, page, columns: columns)
        return charts.map { ChartDrawing($0, columns: width, glyphs: glyphs).canvas.text() }
            .joined(separator: "\n")
    }

    @Test("A report without periods is bars, the first number behind the names is drawn")
    func bars() throws {
        #expect(
            try drawn("FUNNEL", funnel) == """
                FUNNEL leads
                registered  ########################  12
                offered     ############               6
                won         ##                         1

                """)
        #expect(
            try drawn("FUNNEL", funnel, width: 20, glyphs: .unicode) == """
                FUNNEL leads
                regis…  ████████  12
                offer…  ████       6
                won     ▋          1

                """)
    }

    @Test("Percentages and amounts are numbers, too, and keep the form the report gave them")
    func columns() throws {
        #expect(
            try drawn("FUNNEL", funnel, ["share", "VALUE"], width: 36) == """
                FUNNEL share
                registered  ################  100.0%
                offered     ########           50.0%
                won         #                   8.3%

                FUNNEL value USD
                registered  ############      900.00
                offered                         0.00
                won         ###############  1150.50

                """)
    }

    @Test("Stretches of time are a line from the first to the last")
    func line() throws {
        let lines = try drawn("TREND", trend, width: 22).split(separator: "\n").map(String.init)
        #expect(lines.count == 12)
        #expect(lines[0] == "TREND registered")
        #expect(lines[1].hasPrefix("8   "))
        #expect(lines[1].hasSuffix(" **"))
        #expect(lines[1].count == 22)
        #expect(lines[10].hasPrefix("0 *"))
        #expect(lines[11] == "  2026-01      2026-03")
        // It only rises: no line of the picture has its dots left of one further below.
        let starts = lines[1...10].map { $0.dropFirst(2).prefix { $0 == " " }.count }
        #expect(starts == starts.sorted(by: >))
    }

    @Test("Where nothing is known the line has a gap, and a single point is a bar")
    func gaps() throws {
        let dots = try drawn("TREND", trend, ["days"], width: 22).filter { $0 == "*" }
        #expect(dots.count == 1)
        let one = ReportPage.page(["period", "won"], [["2026-01", "3"]])
        #expect(try drawn("TREND", one, width: 22) == "TREND won\n2026-01  ##########  3\n")
    }

    @Test("Braille has two by four dots in a cell")
    func braille() throws {
        let text = try drawn("TREND", trend, width: 30, glyphs: .unicode)
        let lines = text.split(separator: "\n")
        #expect(lines.count == 12)
        #expect(lines[1].hasPrefix("8 "))
        #expect(lines[1].hasSuffix("⠁") || lines[1].hasSuffix("⠊") || lines[1].hasSuffix("⠉"))
        let hasDots = text.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) }
        #expect(hasDots)
    }

    @Test("Amounts in several currencies are a chart each, counts one")
    func currencies() throws {
        let page = ReportPage.page(
            ["state", "bonuses", "amount", "currency"],
            [["due", "2", "10.00", "USD"], ["due", "1", "7.50", "EUR"]])
        let amounts = try ChartData.charts("LIABILITY", page, columns: ["amount"])
        #expect(amounts.map(\.title) == ["LIABILITY amount USD", "LIABILITY amount EUR"])
        let counts = try ChartData.charts("LIABILITY", page)
        #expect(counts.map(\.title) == ["LIABILITY bonuses"])
    }

    @Test("What is owed goes the other way from zero")
    func negative() throws {
        let page = ReportPage.page(
            ["payee", "balance"], [["P1", "30.00"], ["P2", "-15.00"], ["P3", nil]])
        #expect(
            try drawn("LIABILITY", page, width: 40) == """
                LIABILITY balance
                P1           ###################   30.00
                P2  #########                     -15.00
                P3

                """)
    }

    @Test("What cannot be drawn is told with what can")
    func faults() {
        #expect(throws: ChartData.Fault.self) {
            try ChartData.charts("FUNNEL", .init(rows: [], next: nil))
        }
        let fault = #expect(throws: ChartData.Fault.self) {
            try ChartData.charts("FUNNEL", funnel, columns: ["stage"])
        }
        #expect(
            fault?.description
                == "column 'stage' holds no numbers; columns with numbers: leads, share, value")
        let absent = #expect(throws: ChartData.Fault.self) {
            try ChartData.charts("FUNNEL", funnel, columns: ["\u{1B}[2J"])
        }
        #expect(absent?.description.hasPrefix("column '\\x1b[2j' is not there") ?? false)
    }

    @Test("No text of a report leaves the picture's markup, and pictures are the same everywhere")
    func picture() throws {
        let page = ReportPage.page(
            ["source", "leads"], [["<b>&\"\u{1}</b>", "3"], ["名前", "1"]])
        let text = ChartSVG.picture(try ChartData.charts("SOURCES", page))
        #expect(text.contains("&lt;b&gt;&amp;&quot;\\x01&lt;/b&gt;"))
        #expect(!text.contains("<b>"))
        #expect(text.contains("role=\"img\""))
        #expect(text.contains("<title id=\"title\">SOURCES leads</title>"))
        #expect(text.contains("名前: 1"))
        #expect(text.contains("width=\"378\""))
        #expect(text.contains("width=\"126\""))
    }

    @Test("The picture of a trend is a line")
    func pictureOfLine() throws {
        let text = ChartSVG.picture(try ChartData.charts("TREND", trend))
        #expect(text.contains("<polyline points=\"126,"))
        #expect(text.components(of: "<circle") == 3)
    }
}

extension String {
    /// How often a text occurs.
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
